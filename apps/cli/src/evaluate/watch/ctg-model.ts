import {
  type BoostedTrees,
  boost,
  boostedScores,
  fitLinear,
  type LinearModel,
  linearScores,
  randomFor,
  stratifiedFolds,
} from "@sakiyomi/learn";
import { aucOf } from "./auc.ts";
import { type CtgFeature, type CtgFeatures, ctgFeatures, worse } from "./ctg-features.ts";

/** A birth as the models see it. */
export interface Birth {
  readonly name: string;
  readonly features: CtgFeatures;
  readonly ph: number;
}

/** What the inner folds choose from. */
export interface Candidate {
  readonly name: string;
  readonly features: readonly CtgFeature[];
  readonly ridge: number;
  readonly withTrees: boolean;
}

const withoutStage = (features: readonly CtgFeature[]): readonly CtgFeature[] => features.filter((f) => f !== "stage");
/** One sign of each kind. */
const few: readonly CtgFeature[] = ["spread60", "level60", "lost30", "fall10", "loss20", "accelerations60", "stage"];
/** What DeepCTG 1.0 looks at (J. Ben M'Barek et al., Front Pediatr 2023): baseline, accelerations and decelerations of 30 min. */
const published: readonly CtgFeature[] = ["highest30", "lowest30", "gained30", "lost30"];
const all: readonly CtgFeature[] = ctgFeatures;

const candidatesOf = (pick: (features: readonly CtgFeature[]) => readonly CtgFeature[]): readonly Candidate[] => [
  { name: "spread alone", features: ["spread60"], ridge: 10, withTrees: false },
  { name: "as DeepCTG", features: published, ridge: 10, withTrees: false },
  ...[10, 30, 100].flatMap((ridge) => [
    { name: `few, ridge ${ridge}`, features: pick(few), ridge, withTrees: false },
    { name: `all, ridge ${ridge}`, features: pick(all), ridge, withTrees: false },
  ]),
  { name: "few, ridge 30 and trees", features: pick(few), ridge: 30, withTrees: true },
  { name: "all, ridge 30 and trees", features: pick(all), ridge: 30, withTrees: true },
];

export const ctgCandidates = candidatesOf((features) => features);
/** For peers that have the recording only, and not what the midwife knows. */
export const heartCandidates = candidatesOf(withoutStage);

/** Plain JSON. It foretells the pH; the lower, the more it is feared. */
export interface CtgModel {
  readonly kind: "ctg-outcome";
  readonly version: 1;
  /** Their answers are averaged. */
  readonly parts: readonly CtgPart[];
}

interface CtgPart {
  readonly name: string;
  readonly features: readonly CtgFeature[];
  readonly linear: LinearModel;
  readonly trees: BoostedTrees | null;
}

/** Beyond these a child is well or in danger, and how far says no more: outliers shall not draw the line. */
const PH = { least: 6.95, most: 7.35 } as const;

const rowOf = (features: readonly CtgFeature[], birth: Birth): readonly number[] =>
  features.map((feature) => birth.features[feature]);

export const fitCtgModel = (candidates: readonly Candidate[], births: readonly Birth[]): CtgModel => ({
  kind: "ctg-outcome",
  version: 1,
  parts: candidates.map((candidate) => fitPart(candidate, births)),
});

function fitPart({ name, features, ridge, withTrees }: Candidate, births: readonly Birth[]): CtgPart {
  const rows = births.map((birth) => rowOf(features, birth));
  const target = { task: "number", values: births.map(({ ph }) => Math.min(PH.most, Math.max(PH.least, ph))) } as const;
  // What obstetrics holds to be worse never raises the pH, whatever a few births say.
  const monotone = features.map((feature) => -worse[feature]);
  const linear = fitLinear(rows, target, { ridge, monotone });
  // Small trees, strongly held: there are fewer bad outcomes than features.
  const trees = withTrees
    ? boost(rows, target, {
        rounds: 60,
        rate: 0.05,
        leaves: 4,
        depth: 2,
        leastRows: 8,
        ridge: 5,
        bins: 16,
        rowShare: 0.6,
        featureShare: 0.5,
        monotone,
      }).model
    : null;
  return { name, features, linear, trees };
}

export const foretoldPh = ({ parts }: CtgModel, birth: Birth): number =>
  parts.reduce((sum, part) => sum + partPh(part, birth), 0) / parts.length;

function partPh({ features, linear, trees }: CtgPart, birth: Birth): number {
  const row = rowOf(features, birth);
  const line = linearScores(linear, row)[0] as number;
  return trees ? (line + (boostedScores(trees, row)[0] as number)) / 2 : line;
}

/** What is told apart, and the pHs between by which candidates are judged: one limit alone has too few cases. */
export const LIMITS = [7.05, 7.15] as const;
const JUDGED = [7.05, 7.1, 7.15, 7.2] as const;

export const isLow = (births: readonly Birth[], limit: number): readonly number[] =>
  births.map(({ ph }) => Number(ph <= limit));

export const foldsOf = (births: readonly Birth[], folds: number, seed: number): Int32Array =>
  stratifiedFolds(
    births.map(({ ph }) => LIMITS.filter((limit) => ph <= limit).length),
    folds,
    randomFor(seed, 11),
  );

/** Fear of each birth, foretold by a model that has not seen it. */
export function crossFear(
  births: readonly Birth[],
  folds: Int32Array,
  fit: (births: readonly Birth[], fold: number) => CtgModel,
): Float64Array {
  const fear = new Float64Array(births.length);
  for (const fold of new Set(folds)) {
    const model = fit(
      births.filter((_, i) => folds[i] !== fold),
      fold,
    );
    births.forEach((birth, i) => {
      if (folds[i] === fold) fear[i] = -foretoldPh(model, birth);
    });
  }
  return fear;
}

/**
 * The better half of the candidates, by cross-validation within these births alone. Among few births the best one is the
 * best by luck: the mean of the better half foretells more steadily (L. Breiman, Stacked regressions, 1996).
 */
export function chosen(candidates: readonly Candidate[], births: readonly Birth[], seed: number): readonly Candidate[] {
  const inner = foldsOf(births, INNER_FOLDS, seed);
  const judged = candidates.map((candidate) => ({
    candidate,
    merit: meritOf(
      crossFear(births, inner, (others) => fitCtgModel([candidate], others)),
      births,
    ),
  }));
  judged.sort((a, b) => b.merit - a.merit);
  return judged.slice(0, Math.ceil(candidates.length / 2)).map(({ candidate }) => candidate);
}

const INNER_FOLDS = 5;

function meritOf(fear: Float64Array, births: readonly Birth[]): number {
  const all = JUDGED.flatMap((limit) => aucOf(fear, isLow(births, limit)) ?? []);
  return all.reduce((sum, { auc }) => sum + auc, 0) / Math.max(1, all.length);
}
