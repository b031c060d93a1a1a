import type { Table } from "../table.ts";
import { type Auc, type AucDifference, aucDifference, aucIntervalText, aucOf, aucText, meanAuc } from "./auc.ts";
import { ctgFeaturesOf } from "./ctg-features.ts";
import {
  type Birth,
  type Candidate,
  type CtgModel,
  chosen,
  crossFear,
  ctgCandidates,
  fitCtgModel,
  foldsOf,
  foretoldPh,
  heartCandidates,
  isLow,
  LIMITS,
} from "./ctg-model.ts";
import { birthRecords } from "./ctg-records.ts";
import { type Found, leftOutNotes, leftOutRows } from "./readable.ts";
import { setOf } from "./waves.ts";

export interface CtgOptions {
  /** Learn from the records of this folder, and test on the others, instead of cross-validating these. */
  readonly trainDir?: string;
  /** Times that the outer folds are drawn anew. */
  readonly repeats?: number;
}

const FOLDS = 5;
const REPEATS = 5;
/** facts/clinical and data/README: one feature over all 552 records; DeepCTG (M'Barek 2023) as published. */
const FLOOR = 0.74;

/** pH of 7.05 and 7.15 or below, foretold from the recordings of labour in `dataDir` (or its folder `ctu-uhb-ctg`). */
export async function evaluateCtgOutcome(dataDir: string, options: CtgOptions = {}): Promise<Table> {
  const { records: births, leftOut } = await birthsOf(dataDir);
  const learnt = options.trainDir === undefined ? null : (await birthsOf(options.trainDir)).records;
  const runs = (candidates: readonly Candidate[]) =>
    learnt ? [tested(candidates, learnt, births)] : nested(candidates, births, options.repeats ?? REPEATS);
  const all = births.length < 2 * FOLDS ? null : { whole: runs(ctgCandidates), heart: runs(heartCandidates) };
  const parts = all === null ? [] : LIMITS.map((limit) => partOf(births, limit, all));
  const tooFew = all === null && births.length > 0 ? [tooFewRow(births.length)] : [];
  const failures = parts.flatMap((part) => part.failures);
  return {
    title: `Child's pH after the recording of labour: ${births.length} records`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [...parts.flatMap(({ rows }) => rows), ...tooFew, ...leftOutRows(leftOut)],
    notes: [
      ...notesOf(learnt, all?.whole ?? []),
      ...unheard(births),
      ...leftOutNotes(leftOut),
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: Object.assign({ records: births.length }, ...parts.map(({ figures }) => figures)) as Table["figures"],
    failures,
  };
}

export const evaluateCtg = evaluateCtgOutcome;

async function birthsOf(dataDir: string): Promise<Found<Birth>> {
  const { records, leftOut } = await birthRecords(setOf(dataDir, "ctu-uhb-ctg"));
  const births = records.map(({ name, ph, recording, secondStageMin }) => ({
    name,
    ph,
    features: ctgFeaturesOf(recording, secondStageMin),
  }));
  return { records: births, leftOut };
}

const tooFewRow = (n: number): Table["rows"][number] => ({
  name: `too few records: ${2 * FOLDS} are needed to cross-validate`,
  cells: [String(n), "", "", "", ""],
});

/** They count; the models take each thing that is not known as its mean. */
function unheard(births: readonly Birth[]): readonly string[] {
  const names = births.filter(({ features }) => features.loss60 > 0.9).map(({ name }) => name);
  return names.length === 0
    ? []
    : [`Heart not heard in nine tenths of the last hour, counted all the same: ${names.join(", ")}.`];
}

/** The model of all records of a folder: what would be used on others. JSON, and the same each time. */
export const trainCtgOutcome = async (dataDir: string): Promise<CtgModel> =>
  trained(ctgCandidates, (await birthsOf(dataDir)).records);

/** One drawing of the folds, or one test on other records. */
interface Run {
  readonly fear: Float64Array;
  /** Candidates that were averaged, of each fold. */
  readonly names: readonly string[];
}

/** Everything that is learnt (scale, choice, weights) is learnt inside of the fold. */
function nested(candidates: readonly Candidate[], births: readonly Birth[], repeats: number): readonly Run[] {
  return Array.from({ length: repeats }, (_, repeat) => {
    const names: string[] = [];
    const fear = crossFear(births, foldsOf(births, FOLDS, repeat + 1), (others, fold) => {
      const better = chosen(candidates, others, 1000 * (repeat + 1) + fold);
      names.push(...better.map(({ name }) => name));
      return fitCtgModel(better, others);
    });
    return { fear, names };
  });
}

function tested(candidates: readonly Candidate[], learnt: readonly Birth[], births: readonly Birth[]): Run {
  const model = trained(candidates, learnt);
  return {
    fear: Float64Array.from(births, (birth) => -foretoldPh(model, birth)),
    names: model.parts.map(({ name }) => name),
  };
}

const trained = (candidates: readonly Candidate[], births: readonly Birth[]): CtgModel =>
  fitCtgModel(chosen(candidates, births, 1), births);

interface Part {
  readonly rows: Table["rows"];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}
interface Runs {
  readonly whole: readonly Run[];
  readonly heart: readonly Run[];
}

function partOf(births: readonly Birth[], limit: number, { whole, heart }: Runs): Part {
  const low = isLow(births, limit);
  const what = `pH ≤ ${limit}`;
  // Where no heart was heard, nothing is feared.
  const spread = births.map(({ features }) => (Number.isNaN(features.spread) ? -Infinity : features.spread));
  const [model, alone, floor] = [aucOfRuns(whole, low), aucOfRuns(heart, low), aucOf(spread, low)];
  const better = aucDifference(
    whole.map(({ fear }) => fear),
    spread,
    low,
  );
  if (!model.mean || !alone.mean || !floor || !better)
    return { rows: [onlyOneKind(what, low)], figures: {}, failures: [] };
  const wanted = Math.max(FLOOR, floor.auc);
  const isBetter = model.mean.auc > wanted;
  return {
    rows: rowsOf(what, { model: model.mean, draws: model.all, alone: alone.mean, floor, better, wanted }),
    figures: { [`ph${limit}`]: { ...model.mean, draws: model.all, withoutStage: alone.mean, floor, better } },
    failures: isBetter ? [] : [`${what}: ${aucText(model.mean.auc)}, wanted > ${aucText(wanted)}`],
  };
}

/** Where all births are of one kind there is nothing to part: that is said, and is no failure. */
const onlyOneKind = (what: string, low: readonly number[]): Table["rows"][number] => ({
  name: `${what}: area under the curve`,
  cells: [`${low.filter((one) => one === 1).length} of ${low.length}`, "not defined", "", "", ""],
});

interface Measured {
  readonly model: Auc;
  readonly draws: readonly number[];
  readonly alone: Auc;
  readonly floor: Auc;
  readonly better: AucDifference;
  readonly wanted: number;
}

function rowsOf(what: string, { model, draws, alone, floor, better, wanted }: Measured): Table["rows"] {
  const n = `${model.cases} of ${model.cases + model.controls}`;
  const row = (name: string, measured: string, ...[interval = "", want = "", peer = ""]: readonly string[]) => ({
    name: `${what}: ${name}`,
    cells: [n, measured, interval, want, peer],
  });
  const area = (name: string, { auc, interval }: Auc, ...cells: readonly string[]) =>
    row(name, aucText(auc), aucIntervalText(interval), ...cells);
  return [
    area("area under the curve", model, `> ${aucText(wanted)}`, "DeepCTG .74"),
    ...(draws.length > 1
      ? [
          row(
            `least and most of ${draws.length} draws`,
            `${aucText(Math.min(...draws))}, ${aucText(Math.max(...draws))}`,
          ),
        ]
      : []),
    area("the same without the stage of labour", alone),
    area("floor: spread of the heart rate's histogram", floor, "", ".74 on all 552"),
    row("better than that floor by", aucText(better.difference), aucIntervalText(better.interval), "> 0"),
  ];
}

function aucOfRuns(runs: readonly Run[], low: readonly number[]) {
  const all = runs.flatMap(({ fear }) => aucOf(fear, low) ?? []);
  return { mean: meanAuc(all), all: all.map(({ auc }) => auc) };
}

function notesOf(learnt: readonly Birth[] | null, runs: readonly Run[]): readonly string[] {
  const names = Map.groupBy(
    runs.flatMap((run) => run.names),
    (name) => name,
  );
  const counted = [...names].sort((a, b) => b[1].length - a[1].length).map(([name, all]) => `${name} (${all.length})`);
  return [
    learnt
      ? `Learnt from ${learnt.length} other records, tested once on these.`
      : `Nested cross-validation: ${FOLDS} outer folds drawn ${runs.length} times, ${FOLDS} inner ones choose; the figure is the mean of the draws, the interval DeLong's for one of them.`,
    `Averaged, the better half of the candidates${learnt ? "" : " in each fold"}: ${counted.join(", ")}.`,
    "The floor is not learnt. No figure is one of a medical product: the recordings end at the birth, and a clinician has to judge any use.",
  ];
}
