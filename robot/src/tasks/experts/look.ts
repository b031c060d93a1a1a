import { thermometer } from "../../body/index.ts";
import type { RobotFeatures, Vector3 } from "../../contract/features.ts";
import { type BasePlace, basePose, poseBack, poseOf, poseTimes } from "../../kinematics/index.ts";
import { plus, turned } from "../../kinematics/rotation.ts";

/** Joints of the head, by their index into `features.joints`, and where they are to be, rad. */
export type Gaze = ReadonlyMap<number, number>;

const linkOf = ({ links }: RobotFeatures, name: string): number => links.findIndex((link) => link.name === name);

const offsetOf = (features: RobotFeatures, name: string): Vector3 =>
  features.links[linkOf(features, name)]?.offset ?? [0, 0, 0];

/**
 * The head's joints with which it looks straight at a place of the world, by geometry: the neck yaws towards it, then the
 * head pitches until the line of sight, which runs beside the pitching axis, meets it. Within the joints' ranges.
 */
export const gazeAt = (features: RobotFeatures, position: Float64Array, base: BasePlace, at: Vector3): Gaze => {
  const torso = poseTimes(basePose(base), poseOf(features, position, linkOf(features, "torso/link_3")));
  const back = poseBack(torso);
  const seen = plus(back.at, turned(back.turn, at));
  const neck = offsetOf(features, "head/link_1");
  const yaw = Math.atan2(seen[1] - neck[1], seen[0] - neck[0]);
  const [forward, , up] = offsetOf(features, "head/link_2");
  const along = Math.hypot(seen[0] - neck[0], seen[1] - neck[1]) - forward;
  const height = seen[2] - neck[2] - up;
  const beside = offsetOf(features, "head/link_3")[2] + thermometer.at[2];
  const pitch = Math.asin(Math.min(1, beside / Math.hypot(along, height))) - Math.atan2(height, along);
  return new Map(
    [yaw, pitch, 0].map((angle, i) => {
      const joint = features.joints.findIndex(({ name }) => name === `head/joint_${i + 1}`);
      const { lowest = 0, highest = 0 } = features.joints[joint] ?? {};
      return [joint, Math.min(Math.max(angle, lowest), highest)];
    }),
  );
};

/** How far the head is from looking there, rad. */
export const gazeError = (gaze: Gaze, position: Float64Array): number =>
  Math.max(...[...gaze].map(([joint, angle]) => Math.abs(angle - (position[joint] ?? 0))));
