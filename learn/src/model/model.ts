import type { Value } from "../graph/value.ts";
import type { Shape } from "../tensor.ts";

/** How the first numbers of a parameter are drawn. Names and formulas as in PyTorch's `torch.nn.init`. */
export type Initial =
  | { readonly kind: "zeros" }
  | { readonly kind: "ones" }
  | { readonly kind: "constant"; readonly value: number }
  /** U(-bound, bound). */
  | { readonly kind: "uniform"; readonly bound: number }
  /** N(0, deviation²). */
  | { readonly kind: "normal"; readonly deviation: number }
  /** Rows orthonormal. */
  | { readonly kind: "orthogonal" };

export interface ParameterSpec {
  /** Dotted, as PyTorch would name it: "encoder.0.weight". */
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initial;
}

/** What the graph of one batch, or of one step, is fed with. */
export type InputSpec =
  | {
      readonly from: "data";
      readonly shape: Shape;
      /** Which observation it is: "image", "joints". */
      readonly of: string;
      /** Frames ahead of the step: 0 what is seen, 1 what comes next. */
      readonly ahead: number;
      /** Targets are clean; what is seen may be augmented. */
      readonly isClean: boolean;
      readonly type?: "float32" | "int64";
    }
  /** 1 where the step exists, 0 where it pads: [time, batch]. */
  | { readonly from: "mask"; readonly shape: Shape }
  /** Standard normal, drawn anew at each step from the run's seed. */
  | { readonly from: "noise"; readonly shape: Shape }
  /** A scalar that a schedule gives, `value` where none does. */
  | { readonly from: "setting"; readonly shape: Shape; readonly value: number };

/** Sizes of the training graph, fixed when it is built. Sequences are [time, batch, ...]. */
export interface BatchSize {
  readonly time: number;
  readonly batch: number;
  /** Frames that a model with images works on at once: peak memory against speed. */
  readonly chunk?: number;
}

export type Values = Readonly<Record<string, Value>>;

export interface Loss {
  /** Scalar: what is minimised. */
  readonly total: Value;
  /** Scalars worth a curve of their own, unweighted: { image, joints, points }. */
  readonly parts: Values;
}

/**
 * A predictive model: plain settings, parameters, the loss of a batch of sequences, and one step at run time.
 * Everything is described once, as values of a graph; nothing here computes.
 */
export interface Model<Settings extends object = object> {
  /** "sarnn", "pvrnn", …: the row of the table of models that reads it back from a file. */
  readonly kind: string;
  readonly settings: Settings;
  readonly parameters: readonly ParameterSpec[];
  inputs(size: BatchSize): Readonly<Record<string, InputSpec>>;
  /** `p` holds the parameters by name, `x` the inputs of `inputs(size)`. */
  loss(p: Values, x: Values, size: BatchSize): Loss;
  /** What the run-time step sees, with its shape without batch: { image: [3, 64, 64], joints: [8] }. */
  readonly observation: Readonly<Record<string, Shape>>;
  /** What it hands on to itself; zeros at the beginning. */
  readonly state: Readonly<Record<string, Shape>>;
  /** One step: `outputs` are what the model predicts or shows, `state` has the keys and shapes of `state`. */
  step(p: Values, observation: Values, state: Values): { readonly outputs: Values; readonly state: Values };
}
