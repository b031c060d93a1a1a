import { DAY, type Language } from "@sakiyomi/core";
import type { pressure } from "@sakiyomi/skills";
import { type Chart, openPaper, type Point } from "../paper/index.ts";
import { type HandoutKey, handoutSays } from "./handout-words.ts";
import type { AverageView, PressureView } from "./shapes.ts";

export interface HandoutAsked {
  /** "2026-11"; null: the last seven days. */
  readonly month: string | null;
  readonly language: Language;
  readonly zone: string;
}

type Say = ReturnType<typeof handoutSays>;

const monthOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 7);
const dateOf = (day: number, language: Language): string =>
  new Date(day * DAY).toLocaleDateString(language, {
    month: "numeric",
    day: "numeric",
    weekday: "short",
    timeZone: "UTC",
  });
const whole = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : value.toFixed(0);
const both = (one: pressure.Pressure | null): string =>
  one === null ? "–" : `${one.systolic.toFixed(1)}/${one.diastolic.toFixed(1)} mmHg`;

/** The sheet for the doctor: averages, class, curve, and each morning and evening. */
export async function handout(view: PressureView, { month, language, zone }: HandoutAsked): Promise<Uint8Array> {
  const t = handoutSays(language);
  const occasions =
    month === null
      ? view.occasions.filter(({ day }) => day > Math.max(0, ...view.occasions.map((one) => one.day)) - 7)
      : view.occasions.filter(({ day }) => monthOf(day) === month);
  const average = month === null ? view.lastWeek : (view.months.find((one) => one.month === month)?.average ?? null);
  const made = new Date(view.at).toLocaleString(language, { timeZone: zone, dateStyle: "medium", timeStyle: "short" });
  const paper = openPaper({ language, title: t("title"), at: view.at, foot: `${t("foot")} ${made}` });
  paper.heading(t("title"));
  paper.pairs([
    [t("name"), view.name],
    [t("month"), periodOf(occasions, language) ?? month ?? "–"],
    [t("goal"), t("below", { s: view.goal.systolic, d: view.goal.diastolic })],
    ...averageRows(average, t),
    [t("office"), both(view.office.mean)],
    [t("pattern"), t((view.pattern.known ? view.pattern.value : patternWhy(view.pattern.why)) as HandoutKey)],
  ]);
  paper.space(6);
  if (occasions.length === 0) paper.notice(t("none"));
  else {
    paper.chart(chartOf(occasions, view.goal.systolic, t, language));
    paper.table(tableOf(occasions, t, language));
  }
  paper.paragraph(t("readings"));
  return paper.bytes();
}

const patternWhy = (why: string): string => (why === "few-visits" ? why : "few-days");

function periodOf(occasions: readonly pressure.Occasion[], language: Language): string | null {
  const [first, last] = [occasions[0], occasions.at(-1)];
  if (first === undefined || last === undefined) return null;
  return `${monthOf(first.day).slice(0, 4)} ${dateOf(first.day, language)} – ${dateOf(last.day, language)}`;
}

function averageRows(average: AverageView | null, t: Say): readonly (readonly [string, string])[] {
  if (average === null) return [];
  const isolated = average.isolatedSystolic ? ` (${t("isolated")})` : "";
  return [
    [t("days"), String(average.days)],
    [t("both"), both(average.all)],
    [t("morning"), both(average.morning)],
    [t("evening"), both(average.evening)],
    [t("difference"), average.difference === null ? "–" : `${average.difference.toFixed(1)} mmHg`],
    [
      t("deviation"),
      `${t("morning")} ${average.morning?.deviation ?? "–"} · ${t("evening")} ${average.evening?.deviation ?? "–"} mmHg`,
    ],
    [t("class"), average.class === null ? t("few") : `${t(average.class)}${isolated}`],
  ];
}

function chartOf(occasions: readonly pressure.Occasion[], goal: number, t: Say, language: Language): Chart {
  const days = occasions.map(({ day }) => day);
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const of = (when: "morning" | "evening"): Point[] =>
    occasions.filter((one) => one.when === when).map((one) => [one.day, one.systolic] as const);
  const values = occasions.map(({ systolic }) => systolic);
  const step = Math.max(1, Math.ceil((last - first) / 8));
  return {
    title: t("chart"),
    alt: t("alt", { n: new Set(days).size }),
    height: 150,
    x: {
      min: first - 0.5,
      max: last + 0.5,
      ticks: Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => ({
        at: first + i * step,
        text: dateOf(first + i * step, language),
      })),
    },
    y: { min: Math.min(100, ...values) - 5, max: Math.max(150, ...values) + 5, name: "mmHg" },
    series: [
      { name: t("morning"), points: of("morning"), marks: "dot" },
      { name: t("evening"), points: of("evening"), dash: "dashed", marks: "square" },
    ],
    thresholds: [
      { y: 135, name: t("limit") },
      { y: goal, name: t("goalLine", { s: goal }) },
    ],
    source: "JSH 2019, JSH 2025",
  };
}

function tableOf(occasions: readonly pressure.Occasion[], t: Say, language: Language) {
  const days = [...Map.groupBy(occasions, ({ day }) => day)].sort(([a], [b]) => a - b);
  const cells = (one: pressure.Occasion | undefined) => [
    whole(one?.systolic),
    whole(one?.diastolic),
    whole(one?.pulse),
  ];
  const columns = (["morning", "evening"] as const).flatMap((when) =>
    (["upper", "lower", "pulse"] as const).map((of) => ({ title: `${t(when)} ${t(of)}`, align: "right" as const })),
  );
  return {
    columns: [{ title: t("date"), points: 90 }, ...columns],
    rows: days.map(([day, of]) => [
      dateOf(day, language),
      ...cells(of.find(({ when }) => when === "morning")),
      ...cells(of.find(({ when }) => when === "evening")),
    ]),
  };
}
