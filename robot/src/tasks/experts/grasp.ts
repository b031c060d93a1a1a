import type { Side } from "../../body/arm.ts";
import { homePosition } from "../../body/index.ts";
import type { RobotFeatures, Vector3 } from "../../contract/features.ts";
import type { Pose, Quaternion } from "../../contract/robot.ts";
import {
  ballsOf,
  basePose,
  poseTimes,
  turnAbout,
  turned,
  turnFromAxes,
  turnTimes,
  unturned,
} from "../../kinematics/index.ts";
import { type Found, planArm } from "./arm.ts";
import type { Seen } from "./seen.ts";

/** Thumb up and fingers ahead, as for shaking hands, turned to the left by `yaw` and fingers down by `dip`, rad. */
export const handshake = (yaw: number, dip = 0): Quaternion =>
  turnTimes(turnAbout([0, 0, 1], yaw), turnTimes(turnAbout([0, 1, 0], dip), turnFromAxes([0, 0, 1], [0, 1, 0])));

/** Where the fingers point. */
export const ahead = (turn: Quaternion): Vector3 => turned(turn, [0, 0, -1]);

/** Where the palm faces. */
export const facing = (turn: Quaternion, side: Side): Vector3 => turned(turn, [0, side === "left" ? -1 : 1, 0]);

/** How a thing may be taken. */
export interface Hold {
  /** Where the fingers point, from ahead to the left, and below level, rad. */
  readonly yaw: number;
  readonly dip: number;
  /** Joints for the first of the places that were asked for: ways begin near to them. */
  readonly near: Float64Array;
}

/** How far the elbow is turned out, rad: the higher it is, the farther the forearm is from what the hand stands on. */
const elbows = [0, -0.5];

const postureWith = (features: RobotFeatures, side: Side, elbow: number): Float64Array =>
  homePosition().map((at, i) => (features.joints[i]?.name === `${side}_arm/joint_2` ? at + elbow : at));

/** What is missing at one place: m and rad that cannot be reached, and m by which the forearm is too low. */
const lacking = (seen: Seen, side: Side, found: Found, floor: Floor | null): number =>
  (found.isReached ? 0 : found.missing + 0.05) + (floor ? tooLow(seen, side, found.position, floor) : 0);

/** Something flat that arms must not touch: its height, and where it begins ahead of the robot, m. */
export interface Floor {
  readonly height: number;
  readonly from: number;
}

const clearance = 0.015;

/** How far the arm would be too near to the floor, m. */
const tooLow = ({ features, base }: Seen, side: Side, position: Float64Array, { height, from }: Floor): number => {
  const { count, link, at, radius } = ballsOf(features, position);
  let most = 0;
  for (let i = 0; i < count; i += 1) {
    const name = features.links[link[i] ?? 0]?.name ?? "";
    if (!name.startsWith(`${side}_arm`)) continue;
    const place: Vector3 = [at[3 * i] ?? 0, at[3 * i + 1] ?? 0, at[3 * i + 2] ?? 0];
    const [x, , z] = poseTimes(basePose(base), { at: place, turn: unturned }).at;
    if (x + (radius[i] ?? 0) > from) most = Math.max(most, height + clearance - (z - (radius[i] ?? 0)));
  }
  return most;
};

export interface Directions {
  readonly yaws: readonly number[];
  readonly dips: readonly number[];
}

interface Candidate {
  readonly yaw: number;
  readonly dip: number;
  readonly elbow: number;
}

const candidatesIn = ({ yaws, dips }: Directions): readonly Candidate[] =>
  dips.flatMap((dip) => yaws.flatMap((yaw) => elbows.map((elbow) => ({ yaw, dip, elbow }))));

/** The first way of taking a thing in which all its palms are reached and the arm stays clear; the best where there is none. */
export const chooseHold = (
  seen: Seen,
  side: Side,
  palms: (hold: Hold) => readonly Pose[],
  directions: Directions,
  floor: Floor | null = null,
): Hold => {
  const { features, base, observation } = seen;
  const start = observation.joints.position;
  let [best, least]: [Hold, number] = [{ yaw: 0, dip: 0, near: start }, Number.POSITIVE_INFINITY];
  for (const { yaw, dip, elbow } of candidatesIn(directions)) {
    const posture = postureWith(features, side, elbow);
    const wanted = palms({ yaw, dip, near: start });
    const found = wanted.map((palm) => planArm(features, side, palm, base, start, posture));
    const lack = found.reduce((sum, one) => sum + lacking(seen, side, one, floor), 0);
    const hold = { yaw, dip, near: found[0]?.position ?? start };
    if (lack === 0) return hold;
    if (lack < least) [best, least] = [hold, lack];
  }
  return best;
};
