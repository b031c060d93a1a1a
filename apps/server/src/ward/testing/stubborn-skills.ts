import { defineSkill, MINUTE, type Skill } from "@sakiyomi/core";
import { z } from "zod";

const base = {
  owner: "tests",
  version: "1.0.0",
  risk: "informs" as const,
  reads: ["call"] as const,
  makes: [],
  does: ["tell"] as const,
  periodMs: MINUTE,
  budgetMs: 50,
  settings: z.object({ spin: z.boolean().default(true) }),
  start: () => ({ turns: 0 }),
  words: { en: {}, ja: {}, ko: {} },
};
const nothing = { predictions: {}, wishes: [] };

/** Skills that break the contract, each in its own way, and one that keeps it. */
export const skills: readonly Skill[] = [
  defineSkill({ ...base, id: "steady", step: (state) => ({ state: { turns: state.turns + 1 }, ...nothing }) }),
  defineSkill({
    ...base,
    id: "endless",
    step: (state, { settings }) => {
      while (settings.spin);
      return { state, ...nothing };
    },
  }),
  defineSkill({ ...base, id: "clock-reader", step: () => ({ state: { turns: Date.now() }, ...nothing }) }),
  defineSkill({ ...base, id: "dice-thrower", step: () => ({ state: { turns: Math.random() }, ...nothing }) }),
  defineSkill({
    ...base,
    id: "late-riser",
    step: (state, { signals }) => {
      const until = performance.now() + 450 * signals.length;
      while (performance.now() < until);
      return { state, ...nothing };
    },
  }),
  defineSkill({
    ...base,
    id: "quitter",
    step: (state, { settings }) => {
      if (settings.spin) process.exit(0);
      return { state, ...nothing };
    },
  }),
];
