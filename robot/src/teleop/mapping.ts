import type { Side } from "../body/arm.ts";
import type { RobotFeatures, Vector3 } from "../contract/features.ts";
import type { Command, HandTarget, Observation, Pose, Seconds } from "../contract/robot.ts";
import { poseOf } from "../kinematics/forward.ts";
import { inverse, type Reach } from "../kinematics/inverse.ts";
import { lengthOf, minus, plus, scaled, turnFromVector, turnTimes } from "../kinematics/rotation.ts";
import { type HandInput, sides, type TeleopInput } from "./input.ts";

export interface TeleopSettings {
  /** Of a hand, m/s: 0.25 is ISO 10218-1's reduced speed. */
  readonly speed: number;
  /** Of a hand, rad/s. */
  readonly turning: number;
  /** Of the base, m/s and rad/s. */
  readonly base: number;
  readonly baseTurn: number;
  /** Of the head, rad/s. */
  readonly head: number;
  /** Of a whole opening or closing, s. */
  readonly gripTime: Seconds;
  /** A hand's target is never farther from the hand than this, m: whoever pushes against a wall winds up no spring. */
  readonly leash: number;
  /** Hands as springs that pull no harder than `force`, whatever is in their way; null: the joints alone. */
  readonly springs: Pick<HandTarget, "stiffness" | "turning" | "force"> | null;
}

/** Defaults of this project. */
export const teleopDefaults: TeleopSettings = {
  speed: 0.25,
  turning: 0.8,
  base: 0.3,
  baseTurn: 0.5,
  head: 0.8,
  gripTime: 0.6,
  leash: 0.06,
  springs: { stiffness: 800, turning: 40, force: 30 },
};

/** Where both cannot be had, a hand goes where it is told and is turned as well as it can be. */
const placeBeforeTurn: Vector3 = [0.4, 0.4, 0.4];

/** What a person has asked for so far. */
export interface TeleopState {
  /** Of the joints. */
  readonly position: Float64Array;
  /** Of the hands, in the frame of the base; null: the robot has no such hand. */
  readonly hands: Readonly<Record<Side, Pose | null>>;
  /** 0 to 1; null: as they are. */
  readonly grips: Readonly<Record<Side, number | null>>;
}

/** Index of the tool on that side; -1: there is none. */
export const toolOf = ({ links }: RobotFeatures, side: Side): number =>
  links.findIndex(({ name, isTool }) => isTool && name.startsWith(side));

const handAt = (features: RobotFeatures, position: ArrayLike<number>, side: Side): Pose | null => {
  const tool = toolOf(features, side);
  return tool < 0 ? null : poseOf(features, position, tool);
};

/** Begins where the robot is seen to be, so that nothing jumps when a person takes over. */
export const teleopStart = (features: RobotFeatures, { joints: { position } }: Observation): TeleopState => ({
  position: Float64Array.from(features.joints, ({ lowest, highest }, i) =>
    Math.min(Math.max(position[i] ?? 0, lowest), highest),
  ),
  hands: { left: handAt(features, position, "left"), right: handAt(features, position, "right") },
  grips: { left: null, right: null },
});

const shortened = (vector: Vector3, most: number): Vector3 => {
  const length = lengthOf(vector);
  return length > most ? scaled(vector, most / length) : vector;
};

const movedHand = (settings: TeleopSettings, from: Pose, input: HandInput, seen: Pose, dt: Seconds): Pose => {
  const way = settings.speed * dt;
  const asked = input.goal ? minus(input.goal, from.at) : scaled(input.move ?? [0, 0, 0], way);
  const at = plus(from.at, shortened(asked, way));
  const turn = input.turn ? turnTimes(turnFromVector(scaled(input.turn, settings.turning * dt)), from.turn) : from.turn;
  return { at: leashed(at, seen.at, settings.leash), turn };
};

/** Along each axis by itself: a hand that presses down on a table does not slide along it. */
const leashed = (at: Vector3, seen: Vector3, leash: number): Vector3 => {
  const near = (i: 0 | 1 | 2): number => seen[i] + Math.min(Math.max(at[i] - seen[i], -leash), leash);
  return [near(0), near(1), near(2)];
};

const targetsOf = (
  features: RobotFeatures,
  settings: TeleopSettings,
  { hands }: TeleopState,
  input: TeleopInput,
  { joints: { position } }: Observation,
  dt: Seconds,
): Readonly<Record<Side, Pose | null>> => {
  const next = (side: Side): Pose | null => {
    const [from, seen, hand] = [hands[side], handAt(features, position, side), input[side]];
    return from && seen && hand ? movedHand(settings, from, hand, seen, dt) : from;
  };
  return { left: next("left"), right: next("right") };
};

const reachOf = (features: RobotFeatures, hands: TeleopState["hands"], side: Side): readonly Reach[] => {
  const pose = hands[side];
  return pose ? [{ link: toolOf(features, side), pose, turning: placeBeforeTurn }] : [];
};

/** An arm that misses its target by more than this is too short, m. */
const tooShort = 0.005;
/** The target is a few millimetres away, and what cannot be reached is neared. */
const fewSteps = { steps: 8, tries: 1 } as const;

/**
 * Joints that bring the hands to their targets: the arm of the hand that is moved, and where that is too short the torso
 * leans, while the other hand is held where it is.
 */
const reaching = (
  features: RobotFeatures,
  { position }: TeleopState,
  hands: TeleopState["hands"],
  input: TeleopInput,
): Float64Array => {
  const asked = sides.filter((side) => input[side]?.move || input[side]?.turn || input[side]?.goal);
  const reaches = asked.flatMap((side) => reachOf(features, hands, side));
  if (reaches.length === 0) return position.slice();
  const arms = asked.map((side) => `${side}_arm/`);
  const alone = inverse(features, reaches, { start: position, joints: arms, ...fewSteps });
  if (alone.place <= tooShort) return alone.position;
  const both = sides.flatMap((side) => reachOf(features, hands, side));
  const whole = ["torso/", ...sides.map((side) => `${side}_arm/`)];
  const leaning = inverse(features, both, { start: position, joints: whole, ...fewSteps });
  return leaning.place < alone.place ? leaning.position : alone.position;
};

const gripped = (settings: TeleopSettings, state: TeleopState, input: TeleopInput, dt: Seconds) => {
  const next = (side: Side): number | null => {
    const wanted = input[side]?.grip;
    if (wanted === undefined) return state.grips[side];
    const from = state.grips[side] ?? wanted;
    const most = dt / settings.gripTime;
    return from + Math.min(Math.max(wanted - from, -most), most);
  };
  return { left: next("left"), right: next("right") };
};

/** All fingers together; a thumb that lies beside the palm is laid against it first. */
const withFingers = ({ joints }: RobotFeatures, position: Float64Array, grips: TeleopState["grips"]): void => {
  for (const [i, { name, lowest, highest }] of joints.entries())
    for (const side of sides) {
      const grip = grips[side];
      if (grip === null || !name.startsWith(`${side}_hand/`)) continue;
      position[i] = name.endsWith("/thumb_1") ? highest : lowest + (highest - lowest) * grip;
    }
};

const withHead = (
  { joints }: RobotFeatures,
  { head: speed }: TeleopSettings,
  position: Float64Array,
  { head }: TeleopInput,
  dt: Seconds,
): void => {
  const rates: Readonly<Record<string, number>> = {
    "head/joint_1": head?.turn ?? 0,
    "head/joint_2": head?.nod ?? 0,
  };
  for (const [i, { name, lowest, highest }] of joints.entries()) {
    const rate = rates[name];
    if (rate) position[i] = Math.min(Math.max((position[i] ?? 0) + rate * speed * dt, lowest), highest);
  }
};

const springsOf = (
  features: RobotFeatures,
  { springs }: TeleopSettings,
  hands: TeleopState["hands"],
): Pick<Command, "hands"> => {
  if (!springs) return {};
  const targets = sides.flatMap((side): readonly HandTarget[] => {
    const pose = hands[side];
    return pose ? [{ link: toolOf(features, side), ...pose, ...springs }] : [];
  });
  return { hands: targets };
};

/** A command lives for so long; a person at the other end of a line that is cut stops commanding. */
const life = 0.05;

/** One step: what the robot is to do while a person holds the switch and asks for this. Pure. */
export const teleopStep = (
  features: RobotFeatures,
  settings: TeleopSettings,
  state: TeleopState,
  input: TeleopInput,
  observation: Observation,
  now: Seconds,
  dt: Seconds,
): { readonly state: TeleopState; readonly command: Command } => {
  const hands = targetsOf(features, settings, state, input, observation, dt);
  const position = reaching(features, state, hands, input);
  const grips = gripped(settings, state, input, dt);
  withFingers(features, position, grips);
  withHead(features, settings, position, input, dt);
  const { base } = input;
  const driven = base && {
    forward: base.forward * settings.base,
    sideways: base.sideways * settings.base,
    turn: base.turn * settings.baseTurn,
  };
  const command: Command = {
    at: now,
    expires: now + life,
    position: position.slice(),
    ...springsOf(features, settings, hands),
    ...(driven ? { base: driven } : {}),
    note: "teleoperation",
  };
  return { state: { position, hands, grips }, command };
};
