import type { Side } from "../../body/arm.ts";
import { graspCentre } from "../../body/index.ts";
import type { RobotFeatures, Vector3 } from "../../contract/features.ts";
import type { Observation, Pose, Seconds } from "../../contract/robot.ts";
import { RobotFault } from "../../fault.ts";
import { type BasePlace, basePose, poseOf, poseTimes, turned } from "../../kinematics/index.ts";
import { minus, plus } from "../../kinematics/rotation.ts";

/** What an expert knows in a step: more than a camera does. Places are in the world's frame. */
export interface Seen {
  readonly now: Seconds;
  readonly observation: Observation;
  readonly features: RobotFeatures;
  readonly base: BasePlace;
  /** Of a body that the world tells of. Throws RobotFault "no-truth" where it does not. */
  pose(body: string): Pose;
  /** Of a hand's palm. */
  palm(side: Side): Pose;
  /** Where a hand's grasp closes. */
  grasp(side: Side): Vector3;
}

const stillBase = { x: 0, y: 0, yaw: 0 };

export const palmLink = ({ links }: RobotFeatures, side: Side): number =>
  links.findIndex(({ name }) => name === `${side}_hand/palm`);

export const seenIn = (features: RobotFeatures, observation: Observation, now: Seconds): Seen => {
  const base = observation.base ?? stillBase;
  const palm = (side: Side): Pose =>
    poseTimes(basePose(base), poseOf(features, observation.joints.position, palmLink(features, side)));
  return {
    now,
    observation,
    features,
    base,
    palm,
    pose: (body) => {
      const data = observation.samples[`truth/${body}`]?.data;
      if (!data)
        throw new RobotFault("no-truth", `Nobody tells where "${body}" is.`, "Open the simulation with `truth: true`.");
      const [x = 0, y = 0, z = 0, w = 1, a = 0, b = 0, c = 0] = data;
      return { at: [x, y, z], turn: [w, a, b, c] };
    },
    grasp: (side) => {
      const { at, turn } = palm(side);
      return plus(at, turned(turn, graspCentre(side)));
    },
  };
};

/** Where the palm is to be for the hand's grasp to close at a place. */
export const palmFor = (side: Side, grasp: Pose): Pose => ({
  at: minus(grasp.at, turned(grasp.turn, graspCentre(side))),
  turn: grasp.turn,
});
