import { HOUR, type Instant, text, type Wish } from "@sakiyomi/core";
import type { Stillness } from "./asystole.ts";
import type { Settings } from "./settings.ts";

export interface Standing {
  /** Since when the heart seems to stand still. */
  readonly stillSince: Instant | null;
  /** Since when the rhythm is as disorderly as in atrial fibrillation. */
  readonly disorderSince: Instant | null;
}

export function wishesFor(
  { stillSince, disorderSince }: Standing,
  found: Stillness,
  settings: Settings,
): readonly Wish[] {
  return [
    ...(stillSince === null ? [] : [callForStillness(stillSince, found)]),
    ...(disorderSince === null ? [] : tellDisorder(disorderSince, settings)),
    ...(found.is === "ecg-lost" ? [checkElectrodes(found.since)] : []),
  ];
}

function callForStillness(sinceAt: Instant, found: Stillness): Wish {
  const isAlone = found.is === "still" && found.pulse === "not-measured";
  return {
    do: "tell",
    key: "asystole",
    level: "high",
    text: text(isAlone ? "asystole-ecg-only" : "asystole", { sinceAt }),
  };
}

/** It kills in years, not in minutes: a doctor looks at the strip. */
const tellDisorder = (sinceAt: Instant, { reviewH }: Settings): readonly Wish[] => [
  { do: "tell", key: "disorder", level: "low", text: text("disorder-told", { sinceAt }) },
  {
    do: "task",
    key: "review-rhythm",
    text: text("review-rhythm", { sinceAt }),
    due: sinceAt + reviewH * HOUR,
    role: "doctor",
  },
];

const checkElectrodes = (sinceAt: Instant): Wish => ({
  do: "task",
  key: "check-electrodes",
  text: text("check-electrodes", { sinceAt }),
  due: sinceAt,
  role: "nurse",
});
