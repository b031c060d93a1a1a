// A report as a readable PDF: what to do first, each statement with its picture and its source, values, strip and trend.
import { type Language, say, type Text, text } from "@sakiyomi/core";
import { checkup as skill } from "@sakiyomi/skills";
import { openPaper, type Paper } from "../paper/index.ts";
import { pictures } from "./pictures.ts";
import type { ReportRecord } from "./records.ts";
import type { Part, ReleasedStatement } from "./shapes.ts";
import { paperWords } from "./words.ts";

export interface Told {
  readonly language: Language;
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly say: (said: Text) => string;
  readonly time: (at: number) => string;
  readonly day: (at: number) => string;
}

export function teller(language: Language, zone: string): Told {
  const reading = { language, zone };
  const format = (options: Intl.DateTimeFormatOptions) => (at: number) =>
    new Date(at).toLocaleString(language, { timeZone: zone, ...options });
  return {
    language,
    t: (key, values) => say(paperWords, values === undefined ? text(key) : text(key, values), reading),
    say: (said) => say(skill.words, said, reading),
    time: format({
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
    day: format({ year: "numeric", month: "numeric", day: "numeric" }),
  };
}

/** A part of a statement as it is given: somebody's own words, or ours. */
export const wordsOf = (told: Told, statement: ReleasedStatement, part: Part): string =>
  statement.edited?.words[part] ?? told.say(statement[part]);
export const sourceOf = (told: Told, { source }: ReleasedStatement): string => told.say({ key: source });

export async function paperOf(
  report: ReportRecord,
  language: Language,
  zone: string,
): Promise<{ readonly bytes: Uint8Array; readonly missing: readonly string[] }> {
  const told = teller(language, zone);
  const { t, time } = told;
  const title = t("title");
  const foot = t("foot", { name: report.name, time: time(report.releasedAt) });
  const paper = openPaper({ language, title, at: report.releasedAt, foot });
  paper.heading(title);
  drawHead(paper, told, report);
  paper.notice(t("notice"));
  drawStatements(paper, told, report);
  drawLaboratory(paper, told, report);
  drawEcg(paper, told, report);
  drawTrends(paper, told, report);
  drawMissing(paper, told, report);
  return { bytes: await paper.bytes(), missing: paper.missing() };
}

function drawHead(paper: Paper, { t, time }: Told, report: ReportRecord): void {
  const { releasedAt, dueAt, releasedBy, number, replaces, correction } = report;
  const promise = releasedAt <= dueAt ? t("kept") : t("late", { time: time(dueAt) });
  const version =
    replaces === null ? String(number) : t("corrects", { number: String(number), replaces, why: correction ?? "" });
  paper.pairs([
    [t("name"), report.name],
    [t("birthDate"), report.birthDate ?? t("unknown")],
    [t("measured"), time(report.measuredAt)],
    // The promise is of the first report; a corrected one says when it was corrected.
    [
      t("released"),
      `${t("by", { time: time(releasedAt), name: releasedBy })}${replaces === null ? ` · ${promise}` : ""}`,
    ],
    [t("number"), version],
  ]);
}

const isGiven = ({ struck }: ReleasedStatement): boolean => struck === null;

function drawStatements(paper: Paper, told: Told, { statements, releasedBy }: ReportRecord): void {
  const { t, time } = told;
  for (const tone of ["act", "watch", "plain", "good"] as const) {
    // Of the laboratory's values only those that say something; all of them stand in the table.
    const some = statements.filter(
      (one) => one.tone === tone && isGiven(one) && !(one.about === "laboratory" && tone === "good"),
    );
    if (some.length > 0) paper.heading(t(tone), 2);
    for (const one of some) {
      const own = one.edited === null ? [] : [t("edited", { name: releasedBy, reason: one.edited.reason })];
      paper.statement({
        tone,
        title: `${told.say(one.title)}`,
        words: [
          wordsOf(told, one, "found"),
          t("means", { words: wordsOf(told, one, "means") }),
          t("next", { words: wordsOf(told, one, "next") }),
          ...own,
        ],
        source: t("source", { source: sourceOf(told, one), time: time(one.at), by: one.by }),
        picture: pictures[one.about],
      });
    }
  }
}

const marks: Readonly<Record<string, string>> = { "lab.above": "▲", "lab.below": "▼" };

function drawLaboratory(paper: Paper, told: Told, { statements }: ReportRecord): void {
  const { t } = told;
  const values = statements.filter((one) => one.about === "laboratory" && isGiven(one));
  if (values.length === 0) return;
  paper.heading(t("laboratory"), 2);
  paper.table({
    columns: [
      { title: t("test"), share: 2.2 },
      { title: t("value"), points: 84, align: "right" },
      { title: t("range"), share: 2.2 },
    ],
    rows: values.map((one) => {
      const { value = "", unit = "" } = one.found.values ?? {};
      const mark = marks[one.means.key] ?? "";
      return [
        told.say(one.title),
        { text: `${value} ${unit} ${mark}`.trim(), bold: mark !== "", ...(mark === "" ? {} : { ground: "#fdf3e1" }) },
        `${told.say(one.means)} ${sourceOf(told, one)}`,
      ];
    }),
  });
}

function drawEcg(paper: Paper, told: Told, { ecg, statements }: ReportRecord): void {
  const isStruck = statements.some(({ about, struck }) => about === "ecg" && struck !== null);
  if (ecg === null || isStruck) return;
  const seconds = Math.round(ecg.microvolts.length / ecg.rate);
  paper.strip({
    title: `${told.t("ecg")} · ${told.time(ecg.at)}`,
    alt: told.t("ecgAlt", { seconds }),
    values: ecg.microvolts.map((value) => (value === null ? Number.NaN : value / 1000)),
    rate: ecg.rate,
    unit: "mV",
  });
}

/** Blood pressure and weight since the check-ups before; one value alone is no trend. */
function drawTrends(paper: Paper, told: Told, { trends }: ReportRecord): void {
  const shown = trends.filter(({ points }) => points.length > 1);
  if (shown.length > 0) paper.heading(told.t("trend"), 2);
  for (const { id, unit, points, lower } of shown) {
    const title = told.say({ key: `about.${id}` });
    const all = [...points, ...lower].map(([, value]) => value);
    const times = points.map(([at]) => at);
    const [min, max] = [Math.min(...all), Math.max(...all)];
    const room = Math.max((max - min) * 0.2, 1);
    const series = [
      { name: lower.length > 0 ? told.t("upper") : title, points, marks: "dot" as const },
      ...(lower.length > 0
        ? [{ name: told.t("lower"), points: lower, dash: "dashed" as const, marks: "square" as const }]
        : []),
    ];
    paper.chart({
      ...{
        title,
        alt: points.map(([at, value]) => `${told.day(at)}: ${value} ${unit}`).join(", "),
        height: 110,
        series,
      },
      x: {
        min: Math.min(...times),
        max: Math.max(...times),
        ticks: points.map(([at]) => ({ at, text: told.day(at) })),
      },
      y: { min: min - room, max: max + room, name: unit },
    });
  }
}

function drawMissing(paper: Paper, { t, say: tell }: Told, { missing }: ReportRecord): void {
  if (missing.length === 0) return;
  paper.heading(t("missing"), 2);
  for (const { what, why } of missing) paper.paragraph(`– ${t("missingOne", { what: tell(what), why: tell(why) })}`);
}
