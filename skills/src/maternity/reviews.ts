import { type Instant, identityOf, MINUTE, type Signal } from "@sakiyomi/core";
import { FIRST_LOOK_MIN, LAST_LOOK_MIN } from "./ctg/dawes-redman.ts";
import type { Look } from "./look.ts";
import type { Tape } from "./tape.ts";

/** Why somebody has to look at a recording. In the order of their weight: of one recording the heaviest is told. */
export const reasons = [
  "stopped-early",
  "undetermined",
  "criteria-not-met",
  "level-3",
  "slow-heart",
  "level-4",
  "level-5",
] as const;
export type Reason = (typeof reasons)[number];

export interface Review {
  readonly begin: Instant;
  readonly until: Instant;
  readonly reason: Reason;
  /** When it was found. */
  readonly at: Instant;
}

const KEPT = 8;

/** What a look asks of a doctor; a recording that goes on is not judged by what may still come. */
export function reasonOf({ criteria, jsog, minute }: Look): Reason | null {
  if (jsog.known && jsog.value.level >= 3) return `level-${jsog.value.level as 3 | 4 | 5}`;
  if (!criteria.known || minute < LAST_LOOK_MIN) return null;
  if (criteria.value.verdict === "not-met") return "criteria-not-met";
  return criteria.value.verdict === "unknown" ? "undetermined" : null;
}

/** A recording that ended before the hour, without the criteria: no result, and it has to be made again. */
export function reasonAtEnd(look: Look | null): Reason | null {
  if (look === null || look.minute < FIRST_LOOK_MIN || look.minute >= LAST_LOOK_MIN) return null;
  return look.criteria.known && look.criteria.value.verdict === "not-yet" ? "stopped-early" : null;
}

export function asked(all: readonly Review[], tape: Tape, reason: Reason | null, at: Instant): readonly Review[] {
  if (reason === null) return all;
  const earlier = all.find(({ begin }) => begin === tape.begin);
  const isWorse = earlier === undefined || reasons.indexOf(reason) > reasons.indexOf(earlier.reason);
  const review = isWorse ? { begin: tape.begin, reason, at } : earlier;
  const others = all.filter((one) => one !== earlier);
  return [...others, { ...review, until: tape.heardUntil }].sort((a, b) => a.begin - b.begin).slice(-KEPT);
}

/** A recording is answered under its name, `ctg-` and the minute in which it began; late samples may have moved that. */
const RECORDING = /^ctg-(\d{1,12})$/;

/** Advice that was given, by what it is about; one that is struck out answers nothing. */
export interface Answer {
  readonly id: string;
  readonly minute: number;
  /** When it was given: it does not answer what was found later. */
  readonly at: Instant;
}

export function answered(all: readonly Answer[], signals: readonly Signal[]): readonly Answer[] {
  return signals.reduce((so, signal) => {
    if (signal.kind !== "advice") return so;
    const id = identityOf(signal);
    const others = so.filter((one) => one.id !== id);
    const minute = RECORDING.exec(signal.value.about)?.[1];
    if (minute === undefined || signal.quality === "entered-in-error") return others;
    return [...others, { id, minute: Number(minute), at: signal.at }].slice(-4 * KEPT);
  }, all);
}

const answers = ({ begin, until, at }: Review, answer: Answer): boolean =>
  (answer.minute + 2) * MINUTE > begin && answer.minute * MINUTE <= until && answer.at >= Math.min(at, until);

export const openOf = (all: readonly Review[], given: readonly Answer[]): readonly Review[] =>
  all.filter((review) => !given.some((answer) => answers(review, answer)));
