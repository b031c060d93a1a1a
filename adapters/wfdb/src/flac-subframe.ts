import { type Bits, take, takeSigned, takeUnary } from "./flac-bits.ts";

/** What a decoder can say of a stream that breaks the format. */
export class NotFlac extends Error {}

/** One channel of a frame: `count` samples of `depth` bits (FLAC format, subframes; RFC 9639, section 9.2). */
export function readSubframe(bits: Bits, count: number, depth: number): Float64Array {
  if (take(bits, 1) !== 0) throw new NotFlac("a subframe that does not begin with 0");
  const type = take(bits, 6);
  const wasted = take(bits, 1) === 1 ? takeUnary(bits) + 1 : 0;
  const samples = new Float64Array(count);
  readType(bits, type, depth - wasted, samples);
  if (wasted > 0) for (let i = 0; i < count; i++) samples[i] = (samples[i] as number) * 2 ** wasted;
  return samples;
}

function readType(bits: Bits, type: number, depth: number, samples: Float64Array): void {
  if (type === 0) samples.fill(takeSigned(bits, depth));
  else if (type === 1) for (let i = 0; i < samples.length; i++) samples[i] = takeSigned(bits, depth);
  else if (type >= 8 && type <= 12) readFixed(bits, type - 8, depth, samples);
  else if (type >= 32) readLinear(bits, type - 31, depth, samples);
  else throw new NotFlac(`a subframe of the reserved type ${type}`);
}

/** Coefficients of the fixed predictors (RFC 9639, section 9.2.5), newest sample first. */
const fixedCoefficients: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

function readFixed(bits: Bits, order: number, depth: number, samples: Float64Array): void {
  readWarmUp(bits, order, depth, samples);
  readResidual(bits, order, samples);
  predict(samples, fixedCoefficients[order] as readonly number[], 0);
}

function readLinear(bits: Bits, order: number, depth: number, samples: Float64Array): void {
  readWarmUp(bits, order, depth, samples);
  const precision = take(bits, 4) + 1;
  if (precision === 16) throw new NotFlac("a reserved precision of coefficients");
  const shift = takeSigned(bits, 5);
  if (shift < 0) throw new NotFlac("a negative shift");
  const coefficients = Array.from({ length: order }, () => takeSigned(bits, precision));
  readResidual(bits, order, samples);
  predict(samples, coefficients, shift);
}

function readWarmUp(bits: Bits, order: number, depth: number, samples: Float64Array): void {
  if (order > samples.length) throw new NotFlac("a predictor longer than its block");
  for (let i = 0; i < order; i++) samples[i] = takeSigned(bits, depth);
}

/** Adds to each residual what the samples before it predict. In doubles: 24 bits times 15 bits, 32 times, is exact. */
function predict(samples: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const divisor = 2 ** shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += (coefficients[k] as number) * (samples[i - 1 - k] as number);
    samples[i] = (samples[i] as number) + Math.floor(sum / divisor);
  }
}

/** Rice-coded residuals in partitions (RFC 9639, section 9.2.7). */
function readResidual(bits: Bits, order: number, samples: Float64Array): void {
  const method = take(bits, 2);
  if (method > 1) throw new NotFlac("a reserved coding of residuals");
  const parameterBits = method === 0 ? 4 : 5;
  const partitions = 1 << take(bits, 4);
  const size = samples.length / partitions;
  if (!Number.isInteger(size) || size < order) throw new NotFlac("partitions that do not fit the block");
  for (let partition = 0; partition < partitions; partition++) {
    const from = partition === 0 ? order : partition * size;
    readPartition(bits, parameterBits, samples.subarray(from, (partition + 1) * size));
  }
}

function readPartition(bits: Bits, parameterBits: number, residuals: Float64Array): void {
  const parameter = take(bits, parameterBits);
  if (parameter === (1 << parameterBits) - 1) {
    const depth = take(bits, 5);
    for (let i = 0; i < residuals.length; i++) residuals[i] = takeSigned(bits, depth);
    return;
  }
  const step = 2 ** parameter;
  for (let i = 0; i < residuals.length; i++) {
    const folded = takeUnary(bits) * step + take(bits, parameter);
    residuals[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }
}
