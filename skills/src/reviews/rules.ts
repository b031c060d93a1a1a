import { DAY, HOUR, type Instant, MINUTE, type Signal } from "@sakiyomi/core";

/** How soon somebody wants a doctor's eye on a stretch of a wave; in the order of the queue. */
export const priorities = ["now", "today", "routine"] as const;
export type Priority = (typeof priorities)[number];

type Said = Extract<Signal, { kind: "review-request" }>["value"];

export interface ReviewRequest extends Said {
  readonly id: string;
  readonly at: Instant;
}

/** When an answer is owed. The house decides; no guideline does. */
export interface Targets {
  readonly nowMin: number;
  readonly leastTodayH: number;
  readonly routineDays: number;
  readonly utcOffsetMin: number;
}

/** Short, the same for whoever reads the signal, and fit for an address: what an answer is `about`. */
export function requestId({ at, sequence, source }: Pick<Signal, "at" | "sequence" | "source">): string {
  return `r-${at.toString(36)}-${sequence.toString(36)}-${hashOf(source).toString(36)}`;
}

/** FNV-1a, 32 bit: tells two sources of one instant apart. */
function hashOf(words: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

export const requestOf = (signal: Extract<Signal, { kind: "review-request" }>): ReviewRequest => ({
  ...signal.value,
  id: requestId(signal),
  at: signal.at,
});

/** A trace of a child's heart is answered as a recording, named after the minute in which it began. */
const RECORDING = /^ctg-(\d{1,12})$/;

export function isAbout(
  about: string,
  { id, kind, from, until }: Pick<ReviewRequest, "id" | "kind" | "from" | "until">,
) {
  if (about === id) return true;
  const minute = kind === "fetal-heart-rate" ? RECORDING.exec(about)?.[1] : undefined;
  return minute !== undefined && (Number(minute) + 1) * MINUTE > from - MINUTE && Number(minute) * MINUTE <= until;
}

/** When the answer is owed: minutes for `now`, the end of the day, or the end of a working day. */
export function targetOf(priority: Priority, at: Instant, targets: Targets): Instant {
  const { nowMin, leastTodayH, routineDays, utcOffsetMin } = targets;
  if (priority === "now") return at + nowMin * MINUTE;
  const offset = utcOffsetMin * MINUTE;
  const day = Math.floor((at + offset) / DAY);
  // Who asks at eleven at night leaves a doctor some time all the same.
  if (priority === "today") return Math.max((day + 1) * DAY - offset, at + leastTodayH * HOUR);
  return (workingDayAfter(day, routineDays) + 1) * DAY - offset;
}

/** Monday to Friday. Holidays are not known here: they make an answer due earlier, never later. */
const isWorkingDay = (day: number): boolean => {
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
};
function workingDayAfter(from: number, days: number): number {
  let day = from;
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** What the heart skill says of the person now. */
export type Finding = "asystole" | "disorder";

/** A finding raises what was asked for, and never lowers it. A heart that stands still waits for nobody. */
export function raised(priority: Priority, findings: readonly Finding[]): Priority {
  if (findings.includes("asystole")) return "now";
  return priority === "routine" && findings.includes("disorder") ? "today" : priority;
}

interface Queued {
  readonly priority: Priority;
  readonly targetAt: Instant;
  readonly at: Instant;
}
/** By priority, then by when the answer is owed, then by who asked first. */
export const inQueue = (a: Queued, b: Queued): number =>
  priorities.indexOf(a.priority) - priorities.indexOf(b.priority) || a.targetAt - b.targetAt || a.at - b.at;
