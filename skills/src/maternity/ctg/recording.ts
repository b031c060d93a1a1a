/** Samples a second of every recording that is analysed; what devices say is brought to it by `grid.ts`. */
export const HZ = 4;

/** A cardiotocogram. All waves begin together; NaN where nothing was measured. */
export interface Recording {
  /** The child's heart, /min, 4 a second. */
  readonly fhr: Float64Array;
  /** The womb's activity in the device's units, 4 a second; null where none was worn. */
  readonly toco: Float64Array | null;
  /** The mother's own pulse, /min, 4 a second; null where none was measured. */
  readonly mother: Float64Array | null;
}

/** A value that may be unknown, and then says why. The whys are keys of words (`words.ts`). */
export type Maybe<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: Why };

export type Why =
  | "never"
  | "too-short"
  | "signal-lost"
  | "no-baseline"
  | "no-contractions-measured"
  | "toco-flat"
  | "no-mother-pulse"
  | "weeks-unknown"
  | "several-children"
  | "not-in-labour"
  | "in-labour"
  | "before-26-weeks"
  | "not-in-the-table"
  | "signal-of-mother";

export const found = <T>(value: T): Maybe<T> => ({ known: true, value });
export const notKnown = (why: Why): { readonly known: false; readonly why: Why } => ({ known: false, why });

/** The value, or another where it is not known: for places that have said before what not knowing means there. */
export const valueOr = <T, U>(maybe: Maybe<T>, other: U): T | U => (maybe.known ? maybe.value : other);

export const secondsOf = ({ fhr }: Recording): number => fhr.length / HZ;

/** A part of it, in seconds from the beginning. */
export function cut({ fhr, toco, mother }: Recording, fromS: number, untilS: number): Recording {
  const part = (wave: Float64Array) => wave.subarray(Math.max(0, Math.round(fromS * HZ)), Math.round(untilS * HZ));
  return { fhr: part(fhr), toco: toco && part(toco), mother: mother && part(mother) };
}

/** The mean of each second; NaN where nothing was measured. */
export function everySecond(wave: Float64Array): Float64Array {
  const seconds = new Float64Array(Math.floor(wave.length / HZ));
  for (let s = 0; s < seconds.length; s++) {
    let [sum, n] = [0, 0];
    for (let i = s * HZ; i < (s + 1) * HZ; i++) {
      const value = wave[i] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
    }
    seconds[s] = n === 0 ? Number.NaN : sum / n;
  }
  return seconds;
}
