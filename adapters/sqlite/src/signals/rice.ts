/**
 * Integers as FLAC packs them (RFC 9639, sections 9.2.5 and 9.2.7): a fixed predictor of order 0 to 3, then Rice codes
 * in partitions of 256. Words of 32 bits, the first bit on top. All arithmetic wraps at 32 bits, so every int32 comes
 * back exactly, whatever the predictor makes of it.
 */
const PARTITION = 256;
/** So many leading zeros say that 32 plain bits follow. */
const ESCAPE = 23;
/** The rest after the unary part gets about ln 2 of the mean (Golomb's rule for a geometric distribution). */
const GOLOMB = 0.69;

let words = new Uint32Array(1 << 14);
let residuals = new Int32Array(1 << 12);
let at = 0;
let word = 0;
let filled = 0;

export function riceEncode(values: Int32Array): Uint8Array {
  const n = values.length;
  reserve(n);
  const order = bestOrder(values);
  const first = values[0] ?? 0;
  words[0] = order;
  words[1] = first;
  at = 2;
  word = 0;
  filled = 0;
  predict(values, order, first);
  for (let begin = 0; begin < n; begin += PARTITION) putPartition(begin, Math.min(n, begin + PARTITION));
  if (filled > 0) words[at++] = word << (32 - filled);
  return new Uint8Array(words.buffer.slice(0, at * 4));
}

/** `bytes` has to begin at a multiple of four, and holds `n` values. */
export function riceDecode(bytes: Uint8Array, n: number): Int32Array {
  const input = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  const out = new Int32Array(n);
  let bit = 64;
  for (let begin = 0; begin < n; begin += PARTITION)
    bit = takePartition(input, bit, out, begin, Math.min(n, begin + PARTITION));
  for (let order = input[0] ?? 0; order > 0; order--) accumulate(out);
  const first = input[1] ?? 0;
  for (let i = 0; i < n; i++) out[i] = ((out[i] as number) + first) | 0;
  return out;
}

/** An escaped value takes 56 bits; the partition's own 5 bits and the head are the rest. */
function reserve(n: number): void {
  if (residuals.length < n) residuals = new Int32Array(n * 2);
  const most = 4 + 2 * n + (n >>> 3);
  if (words.length < most) words = new Uint32Array(most * 2);
}

/** The order whose residuals are smallest. The first three values are left out: they cost the same in each. */
function bestOrder(values: Int32Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let [a, b, c] = [values[2] ?? 0, values[1] ?? 0, values[0] ?? 0];
  const first = c;
  for (let i = 3; i < values.length; i++) {
    const value = values[i] as number;
    sum0 += Math.abs((value - first) | 0);
    sum1 += Math.abs((value - a) | 0);
    sum2 += Math.abs((value - 2 * a + b) | 0);
    sum3 += Math.abs((value - 3 * a + 3 * b - c) | 0);
    c = b;
    b = a;
    a = value;
  }
  const least = Math.min(sum0, sum1, sum2, sum3);
  return [sum0, sum1, sum2, sum3].indexOf(least);
}

/** Differences of the wanted order, folded so that small ones of either sign become small numbers. */
function predict(values: Int32Array, order: number, first: number): void {
  const n = values.length;
  for (let i = 0; i < n; i++) residuals[i] = (values[i] as number) - first;
  for (let pass = 0; pass < order; pass++)
    for (let i = n - 1; i > 0; i--) residuals[i] = (residuals[i] as number) - (residuals[i - 1] as number);
  for (let i = 0; i < n; i++) {
    const d = residuals[i] as number;
    residuals[i] = (d << 1) ^ (d >> 31);
  }
}

function accumulate(out: Int32Array): void {
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    sum = (sum + (out[i] as number)) | 0;
    out[i] = sum;
  }
}

function putPartition(begin: number, end: number): void {
  const k = parameterOf(begin, end);
  put(k, 5);
  const low = k === 31 ? 0x7fff_ffff : (1 << k) - 1;
  for (let i = begin; i < end; i++) {
    const z = residuals[i] as number;
    const q = z >>> k;
    if (q + k < 32 && q < ESCAPE) put((1 << k) | (z & low), q + 1 + k);
    else putLong(z, q, k, low);
  }
}

function putLong(z: number, q: number, k: number, low: number): void {
  if (q >= ESCAPE) {
    put(1, ESCAPE + 1);
    put(z, 32);
    return;
  }
  put(1, q + 1);
  put(z & low, k);
}

function parameterOf(begin: number, end: number): number {
  let sum = 0;
  for (let i = begin; i < end; i++) sum += (residuals[i] as number) >>> 0;
  const goal = (sum / (end - begin)) * GOLOMB;
  return goal < 1 ? 0 : Math.min(31, Math.floor(Math.log2(goal)) + 1);
}

/** Bits above `length` of `value` have to be 0. */
function put(value: number, length: number): void {
  const free = 32 - filled;
  if (length < free) {
    word = (word << length) | value;
    filled += length;
    return;
  }
  const rest = length - free;
  words[at++] = (free === 32 ? 0 : word << free) | (rest === 32 ? 0 : value >>> rest);
  word = value;
  filled = rest;
}

function takePartition(input: Uint32Array, from: number, out: Int32Array, begin: number, end: number): number {
  const k = window(input, from) >>> 27;
  let bit = from + 5;
  for (let i = begin; i < end; i++) {
    const view = window(input, bit);
    const q = Math.clz32(view);
    let z: number;
    if (q + k < 32 && q < ESCAPE) {
      z = k === 0 ? q : (q << k) | ((view << (q + 1)) >>> (32 - k));
      bit += q + 1 + k;
    } else if (q >= ESCAPE) {
      z = window(input, bit + ESCAPE + 1);
      bit += ESCAPE + 33;
    } else {
      z = (q << k) | (window(input, bit + q + 1) >>> (32 - k));
      bit += q + 1 + k;
    }
    out[i] = (z >>> 1) ^ -(z & 1);
  }
  return bit;
}

/** The 32 bits that begin at `bit`. */
function window(input: Uint32Array, bit: number): number {
  const i = bit >>> 5;
  const shift = bit & 31;
  const high = (input[i] ?? 0) << shift;
  return shift === 0 ? high : high | ((input[i + 1] ?? 0) >>> (32 - shift));
}
