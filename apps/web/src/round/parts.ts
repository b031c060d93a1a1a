import type { RoundPart, RoundRow } from "@sakiyomi/medication";
import type { IconName } from "../look/icons.tsx";
import type { Key } from "../words/index.ts";

/** How each part of a round looks: a picture and a word, never only a colour; the most pressing first. */
export interface PartLook {
  readonly part: RoundPart;
  readonly icon: IconName;
  readonly word: Key;
  /** Needs somebody now. */
  readonly isPressing: boolean;
}
export const partLooks: readonly PartLook[] = [
  { part: "omitted", icon: "missed", word: "round.omitted", isPressing: true },
  { part: "overdue", icon: "late", word: "round.overdue", isPressing: true },
  { part: "due", icon: "round", word: "round.due", isPressing: true },
  { part: "waiting", icon: "consciousness", word: "round.waiting", isPressing: true },
  { part: "effects", icon: "think", word: "round.effects", isPressing: true },
  { part: "next", icon: "clock", word: "round.next", isPressing: false },
  { part: "onHold", icon: "rest", word: "round.onHold", isPressing: false },
  { part: "asNeeded", icon: "plus", word: "round.asNeeded", isPressing: false },
];

/** What stands at the top as a figure, and narrows the list when it is tapped. */
export const counted: readonly RoundPart[] = ["overdue", "due", "waiting", "next"];

/** An omitted dose counts among the overdue ones at the top: somebody has to do something about both. */
export const countOf = (row: RoundRow, part: RoundPart): number =>
  part === "overdue" ? row.overdue.length + row.omitted.length : row[part].length;

/** Parts of one person that are not empty, in the order of their looks. */
export const shownParts = (row: RoundRow): readonly (PartLook & { readonly count: number })[] =>
  partLooks.map((look) => ({ ...look, count: row[look.part].length })).filter(({ count }) => count > 0);

/** People of whom nothing at all is to be done are at the end of a list, behind a word; the walking order stays. */
export function narrowed(rows: readonly RoundRow[], part: RoundPart | null): readonly RoundRow[] {
  return part === null
    ? rows.filter((row) => shownParts(row).length > 0)
    : rows.filter((row) => countOf(row, part) > 0);
}

/** The earliest time of what is pressing or next, for the line of a person; null: nothing with a time. */
export function nextAt(row: RoundRow): number | null {
  const times = [...row.omitted, ...row.overdue, ...row.due, ...row.next].map(({ dose }) => dose.at);
  return times.length === 0 ? null : Math.min(...times);
}
