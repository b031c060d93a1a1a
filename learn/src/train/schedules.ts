import { LearnFault } from "../fault.ts";

/** A number at each optimiser step: `at(0)` is the first update's. Steps are updates, never epochs or test batches. */
export interface Schedule {
  /** In words, with its numbers, for the run's log: "cosine from 0.001 to 0 over 2000 optimiser steps". */
  readonly words: string;
  at(step: number): number;
}

/**
 * How a rate (or another scalar input of a model) goes on. Every length counts optimiser steps.
 * constant: stays; cosine: half a cosine from `from` to `to` (0) over `steps`, then stays; step: times `factor` after
 * each `every`; exponential: times `factor` over each `every`, smoothly; s-curve: from 0 to `from` along t − sin(2πt)/2π
 * (EIPL's LossScheduler); `warmup`: rises in a straight line from 0 before any of them begins.
 */
export type ScheduleSettings = { readonly warmup?: number } & (
  | { readonly kind: "constant" }
  | { readonly kind: "cosine"; readonly steps: number; readonly to?: number }
  | { readonly kind: "step" | "exponential"; readonly every: number; readonly factor: number }
  | { readonly kind: "s-curve"; readonly steps: number }
);

/** @throws {LearnFault} "setting" for lengths and factors that are none. */
export const schedule = (from: number, settings: ScheduleSettings = { kind: "constant" }): Schedule => {
  check(settings);
  const { warmup = 0 } = settings;
  const main = shapes[settings.kind](from, settings as never);
  if (warmup === 0) return main;
  return {
    words: `${main.words}, after a warm-up of ${warmup} steps`,
    at: (step) => (step < warmup ? (from * (step + 1)) / (warmup + 1) : main.at(step - warmup)),
  };
};

type Of<K extends ScheduleSettings["kind"]> = Extract<ScheduleSettings, { readonly kind: K }>;
type Shapes = { readonly [K in ScheduleSettings["kind"]]: (from: number, settings: Of<K>) => Schedule };

const decayed = (every: number, factor: number, from: number, count: (steps: number) => number) => (step: number) =>
  from * factor ** count(step / every);

const shapes: Shapes = {
  constant: (from) => ({ words: `constant ${from}`, at: () => from }),
  cosine: (from, { steps, to = 0 }) => ({
    words: `cosine from ${from} to ${to} over ${steps} optimiser steps`,
    at: (step) => to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(step / steps, 1)))) / 2,
  }),
  step: (from, { every, factor }) => ({
    words: `${from}, times ${factor} after every ${every} optimiser steps`,
    at: decayed(every, factor, from, Math.floor),
  }),
  exponential: (from, { every, factor }) => ({
    words: `${from}, falling smoothly by ${factor} over every ${every} optimiser steps`,
    at: decayed(every, factor, from, (steps) => steps),
  }),
  "s-curve": (to, { steps }) => ({
    words: `S-curve from 0 to ${to} over ${steps} optimiser steps`,
    at: (step) => {
      const t = Math.min(step / steps, 1);
      return to * (t - Math.sin(2 * Math.PI * t) / (2 * Math.PI));
    },
  }),
};

function check(settings: ScheduleSettings): void {
  for (const [name, value] of Object.entries(settings)) {
    if (name === "kind") continue;
    const isGood = typeof value === "number" && (name === "to" || name === "warmup" ? value >= 0 : value > 0);
    if (!isGood)
      throw new LearnFault("setting", `${name} of a ${settings.kind} schedule is ${value}.`, "Give a number above 0.");
  }
}
