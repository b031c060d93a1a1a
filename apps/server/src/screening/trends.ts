import type { CheckupRecord, ReportRecord } from "./records.ts";
import type { ReleasedStatement, Trend } from "./shapes.ts";

type Point = readonly [at: number, value: number];
const rows = [
  { id: "pressure", unit: "mmHg", field: "systolic", second: "diastolic" },
  { id: "weight", unit: "kg", field: "weight", second: null },
] as const;

/** Of each earlier check-up its newest report, then this one; what was struck out, or could not be said, is no point. */
export function trendsOf(
  before: readonly ReportRecord[],
  checkup: Pick<CheckupRecord, "id" | "begunAt">,
  now: readonly ReleasedStatement[],
): readonly Trend[] {
  const newest = new Map(
    before
      .filter((report) => report.checkup !== checkup.id && report.begunAt <= checkup.begunAt)
      .toSorted((a, b) => a.number - b.number)
      .map((report) => [report.checkup, report.statements]),
  );
  const all = [...newest.values(), now].flatMap((statements) =>
    statements.filter(({ struck, edited }) => struck === null && edited?.words.found === undefined),
  );
  return rows.map(({ id, unit, field, second }) => {
    const own = all.filter((statement) => statement.id === id).toSorted((a, b) => a.at - b.at);
    const points = (name: string | null) =>
      own.flatMap(({ at, found }): readonly Point[] => {
        const value = name === null ? undefined : found.values?.[name];
        return typeof value === "number" ? [[at, value]] : [];
      });
    return { id, unit, points: points(field), lower: points(second) };
  });
}
