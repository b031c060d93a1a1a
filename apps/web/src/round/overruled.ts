import type { Finding } from "@sakiyomi/medication";

/** What somebody takes on themselves who gives it all the same. */
export const overruled = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ result }) => result === "wrong" || result === "unknown");
