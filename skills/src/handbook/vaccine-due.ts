import { addDays, afterDays, afterMonths, type IsoDate, later, reaches } from "./calendar.ts";
import {
  type AgeAt,
  type DoseRow,
  type Given,
  LIVE_GAP_DAYS,
  otherLive,
  type Since,
  type Vaccine,
  type VaccineRow,
  vaccineRows,
} from "./vaccines.ts";

/** `due`: in its usual time. `late`: after it, and still routine. `missed`: routine no more; a doctor says what now. */
export type DueState = "due" | "late" | "soon" | "later" | "missed";

export interface NextDose {
  readonly vaccine: Vaccine;
  readonly dose: number;
  readonly of: number;
  readonly state: DueState;
  /** From this day on it can be given: age, intervals, and the distance to another live one. */
  readonly earliest: IsoDate;
  /** The usual time; where none is written down it begins with the earliest day. */
  readonly usualFrom: IsoDate;
  readonly usualUntil: IsoDate | null;
  /** The last day on which it is routine. */
  readonly last: IsoDate;
  /** Another live vaccine that makes it wait. */
  readonly waitsFor: string | null;
}

/** A dose that was given outside the rules: a doctor has to say whether it counts. */
export interface Doubt {
  readonly vaccine: string;
  readonly dose: number;
  readonly given: IsoDate;
  readonly why: "too-young" | "too-soon" | "after-live" | "too-late";
  /** The day from which it would have been possible; for `too-late` the last one. */
  readonly bound: IsoDate;
}

/** "Soon" is the month in which somebody makes an appointment. */
const SOON_DAYS = 30;

const dayOfAge = (birth: IsoDate, age: AgeAt): IsoDate =>
  "days" in age ? addDays(birth, age.days) : age.months === 0 ? birth : reaches(birth, age.months);

function dayAfter({ dose, days = 0, months }: Since, dates: readonly IsoDate[]): IsoDate | null {
  const base = dates[dose - 1];
  if (base === undefined) return null;
  return months === undefined ? afterDays(base, days) : afterMonths(base, months);
}

/** 1 April to 31 March before the child goes to school: the April after it is six. */
function yearBeforeSchool(birth: IsoDate): { from: IsoDate; until: IsoDate } {
  const six = reaches(birth, 72);
  const year = Number(six.slice(0, 4)) + (six.slice(5) <= "03-31" ? 0 : 1);
  return { from: `${year - 1}-04-01`, until: `${year}-03-31` };
}

interface Range {
  readonly earliest: IsoDate;
  readonly last: IsoDate;
}
function rangeOf(row: DoseRow, birth: IsoDate, dates: readonly IsoDate[]): Range {
  const school = row.beforeSchool ? yearBeforeSchool(birth) : null;
  const byAge = school?.from ?? dayOfAge(birth, row.from);
  const earliest = (row.since ?? []).reduce((day, since) => later(day, dayAfter(since, dates) ?? day), byAge);
  return { earliest, last: school?.until ?? dayOfAge(birth, row.until) };
}

/** Completed months as the rules for beginning late count them: the day on which an age is reached still belongs to the younger. */
function monthsPast(birth: IsoDate, date: IsoDate): number {
  let months = 0;
  while (months < 200 && date > reaches(birth, months + 1)) months += 1;
  return months;
}

const isLive = (name: string): boolean =>
  otherLive.includes(name) || vaccineRows.some(({ vaccine, liveInjected }) => vaccine === name && liveInjected);

/** The day after the distance to other live ones that were given before, and which makes it wait longest. */
function afterLive({ vaccine, liveInjected }: VaccineRow, given: readonly Given[], from: IsoDate, until: IsoDate) {
  const none = { day: from, waitsFor: null as string | null };
  if (!liveInjected) return none;
  return given
    .filter((one) => one.vaccine !== vaccine && isLive(one.vaccine) && one.given <= until)
    .map((one) => ({ day: afterDays(one.given, LIVE_GAP_DAYS), waitsFor: one.vaccine }))
    .reduce((best, one) => (one.day > best.day ? one : best), none);
}

const countsFor = ({ vaccine, alsoCounts = [] }: VaccineRow, name: string): boolean =>
  name === vaccine || alsoCounts.some((other) => other === name);

/** Two entries of one day are one dose. */
const datesOf = (row: VaccineRow, given: readonly Given[]): readonly IsoDate[] =>
  [...new Set(given.filter(({ vaccine }) => countsFor(row, vaccine)).map((one) => one.given))].sort();

function stateOf(today: IsoDate, dose: Omit<NextDose, "state">): DueState {
  if (today > dose.last || dose.earliest > dose.last) return "missed";
  const begins = later(dose.usualFrom, dose.earliest);
  if (today < begins) return addDays(today, SOON_DAYS) >= begins ? "soon" : "later";
  return dose.usualUntil !== null && today > later(dose.usualUntil, begins) ? "late" : "due";
}

/** Which dose comes next: where the age for the first ones is over, the last one. */
function placeOf(
  row: VaccineRow,
  doses: readonly DoseRow[],
  birth: IsoDate,
  dates: readonly IsoDate[],
  today: IsoDate,
) {
  const next = doses[dates.length];
  const final = doses.at(-1);
  if (next === undefined || final === undefined) return null;
  const isOver = row.lastAfterDays !== undefined && dates.length > 0 && today > rangeOf(next, birth, dates).last;
  if (!isOver || next === final) return { dose: dates.length + 1, row: next };
  return { dose: doses.length, row: { ...final, since: [{ dose: dates.length, days: row.lastAfterDays }] } as DoseRow };
}

function nextOf(row: VaccineRow, birth: IsoDate, given: readonly Given[], today: IsoDate): NextDose | null {
  const dates = datesOf(row, given);
  const doses = row.doses(monthsPast(birth, dates[0] ?? today));
  const place = placeOf(row, doses, birth, dates, today);
  if (place === null) return null;
  const { earliest, last } = rangeOf(place.row, birth, dates);
  const live = afterLive(row, given, earliest, today);
  const { usualFrom, usualUntil, usualSince } = place.row;
  const usual = later(
    usualFrom === undefined ? live.day : dayOfAge(birth, usualFrom),
    (usualSince === undefined ? null : dayAfter(usualSince, dates)) ?? live.day,
  );
  const dose = {
    ...{ vaccine: row.vaccine, dose: place.dose, of: doses.length, earliest: live.day, usualFrom: usual, last },
    ...{ usualUntil: usualUntil === undefined ? null : dayOfAge(birth, usualUntil), waitsFor: live.waitsFor },
  };
  return { ...dose, state: stateOf(today, dose) };
}

/** What is not begun any more, and what one has begun with instead of another. */
function isMeant({ vaccine }: VaccineRow, given: readonly Given[]): boolean {
  const has = (name: Vaccine) => given.some((one) => one.vaccine === name);
  if (vaccine === "rota-5") return has("rota-5");
  if (vaccine === "rota-1") return !has("rota-5");
  return vaccine !== "hib" || has("hib") || has("four-in-one");
}

const urgency: Readonly<Record<DueState, number>> = { late: 0, due: 1, soon: 2, later: 3, missed: 4 };

/** The next dose of everything that is not complete, most urgent first. What was given after today is not known yet. */
export function nextDoses(birth: IsoDate, given: readonly Given[], today: IsoDate): readonly NextDose[] {
  const known = given.filter((one) => one.given <= today && one.given >= birth);
  return vaccineRows
    .filter((row) => isMeant(row, known))
    .flatMap((row) => nextOf(row, birth, known, today) ?? [])
    .sort((a, b) => urgency[a.state] - urgency[b.state] || a.usualFrom.localeCompare(b.usualFrom));
}

function doubtOf(row: VaccineRow, i: number, birth: IsoDate, dates: readonly IsoDate[], given: readonly Given[]) {
  const [date = birth, before] = [dates[i], dates.slice(0, i)];
  const place = placeOf(row, row.doses(monthsPast(birth, dates[0] ?? birth)), birth, before, date);
  if (place === null) return null;
  const { earliest, last } = rangeOf(place.row, birth, before);
  const young = dayOfAge(birth, place.row.from);
  const live = afterLive(
    row,
    given.filter((one) => one.given < date),
    birth,
    date,
  ).day;
  const found = { vaccine: row.vaccine, dose: i + 1, given: date };
  if (date < young) return { ...found, why: "too-young" as const, bound: young };
  if (date < earliest) return { ...found, why: "too-soon" as const, bound: earliest };
  if (date < live) return { ...found, why: "after-live" as const, bound: live };
  return date > last ? { ...found, why: "too-late" as const, bound: last } : null;
}

/** Doses that were given outside the rules, oldest first. */
export const doubtsOf = (birth: IsoDate, given: readonly Given[]): readonly Doubt[] =>
  vaccineRows
    .filter((row) => isMeant(row, given))
    .flatMap((row) => {
      const dates = datesOf(row, given);
      return dates.flatMap((_, i) => doubtOf(row, i, birth, dates, given) ?? []);
    })
    .sort((a, b) => a.given.localeCompare(b.given));
