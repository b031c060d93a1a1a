import {
  type BatchSize,
  cae,
  lstmModel,
  type Model,
  mtrnn,
  type OptimizerSettings,
  pvrnn,
  sarnn,
  tGleanAgent,
} from "@sakiyomi/learn";

/** What is asked of a figure of ours, beside that of another side or by itself. */
export interface Target {
  readonly what: "cpu" | "wall" | "peak";
  /** A form of PyTorch, "better": the best of them, or null: milliseconds by themselves. */
  readonly against: string | null;
  readonly most: number;
}

export interface Case {
  readonly name: string;
  /** train: a training step; step: a run-time step; regress: one update of error regression. */
  readonly work: "train" | "step" | "regress";
  readonly model: (size: BatchSize) => Model;
  readonly size: BatchSize;
  /** Of --quick: to see that everything runs, not to measure. */
  readonly quickSize: BatchSize;
  /** The same model in PyTorch: its name in learn/dev/peer, and its settings. */
  readonly peer: { readonly model: string; readonly settings: (size: BatchSize) => object };
  /** In which ways PyTorch does it. */
  readonly forms: readonly string[];
  readonly optimizer: OptimizerSettings & { readonly kind: "adam"; readonly epsilon: number };
  /** Each side does so many steps, in turn with the others, after those that warm up. */
  readonly turns: number;
  /** One side after the other instead of in turns: for the peak of its memory. */
  readonly isForMemory: boolean;
  /** How far the sides' first losses may be apart, relative; null where each draws noise of its own. */
  readonly tolerance: number | null;
  readonly targets: readonly Target[];
}

/** EIPL's batch: https://github.com/ogata-lab/eipl, tutorials/airec. */
const batch = 5;
const adam = (epsilon: number) => ({ kind: "adam", epsilon }) as const;
const common = {
  work: "train",
  quickSize: { time: 4, batch: 2 },
  forms: ["loop", "batched"],
  optimizer: adam(1e-8),
  isForMemory: false,
  tolerance: 1e-5,
  targets: [{ what: "cpu", against: "better", most: 1 }],
} as const;

const square = (pixels: number) => ({ height: pixels, width: pixels });
/** At its temperature of 1e-4 the spatial softmax multiplies the rounding of float32. */
const sarnnCase = (pixels: number) => ({
  ...common,
  model: () => sarnn(square(pixels)),
  peer: { model: "sarnn", settings: () => ({ size: pixels }) },
  quickSize: { time: 2, batch: 1 },
  optimizer: adam(1e-7),
  tolerance: 1e-4,
});

const agent = (size: BatchSize): Model => pvrnn({ ...tGleanAgent, sequences: size.batch, steps: size.time });

/** Every row of `sakiyomi bench learn`, with what is to be reached. */
export const cases: readonly Case[] = [
  {
    ...sarnnCase(64),
    name: "SARNN 64²",
    size: { time: 20, batch },
    turns: 4,
    targets: [
      { what: "cpu", against: "loop", most: 0.42 },
      { what: "cpu", against: "batched", most: 0.5 },
    ],
  },
  {
    ...sarnnCase(128),
    name: "SARNN 128²",
    size: { time: 6, batch },
    turns: 3,
    targets: [
      { what: "cpu", against: "loop", most: 0.7 },
      { what: "cpu", against: "batched", most: 0.5 },
    ],
  },
  {
    ...common,
    name: "PV-RNN, T-GLean",
    model: agent,
    size: { time: 70, batch: 25 },
    peer: { model: "pvrnn", settings: ({ time, batch: sequences }) => ({ time, batch: sequences }) },
    optimizer: adam(1e-4),
    turns: 30,
  },
  {
    ...common,
    name: "LSTM",
    model: () => lstmModel({ values: 18, hidden: 50 }),
    size: { time: 186, batch },
    peer: { model: "lstm", settings: () => ({}) },
    turns: 30,
  },
  {
    ...common,
    name: "MTRNN",
    model: () => mtrnn({ values: 18, fast: 60, slow: 5, fastTau: 2, slowTau: 12 }),
    size: { time: 186, batch },
    peer: { model: "mtrnn", settings: () => ({}) },
    turns: 30,
  },
  {
    ...common,
    name: "CAE 128²",
    model: () => cae(),
    size: { time: 1, batch: 32 },
    quickSize: { time: 1, batch: 2 },
    peer: { model: "cae", settings: () => ({}) },
    forms: ["batched"],
    turns: 8,
  },
  {
    ...sarnnCase(64),
    name: "run-time step, SARNN 64²",
    work: "step",
    size: { time: 1, batch: 1 },
    quickSize: { time: 1, batch: 1 },
    forms: ["eager", "traced"],
    turns: 100,
    tolerance: 1e-3,
    targets: [
      { what: "wall", against: "better", most: 0.8 },
      { what: "wall", against: null, most: 10 },
    ],
  },
  {
    ...common,
    name: "error regression, PV-RNN, window 20, 15 iterations",
    work: "regress",
    model: agent,
    size: { time: 20, batch: 1 },
    quickSize: { time: 20, batch: 1 },
    peer: { model: "pvrnn", settings: ({ time }) => ({ time, batch: 1 }) },
    optimizer: adam(1e-4),
    turns: 30,
    tolerance: null,
    targets: [
      { what: "wall", against: "better", most: 1 },
      { what: "wall", against: null, most: 50 },
    ],
  },
  {
    ...sarnnCase(64),
    name: "peak memory, SARNN 64² of 186 frames",
    size: { time: 186, batch },
    turns: 1,
    isForMemory: true,
    targets: [{ what: "peak", against: "loop", most: 0.1 }],
  },
];
