import { randomFor } from "@sakiyomi/learn";

/** What differs from one beginning to the next: drawn evenly between two bounds, or a whole number of choices. */
export interface Variation {
  readonly from: number;
  readonly to: number;
  /** UCUM. */
  readonly unit: string;
  /** Why this much: what it stands for in a real house. */
  readonly why: string;
  /** Whole numbers from `from` to `to`, both included. */
  readonly isWhole?: boolean;
}

export type Variations = Readonly<Record<string, Variation>>;
export type Drawn<V extends Variations> = { readonly [K in keyof V]: number };

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, of a name: its own purpose among random numbers. */
export const purposeOf = (name: string): number =>
  Array.from(name).reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5);

const drawOne = (name: string, { from, to, isWhole = false }: Variation, seed: number): number => {
  const share = randomFor(seed, purposeOf(name)).uniform();
  return isWhole ? from + Math.floor(share * (to - from + 1)) : from + share * (to - from);
};

/** The same seed gives the same values on every machine; a variation that is added changes none of the others. */
export const draw = <V extends Variations>(variations: V, seed: number): Drawn<V> =>
  Object.fromEntries(
    Object.entries(variations).map(([name, variation]) => [name, drawOne(name, variation, seed)]),
  ) as Drawn<V>;
