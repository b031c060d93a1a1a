import { defineSkill, HOUR, type Instant, type Made, type Prediction, SECOND, text, unknown } from "@sakiyomi/core";
import type { Belief } from "./belief.ts";
import { type Estimate, type Estimated, estimate } from "./estimate.ts";
import { type Hearing, hear, silence, slowKinds } from "./hearing.ts";
import { WINDOW_S } from "./modulations.ts";
import { type Settings, settings } from "./settings.ts";
import { words } from "./words.ts";

interface State {
  readonly hearing: Hearing;
  /** Shares of the rates, rounded; null: nothing is believed yet. */
  readonly belief: Belief | null;
  readonly believedAt: Instant;
  /** How far the impedance usually swings. */
  readonly depth: number | null;
}

const VERSION = "1.0.0";
const MODEL = `breath/${VERSION}`;
const PERIOD_MS = 4 * SECOND;
/** A belief is carried over a gap of so long. */
const FORGET_AFTER_MS = 30 * SECOND;
const STALE_MS = 10 * SECOND;
/** Whose sensors have been silent for so long wears none: it sleeps until a wave comes. */
const WORN_MS = HOUR;

const NOTHING = { belief: null, depth: null };
const NOT_HEARD = { estimate: null, pauseS: null, isRough: false };

/** How often a person breathes, from whatever shows it: impedance, chest movement, pulse wave, ECG. */
export const breath = defineSkill<State, Settings>({
  id: "breath",
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  reads: [...slowKinds],
  makes: ["respiration-rate"],
  does: [],
  periodMs: PERIOD_MS,
  // What it says is valid for 10 s.
  slowestMs: 8 * SECOND,
  budgetMs: 40,
  settings,
  start: (now) => ({ hearing: silence, belief: null, believedAt: now, depth: null }),
  step(state, inputs, now) {
    const heard = hear(state.hearing, inputs.signals, now);
    const hearing = now - heardUntil(heard) > WORN_MS ? silence : heard;
    const until = Math.min(now, heardUntil(hearing));
    const isFresh = now - until <= STALE_MS;
    const before = now - state.believedAt <= FORGET_AFTER_MS ? state : NOTHING;
    const { ageYears } = inputs.person;
    const found = isFresh ? estimate(hearing, before, ageYears, until / 1000) : { ...NOT_HEARD, ...before };
    const isSure = found.estimate !== null && found.estimate.confidence >= inputs.settings.leastConfidence;
    return {
      state: {
        hearing,
        belief: found.belief?.map((share) => Number(share.toPrecision(4))) ?? before.belief,
        believedAt: isFresh && found.belief ? now : state.believedAt,
        depth: found.depth,
      },
      predictions: { rate: rateNow(found, isSure, until, now) },
      wishes: [],
      made: found.estimate !== null && isSure ? madeOf(found.estimate, until) : [],
      sleeps: until === 0,
    };
  },
  words,
});

/** The newest time of which anything has been heard; the window ends there. */
const heardUntil = ({ slow }: Hearing): number => Math.max(0, ...slowKinds.map((kind) => slow[kind]?.until ?? 0));

const tenths = (value: number): number => Math.round(value * 10) / 10;

function rateNow(
  { estimate: found, pauseS, isRough }: Estimated,
  isSure: boolean,
  until: number,
  now: Instant,
): Prediction {
  if (until === 0) return unknown("never");
  if (now - until > STALE_MS) return unknown("silent", { seconds: Math.round((now - until) / SECOND) });
  if (pauseS !== null) return unknown("pause", { seconds: pauseS });
  if (found === null && isRough) return unknown("not-sure", { percent: 0 });
  if (found === null) return unknown("too-short", { seconds: WINDOW_S });
  const percent = Math.round(100 * found.confidence);
  if (!isSure) return unknown("not-sure", { percent });
  const value = tenths(found.perMin);
  return {
    known: true,
    what: {
      type: "quantity",
      at: now,
      unit: "/min",
      value,
      interval: {
        low: Math.min(value, tenths(Math.max(0, found.low))),
        high: Math.max(value, tenths(found.high)),
        p: 0.8,
      },
    },
    because: [
      ...(found.way === "counted"
        ? [text("counted", { breaths: found.breaths })]
        : found.carriers.map((carrier) => text(`from-${carrier}`))),
      text("confidence", { percent }),
    ],
    validUntil: now + STALE_MS,
    model: MODEL,
  };
}

const madeOf = ({ perMin }: Estimate, until: number): readonly Made[] => [
  { kind: "respiration-rate", at: Math.floor(until), value: tenths(perMin) },
];
