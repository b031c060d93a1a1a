import {
  defineSkill,
  HOUR,
  type Instant,
  type Made,
  MINUTE,
  type Prediction,
  SECOND,
  type Signal,
  text,
  unknown,
} from "@sakiyomi/core";
import { type Heards, type Stillness, standingStill, stillness } from "./asystole.ts";
import { measuredUntil } from "./channel.ts";
import { type BeatWave, type Heard, takeIn } from "./heard.ts";
import { disorder, type Rate, rateOf, unheard, WORDS } from "./rhythm.ts";
import { type Settings, settings } from "./settings.ts";
import { type Beating, shapes } from "./shape.ts";
import { type Standing, wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

interface State {
  readonly heards: Heards;
  readonly standing: Standing;
  /** When a rate was last made. */
  readonly madeAt: Instant;
}

const VERSION = "1.0.0";
const MODEL = `heart/${VERSION}`;
const kinds = Object.keys(shapes) as Beating[];
const MAKES_EVERY_MS = 5 * SECOND;
/** Whose sensors have been silent for so long wears none: it sleeps until a wave comes. */
const WORN_MS = HOUR;
const none: Heards = { ecg: null, ppg: null, "arterial-pressure": null };

/** Hears beats in ECG, pulse and pressure: rate, order of the rhythm, and a heart that stands still. */
export const heart = defineSkill<State, Settings>({
  id: "heart",
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  reads: ["ecg", "ppg", "arterial-pressure"],
  makes: ["heart-rate", "pulse-rate"],
  does: ["tell", "task"],
  periodMs: 5 * SECOND,
  wakesOn: ["ecg", "ppg", "arterial-pressure"],
  budgetMs: 20,
  settings,
  quieter: { "disorder-told": { setting: "disorderLimit", by: 0.05 } },
  start: (now) => ({ heards: none, standing: { stillSince: null, disorderSince: null }, madeAt: now }),
  step(state, inputs, now) {
    const heards = worn(hearAll(state.heards, inputs.signals), now);
    const { standing, disorderly, found } = judge(state, heards, inputs.settings, now);
    const rates = { ecg: rateOf(heards.ecg, now), pulse: rateOf(pulseOf(heards, now), now) };
    const made = now - state.madeAt >= MAKES_EVERY_MS ? madeOf(heards, rates, now) : [];
    return {
      state: { heards, standing, madeAt: made.length > 0 ? now : state.madeAt },
      predictions: {
        rate: rateNow(rates.ecg, "ecg", now),
        pulse: rateNow(rates.pulse, "pulse", now),
        disorder: disorderNow(heards, disorderly, inputs.settings, now),
      },
      wishes: wishesFor(standing, found, inputs.settings),
      made,
      sleeps: kinds.every((kind) => heards[kind] === null) && standing.stillSince === null,
    };
  },
  words,
});

function worn(heards: Heards, now: Instant): Heards {
  const isWorn = kinds.some((kind) => {
    const heard = heards[kind];
    return heard !== null && now - measuredUntil(heard.channel) <= WORN_MS;
  });
  return isWorn ? heards : none;
}

function hearAll(before: Heards, signals: readonly Signal[]): Heards {
  const of = (kind: Beating) => {
    const waves = signals.filter((signal): signal is BeatWave => signal.kind === kind);
    return waves.length === 0 ? before[kind] : takeIn(kind, before[kind], waves).heard;
  };
  return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<Beating, Heard | null>;
}

/** What is known of the order of the rhythm; it rests on the ECG, or where there is none, on the pulse. */
interface Disorderly {
  readonly from: "ecg" | "pulse";
  readonly value: number | null;
}

interface Judged {
  readonly standing: Standing;
  readonly disorderly: Disorderly;
  readonly found: Stillness;
}

function judge({ standing }: State, heards: Heards, { asystoleS, disorderLimit }: Settings, now: Instant): Judged {
  const found = stillness(heards, asystoleS * SECOND, now);
  const stillSince = standingStill(standing.stillSince, found, heards, now);
  const from = unheard(heards.ecg, now) === null ? "ecg" : "pulse";
  const heard = from === "ecg" ? heards.ecg : pulseOf(heards, now);
  const value = heard === null || unheard(heard, now) ? null : disorder(heard.intervals);
  // Where nothing is known the finding stands: whoever takes off the sensor has not cured anything.
  const isDisorderly = value === null ? standing.disorderSince !== null : value >= disorderLimit;
  const disorderSince = isDisorderly ? (standing.disorderSince ?? now) : null;
  return { standing: { stillSince, disorderSince }, disorderly: { from, value }, found };
}

/** The line in the artery is the better pulse where there is one. */
const pulseOf = (heards: Heards, now: Instant): Heard | null =>
  unheard(heards["arterial-pressure"], now) === null ? heards["arterial-pressure"] : heards.ppg;

const tenths = (value: number): number => Math.round(value * 10) / 10;

function rateNow(rate: Rate, from: "ecg" | "pulse", now: Instant): Prediction {
  if (!rate.known) return unknown(`${from}-${rate.why}`, rate.why === "silent" ? { seconds: rate.silentS } : undefined);
  // 1.28 standard errors: 80 % of a normal distribution.
  const off = 1.28 * rate.spread;
  const value = tenths(rate.perMin);
  return {
    known: true,
    what: {
      type: "quantity",
      at: now,
      unit: "/min",
      value,
      interval: { low: Math.min(value, tenths(value - off)), high: tenths(value + off), p: 0.8 },
    },
    because: [text(`from-${from}`, { beats: rate.beats })],
    validUntil: now + 10 * SECOND,
    model: MODEL,
  };
}

function disorderNow(heards: Heards, { from, value }: Disorderly, settings: Settings, now: Instant): Prediction {
  const heard = from === "ecg" ? heards.ecg : pulseOf(heards, now);
  const not = unheard(heard, now);
  if (not) return unknown(`${from}-${not.why}`, not.why === "silent" ? { seconds: not.silentS } : undefined);
  if (value === null) return unknown("few-for-rhythm", { beats: WORDS });
  const rounded = Math.round(value * 1000) / 1000;
  return {
    known: true,
    what: { type: "quantity", at: now, unit: "1", value: rounded, interval: { low: rounded, high: rounded, p: 1 } },
    because: [
      text(`rhythm-from-${from}`, { beats: WORDS }),
      text(value >= settings.disorderLimit ? "is-disorderly" : "is-orderly", { limit: settings.disorderLimit }),
    ],
    validUntil: now + MINUTE,
    model: MODEL,
  };
}

function madeOf(heards: Heards, rates: { readonly ecg: Rate; readonly pulse: Rate }, now: Instant): readonly Made[] {
  const made = (kind: "heart-rate" | "pulse-rate", rate: Rate, heard: Heard | null): readonly Made[] =>
    rate.known && heard !== null && rate.perMin <= 350
      ? [{ kind, at: Math.max(0, Math.min(now, Math.floor(measuredUntil(heard.channel)))), value: tenths(rate.perMin) }]
      : [];
  return [...made("heart-rate", rates.ecg, heards.ecg), ...made("pulse-rate", rates.pulse, pulseOf(heards, now))];
}
