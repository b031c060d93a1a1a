import { useSession } from "../link/queries.ts";
import type { Role } from "../link/shapes.ts";

/** What the desk's pages let somebody do. The server decides; this only keeps away what would be refused. */
const deeds = {
  see: ["carer", "nurse", "doctor", "pharmacist"],
  order: ["nurse", "doctor"],
  prepare: ["nurse", "pharmacist"],
  policy: ["doctor", "pharmacist", "administrator"],
  formulary: ["pharmacist", "administrator"],
  report: ["carer", "nurse", "doctor", "pharmacist", "teacher", "administrator"],
  analyse: ["nurse", "doctor", "pharmacist", "administrator"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Deed = keyof typeof deeds;

export const mayDo = (roles: readonly Role[], deed: Deed): boolean => deeds[deed].some((role) => roles.includes(role));
export const useRoles = (): readonly Role[] => useSession().data?.staff?.roles ?? [];
export const useMayDo = (deed: Deed): boolean => mayDo(useRoles(), deed);
