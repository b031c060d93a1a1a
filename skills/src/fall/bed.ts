import { MINUTE } from "@sakiyomi/core";
import type { Is } from "./posture.ts";

/** On the way out of bed. `in`: lies; `rising`: sits up; `edge`; `up`: stands or walks. */
export type Stage = "in" | "rising" | "edge" | "up";

/** The way between lying and standing, as far as this person went it, and how it went so far. Plain data. */
export interface Bed {
  readonly stage: Stage | null;
  readonly since: number;
  /** Since when somebody is called; null: nobody is. */
  readonly calledAt: number | null;
  /** How often sitting up, and the edge, led out of bed, and back. */
  readonly rising: readonly [out: number, back: number];
  readonly edge: readonly [out: number, back: number];
  /** The furthest stage of this time. */
  readonly reached: Stage | null;
}

export const newBed: Bed = { stage: null, since: 0, calledAt: null, rising: [0, 0], edge: [0, 0], reached: null };

const stages: Partial<Readonly<Record<Is, Stage>>> = {
  lying: "in",
  raised: "in",
  "sitting-up": "rising",
  edge: "edge",
  standing: "up",
  walking: "up",
};
export const stageOf = (is: Is): Stage | null => stages[is] ?? null;

const rank: readonly (Stage | null)[] = ["in", "rising", "edge", "up"];
/** Whoever has been up for so long is out of bed, and no longer called for. The project's choice. */
const UP_MS = 3 * MINUTE;
const MOST_COUNTED = 200;

/** The next stage of somebody who was in bed; who never lay is not getting up. */
export function moveOn(bed: Bed, stage: Stage | null, at: number): Bed {
  if (bed.stage === "up" && at - bed.since > UP_MS && stage !== "in") return out(bed, at);
  if (stage === null || stage === bed.stage) return bed;
  if (bed.stage === null) return stage === "in" ? { ...bed, stage, since: at, reached: "in" } : bed;
  if (stage === "in") return { ...counted(bed, 1), stage, since: at, calledAt: null, reached: "in" };
  const reached = rank.indexOf(stage) > rank.indexOf(bed.reached) ? stage : bed.reached;
  const next = { ...bed, stage, since: at, reached };
  return stage === "up" && bed.reached !== "up" ? { ...counted(bed, 0), stage, since: at, reached } : next;
}

export const out = (bed: Bed, at: number): Bed => ({ ...bed, stage: null, since: at, calledAt: null, reached: null });

/** Index 0: it led out of bed; 1: back. */
function counted(bed: Bed, way: 0 | 1): Bed {
  const more = ([outs, backs]: readonly [number, number]): readonly [number, number] => {
    const next: [number, number] = [outs + (way === 0 ? 1 : 0), backs + (way === 1 ? 1 : 0)];
    return next[0] + next[1] > MOST_COUNTED ? [next[0] / 2, next[1] / 2] : next;
  };
  if (bed.reached === "up") return bed;
  if (bed.reached === "edge") return { ...bed, edge: more(bed.edge) };
  return bed.reached === "rising" ? { ...bed, rising: more(bed.rising) } : bed;
}

/** Before anything is known of the person: sitting up leads out of bed every other time, the edge three times of four. The project's choice. */
const PRIOR = { rising: [1, 1], edge: [3, 1] } as const;

export function chanceOfRising({ stage, rising, edge }: Bed): { readonly p: number; readonly times: number } | null {
  if (stage !== "rising" && stage !== "edge") return null;
  const [outs, backs] = stage === "rising" ? rising : edge;
  const [a, b] = PRIOR[stage];
  return { p: (a + outs) / (a + b + outs + backs), times: Math.round(outs + backs) };
}
