import type { House } from "./house.ts";

/**
 * Who or what said something, by the name that people use: of the account; without one, as it called itself when it did
 * something here; else its bare id.
 */
export const nameOf = ({ access, ward }: Pick<House, "access" | "ward">, source: string): string =>
  access.accounts.get(source.replace(/^staff:/, ""))?.name ?? ward.nameHeard(source) ?? source.replace(/^[a-z]+:/, "");
