import type { Instant, Signal, SourceId, SubjectId } from "@sakiyomi/core";
import { axes } from "./intake.ts";
import {
  accelerationOf,
  type Chance,
  chanceOf,
  type Lived,
  livesOf,
  type Pose,
  type Stretch,
  type Wearer,
  wearerOf,
} from "./sim.ts";

export const BEGIN: Instant = Date.parse("2026-01-01T13:00:00Z");
export const ann = "person:ann" as SubjectId;

const lies = (roll = 0): Pose => ({ lean: 88, roll, height: 0.55 });
const upright: Pose = { lean: 0, roll: 0, height: 0.95 };
const atEdge: Pose = { lean: 12, roll: 0, height: 0.55 };
const onFloor = (lean: number, roll: number): Pose => ({ lean, roll, height: 0.12 });

export const falls = ["forwards", "backwards", "left", "right", "faint", "from-chair", "out-of-bed", "slump"] as const;
export type FallKind = (typeof falls)[number];

const between = (chance: Chance, low: number, high: number): number => low + (high - low) * chance();

/** A fall of this kind, hard or soft as it comes, and the lying after it. */
export function fallOf(kind: FallKind, chance: Chance, lying = 30): readonly Stretch[] {
  const rolls: Readonly<Record<FallKind, number>> = {
    ...{ forwards: 180, backwards: 0, left: -90, right: 90 },
    ...{ faint: 30, "from-chair": -80, "out-of-bed": 150, slump: 10 },
  };
  const to = onFloor(between(chance, 70, 95), rolls[kind]);
  const soft = { pull: between(chance, 0.35, 0.9), blowS: between(chance, 0.06, 0.12) };
  const lie: Stretch = { seconds: lying, to, movesFor: 1 };
  if (kind === "slump") return [{ seconds: 5, to, truth: "falls" }, lie];
  if (kind !== "faint") return [{ seconds: 1.5, to, does: "fall", truth: "falls", ...soft }, lie];
  const knees: Pose = { lean: -10, roll: 0, height: 0.5 };
  return [
    { seconds: 0.55, to: knees, does: "fall", truth: "falls", ...soft },
    { seconds: 1.5, to, does: "fall", ...soft },
    lie,
  ];
}

/** From lying on the back to the edge of the bed: straight up and round, or over the side. */
export function toEdge(chance: Chance): readonly Stretch[] {
  const side = chance() < 0.5 ? 1 : -1;
  if (chance() < 0.4)
    return [
      { seconds: between(chance, 1.5, 3), to: lies(80 * side) },
      { seconds: between(chance, 2, 4), to: { ...atEdge, roll: 60 * side }, truth: "sits-up" },
      { seconds: between(chance, 0.5, 1), to: atEdge },
    ];
  const long: Pose = { lean: between(chance, 38, 55), roll: 0, height: 0.55 };
  return [
    { seconds: between(chance, 1.5, 4), to: long, truth: "sits-up" },
    { seconds: between(chance, 0.5, 8), to: long },
    { seconds: between(chance, 1.2, 3), to: atEdge, asideDeg: side * between(chance, 30, 60) },
  ];
}

/** Sits there, bends forwards, stands, and walks away. */
export const standUp = (chance: Chance, sits: number): readonly Stretch[] => [
  { seconds: sits, to: atEdge, movesFor: 0.5, truth: "edge" },
  { seconds: between(chance, 0.7, 1.2), to: { ...atEdge, lean: -30 } },
  { seconds: between(chance, 1.1, 2), to: upright, truth: "stands" },
  { seconds: 2, to: upright, movesFor: 0.5 },
];
export const walk = (seconds: number): Stretch => ({ seconds, to: upright, does: "walk", movesFor: 0.5 });
export const lieDown = (chance: Chance): readonly Stretch[] => [
  { seconds: between(chance, 1.5, 2.5), to: atEdge },
  { seconds: between(chance, 2, 6), to: atEdge },
  { seconds: between(chance, 2, 4), to: lies(0), asideDeg: 40, truth: "lies" },
];
const turn = (chance: Chance): Stretch => {
  const rolls = [0, 80, -80, 0, 160];
  const roll = rolls[Math.floor(chance() * rolls.length)] ?? 0;
  return { seconds: between(chance, 30, 90), to: lies(roll), movesFor: between(chance, 0.8, 2.5) };
};
/** The bed's motor raises its head and lowers it: slowly, and nobody moves. */
const raised: readonly Stretch[] = [
  { seconds: 60, to: { lean: 48, roll: 0, height: 0.55 }, movesFor: 25, isSmooth: true },
  { seconds: 60, to: lies(0), movesFor: 25, isSmooth: true },
];

/** A night of about a quarter of an hour: walks to bed, turns, sits up for nothing, gets up and comes back. */
export function nightOf(seed: number): readonly Stretch[] {
  const chance = chanceOf(seed);
  const night: Stretch[] = [walk(25), ...lieDown(chance)];
  for (let time = 0; time < 2; time++) {
    for (let i = 0; i < 3; i++) night.push(turn(chance));
    night.push({ seconds: 20, to: lies(0), movesFor: 2 });
    if (chance() < 0.3) night.push(...raised);
    if (chance() < 0.4)
      night.push(
        { seconds: 3, to: { lean: 45, roll: 0, height: 0.55 }, truth: "sits-up" },
        { seconds: 6, to: { lean: 45, roll: 0, height: 0.55 } },
        { seconds: 30, to: lies(0), movesFor: 3, truth: "lies" },
      );
    // Most wait at the edge for seconds, some for a minute.
    night.push(...toEdge(chance), ...standUp(chance, 2 + 18 * chance() ** 2), walk(20), ...lieDown(chance));
  }
  return [...night, { seconds: 30, to: lies(0), movesFor: 1 }];
}

export interface Truth {
  readonly what: NonNullable<Stretch["truth"]>;
  /** Seconds since the beginning. */
  readonly at: number;
}

/** A person whose waist sensor can be asked for any second. Cheap: a second of 50 Hz takes some hundredths of a millisecond. */
export interface Waist {
  readonly seconds: number;
  readonly truths: readonly Truth[];
  readonly lived: readonly Lived[];
  readonly wearer: Wearer;
  /** The three blocks of [from, to), as the device sends them. */
  blocks(from: number, to: number, subject?: SubjectId, begin?: Instant): readonly Signal[];
}

const SCALE = 0.001;

export function waistOf(stretches: readonly Stretch[], seed: number, rate = 50, mount?: Wearer["mount"]): Waist {
  const life = livesOf(stretches, upright);
  const wearer = { ...wearerOf(seed), ...(mount && { mount }) };
  return {
    seconds: Math.floor(life.seconds),
    truths: life.lived.flatMap(({ at, stretch: { truth } }) => (truth ? [{ what: truth, at }] : [])),
    lived: life.lived,
    wearer,
    blocks: (from, to, subject = ann, begin = BEGIN) =>
      accelerationOf(life, wearer, { from, to, rate }).map((values, i) => ({
        subject,
        kind: axes[i] as (typeof axes)[number],
        at: begin + Math.round(from * 1000),
        receivedAt: begin + Math.round(to * 1000),
        sequence: 0,
        value: { rate, scale: SCALE, offset: 0, samples: Int32Array.from(values, (one) => Math.round(one / SCALE)) },
        quality: "good",
        source: "device:waist-1" as SourceId,
      })),
  };
}
