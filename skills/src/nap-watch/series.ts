import { GAP, type Instant, type Signal } from "@sakiyomi/core";

/**
 * What a worn sensor said of its acceleration lately: means over a fifth of a second, in 1/10000 g, the newest last. So much is
 * kept that a slow breath (12 a minute) fits in once, and no more: the state is text that is written in each turn.
 */
export interface Series {
  /** Number of the newest bin: its time is `end * BIN_MS`. */
  readonly end: number;
  /** x, y, z. */
  readonly axes: readonly (readonly (number | null)[])[];
  /** Variance of the mean of one bin by the sensor's own noise, over the axes together. */
  readonly noise: number;
}

export const BIN_MS = 200;
const KEEPS = 32;
const empty: readonly null[] = Array.from({ length: KEEPS }, () => null);
/** A sensor of 200 µg/√Hz over 2.5 Hz has 0.3 mg an axis: LIS2DH12, ADXL362 data sheets [M]. Until its own is known. */
const FIRST_NOISE = 3 * 3 ** 2;

const kindsOf = ["acceleration-x", "acceleration-y", "acceleration-z"] as const;
export type Acceleration = Extract<Signal, { kind: (typeof kindsOf)[number] }>;
export const isAcceleration = (signal: Signal): signal is Acceleration =>
  (kindsOf as readonly string[]).includes(signal.kind);

interface Bin {
  sum: number;
  squares: number;
  n: number;
}

/** Adds one block of one axis; what lies before the kept stretch, or after now, is left out. */
export function added(before: Series | null, signal: Acceleration, now: Instant): Series | null {
  const bins = binsOf(signal, now);
  if (bins.size === 0) return before;
  const end = Math.max(before?.end ?? 0, ...bins.keys());
  const axes = movedTo(before, end);
  const own = axes[(kindsOf as readonly string[]).indexOf(signal.kind)] ?? [];
  let noise = before?.noise ?? FIRST_NOISE;
  for (const [k, { sum, squares, n }] of bins) {
    const mean = sum / n;
    put(own, KEEPS - 1 - (end - k), mean);
    if (n >= 4) noise = quieter(noise, (3 * (squares / n - mean * mean)) / (n - 1));
  }
  return { end, axes, noise: Math.round(noise * 10) / 10 };
}

/** The axes with room for the bins up to `end`. */
function movedTo(before: Series | null, end: number): (number | null)[][] {
  const shift = before === null ? KEEPS : Math.min(KEEPS, end - before.end);
  return [0, 1, 2].map((k) => [...(before?.axes[k] ?? empty).slice(shift), ...empty.slice(0, shift)]);
}

/** A bin that two blocks share has the mean of both. */
function put(axis: (number | null)[], place: number, mean: number): void {
  if (place < 0) return;
  const was = axis[place] ?? null;
  axis[place] = Math.round(was === null ? mean : (was + mean) / 2);
}

/** A jump by so much is a child that moves, not a sensor that has become noisier. Project's choice. */
const JUMP = 20;

/** Follows what is quiet quickly and what is loud slowly; a child that kicks or cries is no noise of the sensor. */
function quieter(noise: number, seen: number): number {
  if (!Number.isFinite(seen) || seen > JUMP * Math.max(noise, FIRST_NOISE)) return noise;
  return noise + (seen < noise ? 0.1 : 0.003) * (seen - noise);
}

function binsOf({ at, value: { rate, scale, offset, samples } }: Acceleration, now: Instant): ReadonlyMap<number, Bin> {
  const bins = new Map<number, Bin>();
  const step = 1000 / rate;
  const first = Math.max(0, Math.ceil((now - KEEPS * BIN_MS - at) / step));
  for (let i = first; i < samples.length; i++) {
    const raw = samples[i] as number;
    const k = Math.floor((at + i * step) / BIN_MS);
    if (raw === GAP || k * BIN_MS > now) continue;
    const value = (raw * scale + offset) * 1e4;
    const bin = bins.get(k) ?? { sum: 0, squares: 0, n: 0 };
    bin.sum += value;
    bin.squares += value * value;
    bin.n += 1;
    bins.set(k, bin);
  }
  return bins;
}

export const endOf = ({ end }: Series): Instant => (end + 1) * BIN_MS;

export type Vector = readonly [number, number, number];

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** In degrees, of unit vectors. */
export const angleBetween = (a: Vector, b: Vector): number =>
  (Math.acos(Math.max(-1, Math.min(1, dot(a, b)))) * 180) / Math.PI;
export const unit = (v: Vector): Vector => {
  const size = Math.sqrt(dot(v, v));
  return [v[0] / size, v[1] / size, v[2] / size];
};

/** The newest bins of an axis, without holes; null where more than a fifth is missing. */
function newest(axis: readonly (number | null)[], bins: number): readonly number[] | null {
  const found = axis.slice(-bins).filter((value) => value !== null);
  return found.length >= bins * 0.8 ? found : null;
}

const GRAVITY_BINS = 8;
/** A mean over 1.6 s that is not near 1 g is a child in motion, or a sensor that falls. Project's choice. */
const [LEAST_G, MOST_G] = [0.7, 1.3];

/** Where "up" is for the sensor: a unit vector; null where it moves too much, or says too little. */
export function gravityOf({ axes }: Series): Vector | null {
  const means = axes.map((axis) => {
    const found = newest(axis, GRAVITY_BINS);
    return found === null ? Number.NaN : found.reduce((sum, value) => sum + value, 0) / found.length / 1e4;
  }) as unknown as Vector;
  const size = Math.sqrt(dot(means, means));
  return size >= LEAST_G && size <= MOST_G ? unit(means) : null;
}

const BREATH_BINS = 25;
/** Beats of a child's heart (1.7 to 2.7 Hz) shake the chest, too: means over three bins have their zero at 1.67 Hz. */
const SMOOTH = 3;
/** 0.5 mg over the three axes: less cannot be told from a sensor that lies still. Project's choice, to be measured on children. */
const FLOOR = 5 ** 2;
/** Above the noise by so much that chance alone is there less than once in a thousand windows (three deviations of its variance). */
const ABOVE = 2;

/** Whether the chest moved within the newest five seconds (0.2 to 1.2 Hz, 12 to 72 a minute); null: it cannot be told. */
export const moves = (series: Series): boolean | null => varies(series, BREATH_BINS);

/** The same within so many of the newest bins. */
export function varies({ axes, noise }: Series, bins: number): boolean | null {
  const variances = axes.map((axis) => {
    const found = newest(axis, bins);
    return found === null ? Number.NaN : withoutTrend(smoothed(found));
  });
  const total = variances.reduce((sum, value) => sum + value, 0);
  return Number.isNaN(total) ? null : total >= (ABOVE * noise) / SMOOTH + FLOOR;
}

const smoothed = (values: readonly number[]): readonly number[] =>
  values.slice(SMOOTH - 1).map((_, i) => ((values[i] ?? 0) + (values[i + 1] ?? 0) + (values[i + 2] ?? 0)) / SMOOTH);

/** Variance around the straight line through the values: what the sensor drifts is no breath. */
function withoutTrend(values: readonly number[]): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [slope, spread] = [0, 0];
  for (let i = 0; i < n; i++) {
    slope += (i - middle) * ((values[i] ?? 0) - mean);
    spread += (i - middle) ** 2;
  }
  slope /= spread;
  return values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0) / n;
}
