import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  boost,
  boostedChances,
  fitLinear,
  groupedFolds,
  linearChances,
  type Random,
  type Row,
  randomFor,
  stratifiedFolds,
} from "@sakiyomi/learn";
import type { Table } from "../table.ts";
import { setOf } from "./waves.ts";
import { shareText, wilsonText } from "./wilson.ts";

export interface CtgClassesOptions {
  /** Times that the folds are drawn anew. */
  readonly seeds?: number;
  /** Rounds of boosting. */
  readonly rounds?: number;
}

const FOLDS = 5;
const SEEDS = 5;
const ROUNDS = 200;
const WANTED = 0.93;
const TOGETHER = "recordings kept together";
const classNames = ["normal", "suspect", "pathological"] as const;
/** data/README: logistic regression, 5-fold. */
const PEER = { accuracy: 0.895, recall: [0.953, 0.668, 0.733] } as const;

/** Normal, suspect or pathological as three experts said, of the table of `dataDir` (or of its folder `uci-ctg`). */
export async function evaluateCtgClasses(dataDir: string, options: CtgClassesOptions = {}): Promise<Table> {
  const { seeds = SEEDS, rounds = ROUNDS } = options;
  const table = await readClasses(setOf(dataDir, "uci-ctg"));
  const strata = (random: Random) => stratifiedFolds(table.labels, FOLDS, random);
  const apart = (random: Random) => groupedFolds(table.recordings, FOLDS, random);
  const isEmpty = table.rows.length < 2 * FOLDS;
  const run = (learn: Learn, folds: (random: Random) => Int32Array, times: number): Scores =>
    scoresOf(
      table,
      isEmpty ? [] : Array.from({ length: times }, (_, i) => foretold(table, learn, folds(randomFor(i + 1, 7)))),
    );
  const learnTrees = treesOf(rounds);
  const trees = run(learnTrees, strata, seeds);
  const line = run(learnLine, strata, Math.min(seeds, 2));
  // Without the baselines, or of few recordings, nobody can be kept apart from anybody.
  const isApart = new Set(table.recordings).size >= FOLDS;
  const timesApart = isApart ? Math.min(seeds, 2) : 0;
  const [treesApart, lineApart] = [learnTrees, learnLine].map((learn) => run(learn, apart, timesApart));
  const failures = trees.accuracy >= WANTED || isEmpty ? [] : [`accuracy ${shareText(trees.hits, trees.of)}`];
  return {
    title: `Classes of CTG: ${table.rows.length} rows, ${table.features.length} features`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: isEmpty
      ? []
      : rowsOf({ trees, line, treesApart, lineApart } as Four).filter(
          ({ name }) => isApart || !name.includes(TOGETHER),
        ),
    notes: [...notesOf(table, seeds), ...failures.map((failure) => `NOT MET: ${failure}.`)],
    figures: { rows: table.rows.length, trees, line, treesApart, lineApart },
    failures,
  };
}

interface ClassTable {
  readonly features: readonly string[];
  readonly rows: readonly Row[];
  /** 0 normal, 1 suspect, 2 pathological. */
  readonly labels: readonly number[];
  readonly recordings: readonly number[];
}

/** What says the class in other words, or where a row comes from, is no feature. */
const notFeatures = new Set(
  "NSP CLASS A B C D E AD DE LD FS SUSP FileName SegFile Date b e".split(" ").map((name) => name.toLowerCase()),
);

async function readClasses(folder: string): Promise<ClassTable> {
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith(".csv")).sort() : [];
  for (const file of files) {
    const [head = "", ...lines] = (await readFile(join(folder, file), "utf8")).trim().split(/\r?\n/);
    const names = head.split(",").map((name) => name.trim());
    const label = names.indexOf("NSP");
    if (label >= 0)
      return tableOf(
        names,
        label,
        lines.map((line) => line.split(",")),
      );
  }
  return { features: [], rows: [], labels: [], recordings: [] };
}

function tableOf(names: readonly string[], label: number, lines: readonly (readonly string[])[]): ClassTable {
  const kept = names.flatMap((name, i) => (notFeatures.has(name.toLowerCase()) ? [] : [i]));
  const numberOf = (cell: string | undefined) => (cell === undefined || cell.trim() === "" ? Number.NaN : Number(cell));
  const known = lines.filter((cells) => [1, 2, 3].includes(numberOf(cells[label])));
  const rows = known.map((cells) => kept.map((i) => numberOf(cells[i])));
  const baseline = kept.indexOf(names.indexOf("LB"));
  return {
    features: kept.map((i) => names[i] as string),
    rows,
    labels: known.map((cells) => numberOf(cells[label]) - 1),
    recordings: recordingsOf(rows.map((row) => row[baseline] as number)),
  };
}

/**
 * The table does not say which rows are windows of one recording, but they stand one after another and share their
 * baseline: a step of more than 1 /min begins another. That makes 316 of the 352 recordings that its authors name, so
 * that rather too many are kept together than too few.
 */
function recordingsOf(baselines: readonly number[]): readonly number[] {
  let recording = 0;
  return baselines.map((bpm, i) => {
    if (i > 0 && Math.abs(bpm - (baselines[i - 1] as number)) > 1) recording += 1;
    return recording;
  });
}

type Learn = (rows: readonly Row[], labels: readonly number[]) => (row: Row) => Float64Array;
const classes = classNames.length;

const treesOf =
  (rounds: number): Learn =>
  (rows, labels) => {
    const { model } = boost(rows, { task: "class", labels, classes }, { rounds });
    return (row) => boostedChances(model, row);
  };
const learnLine: Learn = (rows, labels) => {
  const model = fitLinear(rows, { task: "class", labels, classes });
  return (row) => linearChances(model, row);
};

/** The class of each row, said by a model that has not seen its fold. */
function foretold({ rows, labels }: ClassTable, learn: Learn, folds: Int32Array): readonly number[] {
  const out = new Array<number>(rows.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = rows.flatMap((_, i) => (folds[i] === fold ? [] : [i]));
    const chances = learn(
      seen.map((i) => rows[i] as Row),
      seen.map((i) => labels[i] as number),
    );
    rows.forEach((row, i) => {
      if (folds[i] !== fold) return;
      const all = chances(row);
      out[i] = all.indexOf(Math.max(...all));
    });
  }
  return out;
}

interface Scores {
  readonly of: number;
  /** Right ones, mean over the drawings. */
  readonly hits: number;
  readonly accuracy: number;
  readonly each: readonly number[];
  readonly recall: readonly { readonly hits: number; readonly of: number }[];
}

function scoresOf({ labels }: ClassTable, runs: readonly (readonly number[])[]): Scores {
  const hitsOf = (run: readonly number[], is: (label: number) => boolean) =>
    labels.filter((label, i) => is(label) && run[i] === label).length;
  const mean = (is: (label: number) => boolean) =>
    Math.round(runs.reduce((sum, run) => sum + hitsOf(run, is), 0) / Math.max(1, runs.length));
  const hits = mean(() => true);
  return {
    of: labels.length,
    hits,
    accuracy: hits / Math.max(1, labels.length),
    each: runs.map((run) => hitsOf(run, () => true) / labels.length),
    recall: classNames.map((_, k) => ({
      hits: mean((label) => label === k),
      of: labels.filter((label) => label === k).length,
    })),
  };
}

interface Four {
  readonly trees: Scores;
  readonly line: Scores;
  readonly treesApart: Scores;
  readonly lineApart: Scores;
}
type TableRow = Table["rows"][number];

function rowsOf({ trees, line, treesApart, lineApart }: Four): readonly TableRow[] {
  const row = (name: string, hits: number, of: number, wanted = "", peer = ""): TableRow => ({
    name,
    cells: [String(of), shareText(hits, of), wilsonText(hits, of), wanted, peer],
  });
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const whole = (name: string, one: Scores, wanted = "", peer = "") => row(name, one.hits, one.of, wanted, peer);
  const recalls = (name: string, { recall }: Scores, peers: readonly number[]) =>
    recall.map(({ hits, of }, k) =>
      row(`${name}: ${classNames[k]} found`, hits, of, "", peers[k] === undefined ? "" : percent(peers[k])),
    );
  return [
    whole("boosted trees: accuracy", trees, `≥ ${percent(WANTED)}`, percent(PEER.accuracy)),
    {
      name: `boosted trees: least and most of ${trees.each.length} draws`,
      cells: [String(trees.of), [Math.min(...trees.each), Math.max(...trees.each)].map(percent).join(", "), "", "", ""],
    },
    ...recalls("boosted trees", trees, PEER.recall),
    whole("logistic regression: accuracy", line, "", percent(PEER.accuracy)),
    ...recalls("logistic regression", line, PEER.recall),
    whole("boosted trees, recordings kept together: accuracy", treesApart),
    ...recalls("boosted trees, recordings kept together", treesApart, []),
    whole("logistic regression, recordings kept together: accuracy", lineApart),
  ];
}

function notesOf({ recordings }: ClassTable, seeds: number): readonly string[] {
  return [
    `${FOLDS} stratified folds, drawn ${seeds} times for the trees and at most twice for the rest; the means. Class codes, file names and times are no features.`,
    "Neighbouring windows of one recording fall into different folds there, as in the published figures: it is easier than another woman's recording.",
    `Kept together: ${new Set(recordings).size} recordings, guessed from the baseline's steps, for the table does not name them; that is the figure to expect of another woman.`,
  ];
}
