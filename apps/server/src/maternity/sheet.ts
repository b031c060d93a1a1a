import type { Language } from "@sakiyomi/core";
import { ageOn, lmsAt, type Measure, valueAt } from "@sakiyomi/skills/handbook";
import { type Chart, openPaper, type Paper } from "../paper/index.ts";
import type { BirthView, HandbookView, VisitView, Weeks } from "./shapes.ts";
import { isSheetKey, type SheetWords, sheetWords } from "./sheet-words.ts";

const DAYS_A_MONTH = 30.4375;
const EDGE_Z = 1.880794;

interface Writing {
  readonly book: HandbookView;
  readonly paper: Paper;
  readonly word: SheetWords;
  readonly day: (iso: string) => string;
}

const orDash = (value: string | number | null | undefined, unit = ""): string =>
  value === null || value === undefined ? "–" : `${value}${unit}`;
const weeksIn = (word: SheetWords, weeks: Weeks | null): string =>
  weeks === null ? "–" : word("weeks", { n: weeks.weeks, d: weeks.days });
const vaccineIn = (word: SheetWords, vaccine: string): string => {
  const key = `v.${vaccine}`;
  return isSheetKey(key) ? word(key) : vaccine;
};

/** The handbook as it lies in a drawer: everything that stands, nothing that was struck out. */
export function handbookPaper(book: HandbookView, language: Language, house: string): Promise<Uint8Array> {
  const word = sheetWords(language);
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const day = (iso: string) => format.format(Date.parse(`${iso}T00:00:00Z`));
  const title = `${word("title")} · ${book.name}`;
  const foot = word("foot", { house, date: day(book.today) });
  const paper = openPaper({ language, title, at: book.at, foot });
  const writing = { book, paper, word, day };
  paper.heading(title);
  for (const write of [pregnancy, visits, answers, birth, growth, vaccinations]) write(writing);
  return paper.bytes();
}

function pregnancy({ book, paper, word, day }: Writing): void {
  if (book.pregnancy === null) return;
  const { weeks, due, fetuses, ended } = book.pregnancy;
  paper.heading(word("pregnancy"), 2);
  paper.pairs([
    [word("now"), weeksIn(word, weeks)],
    [word("due"), day(due)],
    [word("fetuses"), String(fetuses)],
    ...(ended === null ? [] : [[word("ended"), day(ended)] as const]),
    ...(book.nextVisit === null ? [] : [[word("nextVisit"), day(book.nextVisit)] as const]),
  ]);
}

function visits({ book, paper, word, day }: Writing): void {
  if (book.visits.length === 0) return;
  const names = ["day", "week", "weight", "pressure", "fundus", "urine", "oedema", "note"] as const;
  paper.heading(word("visits"), 2);
  paper.table({
    columns: names.map((name) => ({ title: word(name), share: name === "note" ? 2 : 1 })),
    textSize: 7.5,
    rows: book.visits.map((visit) => [
      ...[day(visit.day), weeksIn(word, visit.weeks), orDash(visit.weightKg, " kg")],
      `${orDash(visit.systolic)}/${orDash(visit.diastolic)}`,
      ...[orDash(visit.fundalHeightCm, " cm"), `${orDash(visit.urineProtein)} / ${orDash(visit.urineGlucose)}`],
      ...[orDash(visit.oedema), visit.note ?? ""],
    ]),
  });
  byWeek(paper, book.visits, `${word("weight")} (kg)`, [{ name: word("weight"), value: (visit) => visit.weightKg }]);
  byWeek(paper, book.visits, `${word("pressure")} (mmHg)`, [
    { name: word("upper"), value: (visit) => visit.systolic },
    { name: word("lower"), value: (visit) => visit.diastolic },
  ]);
}

interface OfVisit {
  readonly name: string;
  readonly value: (visit: VisitView) => number | undefined;
}

function byWeek(paper: Paper, all: readonly VisitView[], title: string, lines: readonly OfVisit[]): void {
  const series = lines.map(({ name, value }, i) => ({
    name,
    ...{
      dash: i === 0 ? ("solid" as const) : ("dashed" as const),
      marks: i === 0 ? ("dot" as const) : ("square" as const),
    },
    points: all.flatMap((visit) => {
      const [weeks, y] = [visit.weeks, value(visit)];
      return weeks === null || y === undefined ? [] : [[weeks.weeks + weeks.days / 7, y] as const];
    }),
  }));
  const values = series.flatMap(({ points }) => points.map(([, y]) => y));
  if (values.length === 0) return;
  const ticks = [8, 12, 16, 20, 24, 28, 32, 36, 40].map((at) => ({ at, text: String(at) }));
  paper.chart({
    ...{ title, alt: `${title}: ${values.join(", ")}`, height: 110, series },
    x: { min: 4, max: 42, ticks },
    y: { min: Math.floor(Math.min(...values) - 5), max: Math.ceil(Math.max(...values) + 5) },
  });
}

function answers({ book, paper, word }: Writing): void {
  if (book.advice.length === 0) return;
  paper.heading(word("answers"), 2);
  for (const { at, by, words } of book.advice.slice(0, 20))
    paper.pairs([[`${new Date(at).toISOString().slice(0, 10)} ${by}`, words]]);
}

function birth({ book, paper, word, day }: Writing): void {
  if (book.birth === null) return;
  const { weeks, weightG, lengthCm, headCm } = book.birth;
  paper.heading(word("birth"), 2);
  paper.pairs([
    [word("day"), day(book.birth.day)],
    [word("week"), weeksIn(word, weeks)],
    [word("weight"), `${weightG} g`],
    [word("length"), orDash(lengthCm, " cm")],
    [word("head"), orDash(headCm, " cm")],
  ]);
}

const measures = [
  { measure: "weight", unit: "kg" },
  { measure: "length", unit: "cm" },
  { measure: "head", unit: "cm" },
] as const;

function growth({ book, paper, word }: Writing): void {
  if (book.birth === null) return;
  paper.heading(word("growth"), 2);
  for (const { measure, unit } of measures) {
    const chart = growthChart(book, book.birth, measure, `${word(measure)} (${unit})`, word);
    if (chart) paper.chart(chart);
  }
}

/** The child among others of its age; without a known sex only the child. */
function growthChart(
  book: HandbookView,
  born: BirthView,
  measure: Measure,
  title: string,
  word: SheetWords,
): Chart | null {
  const points = book.growth[measure].flatMap(({ day, value }) => {
    const age = ageOn(born.day, born.weeks, day);
    return age === null || age.growthDays < 0 ? [] : [[age.growthDays / DAYS_A_MONTH, value] as const];
  });
  if (points.length === 0) return null;
  const months = Math.min(24, Math.max(6, Math.ceil(Math.max(...points.map(([x]) => x))) + 2));
  const curve = born.sex === "unknown" ? [] : curveOf(measure, born.sex, months);
  const values = [...points.map(([, y]) => y), ...curve.flatMap(({ low, high }) => [low, high])];
  const named = { name: word("child"), points, marks: "dot" as const };
  const median = {
    name: word("median"),
    points: curve.map(({ x, mid }) => [x, mid] as const),
    dash: "dotted" as const,
    marks: "none" as const,
  };
  return {
    ...{ title, alt: `${title}: ${points.map(([, y]) => y).join(", ")}`, height: 130, source: word("growthSource") },
    x: { min: 0, max: months, name: word("months") },
    y: { min: Math.floor(Math.min(...values)), max: Math.ceil(Math.max(...values)) },
    series: curve.length === 0 ? [named] : [named, median],
    bands:
      curve.length === 0
        ? []
        : [{ name: word("band"), points: curve.map(({ x, low, high }) => [x, low, high] as const) }],
  };
}

function curveOf(measure: Measure, sex: "female" | "male", months: number) {
  return Array.from({ length: Math.floor((months * DAYS_A_MONTH) / 14) + 1 }, (_, i) => i * 14).flatMap((day) => {
    const lms = lmsAt(measure, sex, day);
    if (lms === null) return [];
    return [{ x: day / DAYS_A_MONTH, low: valueAt(-EDGE_Z, lms), mid: lms.m, high: valueAt(EDGE_Z, lms) }];
  });
}

function vaccinations({ book, paper, word, day }: Writing): void {
  if (book.birth === null && book.vaccinations.length === 0) return;
  paper.heading(word("vaccinations"), 2);
  paper.table({
    columns: (["day", "vaccine", "dose", "lot", "by"] as const).map((name) => ({
      title: word(name),
      share: name === "vaccine" ? 2 : 1,
    })),
    rows: book.vaccinations.map((one) => [
      day(one.given),
      vaccineIn(word, one.vaccine),
      String(one.dose),
      one.lot ?? "–",
      one.by,
    ]),
  });
  if (book.due.length === 0) return;
  paper.heading(word("dueNext"), 3);
  paper.table({
    columns: (["vaccine", "dose", "possible", "usual", "last"] as const).map((name) => ({
      title: word(name),
      share: name === "vaccine" ? 2 : 1,
    })),
    rows: book.due
      .filter(({ state }) => state !== "missed")
      .map((one) => [
        ...[vaccineIn(word, one.vaccine), `${one.dose}/${one.of}`, day(one.earliest)],
        ...[one.usualUntil === null ? "–" : day(one.usualUntil), day(one.last)],
      ]),
    source: word("vaccineSource"),
  });
}
