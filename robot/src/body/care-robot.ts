import type { JointFeature, LinkFeature, RobotFeatures, SensorFeature } from "../contract/features.ts";
import { armLinks } from "./arm.ts";
import { handLinks, touchNames } from "./hand.ts";
import type { BodyLink } from "./link.ts";
import { thermometerSensors } from "./thermometer.ts";
import { trunkLinks } from "./trunk.ts";

/** The whole robot, parents first: the one table that features, MJCF and URDF are made from. */
export const bodyLinks: readonly BodyLink[] = [
  ...trunkLinks,
  ...armLinks("left"),
  ...armLinks("right"),
  ...handLinks("left"),
  ...handLinks("right"),
];

const jointFeature = ({ name, unit, lowest, highest, speed, acceleration, torque }: JointFeature): JointFeature => ({
  name,
  unit,
  lowest,
  highest,
  speed,
  acceleration,
  torque,
});

const joints: readonly JointFeature[] = bodyLinks.flatMap(({ joint }) => (joint ? [jointFeature(joint)] : []));
const linkNames = bodyLinks.map(({ name }) => name);
const jointNames = joints.map(({ name }) => name);

const linkFeature = ({ name, parent, offset, joint, balls, isTool }: BodyLink): LinkFeature => ({
  name,
  parent: parent === null ? null : linkNames.indexOf(parent),
  offset,
  joint: joint ? jointNames.indexOf(joint.name) : null,
  axis: joint?.axis ?? [0, 0, 1],
  motion: "turns",
  balls,
  isTool,
});

export interface PictureSettings {
  readonly width: number;
  readonly height: number;
  /** Pictures a second. */
  readonly rate: number;
}

/** 64 by 64 at 30 a second: what the models of learn see, and what ray casting keeps up with on one core. */
export const pictureDefaults: PictureSettings = { width: 64, height: 64, rate: 30 };

const sides = ["left", "right"] as const;

const sensorsOf = ({ width, height, rate }: PictureSettings): readonly SensorFeature[] => [
  ...sides.map((side) => ({ name: `${side}_wrist/force`, shape: [6], unit: "N", rate: 100 })),
  ...sides.map((side) => ({ name: `${side}_hand/touch`, shape: [touchNames.length], unit: "N", rate: 100 })),
  ...sides.map((side) => ({ name: `head/${side}/image`, shape: [height, width, 3], unit: "1", rate })),
  { name: "head/depth", shape: [height, width], unit: "m", rate },
  { name: "head/segmentation", shape: [height, width], unit: "1", rate },
  { name: "motor/temperature", shape: [joints.length], unit: "Cel", rate: 1 },
  ...thermometerSensors,
];

/**
 * Features of the care robot: a holonomic base, a torso of 3 joints, a head of 3 with stereo cameras, two arms of 7, two
 * hands of 5. "left_wrist/force" is N in its first three elements and N·m in its last three, in the frame of the palm.
 * Depth and segmentation are those of the left eye.
 */
export const careRobotWith = (pictures: PictureSettings): RobotFeatures => ({
  name: "care robot",
  joints,
  links: bodyLinks.map(linkFeature),
  sensors: sensorsOf(pictures),
  base: { speed: 0.8, turn: 1, acceleration: 1 },
  rate: 100,
});

export const careRobot: RobotFeatures = careRobotWith(pictureDefaults);

const home: Readonly<Record<string, number>> = {
  "head/joint_2": 0.75,
  ...Object.fromEntries(
    sides.flatMap((side) => [
      [`${side}_arm/joint_1`, -0.35],
      [`${side}_arm/joint_2`, -0.3],
      [`${side}_arm/joint_4`, 1.9],
    ]),
  ),
};

/** Standing with bent elbows, hands in front of the chest and away from it, in the order of `careRobot.joints`. */
export const homePosition = (): Float64Array => Float64Array.from(joints, ({ name }) => home[name] ?? 0);
