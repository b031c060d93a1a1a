import { type Instant, isOfClass, MINUTE, type Signal } from "@sakiyomi/core";
import { FORGET_DRINK_MS } from "./filling.ts";
import type { Charted, Kept, State } from "./state.ts";

/** A reading stays open to late ones and to strike-outs for so long. */
export const OPEN_MS = 15 * MINUTE;
const REMEMBER_CHART_MS = 180 * MINUTE;
/** The door lets a device's clock run ahead a little. */
const AHEAD_MS = MINUTE;
/** Readings that the sensor doubts, and readings of somebody who walks, have so many times the variance. */
const DOUBT_QUESTIONABLE = 9;
const DOUBT_WALKING = 9;
/** Sleep shorter than this is a nap: no morning follows. */
const NIGHT_MS = 180 * MINUTE;

/** Takes the signals in, in order of arrival. */
export function takeIn(state: State, signals: readonly Signal[], now: Instant): State {
  const next = signals
    .filter(({ at, quality }) => at <= now + AHEAD_MS && quality !== "bad")
    .reduce((before, signal) => withSignal(before, signal), state);
  return {
    ...next,
    drinks: next.drinks.filter(({ at }) => now - at < FORGET_DRINK_MS),
    charted: next.charted.filter(({ at }) => now - at < REMEMBER_CHART_MS),
  };
}

function withSignal(state: State, signal: Signal): State {
  if (signal.kind === "bladder-volume") return { ...state, recent: withReading(state, signal) };
  if (signal.kind === "fluid-intake")
    return { ...state, drinks: withOne(state.drinks, signal, { ml: signal.value.volumeMl }) };
  if (signal.kind === "void") return { ...state, charted: withOne(state.charted, signal, {}) };
  return isOfClass(signal, "state") && signal.quality !== "entered-in-error" ? withState(state, signal) : state;
}

const idOf = ({ source, at, sequence }: Signal): string => `${source} ${at} ${sequence}`;

/** In order of time; said twice counts once; struck out is gone. */
function withOne<T extends Charted>(list: readonly T[], signal: Signal, rest: Omit<T, "at" | "id">): readonly T[] {
  const id = idOf(signal);
  if (signal.quality === "entered-in-error") return list.filter((one) => one.id !== id);
  if (list.some((one) => one.id === id)) return list;
  return [...list, { at: signal.at, id, ...rest } as T].sort((a, b) => a.at - b.at);
}

function withReading(state: State, signal: Extract<Signal, { kind: "bladder-volume" }>): readonly Kept[] {
  if (state.settled !== null && signal.at <= state.settled.at) return state.recent;
  const doubt =
    (signal.quality === "questionable" ? DOUBT_QUESTIONABLE : 1) * (state.posture === "walking" ? DOUBT_WALKING : 1);
  return withOne(state.recent, signal, { ml: signal.value, doubt, posture: state.posture });
}

function withState(state: State, signal: Signal): State {
  if (signal.kind === "posture") return { ...state, posture: signal.value };
  if (signal.kind !== "sleep-stage") return state;
  if (signal.value === "asleep") return { ...state, asleepSince: state.asleepSince ?? signal.at };
  const slept = state.asleepSince === null ? 0 : signal.at - state.asleepSince;
  const waking = slept >= NIGHT_MS ? { ...state.waking, at: signal.at } : state.waking;
  return { ...state, asleepSince: null, waking };
}
