import type { LinkFeature, RobotFeatures, Vector3 } from "../contract/features.ts";
import type { BaseState, Observation, Quaternion } from "../contract/robot.ts";
import { headerOf, type Stamp, type Transform, transformOf } from "./messages.ts";

/** The frame in which the base drives, and things of a simulated world stand. */
export const worldFrame = "world";

const upright: Quaternion = [1, 0, 0, 0];

const about = ([x, y, z]: Vector3, angle: number): Quaternion => {
  const s = Math.sin(angle / 2);
  return [Math.cos(angle / 2), x * s, y * s, z * s];
};

const moved = (
  { offset: [x, y, z], axis, motion }: LinkFeature,
  value: number,
): { readonly at: Vector3; readonly turn: Quaternion } =>
  motion === "slides"
    ? { at: [x + axis[0] * value, y + axis[1] * value, z + axis[2] * value], turn: upright }
    : { at: [x, y, z], turn: about(axis, value) };

const parentOf = ({ links }: RobotFeatures, { parent }: LinkFeature): string =>
  parent === null ? worldFrame : (links[parent]?.name ?? worldFrame);

const drives = (features: RobotFeatures, { parent }: LinkFeature): boolean => parent === null && features.base !== null;

/** Parts that do not move against what carries them. */
export const fixedFrames = (features: RobotFeatures, stamp: Stamp): readonly Transform[] =>
  features.links
    .filter((link) => link.joint === null && !drives(features, link))
    .map((link) => transformOf(headerOf(stamp, parentOf(features, link)), link.name, link.offset, upright));

/** Of links without a parent on a base that drives; where nobody says where it is, it is shown at the origin. */
const onBase = (link: LinkFeature, base: BaseState | null): { readonly at: Vector3; readonly turn: Quaternion } => {
  const { x, y, yaw } = base ?? { x: 0, y: 0, yaw: 0 };
  const [dx, dy, dz] = link.offset;
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return { at: [x + c * dx - s * dy, y + s * dx + c * dy, dz], turn: about([0, 0, 1], yaw) };
};

/** Where every moving part is, each in the frame of its parent. */
export const movingFrames = (
  features: RobotFeatures,
  { joints, base }: Pick<Observation, "joints" | "base">,
  stamp: Stamp,
): readonly Transform[] => {
  const transforms: Transform[] = [];
  for (const link of features.links) {
    const place = drives(features, link)
      ? onBase(link, base)
      : link.joint === null
        ? null
        : moved(link, joints.position[link.joint] ?? 0);
    if (place) transforms.push(transformOf(headerOf(stamp, parentOf(features, link)), link.name, place.at, place.turn));
  }
  return transforms;
};
