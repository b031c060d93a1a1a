import { type CheckName, checks, type Finding } from "@sakiyomi/medication";

export type Result = Finding["result"];
const rank: Readonly<Record<Result, number>> = { wrong: 3, unknown: 2, warning: 1, right: 0 };

/** The five rights: always shown, one by one. */
const rights: readonly CheckName[] = ["patient", "drug", "dose", "route", "time"];

/** What one check says. */
export interface FindingRow {
  readonly check: CheckName;
  readonly result: Result;
  readonly findings: readonly Finding[];
}

/** One row a check, with its worst result; where something is not right, what is right of the same check is left out. */
export function rowsOf(findings: readonly Finding[]): readonly FindingRow[] {
  return checks.flatMap((check) => {
    const all = findings.filter((finding) => finding.check === check);
    const worst = all.toSorted((a, b) => rank[b.result] - rank[a.result])[0];
    if (worst === undefined) return [];
    const bad = all.filter(({ result }) => result !== "right");
    return [{ check, result: worst.result, findings: bad.length > 0 ? bad : all }];
  });
}

/** The five rights and whatever is not right stand in sight; the rest is folded. */
export function laidOut(findings: readonly Finding[]): {
  readonly shown: readonly FindingRow[];
  readonly folded: readonly FindingRow[];
} {
  const rows = rowsOf(findings);
  const five = rows.filter(({ check }) => rights.includes(check));
  const others = rows.filter(({ check }) => !rights.includes(check));
  return {
    shown: [...five, ...others.filter(({ result }) => result !== "right")],
    folded: others.filter(({ result }) => result === "right"),
  };
}

/** What stands in the verdict: of what blocks the first in the order of the checks. */
export const firstBlocking = (findings: readonly Finding[]): Finding | undefined =>
  rowsOf(findings)
    .filter(({ result }) => result === "wrong" || result === "unknown")
    .flatMap((row) => row.findings)
    .find(({ result }) => result === "wrong" || result === "unknown");
