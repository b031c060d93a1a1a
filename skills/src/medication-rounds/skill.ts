import { defineSkill, MINUTE } from "@sakiyomi/core";
import { type Settings, settings } from "./settings.ts";
import { forget, hear, type State, startingState } from "./state.ts";
import { wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

/**
 * Keeps the house to what was ordered: reminds of a dose when its window opens, tells of one that is overdue or omitted,
 * asks whether what was handed over was taken and what a medicine as needed did, and calls where two were given.
 */
export const medicationRounds = defineSkill<State, Settings>({
  id: "medication-rounds",
  owner: "@sakiyomi/care",
  version: "1.0.0",
  risk: "suggests",
  consent: "record",
  reads: ["medication-order", "medication-dose", "call"],
  makes: [],
  does: ["tell", "task"],
  periodMs: MINUTE,
  budgetMs: 100,
  settings,
  start: startingState,
  step(before, inputs, now) {
    const state = forget(inputs.signals.reduce(hear, before), now);
    return { state, predictions: {}, wishes: wishesFor(inputs.person.id, state, inputs.settings, now) };
  },
  words,
});
