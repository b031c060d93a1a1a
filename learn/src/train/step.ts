import { LearnFault } from "../fault.ts";
import { buildModel } from "../graph/build.ts";
import { gradients } from "../graph/gradients.ts";
import { Graph } from "../graph/graph.ts";
import { concat } from "../graph/move.ts";
import { reshape } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import type { BatchSize, InputSpec, Loss, Model, Values } from "../model/model.ts";
import { bindParameters, flatSize, flattened, initialParameters, unflattened } from "../model/parameters.ts";
import { encodeModel } from "../onnx/encode.ts";
import { type Random, type RandomState, random, randomFor } from "../random.ts";
import type { Backend, Session } from "../runtime/backend.ts";
import { floats, isSameShape, type Shape, shown, sizeOf, type Tensor, zerosOf } from "../tensor.ts";
import { clipped, momentNames, type OptimizerSettings, stepNumbers, updated } from "./optimizer.ts";

export type Batch = Readonly<Record<string, Tensor>>;

export interface StepLoss {
  /** What is minimised. */
  readonly loss: number;
  /** Its unweighted parts, by name. */
  readonly parts: Readonly<Record<string, number>>;
}

export interface TrainedStep extends StepLoss {
  /** Norm of the whole gradient, before it is clipped. */
  readonly gradientNorm: number;
}

/** Everything that the next step rests on: put back, training goes on to the same numbers. */
export interface LearnerState {
  /** Steps done. */
  readonly step: number;
  readonly parameters: Readonly<Record<string, Tensor<"float32">>>;
  /** Of the optimiser, flat in the order of the parameters. */
  readonly moments: Readonly<Record<string, Tensor<"float32">>>;
  readonly noise: RandomState;
}

/** A model in training. Parameters and moments stay in the runtime between the steps. */
export interface Learner {
  readonly model: Model;
  readonly size: BatchSize;
  /** One update from the inputs that `model.inputs(size)` calls data, mask or setting; noise is drawn here. */
  step(batch: Batch, rate: number): Promise<TrainedStep>;
  /** The loss without an update; noise is zero, so that it is the same each time. */
  evaluate(batch: Batch): Promise<StepLoss>;
  /** The gradient of each parameter, without an update: for tests, and to find where numbers stopped being finite. */
  gradients(batch: Batch): Promise<Readonly<Record<string, Tensor<"float32">>>>;
  parameters(): Promise<Readonly<Record<string, Tensor<"float32">>>>;
  snapshot(): Promise<LearnerState>;
  restore(state: LearnerState): Promise<void>;
  close(): Promise<void>;
}

export interface LearnerOptions {
  readonly model: Model;
  readonly backend: Backend;
  readonly size: BatchSize;
  readonly optimizer: OptimizerSettings;
  readonly seed: number;
  /** First weights instead of drawn ones. */
  readonly parameters?: Readonly<Record<string, Tensor>>;
}

const partName = (name: string): string => `part_${name}`;

interface Described {
  readonly graph: Graph;
  readonly flat: Value;
  readonly leaves: readonly Value[];
  readonly loss: Loss;
}

const describe = ({ model, backend, size }: LearnerOptions): Described => {
  const graph = new Graph({ kernels: backend.kernels });
  const x: Values = Object.fromEntries(
    Object.entries(model.inputs(size)).map(([name, spec]) => [
      name,
      graph.input(name, spec.shape, spec.from === "data" ? (spec.type ?? "float32") : "float32"),
    ]),
  );
  const flat = graph.input("parameters", [flatSize(model.parameters)]);
  const p = bindParameters(graph, flat, model.parameters);
  return { graph, flat, leaves: model.parameters.map(({ name }) => p[name] as Value), loss: model.loss(p, x, size) };
};

const lossOutputs = ({ total, parts }: Loss): Values => ({
  loss: total,
  ...Object.fromEntries(Object.entries(parts).map(([name, value]) => [partName(name), value])),
});

const flatGradient = ({ graph, leaves, loss }: Described): Value =>
  concat(
    gradients(graph, loss.total, leaves).map((gradient) => reshape(gradient, [sizeOf(gradient.shape)])),
    0,
  );

/** Forward, loss, gradients and the optimiser's update, as one model. */
export const trainingModel = (options: LearnerOptions): Uint8Array => {
  const described = describe(options);
  const { graph, flat, loss } = described;
  const { gradient, norm } = clipped(flatGradient(described), options.optimizer.clipNorm);
  const moments = Object.fromEntries(
    momentNames(options.optimizer).map((name) => [name, graph.input(name, flat.shape)]),
  );
  const numbers = graph.input("numbers", [3]);
  const next = updated(options.optimizer, options.model.parameters, { parameters: flat, gradient, moments, numbers });
  const nextMoments = Object.fromEntries(Object.entries(next.moments).map(([name, value]) => [`next_${name}`, value]));
  const outputs = { ...lossOutputs(loss), gradient_norm: norm, next_parameters: next.parameters, ...nextMoments };
  return encodeModel(buildModel(graph, outputs));
};

/** Only the loss. */
export const evaluationModel = (options: LearnerOptions): Uint8Array => {
  const { graph, loss } = describe(options);
  return encodeModel(buildModel(graph, lossOutputs(loss)));
};

const gradientModel = (options: LearnerOptions): Uint8Array => {
  const described = describe(options);
  return encodeModel(buildModel(described.graph, { gradient: flatGradient(described) }));
};

const numberOf = (tensor: Tensor | undefined): number => Number(tensor?.data[0] ?? Number.NaN);

const partsOf = (results: Batch): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(results).flatMap(([name, tensor]) =>
      name.startsWith("part_") ? [[name.slice(5), numberOf(tensor)]] : [],
    ),
  );

/** Builds and loads the training graph. */
export const createLearner = async (options: LearnerOptions): Promise<Learner> => {
  const { model, backend, optimizer, seed } = options;
  const first = options.parameters ?? initialParameters(model, seed);
  const flat = floats(flattened(first, model.parameters));
  const names = ["parameters", ...momentNames(optimizer)];
  const session = await backend.load(trainingModel(options), {
    carry: Object.fromEntries(names.map((name) => [`next_${name}`, name])),
    initial: Object.fromEntries(names.map((name) => [name, name === "parameters" ? flat : zerosOf(flat.shape)])),
  });
  return new LoadedLearner(options, session, randomFor(seed, 4));
};

class LoadedLearner implements Learner {
  readonly model: Model;
  readonly size: BatchSize;
  readonly #options: LearnerOptions;
  readonly #session: Session;
  readonly #inputs: Readonly<Record<string, InputSpec>>;
  readonly #others = new Map<"evaluation" | "gradient", Promise<Session>>();
  #noise: Random;
  #step = 0;

  constructor(options: LearnerOptions, session: Session, noise: Random) {
    this.#options = options;
    this.model = options.model;
    this.size = options.size;
    this.#session = session;
    this.#noise = noise;
    this.#inputs = options.model.inputs(options.size);
  }

  async step(batch: Batch, rate: number): Promise<TrainedStep> {
    const fed = this.#fed(batch, () => this.#noise.normal());
    const numbers = floats(stepNumbers(this.#options.optimizer, rate, this.#step + 1));
    const results = await this.#session.run({ ...fed, numbers });
    this.#step += 1;
    return { loss: numberOf(results.loss), parts: partsOf(results), gradientNorm: numberOf(results.gradient_norm) };
  }

  async evaluate(batch: Batch): Promise<StepLoss> {
    const session = await this.#other("evaluation", evaluationModel);
    const results = await session.run({
      ...this.#fed(batch, () => 0),
      parameters: await this.#session.read("parameters"),
    });
    return { loss: numberOf(results.loss), parts: partsOf(results) };
  }

  async gradients(batch: Batch): Promise<Readonly<Record<string, Tensor<"float32">>>> {
    const session = await this.#other("gradient", gradientModel);
    const results = await session.run({
      ...this.#fed(batch, () => 0),
      parameters: await this.#session.read("parameters"),
    });
    return unflattened(results.gradient?.data as Float32Array, this.model.parameters);
  }

  async parameters(): Promise<Readonly<Record<string, Tensor<"float32">>>> {
    const flat = await this.#session.read("parameters");
    return unflattened(flat.data as Float32Array, this.model.parameters);
  }

  async snapshot(): Promise<LearnerState> {
    const names = momentNames(this.#options.optimizer);
    const moments = await Promise.all(names.map(async (name) => [name, await this.#session.read(name)] as const));
    return {
      step: this.#step,
      parameters: await this.parameters(),
      moments: Object.fromEntries(moments) as Readonly<Record<string, Tensor<"float32">>>,
      noise: this.#noise.state(),
    };
  }

  async restore({ step, parameters, moments, noise }: LearnerState): Promise<void> {
    await this.#session.write("parameters", floats(flattened(parameters, this.model.parameters)));
    for (const name of momentNames(this.#options.optimizer)) {
      const moment = moments[name];
      if (!moment)
        throw new LearnFault("weights", `The state has no "${name}".`, "Take a state of the same optimiser.");
      await this.#session.write(name, moment);
    }
    this.#step = step;
    this.#noise = random(noise);
  }

  async close(): Promise<void> {
    await this.#session.close();
    for (const other of this.#others.values()) await (await other).close();
  }

  #other(which: "evaluation" | "gradient", build: (options: LearnerOptions) => Uint8Array): Promise<Session> {
    const known = this.#others.get(which);
    if (known) return known;
    const loading = this.#options.backend.load(build(this.#options));
    this.#others.set(which, loading);
    return loading;
  }

  #fed(batch: Batch, noise: () => number): Batch {
    return Object.fromEntries(
      Object.entries(this.#inputs).map(([name, spec]) => [name, fedWith(name, spec, batch, noise)]),
    );
  }
}

const drawn = (shape: Shape, noise: () => number): Tensor => {
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i += 1) values[i] = noise();
  return floats(values, shape);
};

const fedWith = (name: string, spec: InputSpec, batch: Batch, noise: () => number): Tensor => {
  if (spec.from === "noise") return drawn(spec.shape, noise);
  const given = batch[name];
  if (!given && spec.from === "setting") return floats(Float32Array.of(spec.value), spec.shape);
  if (!given) throw new LearnFault("batch", `The batch has no "${name}".`, `Give it as ${shown(spec.shape)}.`);
  if (!isSameShape(given.shape, spec.shape))
    throw new LearnFault(
      "batch",
      `"${name}" is ${shown(given.shape)} instead of ${shown(spec.shape)}.`,
      "Batches have one size.",
    );
  return given;
};
