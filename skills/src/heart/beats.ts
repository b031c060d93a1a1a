import { delayMs, highPass, lowPass } from "./biquad.ts";
import type { Shape } from "./shape.ts";

/** A peak of the summed slopes: perhaps a beat. Places in samples of the detector since its stretch began. */
export interface Peak {
  readonly value: number;
  readonly at: number;
  /** Where the beat itself is; a fraction, between samples. */
  readonly place: number;
  readonly steepness: number;
  /** Peak to peak, in quanta. */
  readonly size: number;
  /** Its larger swing is up (1) or down (−1). */
  readonly leans: number;
}

/** A detector between two turns: plain data, changed only by whoever has copied it. */
export interface Detector {
  z: number[];
  ring: number[];
  sum: number;
  n: number;
  top: number;
  topAt: number;
  before: number;
  /** Larger leading swings up (1) or down (−1), learnt. */
  upright: number;
  pending: Peak | null;
  /** The largest peak since the last beat that was not taken for one. */
  best: Peak | null;
  last: Peak | null;
  /** Beats of this stretch. */
  beats: number;
  /** Peaks while the levels are not known; null: they are. */
  learning: Peak[] | null;
  learningFrom: number;
  signal: number[];
  noise: number[];
  /** Samples between beats. */
  spaces: number[];
  usualSize: number;
}

/** The constants of a shape at a rate. */
interface Tuning {
  readonly high: ReturnType<typeof highPass>;
  readonly low: ReturnType<typeof lowPass>;
  readonly rate: number;
  readonly window: number;
  readonly ring: number;
  readonly refractory: number;
  readonly second: number;
  readonly lull: number;
  readonly delay: number;
  readonly shape: Shape;
}

/** Where the threshold stands between noise (0) and beats (1); Hamilton 2002. */
const THRESHOLD = 0.3125;
const REMEMBERED = 8;
/** Levels are learnt from so long a stretch, at the beginning and after a long time without a beat. */
const LEARN_S = 3;
const RELEARN_AFTER_S = 8;
/** A peak ends when the sum has fallen to half, or after so long. */
const LULL_MS = 95;

export function tuningOf(shape: Shape, rate: number): Tuning {
  const samples = (ms: number) => Math.max(2, Math.round((ms * rate) / 1000));
  const window = samples(shape.windowMs);
  const lull = samples(LULL_MS);
  return {
    high: highPass(shape.highPassHz, rate),
    low: lowPass(shape.lowPassHz, rate),
    rate,
    window,
    ring: 2 * window + lull + 4,
    refractory: samples(shape.refractoryMs),
    second: samples(shape.secondMs),
    lull,
    delay: ((delayMs(shape.highPassHz, shape.beatHz) + delayMs(shape.lowPassHz, shape.beatHz)) * rate) / 1000,
    shape,
  };
}
export type { Tuning };

export const newDetector = (): Detector => ({ ...stretch(), ...untaught() });

const stretch = () => ({
  z: [] as number[],
  ring: [] as number[],
  sum: 0,
  n: 0,
  top: 0,
  topAt: 0,
  before: 0,
  pending: null,
  best: null,
  last: null,
  beats: 0,
  learningFrom: 0,
});

const untaught = () => ({
  upright: 0,
  learning: [] as Peak[],
  signal: [] as number[],
  noise: [] as number[],
  spaces: [] as number[],
  usualSize: 0,
});

export const copied = (d: Detector): Detector => ({
  ...d,
  z: [...d.z],
  ring: [...d.ring],
  learning: d.learning && [...d.learning],
  signal: [...d.signal],
  noise: [...d.noise],
  spaces: [...d.spaces],
});

/** After a gap: places begin anew, what was learnt stays. */
export function restart(d: Detector): void {
  Object.assign(d, stretch());
  if (d.learning) d.learning = [];
}

/** One sample; beats that are now certain are put into `found`. */
export function hear(d: Detector, t: Tuning, x: number, found: Peak[]): void {
  if (d.n === 0) begin(d, t, x);
  const q = Math.round(filtered(d.z, t, x) / t.shape.quantum);
  const { ring, n } = d;
  const size = t.ring;
  const at = (k: number) => ring[(k + size) % size] as number;
  const now = n % size;
  const fresh = slope(q - at(now - 1), t);
  const old = slope(at(now - t.window) - at(now - t.window - 1), t);
  d.sum += fresh - old;
  ring[now] = q;
  seekTop(d, t, found);
  d.n = n + 1;
}

const slope = (step: number, { shape }: Tuning): number => (step > 0 ? step : shape.riseOnly ? 0 : -step);

/** As if the first value had always been there: no step, no ringing. */
function begin(d: Detector, t: Tuning, x: number): void {
  d.z = [-t.high.b0 * x, t.high.b2 * x, 0, 0];
  d.ring = new Array<number>(t.ring).fill(0);
}

/** High pass, then low pass; direct form II transposed. */
function filtered(z: number[], { high, low }: Tuning, x: number): number {
  const y = high.b0 * x + (z[0] as number);
  z[0] = high.b1 * x - high.a1 * y + (z[1] as number);
  z[1] = high.b2 * x - high.a2 * y;
  const out = low.b0 * y + (z[2] as number);
  z[2] = low.b1 * y - low.a1 * out + (z[3] as number);
  z[3] = low.b2 * y - low.a2 * out;
  return out;
}

function seekTop(d: Detector, t: Tuning, found: Peak[]): void {
  const { sum, n } = d;
  if (sum > d.before && sum > d.top) {
    d.top = sum;
    d.topAt = n;
  } else if (d.top > 0 && (sum < d.top / 2 || n - d.topAt > t.lull)) {
    propose(d, t, peakOf(d, t), found);
    d.top = 0;
  }
  d.before = sum;
  if (d.pending && n - d.pending.at >= t.refractory) settle(d, t, found);
  lookBack(d, t, found);
}

/** Of peaks that stand too near only the largest one is judged. */
function propose(d: Detector, t: Tuning, peak: Peak, found: Peak[]): void {
  if (d.pending && peak.at - d.pending.at < t.refractory) {
    if (peak.value > d.pending.value) d.pending = peak;
    return;
  }
  if (d.pending) settle(d, t, found);
  d.pending = peak;
}

/** Looks the beat up in what was kept of the wave. */
function peakOf(d: Detector, t: Tuning): Peak {
  const value = (k: number) => d.ring[(k + t.ring) % t.ring] as number;
  const rise = (k: number) => value(k) - value(k - 1);
  const steep = t.shape.riseOnly ? rise : (k: number) => Math.abs(rise(k));
  const [from, to] = [d.topAt - t.window, d.topAt];
  const [highest, lowest] = [topOf(value, from, to), topOf((k) => -value(k), from, to)];
  const steepest = topOf(steep, from + 1, to);
  const isUp = value(highest) * (1 + d.upright / 2) >= -value(lowest) * (1 - d.upright / 2);
  const place = t.shape.riseOnly ? vertexAt(rise, steepest) - 0.5 : vertexAt(value, isUp ? highest : lowest);
  return {
    value: d.top,
    at: d.topAt,
    place: place - t.delay,
    steepness: Math.abs(rise(steepest)),
    size: value(highest) - value(lowest),
    leans: value(highest) >= -value(lowest) ? 1 : -1,
  };
}

function topOf(value: (k: number) => number, from: number, to: number): number {
  let best = from;
  for (let k = from + 1; k <= to; k++) if (value(k) > value(best)) best = k;
  return best;
}

/** Where the parabola through three samples has its top. */
function vertexAt(value: (k: number) => number, k: number): number {
  const [a, b, c] = [value(k - 1), value(k), value(k + 1)];
  const bend = a - 2 * b + c;
  return bend === 0 ? k : k + Math.max(-0.5, Math.min(0.5, (a - c) / (2 * bend)));
}

function settle(d: Detector, t: Tuning, found: Peak[]): void {
  const peak = d.pending;
  d.pending = null;
  if (!peak) return;
  if (d.learning) learn(d, t, peak, found);
  else judge(d, t, peak, found);
}

function learn(d: Detector, t: Tuning, peak: Peak, found: Peak[]): void {
  const learning = [...(d.learning ?? []), peak];
  d.learning = learning;
  if (d.n - d.learningFrom < LEARN_S * t.rate) return;
  const large = learning.filter(({ size }) => isLargeEnough(d, t, size)).sort((a, b) => b.value - a.value);
  const level = large[Math.min(1, large.length - 1)];
  d.learningFrom = d.n;
  if (!level) {
    d.learning = [];
    return;
  }
  d.signal = [level.value];
  d.noise = [];
  d.learning = null;
  for (const one of learning) judge(d, t, one, found);
}

const isLargeEnough = (d: Detector, { shape }: Tuning, size: number): boolean =>
  size * shape.quantum >= shape.leastSize && size >= shape.leastShare * d.usualSize;

const median = (values: readonly number[]): number => {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
};

function thresholdOf(d: Detector): number {
  const noise = median(d.noise);
  return noise + THRESHOLD * Math.max(0, median(d.signal) - noise);
}

function judge(d: Detector, t: Tuning, peak: Peak, found: Peak[]): void {
  const { last } = d;
  const isSecond =
    last !== null && peak.at - last.at < t.second && peak.steepness < t.shape.secondShare * last.steepness;
  if (peak.value > thresholdOf(d) && !isSecond && isLargeEnough(d, t, peak.size)) {
    accept(d, peak, found);
    return;
  }
  remember(d.noise, peak.value);
  const isLater = last === null || peak.at - last.at >= t.second;
  if (isLater && peak.value > (d.best?.value ?? 0)) d.best = peak;
}

/** A beat is overdue (1.5 times the usual space): a peak of half the threshold is taken for it. Long after, all is learnt anew. */
function lookBack(d: Detector, t: Tuning, found: Peak[]): void {
  if (d.learning) return;
  const since = d.n - (d.last?.at ?? 0);
  if (since > RELEARN_AFTER_S * t.rate) {
    d.learning = [];
    d.learningFrom = d.n;
    d.best = null;
    return;
  }
  if (!d.best || !d.last || d.spaces.length === 0 || since <= 1.5 * mean(d.spaces)) return;
  const { best } = d;
  d.best = null;
  if (best.value > thresholdOf(d) / 2 && isLargeEnough(d, t, best.size)) accept(d, best, found);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function accept(d: Detector, peak: Peak, found: Peak[]): void {
  if (d.last) remember(d.spaces, peak.at - d.last.at);
  remember(d.signal, peak.value);
  d.usualSize = d.usualSize === 0 ? peak.size : d.usualSize + (peak.size - d.usualSize) / REMEMBERED;
  d.upright += (peak.leans - d.upright) / REMEMBERED;
  d.last = peak;
  d.best = null;
  d.beats += 1;
  found.push(peak);
}

function remember(values: number[], value: number): void {
  values.push(value);
  if (values.length > REMEMBERED) values.shift();
}

/** How loud the noise is beside the beats; 1: they are not told apart. Null: not known yet. */
export const noiseShare = ({ signal, noise, learning }: Detector): number | null =>
  learning || signal.length === 0 ? null : median(noise) / Math.max(1, median(signal));
