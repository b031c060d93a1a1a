import type { RobotFeatures, Vector3 } from "../contract/features.ts";
import type { HandTarget, Observation, Pose, Quaternion, Seconds } from "../contract/robot.ts";
import { posesOf } from "../kinematics/forward.ts";
import {
  lengthOf,
  minus,
  plus,
  rotationVector,
  scaled,
  turnBack,
  turnBetween,
  turned,
  turnTimes,
} from "../kinematics/rotation.ts";
import type { Limit } from "./limits.ts";
import type { Room } from "./separation.ts";
import type { Rules } from "./settings.ts";
import type { BaseSpeed } from "./state.ts";

/** What a step knows of the hands beside what they are told. */
export interface HandMoment {
  readonly observation: Observation;
  readonly room: Room;
  readonly base: BaseSpeed;
  readonly dt: Seconds;
  readonly limits: Set<Limit>;
}

/** What one tool may, where it is measured to be. */
interface Hold {
  readonly measured: Pose;
  /** As it was sent last; the measured pose where it was not held before. */
  readonly before: Pose;
  /** The most that its arm's joints bear, N and N·m. */
  readonly bearable: Bearable;
}

interface Bearable {
  readonly force: number;
  readonly moment: number;
}

/** The shortest arm of a lever that is counted, m: a force on a joint's axis turns nothing. */
const shortestLever = 0.02;
/** Share of what the joints bear that is for turning the hand; the rest is for pulling it. */
const momentShare = 0.3;

/** The most that any force and moment on a tool may be, so that no joint between it and the base bears too much. */
const bearableBy = (features: RobotFeatures, poses: readonly Pose[], tool: number, share: number): Bearable => {
  const place = poses[tool]?.at ?? [0, 0, 0];
  let [force, moment] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let at: number | null = tool; at !== null; at = features.links[at]?.parent ?? null) {
    const one = bearableAt(features, poses, at, place);
    force = Math.min(force, one.force * share);
    moment = Math.min(moment, one.moment * share);
  }
  return { force, moment };
};

const anything: Bearable = { force: Number.POSITIVE_INFINITY, moment: Number.POSITIVE_INFINITY };

/** What the joint of one link bears of a force and a moment at `place`. */
const bearableAt = (features: RobotFeatures, poses: readonly Pose[], at: number, place: Vector3): Bearable => {
  const [link, pose] = [features.links[at], poses[at]];
  const joint = link && link.joint !== null ? features.joints[link.joint] : undefined;
  if (!link || !pose || !joint) return anything;
  if (link.motion === "slides") return { ...anything, force: joint.torque };
  const lever = leverOf(minus(place, pose.at), turned(pose.turn, link.axis));
  return {
    moment: joint.torque * momentShare,
    force: (joint.torque * (1 - momentShare)) / Math.max(lever, shortestLever),
  };
};

/** Distance of a place from an axis through the origin. */
const leverOf = ([x, y, z]: Vector3, [a, b, c]: Vector3): number => {
  const along = x * a + y * b + z * c;
  return Math.hypot(x - along * a, y - along * b, z - along * c);
};

/** `to`, or what is on the way to it at `most` from `from`. */
const within = (from: Vector3, to: Vector3, most: number): Vector3 => {
  const way = minus(to, from);
  const length = lengthOf(way);
  return length <= most ? to : plus(from, scaled(way, most / length));
};

const turnWithin = (from: Quaternion, to: Quaternion, most: number): Quaternion => {
  const angle = angleBetween(from, to);
  return angle <= most ? to : turnBetween(from, to, most / angle);
};

const angleBetween = (a: Quaternion, b: Quaternion): number => lengthOf(rotationVector(turnTimes(b, turnBack(a))));

/**
 * The target moves no faster than a tool may, and stays near the hand. Where a hand was pushed away the target comes back
 * to it at once: that only makes the spring weaker.
 */
const placed = (rules: Rules, wanted: HandTarget, hold: Hold, room: Room, dt: Seconds, limits: Set<Limit>): Vector3 => {
  const inBox = boxed(rules, wanted.at);
  const slow = within(hold.before.at, inBox, room.tool * dt);
  const near = within(hold.measured.at, slow, rules.hands.reach);
  if (inBox !== wanted.at) limits.add("workspace");
  if (slow !== inBox) limits.add("hand-speed");
  if (near !== slow) limits.add("hand-reach");
  return near;
};

const boxed = ({ workspace, off }: Rules, at: Vector3): Vector3 => {
  if (!workspace || off.has("workspace")) return at;
  const { lowest, highest } = workspace;
  const [x, y, z] = at;
  const inside: Vector3 = [
    Math.min(Math.max(x, lowest[0]), highest[0]),
    Math.min(Math.max(y, lowest[1]), highest[1]),
    Math.min(Math.max(z, lowest[2]), highest[2]),
  ];
  return inside.every((value, i) => value === at[i]) ? at : inside;
};

const unitOf = ([w, x, y, z]: Quaternion): Quaternion => {
  const length = Math.hypot(w, x, y, z);
  return [w / length, x / length, y / length, z / length];
};

/** Turned so far from the hand at most that its spring asks for no more moment than the joints bear. */
const turnedTo = (
  rules: Rules,
  wanted: Quaternion,
  turning: number,
  hold: Hold,
  dt: Seconds,
  limits: Set<Limit>,
): Quaternion => {
  const { turnReach, turnSpeed } = rules.hands;
  const slow = turnWithin(hold.before.turn, wanted, turnSpeed * dt);
  const most = turning > 0 ? Math.min(turnReach, hold.bearable.moment / turning) : turnReach;
  const near = turnWithin(hold.measured.turn, slow, most);
  if (slow !== wanted) limits.add("hand-speed");
  if (near !== slow) limits.add("hand-reach");
  return unitOf(near);
};

const held = (rules: Rules, hand: HandTarget, hold: Hold, room: Room, dt: Seconds, limits: Set<Limit>): HandTarget => {
  const { hands } = rules;
  const force = Math.min(hand.force, room.force, hold.bearable.force);
  const stiffness = Math.min(hand.stiffness, room.isNear ? hands.stiffnessNear : hands.stiffness);
  const turning = Math.min(hand.turning, hands.turning);
  if (force !== hand.force) limits.add("hand-force");
  if (stiffness !== hand.stiffness || turning !== hand.turning) limits.add("hand-stiffness");
  const at = placed(rules, hand, hold, room, dt, limits);
  const turn = turnedTo(rules, unitOf(hand.turn), turning, hold, dt, limits);
  const kept = { link: hand.link, at, turn, stiffness, turning, force };
  if (!hand.push) return kept;
  const push = within([0, 0, 0], hand.push, force);
  if (push !== hand.push) limits.add("hand-force");
  return { ...kept, push };
};

/** Of a tool's speed through the room, what the base's motion leaves, m/s. */
const leftBeside = ({ forward, sideways, turn }: BaseSpeed, [x, y]: Vector3, most: number): number =>
  Math.max(0, most - Math.hypot(forward - turn * y, sideways + turn * x));

/**
 * Tools that are held by a spring, within speed, reach, force, stiffness, box, and what their arms' joints bear. The
 * observation has to be fresh: what holds depends on where the hand is.
 */
export const handsTowards = (
  rules: Rules,
  before: readonly HandTarget[],
  wanted: readonly HandTarget[],
  { observation, room, base, dt, limits }: HandMoment,
): readonly HandTarget[] => {
  if (wanted.length === 0 || rules.off.has("hand-limits")) return wanted;
  const poses = posesOf(rules.features, observation.joints.position);
  return wanted.map((hand) => {
    const measured = poses[hand.link] ?? hand;
    const hold = {
      measured,
      before: before.find(({ link }) => link === hand.link) ?? measured,
      bearable: bearableBy(rules.features, poses, hand.link, rules.hands.torqueShare),
    };
    return held(rules, hand, hold, { ...room, tool: leftBeside(base, measured.at, room.tool) }, dt, limits);
  });
};
