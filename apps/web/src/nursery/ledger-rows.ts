import type { CallView, GapView, LedgerChild, LedgerView, LookView, NapPosture } from "./shapes.ts";
import { arrows } from "./tiles.ts";

export const CELL_MS = 5 * 60_000;

/** The five minutes of the day in which anybody napped or was looked at; one hole of hours is left out. */
export function cellsOf({ children, from: begin, until }: LedgerView): readonly number[] {
  const cells = new Set<number>();
  for (const { naps, looks } of children) {
    for (const { from, to } of naps)
      for (
        let cell = Math.floor(Math.max(from, begin) / CELL_MS);
        cell <= Math.floor(Math.min(to ?? until, until) / CELL_MS);
        cell++
      )
        cells.add(cell * CELL_MS);
    for (const look of looks) cells.add(Math.floor(look.at / CELL_MS) * CELL_MS);
  }
  return [...cells].toSorted((a, b) => a - b);
}

const shownAs: Readonly<Record<NapPosture, string>> = { back: "supine", left: "left", right: "right", front: "prone" };

function markOf({ posture, turned, breathing, counts, sensor }: LookView): string {
  const arrow = `${arrows[posture]}${turned && posture !== "back" ? "✓" : ""}${breathing === "seen" ? "" : "×"}`;
  const isOther = sensor !== null && !turned && sensor !== shownAs[posture] ? "!" : "";
  return counts === "counts" ? `${arrow}${isOther}` : `(${arrow})`;
}

export interface ShownCell {
  readonly text: string;
  readonly is: "asleep" | "awake" | "gap";
}

export function shownCell({ naps, looks }: LedgerChild, cell: number, now: number): ShownCell {
  const end = cell + CELL_MS;
  const isGap = naps.some(({ gaps }) => gaps.some(({ due, until }) => due < end && (until ?? now) > cell));
  const isAsleep = naps.some(({ from, to }) => from < end && (to ?? now) > cell);
  const marks = looks.filter(({ at }) => at >= cell && at < end).map(markOf);
  return { text: `${isGap ? "▲" : ""}${marks.join(" ")}`, is: isGap ? "gap" : isAsleep ? "asleep" : "awake" };
}

export type Incident = { readonly at: number; readonly child: LedgerChild } & (
  | { readonly what: "gap"; readonly gap: GapView }
  | { readonly what: "look"; readonly look: LookView }
  | { readonly what: "call"; readonly call: CallView }
);

/** Told by the gap, or by what the sensor did not say. */
const toldElsewhere: ReadonlySet<string> = new Set(["missed", "sensor"]);

const isOfNote = (look: LookView): boolean =>
  look.counts !== "counts" ||
  look.posture === "front" ||
  look.breathing === "not-seen" ||
  look.colour === "poor" ||
  look.sensorWrong;

export interface Came {
  readonly n: number;
  readonly from: number;
  readonly to: number;
  readonly until: number;
}

/** Looks that came in later than they were tapped, from a device that had no network; null: none. */
export function cameOf({ children }: LedgerView): Came | null {
  const came = children.flatMap(({ looks }) =>
    looks.filter(({ cameAt, lateAt }) => cameAt !== null && lateAt === null),
  );
  if (came.length === 0) return null;
  const times = came.map(({ at }) => at);
  const until = Math.max(...came.map(({ cameAt }) => cameAt ?? 0));
  return { n: came.length, from: Math.min(...times), to: Math.max(...times), until };
}

/** What has to be looked at again, the newest first. */
export const incidentsOf = ({ children }: LedgerView): readonly Incident[] =>
  children
    .flatMap((child): readonly Incident[] => [
      ...child.naps.flatMap(({ gaps }) => gaps.map((gap): Incident => ({ what: "gap", at: gap.due, child, gap }))),
      ...child.looks.filter(isOfNote).map((look): Incident => ({ what: "look", at: look.at, child, look })),
      ...child.calls
        .filter(({ key }) => !toldElsewhere.has(key))
        .map((call): Incident => ({ what: "call", at: call.raisedAt, child, call })),
    ])
    .toSorted((a, b) => b.at - a.at);
