import type { EpisodeSource, Feature, Frames } from "../episodes/episode.ts";
import { sha256 } from "../episodes/sha256.ts";
import { LearnFault } from "../fault.ts";
import { type Random, random } from "../random.ts";
import { floats } from "../tensor.ts";
import { type Point, paintScene } from "./reaching-picture.ts";

export interface ReachingSettings {
  readonly episodes?: number;
  /** Of the longest episode. */
  readonly frames?: number;
  /** An episode is up to so many frames shorter than the longest. */
  readonly shorter?: number;
  /** Pixels of a side. */
  readonly image?: number;
  readonly seed?: number;
}

/** 10 frames a second, as the recordings of the SARNN papers. */
const RATE = 10;
const BASE: Point = { x: 0.5, y: 0.95 };
/** Length of upper arm and forearm, in sides of the picture. */
const LINK = 0.42;
const REST: Point = { x: 0.5, y: 0.35 };
/** Share of an episode at which the hand is at the object, has closed, and has lifted it. */
const REACHED = 0.5;
const CLOSED = 0.6;
const LIFTED = 0.95;

const JOINTS = ["shoulder", "elbow", "wrist", "turn", "roll", "lift", "lean", "gripper"];

interface Plan {
  readonly length: number;
  readonly object: Point;
  /** Of the room, about 1. */
  readonly light: number;
}

interface Pose {
  readonly hand: Point;
  readonly object: Point;
  /** 0 open, 1 closed. */
  readonly grip: number;
}

/**
 * A made-up arm of two links that reaches for an object, closes on it and lifts it, seen by a camera: pictures and
 * eight joints, a different place of the object in each episode. The same settings give the same frames anywhere.
 */
export function reaching(settings: ReachingSettings = {}): EpisodeSource {
  const { episodes = 12, frames = 60, shorter = 0, image = 64, seed = 1 } = settings;
  if (episodes < 1 || image < 8 || frames - shorter < 2)
    throw new LearnFault(
      "setting",
      `The toy has ${episodes} episodes of ${frames - shorter} frames at the shortest, and pictures of ${image} pixels.`,
      "It needs an episode, two frames (frames less shorter) and eight pixels.",
    );
  const draw = random(seed);
  const plans = Array.from({ length: episodes }, () => planOf(draw, frames, shorter));
  return {
    features: featuresOf(image),
    rate: RATE,
    episodes: plans.map(({ length }, index) => ({ index, length, task: "Reach for the object and lift it." })),
    notes: ["Made up by a seed: no robot was here."],
    hash: async () => {
      const hash = sha256();
      hash.update(new TextEncoder().encode(JSON.stringify(["reaching 1", episodes, frames, shorter, image, seed])));
      return hash.digest();
    },
    read: async (episode, start, end) => framesOf(planAt(plans, episode), start, end, image),
    close: async () => {},
  };
}

const featuresOf = (image: number): readonly Feature[] => [
  { name: "observation.image", shape: [3, image, image], kind: "image" },
  { name: "observation.state", shape: [JOINTS.length], kind: "quantity", names: JOINTS, unit: "rad" },
];

function planOf(draw: Random, frames: number, shorter: number): Plan {
  return {
    length: frames - draw.below(shorter + 1),
    object: { x: 0.2 + 0.6 * draw.uniform(), y: 0.6 + 0.15 * draw.uniform() },
    light: 0.9 + 0.2 * draw.uniform(),
  };
}

const planAt = (plans: readonly Plan[], episode: number): Plan =>
  plans[episode] ??
  (() => {
    throw new LearnFault("data", `There is no episode ${episode}.`, `There are 0 to ${plans.length - 1}.`);
  })();

function framesOf(plan: Plan, start: number, end: number, image: number): Frames {
  const count = end - start;
  if (start < 0 || end > plan.length || count < 0)
    throw new LearnFault("data", `Frames ${start} to ${end} are not in ${plan.length}.`, "Stay within the episode.");
  const pictures = new Uint8Array(count * 3 * image * image);
  const joints = new Float32Array(count * JOINTS.length);
  for (let i = 0; i < count; i += 1) {
    const pose = poseAt(plan, (start + i) / (plan.length - 1));
    const angles = anglesOf(pose);
    joints.set(angles, i * JOINTS.length);
    const arm = [BASE, elbowOf(pose.hand), pose.hand];
    const picture = pictures.subarray(i * 3 * image * image, (i + 1) * 3 * image * image);
    paintScene(picture, image, { ...pose, arm, light: plan.light });
  }
  return {
    start,
    at: Float64Array.from({ length: count }, (_, i) => (start + i) / RATE),
    columns: {
      "observation.image": { type: "uint8", shape: [count, 3, image, image], data: pictures },
      "observation.state": floats(joints, [count, JOINTS.length]),
    },
  };
}

/** Minimum jerk (Flash and Hogan 1985): 0 to 1, at rest at both ends. */
const smooth = (t: number): number => {
  const x = Math.min(Math.max(t, 0), 1);
  return x ** 3 * (10 - 15 * x + 6 * x * x);
};
const between = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

function poseAt({ object }: Plan, t: number): Pose {
  if (t <= CLOSED)
    return {
      hand: between(REST, object, smooth(t / REACHED)),
      object,
      grip: smooth((t - REACHED) / (CLOSED - REACHED)),
    };
  const hand = between(object, REST, smooth((t - CLOSED) / (LIFTED - CLOSED)));
  return { hand, object: hand, grip: 1 };
}

/** Shoulder and elbow by the law of cosines; the others follow them, as a redundant arm's do. */
function anglesOf({ hand, grip }: Pose): readonly number[] {
  const { shoulder, elbow } = bend(hand);
  const wrist = -(shoulder + elbow);
  return [shoulder, elbow, wrist, 0.8 * (hand.x - 0.5), 0.3 * Math.sin(2 * shoulder), 1 - hand.y, 0.4 * elbow, grip];
}

function bend({ x, y }: Point): { readonly shoulder: number; readonly elbow: number } {
  const [dx, dy] = [x - BASE.x, BASE.y - y];
  const reach = Math.min(Math.hypot(dx, dy), 2 * LINK);
  const half = Math.acos(reach / (2 * LINK));
  return { shoulder: Math.atan2(dx, dy) - half, elbow: 2 * half };
}

function elbowOf(hand: Point): Point {
  const { shoulder } = bend(hand);
  return { x: BASE.x + LINK * Math.sin(shoulder), y: BASE.y - LINK * Math.cos(shoulder) };
}
