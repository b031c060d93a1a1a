import { defineSkill, MINUTE, SECOND } from "@sakiyomi/core";
import { hear } from "./hear.ts";
import { axes } from "./intake.ts";
import { brokenNow, unheard } from "./judged.ts";
import { make } from "./made.ts";
import { predictionsOf, VERSION } from "./predictions.ts";
import { type Settings, settings } from "./settings.ts";
import { newState, opened, type SavedState, type State, saved } from "./state.ts";
import { called, wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

/** A sensor that has been silent for so long says nothing new until it speaks. */
const SLEEPS_AFTER_MS = 10 * MINUTE;

/** Sees falls, postures and the way out of bed with one accelerometer at the waist or the chest. */
export const fall = defineSkill<SavedState, Settings>({
  id: "fall",
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  reads: [...axes, "bed-occupancy", "fall", "questionnaire", "answer"],
  makes: ["fall", "posture", "bed-occupancy"],
  does: ["ask", "tell", "task"],
  periodMs: 5 * SECOND,
  // A sensor sends its three axes together, z last; where one comes later the period sees to it.
  wakesOn: ["acceleration-z"],
  budgetMs: 20,
  settings,
  start: newState,
  step(before, { signals, settings: chosen }, now) {
    const heard = hear(opened(before), signals, chosen, now);
    const broken = { ...heard, broken: brokenNow(heard, chosen, now) };
    const settled = { ...broken, body: { ...broken.body, bed: called(broken, chosen, now) } };
    const { state, made } = make(settled, chosen, now);
    const wishes = wishesFor(state, chosen, now);
    return {
      state: saved(state),
      predictions: predictionsOf(state, chosen, now),
      wishes,
      made,
      ...(isAsleep(state, now) && wishes.length === 0 && { sleeps: true as const }),
    };
  },
  words,
});

/** The mat's word grows old by itself; until then it may still be said. */
function isAsleep(state: State, now: number): boolean {
  if (state.mat !== null && now - state.mat.at <= SLEEPS_AFTER_MS) return false;
  const why = unheard(state, now);
  if (why?.key === "never") return true;
  return why?.key === "silent" && now - Number(why.values?.sinceAt ?? now) > SLEEPS_AFTER_MS;
}
