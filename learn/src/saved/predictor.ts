import { LearnFault } from "../fault.ts";
import { encodeModel } from "../onnx/encode.ts";
import { type Random, type RandomState, random, randomFor } from "../random.ts";
import type { Backend, Session } from "../runtime/backend.ts";
import { floats, sizeOf, type Tensor, zerosOf } from "../tensor.ts";
import type { SavedInput, SavedOutput } from "./description.ts";
import { withWeights } from "./graphs.ts";
import { checkNames, numbersOf, type Observation } from "./observation.ts";
import type { SavedModel } from "./saved-model.ts";
import { scaled, unscaled } from "./scaled.ts";

/** What a model predicts or shows, by its names and in the units of the episodes. */
export type Prediction = Readonly<Record<string, Tensor<"float32">>>;

/** Everything that the next step rests on. Plain values: it can be stored and sent. */
export interface PredictorSnapshot {
  readonly steps: number;
  readonly state: Readonly<Record<string, Tensor>>;
  readonly noise: RandomState;
  /** The last prediction of what is observed, in the model's own scale: where `trust` is below 1. */
  readonly own: Readonly<Record<string, Float32Array>>;
}

export interface PredictorOptions {
  /** Of the noise, for models that sample. 0 unless given. */
  readonly seed?: number;
  /**
   * How far what is observed is believed, by name, 1 unless given: the model sees trust · observed + (1 − trust) · what it
   * predicted itself one step before, if it predicts it. EIPL's robots use 0.8. At 0 the observation may be left out
   * after the first step: the model dreams.
   */
  readonly trust?: Readonly<Record<string, number>>;
}

/** A saved model at work, one step after the other. Steps that are asked for at once are done in their order. */
export interface Predictor {
  readonly saved: SavedModel;
  /** Since the beginning or the last `reset`. */
  readonly steps: number;
  /**
   * @throws {LearnFault} "observation" with the name and place of what is missing, misshapen or not finite (nothing has
   * happened then); "nan" when the model's own numbers are not finite (then `reset` or `restore` first); "closed".
   */
  step(observation: Observation): Promise<Prediction>;
  /** Back to the first step: state zero, noise from its seed. */
  reset(): Promise<void>;
  snapshot(): Promise<PredictorSnapshot>;
  restore(snapshot: PredictorSnapshot): Promise<void>;
  close(): Promise<void>;
}

/** Loads the step of a model into a runtime. Its state stays there between the steps. */
export const openModel = async (
  saved: SavedModel,
  backend: Backend,
  options: PredictorOptions = {},
): Promise<Predictor> => {
  const { state, inputs } = saved.description;
  for (const [name, share] of Object.entries(options.trust ?? {}))
    if (!inputs.some((input) => input.name === name) || !(share >= 0 && share <= 1))
      throw new LearnFault(
        "observation",
        `trust: "${name}" is ${share}.`,
        "Name an observation, and a share of 0 … 1.",
      );
  const model = withWeights(saved.step, saved.weights);
  const fed = new Set(model.graph.inputs.map(({ name }) => name));
  const carried = state.filter(({ onnx }) => fed.has(onnx));
  const session = await backend.load(encodeModel(model), {
    carry: Object.fromEntries(carried.map(({ onnx, next }) => [next, onnx])),
    initial: Object.fromEntries(carried.map(({ onnx, shape }) => [onnx, zerosOf(shape)])),
  });
  return new OpenModel(saved, session, { fed, carried: carried.map(({ onnx }) => onnx) }, options);
};

interface Names {
  /** Inputs that the graph uses. */
  readonly fed: ReadonlySet<string>;
  /** Those of the state. */
  readonly carried: readonly string[];
}

class OpenModel implements Predictor {
  readonly saved: SavedModel;
  readonly #session: Session;
  readonly #names: Names;
  readonly #options: PredictorOptions;
  #noise: Random;
  #own: Record<string, Float32Array> = {};
  #steps = 0;
  #fault: LearnFault | null = null;
  #isClosed = false;
  /** What was asked for last: the next waits for it. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(saved: SavedModel, session: Session, names: Names, options: PredictorOptions) {
    this.saved = saved;
    this.#session = session;
    this.#names = names;
    this.#options = options;
    this.#noise = this.#firstNoise();
  }

  get steps(): number {
    return this.#steps;
  }

  step(observation: Observation): Promise<Prediction> {
    return this.#inTurn(() => this.#step(observation));
  }

  reset(): Promise<void> {
    return this.#inTurn(async () => {
      for (const { onnx, shape } of this.saved.description.state)
        if (this.#names.carried.includes(onnx)) await this.#session.write(onnx, zerosOf(shape));
      this.#take({ steps: 0, noise: this.#firstNoise().state(), own: {} });
    });
  }

  snapshot(): Promise<PredictorSnapshot> {
    return this.#inTurn(async () => {
      const state: [string, Tensor][] = [];
      for (const name of this.#names.carried) state.push([name, await this.#session.read(name)]);
      const own = Object.entries(this.#own).map(([name, values]) => [name, values.slice()] as const);
      return {
        steps: this.#steps,
        state: Object.fromEntries(state),
        noise: this.#noise.state(),
        own: Object.fromEntries(own),
      };
    });
  }

  restore(snapshot: PredictorSnapshot): Promise<void> {
    return this.#inTurn(async () => {
      for (const name of this.#names.carried) {
        const value = snapshot.state[name];
        if (!value)
          throw new LearnFault("state", `The snapshot has no "${name}".`, "Take one of a model of the same kind.");
        await this.#session.write(name, value);
      }
      this.#take(snapshot);
    });
  }

  close(): Promise<void> {
    if (this.#isClosed) return this.#last.then(() => {});
    const closing = this.#inTurn(() => this.#session.close());
    this.#isClosed = true;
    return closing;
  }

  #take({ steps, noise, own }: Omit<PredictorSnapshot, "state">): void {
    this.#steps = steps;
    this.#noise = random(noise);
    this.#own = Object.fromEntries(Object.entries(own).map(([name, values]) => [name, values.slice()]));
    this.#fault = null;
  }

  #firstNoise(): Random {
    return randomFor(this.#options.seed ?? 0, 4);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(new LearnFault("closed", "The model has been closed.", "Open it again."));
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #step(observation: Observation): Promise<Prediction> {
    if (this.#fault) throw this.#fault;
    const { inputs, outputs } = this.saved.description;
    checkNames(observation, inputs);
    // All are looked at before noise is drawn: a refused observation leaves everything as it was.
    const seen = inputs.map((input) => [input, this.#seen(input, observation)] as const);
    const feeds = seen.map(([{ onnx, shape }, values]) => [onnx, floats(values ?? this.#drawn(shape), shape)] as const);
    const found = await this.#session.run(Object.fromEntries(feeds.filter(([name]) => this.#names.fed.has(name))));
    const values = outputs.map((output) => [output, valuesOf(found[output.onnx])] as const);
    this.#checkFinite(values);
    this.#keepOwn(values);
    this.#steps += 1;
    return Object.fromEntries(
      values.map(([{ name, shape, scaling }, data]) => [name, floats(unscaled(data, scaling), shape)]),
    );
  }

  /** In the model's scale, mixed with its own prediction; null: noise to be drawn. */
  #seen(input: SavedInput, observation: Observation): Float32Array | null {
    const given = observation[input.name];
    if (input.from === "noise" && given === undefined) return null;
    const trust = this.#options.trust?.[input.name] ?? 1;
    const own = this.#own[input.name];
    if (trust === 0 && given === undefined && own) return own;
    const values = scaled(numbersOf(input, given), input.scaling);
    return own && trust < 1 ? values.map((value, i) => trust * value + (1 - trust) * (own[i] ?? value)) : values;
  }

  #drawn(shape: readonly number[]): Float32Array {
    return Float32Array.from({ length: sizeOf(shape) }, () => this.#noise.normal());
  }

  #keepOwn(values: readonly (readonly [SavedOutput, Float32Array])[]): void {
    for (const name of Object.keys(this.#options.trust ?? {})) {
      const own = values.find(([output]) => output.name === name)?.[1];
      const input = this.saved.description.inputs.find((one) => one.name === name);
      if (own && input && own.length === sizeOf(input.shape)) this.#own[name] = own;
    }
  }

  #checkFinite(values: readonly (readonly [SavedOutput, Float32Array])[]): void {
    const wrong = values.find(([, data]) => data.some((value) => !Number.isFinite(value)));
    if (!wrong) return;
    this.#fault = new LearnFault(
      "nan",
      `The model's "${wrong[0].name}" is not finite at step ${this.#steps}.`,
      "Reset it, and look at what it was given: it is far from what it was trained on.",
    );
    throw this.#fault;
  }
}

const valuesOf = (tensor: Tensor | undefined): Float32Array =>
  tensor?.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor?.data ?? [], Number);
