import { bareIdOf, DAY, placePath, type SubjectId } from "@sakiyomi/core";
import { screening } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { previewOf, promiseMs } from "./deeds.ts";
import { pictures } from "./pictures.ts";
import { type CheckupRecord, checkupsOf, isOpen, type ReportRecord, reportsOf } from "./records.ts";
import type { CheckupView, PersonScreeningView, Preview, PromiseView, ReportView, ScreeningView } from "./shapes.ts";

const stateOf = ({ cancelledAt, reportedAt, measuredAt }: CheckupRecord): CheckupView["state"] =>
  cancelledAt !== null ? "cancelled" : reportedAt !== null ? "reported" : measuredAt !== null ? "waiting" : "measuring";

export async function checkupView(house: House, record: CheckupRecord): Promise<CheckupView> {
  const { ward } = house;
  const { id, person, reason, begunAt, measuredAt, reportedAt, reports } = record;
  const resident = ward.roster.people.get(person);
  return {
    ...{ id, person: bareIdOf(person), reason, begunAt, measuredAt, reportedAt, reports, state: stateOf(record) },
    name: resident?.name ?? "",
    placeName: placePath(ward.roster, resident?.place ?? null)
      .map(({ name }) => name)
      .join(" · "),
    dueAt: record.dueAt ?? (measuredAt === null ? null : measuredAt + promiseMs(ward, person)),
    missing: isOpen(record) ? (await previewOf(house, record)).missing : [],
  };
}

const SHOWN = DAY;
const COUNTED = 90 * DAY;
const WEEK = 7 * DAY;

/** Those that are open, and those of the last day. `sees`: whom the account may see. */
export async function screeningView(house: House, sees: (person: string) => boolean): Promise<ScreeningView> {
  const { ward } = house;
  const at = ward.now();
  const all = (await checkupsOf(ward.records)).map(({ resource }) => resource);
  const shown = all.filter(
    (one) =>
      (isOpen(one) || at - one.begunAt < SHOWN) && sees(bareIdOf(one.person)) && ward.roster.people.has(one.person),
  );
  const checkups = await Promise.all(shown.map((one) => checkupView(house, one)));
  return {
    at,
    checkups: checkups.toSorted(
      (a, b) => (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY),
    ),
    promise: promiseOf(house, all, at),
  };
}

/** Of each promise that is over: kept, or not. Cancelled before its time is none. */
export function promiseOf({ ward }: Pick<House, "ward">, all: readonly CheckupRecord[], at: number): PromiseView {
  const over = all.flatMap(({ person, measuredAt, reportedAt, cancelledAt, ...one }) => {
    if (measuredAt === null || measuredAt < at - COUNTED) return [];
    const dueAt = one.dueAt ?? measuredAt + promiseMs(ward, person);
    if (cancelledAt !== null && cancelledAt <= dueAt) return [];
    if (reportedAt === null && at < dueAt) return [];
    return [{ measuredAt, isKept: reportedAt !== null && reportedAt <= dueAt }];
  });
  const weeks = Map.groupBy(over, ({ measuredAt }) => Math.floor((at - measuredAt) / WEEK));
  const count = (some: readonly { readonly isKept: boolean }[]) => some.filter(({ isKept }) => isKept).length;
  const kept = count(over);
  const [low, high] = wilson(kept, over.length);
  return {
    ...{ from: at - COUNTED, kept, of: over.length, low, high },
    weeks: [...weeks]
      .toSorted(([a], [b]) => b - a)
      .map(([ago, some]) => ({ from: at - (ago + 1) * WEEK, kept: count(some), of: some.length })),
  };
}

/** The 95 % interval of a share after Wilson (1927). */
function wilson(hits: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = hits / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Nobody but those who write reports reads what was struck out of one: it may be somebody else's. */
const asGiven = ({ statements, ecg, ...report }: ReportRecord): ReportRecord => ({
  ...report,
  statements: statements.filter(({ struck }) => struck === null),
  ecg: statements.some(({ about, struck }) => about === "ecg" && struck !== null) ? null : ecg,
});

export const reportView = (report: ReportRecord, all: readonly ReportRecord[]): ReportView => ({
  ...report,
  person: bareIdOf(report.person),
  replacedBy: all.find(({ replaces }) => replaces === report.id)?.id ?? null,
});

export async function personView(
  house: House,
  person: SubjectId,
  may: { readonly chart: boolean; readonly release: boolean },
): Promise<PersonScreeningView> {
  const { ward } = house;
  const [checkups, reports, answered] = await Promise.all([
    checkupsOf(ward.records, { person }),
    reportsOf(ward.records, person),
    ward.store.range({ subject: person, kind: "questionnaire", from: ward.now() - COUNTED, to: ward.now() }),
  ]);
  const kept = checkups.map(({ resource }) => resource).filter(({ cancelledAt }) => cancelledAt === null);
  const current = kept.find(isOpen) ?? kept[0] ?? null;
  // What nobody has looked at yet is for those who look at it, not for the family.
  const isOfHouse = may.chart || may.release;
  const preview = current !== null && isOfHouse ? await previewOf(house, current) : null;
  return {
    ...{ at: ward.now(), person: bareIdOf(person), name: ward.roster.people.get(person)?.name ?? "" },
    ...{ forms: Object.values(screening.forms), pictures },
    answered: Object.fromEntries(
      isOfHouse ? answered.map(({ at, value }) => [value.form, { at, answers: value.answers }]) : [],
    ),
    tests: screening.labRows.map(({ code, unit, names }) => ({ code, unit, names })),
    current: current && (await checkupView(house, current)),
    ...{ preview, suggested: suggestedOf(preview) },
    reports: reports.map((report) => reportView(isOfHouse ? report : asGiven(report), reports)),
    ...{ mayChart: may.chart, mayRelease: may.release },
  };
}

/** MUST's first item is a matter of weight and height. */
function suggestedOf(preview: Preview | null): PersonScreeningView["suggested"] {
  const bmi = preview?.statements.find(({ id }) => id === "weight")?.found.values?.bmi;
  return typeof bmi === "number" ? { must: { bmi: screening.mustOfBmi(bmi) } } : {};
}
