// A day of check-ups in one house: who is measured when, and what the nurse does with the skill's words.
import { type Instant, MINUTE, type Signal, type SourceId, type SubjectId, type Wish } from "@sakiyomi/core";
import { checkup } from "./skill.ts";

export interface Day {
  readonly seed: number;
  readonly checkups: number;
  /** Without the skill nobody is told: reports are written when the nurse comes round to them. */
  readonly isTold: boolean;
}
export interface Outcome {
  readonly measuredAt: Instant;
  readonly reportedAt: Instant;
  readonly warnedAt: Instant | null;
  readonly toldBrokenAt: Instant | null;
}

export const EIGHT: Instant = Date.parse("2026-11-23T08:00:00+09:00");
const settings = checkup.settings.parse({});

/** mulberry32. */
function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const said = (
  phase: "begun" | "measured" | "reported" | "cancelled",
  at: Instant,
  id = "c1",
  sequence = 0,
): Signal => ({
  subject: "person:ann" as SubjectId,
  kind: "checkup",
  at,
  receivedAt: at,
  sequence,
  value: { id, phase },
  quality: "good",
  source: "staff:sato" as SourceId,
});

interface Waiting {
  readonly index: number;
  readonly measuredAt: Instant;
  readonly minutes: number;
  state: ReturnType<typeof checkup.start>;
  warnedAt: Instant | null;
  toldBrokenAt: Instant | null;
  reportedAt: Instant | null;
}

/**
 * One nurse, minute by minute. Measuring ends between 8:30 and 15:00; a report takes 8 to 20 minutes; other work takes the
 * nurse away for 20 to 70 minutes at a time. The earliest comes first; told, the nurse leaves other work for a call. All of these
 * times are assumptions.
 */
export function simulateDay({ seed, checkups, isTold }: Day): readonly Outcome[] {
  const chance = chanceOf(seed);
  const waiting: Waiting[] = Array.from({ length: checkups }, (_, index) => ({
    index,
    measuredAt: EIGHT + Math.round(30 + chance() * 360) * MINUTE,
    minutes: 8 + Math.round(chance() * 12),
    state: checkup.start(EIGHT),
    ...{ warnedAt: null, toldBrokenAt: null, reportedAt: null },
  }));
  const nurse: Nurse = { freeAt: EIGHT, writing: null, chance };
  for (let now = EIGHT; waiting.some(({ reportedAt }) => reportedAt === null); now += MINUTE) {
    const called = waiting.filter((one) => listen(one, now)).length > 0;
    work(nurse, waiting, now, isTold && called);
  }
  return waiting.map(({ measuredAt, reportedAt, warnedAt, toldBrokenAt }) => ({
    measuredAt,
    reportedAt: reportedAt ?? measuredAt,
    warnedAt,
    toldBrokenAt,
  }));
}

interface Nurse {
  freeAt: Instant;
  writing: Waiting | null;
  readonly chance: () => number;
}

/** Called, the nurse comes; otherwise other work comes first two times of three. */
function work(nurse: Nurse, waiting: readonly Waiting[], now: Instant, isCalled: boolean): void {
  if (nurse.writing !== null && now >= nurse.freeAt) {
    nurse.writing.reportedAt = now;
    nurse.writing = null;
  }
  if (nurse.writing !== null || (now < nurse.freeAt && !isCalled)) return;
  const next = nextOf(waiting, now);
  const isElsewhere = next === undefined || (!isCalled && nurse.chance() < 2 / 3);
  nurse.freeAt = now + (isElsewhere ? 20 + Math.round(nurse.chance() * 50) : next.minutes) * MINUTE;
  nurse.writing = isElsewhere ? null : next;
}

/** The one that has waited longest. */
const nextOf = (waiting: readonly Waiting[], now: Instant): Waiting | undefined =>
  waiting
    .filter(({ measuredAt, reportedAt }) => reportedAt === null && measuredAt <= now)
    .toSorted((a, b) => a.measuredAt - b.measuredAt)[0];

/** The skill's turn for one person; whether it calls. */
function listen(one: Waiting, now: Instant): boolean {
  const id = `c${one.index}`;
  if (now < one.measuredAt || one.reportedAt !== null) return false;
  const isMeasured = now === one.measuredAt;
  const signals = isMeasured ? [said("begun", now - 30 * MINUTE, id, 1), said("measured", now, id, 2)] : [];
  const person = { id: "person:ann" as SubjectId, ageYears: 84, pregnant: null };
  const turn = checkup.step(one.state, { signals, settings, person }, now);
  one.state = turn.state;
  const tells = turn.wishes.filter((wish): wish is Wish & { do: "tell" } => wish.do === "tell");
  if (tells.some(({ text }) => text.key === "soon")) one.warnedAt ??= now;
  if (tells.some(({ text }) => text.key === "broken")) one.toldBrokenAt ??= now;
  return tells.length > 0;
}
