import type { SubjectId } from "../1-signal/index.ts";

interface OfSeat {
  readonly skill: string;
  readonly subject: SubjectId;
}

type Entries = readonly (readonly [key: string, one: OfSeat])[];

const keyOf = ({ skill, subject }: OfSeat): string => `${skill} ${subject}`;

/** Made once for each state of what stands: most turns change none of it. */
const indexes = new WeakMap<ReadonlyMap<string, OfSeat>, ReadonlyMap<string, Entries>>();

/** What stands of the seat, in its order. Thousands of turns a second cannot each go through all that stands in a house. */
export function ofSeat<T extends OfSeat>(all: ReadonlyMap<string, T>, seat: OfSeat): readonly (readonly [string, T])[] {
  const index = indexes.get(all) ?? Map.groupBy<string, Entries[number]>(all, ([, one]) => keyOf(one));
  indexes.set(all, index);
  return (index.get(keyOf(seat)) ?? []) as readonly (readonly [string, T])[];
}
