import { type BatchSize, floats, type InputSpec, type Model, randomFor, sizeOf, type Tensor } from "@sakiyomi/learn";

/** Of the whole bench. */
export const SEED = 1;

/** Of `randomFor`: what a learner draws the noise of its first step with. */
const NOISE = 4;
const DATA = 5;

type Tensors = Readonly<Record<string, Tensor>>;

/** Numbers from 0 to 1 for every input that is data, and the noise that our first training step will draw. */
export const drawnBatch = (model: Model, size: BatchSize): Tensors => {
  const [data, noise] = [randomFor(SEED, DATA), randomFor(SEED, NOISE)];
  const drawn = (shape: readonly number[], draw: () => number): Tensor =>
    floats(new Float32Array(sizeOf(shape)).map(draw), shape);
  return Object.fromEntries(
    Object.entries(model.inputs(size)).flatMap(([name, spec]): readonly (readonly [string, Tensor])[] => {
      if (spec.from === "noise") return [[name, drawn(spec.shape, noise.normal)]];
      return spec.from === "data" && spec.type !== "int64" ? [[name, drawn(spec.shape, data.uniform)]] : [];
    }),
  );
};

/** The inputs that only our side knows: every step counts, and the batch holds the sequences from the first on. */
export const fixedInputs = (model: Model, size: BatchSize): Tensors =>
  Object.fromEntries(
    Object.entries(model.inputs(size)).flatMap(([name, spec]): readonly (readonly [string, Tensor])[] => {
      if (spec.from === "mask") return [[name, floats(new Float32Array(sizeOf(spec.shape)).fill(1), spec.shape)]];
      return isIndex(spec) ? [[name, upTo(spec.shape)]] : [];
    }),
  );

const isIndex = (spec: InputSpec): boolean => spec.from === "data" && spec.type === "int64";
const upTo = (shape: readonly number[]): Tensor => ({
  type: "int64",
  shape,
  data: BigInt64Array.from({ length: sizeOf(shape) }, (_, i) => BigInt(i)),
});
