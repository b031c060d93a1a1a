/** Values 4 a second on a time that begins somewhere: NaN where nothing was measured. It grows as what is live comes in. */
export const STEP_MS = 250;
/** Longer than anybody is recorded; what a wrong clock puts beyond is passed by. */
const MOST_VALUES = (12 * 3_600_000) / STEP_MS;

export class GridWave {
  readonly from: number;
  #values: Float32Array;
  #length = 0;

  constructor(from: number, values: readonly (number | null)[] = []) {
    this.from = from;
    this.#values = Float32Array.from(values, (value) => value ?? Number.NaN);
    this.#length = values.length;
  }

  get length(): number {
    return this.#length;
  }
  /** The end of the last value; the beginning where there is none. */
  get until(): number {
    return this.from + this.#length * STEP_MS;
  }
  at(i: number): number {
    return i < this.#length ? (this.#values[i] as number) : Number.NaN;
  }
  /** A view, valid until the next `put`. */
  part(first: number, last: number): Float32Array {
    return this.#values.subarray(Math.max(0, first), Math.min(this.#length, last));
  }

  /** A block as the feed brings it; what lies before the beginning is passed by, twice the same changes nothing. */
  put(at: number, rate: number, samples: readonly (number | null)[]): void {
    const holds = Math.max(1, Math.round(1000 / rate / STEP_MS));
    if ((at - this.from) / STEP_MS + samples.length * holds > MOST_VALUES) return;
    for (const [i, sample] of samples.entries()) {
      if (sample === null) continue;
      const first = Math.floor((at + (i * 1000) / rate - this.from) / STEP_MS + 1e-6);
      if (first + holds <= 0) continue;
      this.#grow(first + holds);
      this.#values.fill(sample, Math.max(0, first), first + holds);
    }
    const end = Math.round((at + (samples.length * 1000) / rate - this.from) / STEP_MS);
    if (end > 0) this.#grow(end);
  }

  #grow(length: number): void {
    if (length <= this.#length) return;
    if (length > this.#values.length) {
      const wider = new Float32Array(Math.max(length, this.#values.length * 2, 1024)).fill(Number.NaN);
      wider.set(this.#values.subarray(0, this.#length));
      this.#values = wider;
    }
    this.#length = length;
  }
}

/** Stretches of values that follow one another without a hole: what is drawn as one line each. */
export function runsOf(
  values: Float32Array,
  isShown: (value: number) => boolean,
): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= values.length; i++) {
    const is = i < values.length && isShown(values[i] as number);
    if (is && from < 0) from = i;
    if (is || from < 0) continue;
    runs.push([from, i]);
    from = -1;
  }
  return runs;
}

/** A child's heart may be drawn; a zero, or what no child's heart does, may not. */
export const isBpm = (bpm: number): boolean => bpm >= 30 && bpm <= 240;
export const isNumber = (value: number): boolean => !Number.isNaN(value);
