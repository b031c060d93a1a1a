import {
  type EpisodeSource,
  type Model,
  modelKind,
  type OptimizerSettings,
  pointsShare,
  reaching,
  type Shape,
} from "@sakiyomi/learn";

/** A model that is small enough to learn something in a tab within a minute. */
export interface Toy {
  readonly kind: ToyKind;
  /** What it sees: "image", "joints", "values". */
  readonly observations: readonly string[];
  readonly optimizer: OptimizerSettings;
  readonly rate: number;
  /** Sequences a step. */
  readonly batch: number;
  /** Scalars that follow a schedule, by the steps done. */
  settings(step: number): Readonly<Record<string, number>>;
  model(shapes: Readonly<Record<string, Shape>>): Model;
}
export type ToyKind = "sarnn" | "lstm" | "mtrnn";

/** EIPL's Adam. */
const adam: OptimizerSettings = { kind: "adam", epsilon: 1e-7, clipNorm: 1 };
/** Steps until the points of attention count in full. */
const pointSteps = 60;

const row = (
  kind: ToyKind,
  rate: number,
  batch: number,
  more: object = {},
  settings: Toy["settings"] = () => ({}),
) => ({
  kind,
  observations: modelKind(kind).observations,
  optimizer: adam,
  rate,
  batch,
  settings,
  model: (shapes: Readonly<Record<string, Shape>>) => {
    const { create, inferred } = modelKind(kind);
    return create({ ...inferred(shapes), ...more });
  },
});

export const toys: readonly Toy[] = [
  // Sharper attention than this moves in jumps at first: it learns within the minute that a visitor has.
  row("sarnn", 5e-3, 2, { points: 4, temperature: 1e-2, weights: { image: 1, joints: 1, points: 0.3 } }, (step) => ({
    "points.share": pointsShare(step, pointSteps),
  })),
  row("lstm", 5e-3, 8),
  row("mtrnn", 5e-3, 8),
];

export const toyOf = (kind: ToyKind): Toy => {
  const toy = toys.find((one) => one.kind === kind);
  if (!toy) throw new Error(`no toy ${kind}`);
  return toy;
};

/** Twelve made-up reaches; the last two are for looking only. */
export const toyEpisodes = (): EpisodeSource => reaching({ episodes: 12, frames: 30, image: 32, seed: 1 });
