import type { Kind, Prediction } from "@sakiyomi/core";
import { breath } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { type BreathRecord, breathRecords } from "./breath-records.ts";
import { leftOutNotes, leftOutRows } from "./readable.ts";
import { live, START, secondsOf, setOf, type Wave } from "./waves.ts";
import { shareText, wilsonText } from "./wilson.ts";

const WINDOW_S = 32;
const TURN_S = 4;

/** What was said at the end of one window, and what was true in it. */
export interface Window {
  readonly truth: number;
  readonly second: number;
  readonly monitor: number;
  /** Said with the lowest confidence that the skill allows; null: nothing. */
  readonly said: number | null;
  readonly confidence: number;
}

/** Breaths a minute between the first and the last mark inside; NaN of fewer than two. */
export function rateOfMarks(marks: readonly number[], from: number, to: number): number {
  const inside = marks.filter((at) => at >= from && at < to);
  const span = (inside.at(-1) ?? 0) - (inside[0] ?? 0);
  return inside.length < 2 ? Number.NaN : (60 * (inside.length - 1)) / span;
}

const ALL: readonly Kind[] = ["respiration-impedance", "ppg", "ecg"];
/** Which waves are at hand, what is wanted of them together, and the floor that was measured elsewhere. */
const variants = [
  { name: "with impedance", kinds: ALL, wanted: 0.6, peer: ".85 impedance spectrum" },
  { name: "PPG and ECG", kinds: ["ppg", "ecg"], wanted: 2.5, peer: "2.53 monitor" },
  { name: "PPG alone", kinds: ["ppg"], wanted: null, peer: "4.82 PPG spectrum" },
  { name: "ECG alone", kinds: ["ecg"], wanted: null, peer: "" },
] as const satisfies readonly { name: string; kinds: readonly Kind[]; wanted: number | null; peer: string }[];
const WANTED_ANSWERED = 0.9;

const LEAST = 0.2;
const DEFAULT = (breath.settings.parse({}) as { readonly leastConfidence: number }).leastConfidence;

const sureness = (prediction: Prediction): number => {
  const texts = prediction.known ? prediction.because : [prediction.why];
  return Number(texts.find(({ values }) => values?.percent !== undefined)?.values?.percent ?? 0) / 100;
};

function windowsOf(record: BreathRecord, kinds: readonly Kind[]): readonly Window[] {
  const waves: readonly Wave[] = record.waves.filter(({ kind }) => kinds.includes(kind));
  const windows: Window[] = [];
  live(
    breath,
    waves,
    ({ now, output }) => {
      const to = (now - START) / 1000;
      const truth = rateOfMarks(record.first, to - WINDOW_S, to);
      if (to % WINDOW_S !== 0 || Number.isNaN(truth)) return;
      const rate = output.predictions.rate as Prediction;
      windows.push({
        truth,
        second: rateOfMarks(record.second, to - WINDOW_S, to),
        monitor: record.monitor[to - 1] ?? Number.NaN,
        said: rate.known && rate.what.type === "quantity" ? rate.what.value : null,
        confidence: sureness(rate),
      });
    },
    { everyS: TURN_S, settings: { leastConfidence: LEAST } },
  );
  return windows;
}

export interface Score {
  readonly windows: number;
  readonly answered: number;
  readonly mae: number;
  /** The mean error lies between, 95 %, of a normal distribution. */
  readonly maeFrom: number;
  readonly maeTo: number;
  /** Of those that were left unknown, as far as there was any value: what the error would have been. */
  readonly leftMae: number;
  /** More than 5 /min wrong, of the answered. */
  readonly wrong: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const isNumber = (value: number): boolean => Number.isFinite(value);

export function scoreOf(windows: readonly Window[], least: number): Score {
  const errorsOf = (some: readonly Window[]) =>
    some.flatMap(({ said, truth }) => (said === null ? [] : [Math.abs(said - truth)]));
  const errors = errorsOf(windows.filter(({ confidence }) => confidence >= least));
  const mae = mean(errors);
  const off = (1.96 * Math.sqrt(mean(errors.map((error) => (error - mae) ** 2)))) / Math.sqrt(errors.length);
  return {
    windows: windows.length,
    answered: errors.length,
    ...{ mae, maeFrom: Math.max(0, mae - off), maeTo: mae + off },
    leftMae: mean(errorsOf(windows.filter(({ confidence }) => confidence < least))),
    wrong: errors.filter((error) => error > 5).length,
  };
}

const thresholds = Array.from({ length: 15 }, (_, i) => LEAST + i * 0.05);

/** The highest confidence to be asked for with which the other patients still have 95 % of their windows answered. */
const learntFrom = (others: readonly Window[]): number =>
  thresholds.findLast((least) => scoreOf(others, least).answered >= 0.95 * others.length) ?? LEAST;

type Row = Table["rows"][number];
interface Part {
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}

const fixed = (value: number): string => (isNumber(value) ? value.toFixed(2) : "–");

function partOf({ name, kinds, wanted, peer }: (typeof variants)[number], records: readonly BreathRecord[]): Part {
  const byPatient = records.map((record) => windowsOf(record, kinds));
  const all = byPatient.flat();
  const rows = (who: string, windows: readonly Window[], least: number, wants: number | null = null, floor = "") =>
    rowsOf(`${name}: ${who}`, scoreOf(windows, least), wants, floor);
  const crossed = byPatient.flatMap((own, i) => {
    const least = learntFrom(byPatient.filter((_, other) => other !== i).flat());
    return own.map((window) => ({ ...window, confidence: window.confidence >= least ? 1 : 0 }));
  });
  const score = scoreOf(all, DEFAULT);
  const isMet = wanted === null || (score.mae <= wanted && score.answered >= WANTED_ANSWERED * score.windows);
  return {
    rows: [
      ...records.flatMap((record, i) => rows(record.name, byPatient[i] ?? [], DEFAULT)),
      ...rows("all", all, DEFAULT, wanted, peer),
      // Of one patient there are no others to learn from.
      ...(records.length < 2 ? [] : rows("all, confidence learnt on the other patients", crossed, 1)),
    ],
    figures: {
      [name]: { ...score, crossed: scoreOf(crossed, 1), perPatient: byPatient.map((own) => scoreOf(own, DEFAULT)) },
    },
    failures: isMet ? [] : [`${name}: error ${fixed(score.mae)}, answered ${shareText(score.answered, score.windows)}`],
  };
}

/** How many windows were answered, and how far off those were. */
function rowsOf(name: string, score: Score, wanted: number | null, peer: string): readonly Row[] {
  const { windows, answered, mae, maeFrom, maeTo, wrong, leftMae } = score;
  const not = windows - answered === 0 ? "" : `, the others would be ${fixed(leftMae)}`;
  return [
    {
      name: `${name}: answered`,
      cells: [
        `${windows}`,
        shareText(answered, windows),
        wilsonText(answered, windows),
        wanted === null ? "" : `≥ ${100 * WANTED_ANSWERED} %`,
        "",
      ],
    },
    {
      name: `${name}: error, /min (${wrong} off by more than 5${not})`,
      cells: [
        `${answered}`,
        fixed(mae),
        `${fixed(maeFrom)} to ${fixed(maeTo)}`,
        wanted === null ? "" : `≤ ${wanted}`,
        peer,
      ],
    },
  ];
}

/** The breath skill on the BIDMC records of `dataDir` (or of its folder `bidmc`), in windows of 32 s. */
export async function evaluateBreath(dataDir: string): Promise<Table> {
  const { records, leftOut } = await breathRecords(setOf(dataDir, "bidmc"));
  const parts = (records.length === 0 ? [] : variants).map((variant) => partOf(variant, records));
  const all = records.flatMap((record) => windowsOf(record, []).concat(marksOf(record)));
  const off = (of: (window: Window) => number) =>
    fixed(mean(all.map((window) => Math.abs(of(window) - window.truth)).filter(isNumber)));
  const failures = parts.flatMap((part) => part.failures);
  return {
    title: `Breath: ${records.length} patients, windows of ${WINDOW_S} s, mean absolute error in breaths a minute`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [...parts.flatMap(({ rows }) => rows), ...leftOutRows(leftOut)],
    notes: [
      `Truth: the first annotator, who marked breaths on the impedance. On these records the second annotator is ${off(({ second }) => second)} off, the monitor's own number ${off(({ monitor }) => monitor)}.`,
      `Answered: confidence of at least ${DEFAULT}. "The others": the error of the windows that were left out, where there was a value.`,
      ...leftOutNotes(leftOut),
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)) as Record<string, unknown>,
    failures,
  };
}

/** The windows of a record with their marks only. */
function marksOf(record: BreathRecord): readonly Window[] {
  const count = Math.floor(secondsOf(record.waves) / WINDOW_S);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i * WINDOW_S, (i + 1) * WINDOW_S];
    return {
      truth: rateOfMarks(record.first, from, to),
      second: rateOfMarks(record.second, from, to),
      monitor: record.monitor[to - 1] ?? Number.NaN,
      said: null,
      confidence: 0,
    };
  });
}
