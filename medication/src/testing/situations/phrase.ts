import { type Draft, SituationError } from "./draft.ts";

/** One thing that may stand in a cell, and what it does. The page of situations lists them all. */
export interface Phrase {
  readonly example: string;
  readonly means: string;
  readonly says: RegExp;
  readonly does: (draft: Draft, words: Readonly<Record<string, string>>) => void;
}

/** @throws SituationError for words that are in no row */
export function apply(draft: Draft, said: string, phrases: readonly Phrase[]): void {
  const phrase = phrases.find(({ says }) => says.test(said));
  if (!phrase) throw new SituationError(`cannot read “${said}”`);
  phrase.does(draft, phrase.says.exec(said)?.groups ?? {});
}

/** The parts of a cell; a dash or nothing is none. */
export const partsOf = (cell: string, between: string): readonly string[] =>
  cell
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "-");
