import { MINUTE, SECOND } from "@sakiyomi/core";
import { angleBetween, type Frames, highAt, lowAt, type Vector } from "./frames.ts";
import { type Gait, isWalking } from "./gait.ts";
import { quietWay } from "./impact.ts";

/** A fall until somebody has answered. Plain data. */
export interface Fallen {
  /** Up to three stand side by side, each an alert of its own. */
  readonly slot: number;
  readonly at: number;
  /** `sure` and `soft`: seen by the sensor; `lost`: a hard blow, then the sensor fell silent; `outside`: lies, and not in bed; `told`: another device says so. */
  readonly how: "sure" | "soft" | "lost" | "outside" | "told";
  /** The way up before the fall; null where only another device saw it. */
  readonly before: Vector | null;
  readonly movedAt: number;
  readonly uprightSince: number;
  readonly gotUpAt: number | null;
  /** Whether `fall` has been made of it. */
  readonly isMade: boolean;
}

const SLOTS = 3;
/** Blows of one fall, and the words of two devices about it. */
const SAME_MS = 30 * SECOND;
/** Answered by nobody: the shift after the next will not. The project's choice. */
export const STANDS_MS = 12 * 60 * MINUTE;
/** Breathing moves a waist by a few hundredths of a g, a limb by more. The project's choice. */
const MOVES_G = 0.08;
const UP_DEG = 35;
const UP_FOR_MS = 3 * SECOND;
/** Who lies again so soon after getting up has not recovered. */
const BACK_DOWN_MS = MINUTE;
const DOWN_DEG = 60;

export type NewFall = Pick<Fallen, "at" | "how" | "before">;

/** Another fall, or another word about one that is known. */
export function fell(before: readonly Fallen[], fall: NewFall): readonly Fallen[] {
  const known = before.find(({ at, gotUpAt }) => Math.abs(at - fall.at) <= SAME_MS && gotUpAt === null);
  if (known) {
    // Two that say so, or one that is sure.
    const isSure = fall.how === "sure" || fall.how === "told" || known.how === "sure";
    const how = isSure ? "sure" : known.how;
    return before.map((one) => (one === known ? { ...one, how, before: one.before ?? fall.before } : one));
  }
  const free = [1, 2, 3].find((slot) => !before.some((one) => one.slot === slot));
  // All three stand and nobody has come: the oldest but one makes room, the first one stays.
  const kept = free === undefined ? before.filter(({ slot }) => slot !== SLOTS) : before;
  return [...kept, { ...fall, slot: free ?? SLOTS, movedAt: fall.at, uprightSince: 0, gotUpAt: null, isMade: false }];
}

export interface Watched {
  readonly frames: Frames;
  readonly gait: Gait;
  readonly up: Vector | null;
  readonly at: number;
}

/** What the person did in this frame: moved, got up, lay down again. */
export function watch(fallen: Fallen, { frames, gait, up, at }: Watched): Fallen {
  const hasMoved = highAt(frames, 0) - lowAt(frames, 0) > MOVES_G;
  const moved = hasMoved ? { ...fallen, movedAt: at } : fallen;
  const way = quietWay(frames);
  const upright = up ?? fallen.before;
  // Where only another device saw the fall, nobody knows that the person was ever down.
  if (way === null || upright === null || fallen.how === "told") return moved;
  const tilt = angleBetween(upright, way);
  const isUp = tilt <= UP_DEG || (isWalking(gait) && tilt <= 45);
  return isUp ? upNow(moved, at) : notUp(moved, tilt, at);
}

function upNow(fallen: Fallen, at: number): Fallen {
  const uprightSince = fallen.uprightSince || at;
  const gotUpAt = fallen.gotUpAt ?? (at - uprightSince >= UP_FOR_MS ? uprightSince : null);
  return { ...fallen, uprightSince, gotUpAt };
}

function notUp(fallen: Fallen, tilt: number, at: number): Fallen {
  const { gotUpAt } = fallen;
  const isDownAgain = tilt >= DOWN_DEG && gotUpAt !== null && at - gotUpAt < BACK_DOWN_MS;
  return { ...fallen, uprightSince: 0, gotUpAt: isDownAgain ? null : gotUpAt };
}
