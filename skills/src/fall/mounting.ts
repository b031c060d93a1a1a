import { across, angleBetween, directionOf, dot, plus, sizeOf, type Vector } from "./frames.ts";
import type { Way } from "./settings.ts";

/** Where the front is, learnt from bending over: whoever stands bends far only forwards. Plain data. */
export interface Front {
  /** The sum of the directions in which the person bent, and how often. */
  readonly sum: Vector;
  readonly times: number;
  /** A bend that is going on: since when, and where to. */
  readonly bend: { readonly since: number; readonly to: Vector; readonly deepest: number } | null;
}

export const newFront: Front = { sum: [0, 0, 0], times: 0, bend: null };

/** A trunk bends 25° back or to the side at most without a step; forwards 80° and more (A. White, M. Panjabi, 1990). */
const BENDS_FROM_DEG = 30;
const UPRIGHT_DEG = 20;
const BEND_MS = 8000;
const STOOD_MS = 30_000;
const TIMES = 3;
const AGREES = 0.85;

/** `stepAt`: the last step. Only who has walked just now surely stands. */
export function bent(front: Front, way: Vector, up: Vector, stepAt: number, at: number): Front {
  const tilt = angleBetween(way, up);
  if (front.bend === null) {
    if (tilt < BENDS_FROM_DEG || stepAt === 0 || at - stepAt > STOOD_MS) return front;
    return { ...front, bend: { since: at, to: across(way, up), deepest: tilt } };
  }
  if (at - front.bend.since > BEND_MS) return { ...front, bend: null };
  if (tilt > UPRIGHT_DEG)
    return tilt <= front.bend.deepest
      ? front
      : { ...front, bend: { ...front.bend, to: across(way, up), deepest: tilt } };
  // Bent forwards, up is towards the back: the front is the other way.
  const to = directionOf(front.bend.to);
  if (to === null) return { ...front, bend: null };
  const weight = Math.min(1, front.times / 20);
  return {
    sum: plus(plus([0, 0, 0], front.sum, 1 - 0.05 * weight), to, -1).map((one) => Math.round(one * 1e4) / 1e4) as never,
    times: Math.min(20, front.times + 1),
    bend: null,
  };
}

export function frontOf({ sum, times }: Front): Vector | null {
  return times >= TIMES && sizeOf(sum) / times >= AGREES ? directionOf(sum) : null;
}

/** A setting such as "-y" as a direction. */
export function wayOf(way: Way): Vector | null {
  const signs: Readonly<Record<string, number>> = { "+": 1, "-": -1 };
  const sign = signs[way[0] ?? ""];
  if (sign === undefined) return null;
  return ["x", "y", "z"].map((axis) => (way[1] === axis ? sign : 0)) as unknown as Vector;
}

export type Side = "supine" | "prone" | "left" | "right";

/** How somebody lies: what the sky sees of them. Left is lying on the left side. */
export function sideOf(way: Vector, up: Vector, front: Vector): Side {
  const forward = dot(way, front);
  // Left of somebody who looks to the front: up × front.
  const left: Vector = [
    up[1] * front[2] - up[2] * front[1],
    up[2] * front[0] - up[0] * front[2],
    up[0] * front[1] - up[1] * front[0],
  ];
  const leftwards = dot(way, left);
  if (Math.abs(forward) >= Math.abs(leftwards)) return forward > 0 ? "supine" : "prone";
  return leftwards > 0 ? "right" : "left";
}
