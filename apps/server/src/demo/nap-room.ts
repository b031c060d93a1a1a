import { HOUR, type Instant, MINUTE, SECOND, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";
import { naps, napWatch } from "@sakiyomi/skills";
import { dayBefore, type Guest, type Opened, simulator } from "./guest.ts";

/** They sleep again and again, whenever somebody opens the demo, each at other times: two of three always do. */
const NAP_ROUND = 2 * HOUR;
/** They have been here so long when it opens: each has slept through one whole nap. */
export const LIVED = 2 * NAP_ROUND;
const SLEEPS = 110 * MINUTE;
/** The simulated teacher looks so long before it is due: before it stands among what is to be done. */
const AHEAD = 90 * SECOND;

/** How the house's sensor is worn, so that it can tell from the first second on; a side is no call by the national rule. */
const settings = { municipality: "national", out: "+z", head: "+y" } as const;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly ageDays: number;
  readonly everyMin: number;
  readonly perMin: number;
  /** From this minute of the nap on it lies so; before the first it lies on its back. */
  readonly turns: readonly (readonly [minute: number, lies: "back" | "left" | "right" | "front"])[];
}

/** The second one rolls onto its front half a minute before the teacher comes: a call, and its end. */
const rows: readonly Row[] = [
  { id: "nap-1", name: "石井 湊", ageDays: 220, everyMin: 5, perMin: 34, turns: [] },
  {
    ...{ id: "nap-2", name: "최서아", ageDays: 610, everyMin: 10, perMin: 27 },
    turns: [
      [14, "left"],
      [31, "back"],
      [59, "front"],
      [59.55, "back"],
      [80, "right"],
    ],
  },
  {
    ...{ id: "nap-3", name: "Alice Costa", ageDays: 980, everyMin: 10, perMin: 24 },
    turns: [
      [4, "right"],
      [44, "back"],
      [70, "left"],
      [95, "back"],
    ],
  },
];

/** Three children of a nursery, of 0, 1 and 2 years, with a sensor on the chest of each. */
export const napRoom = ({ at }: Opened): readonly Guest[] =>
  rows.map((row, i) => ({
    ...{ id: row.id, name: row.name, birthDate: dayBefore(at, row.ageDays) },
    place: ["ふじ保育園", "午睡室", "ABC"[i] ?? ""],
    devices: [chestOf(row)],
    signalsBetween: (from, to, isSeen) =>
      roundsIn(Math.max(from, at - LIVED), to, (i * NAP_ROUND) / rows.length)
        .filter((nap) => nap >= at - LIVED)
        .flatMap((nap) => sleeping(row, nap, from, to, isSeen)),
    settle: (ward) => ward.setSkill(row.id, napWatch.id, true, settings, 0, simulator),
  }));

const chestOf = ({ id }: Row): SourceId => `device:chest-${id}` as SourceId;

/** Beginnings of the naps that touch a time: by the clock, so that a demo that was away goes on where it would be. */
function roundsIn(from: Instant, to: Instant, phase: number): readonly Instant[] {
  const first = Math.floor((from - phase) / NAP_ROUND);
  const count = Math.max(0, Math.floor((to - phase) / NAP_ROUND) - first + 1);
  return Array.from({ length: count }, (_, k) => (first + k) * NAP_ROUND + phase);
}

function sleeping(row: Row, nap: Instant, from: Instant, to: Instant, isSeen: boolean): readonly Signal[] {
  const words = wordsOf(row, nap).filter((one) => one.at >= from && one.at < to);
  return isSeen ? [...words, ...felt(row, nap, from, to)] : words;
}

/** As a teacher says them: it sleeps, looks in time, it is awake. */
function wordsOf(row: Row, nap: Instant): readonly Signal[] {
  const everyMs = row.everyMin * MINUTE - AHEAD;
  const looks = Array.from({ length: Math.floor(SLEEPS / everyMs) }, (_, k) => nap + (k + 1) * everyMs);
  return [
    said(row, "nap", nap, { phase: "start" }),
    ...looks.map((at) => {
      const posture = liesIn(row, nap, at);
      return said(row, "nap-check", at, { posture, breathing: "seen", turned: posture === "front" });
    }),
    said(row, "nap", nap + SLEEPS, { phase: "end" }),
  ];
}

const said = ({ id }: Row, kind: "nap" | "nap-check", at: Instant, value: object): Signal =>
  ({
    ...{ subject: `person:${id}` as SubjectId, source: simulator.id as SourceId },
    ...{ kind, at, receivedAt: at, sequence: 0, quality: "good", value },
  }) as Signal;

const liesIn = ({ turns }: Row, nap: Instant, at: Instant) =>
  turns.findLast(([minute]) => at >= nap + minute * MINUTE)?.[1] ?? "back";

/** A block is sent when its second is over. */
function felt(row: Row, nap: Instant, from: Instant, to: Instant): readonly Signal[] {
  const first = Math.ceil(Math.max(from, nap + SECOND) / SECOND) * SECOND - SECOND;
  const until = Math.min(to, nap + SLEEPS) - SECOND;
  const lies = (at: Instant) => liesIn(row, nap, at);
  return naps.worn({ from: first, until, lies, perMin: row.perMin, source: chestOf(row) });
}
