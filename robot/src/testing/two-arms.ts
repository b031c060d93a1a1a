import type { JointFeature, LinkFeature, RobotFeatures } from "../contract/features.ts";
import type { Observation, Seconds } from "../contract/robot.ts";

const joint = (name: string): JointFeature => ({
  name,
  unit: "rad",
  lowest: -2,
  highest: 2,
  speed: 1.5,
  acceleration: 6,
  torque: 40,
});

const arm = (side: "left" | "right", first: number): readonly LinkFeature[] => {
  const y = side === "left" ? 0.22 : -0.22;
  const link = (
    name: string,
    parent: number,
    offset: readonly [number, number, number],
    at: number,
    isTool: boolean,
  ): LinkFeature => ({
    name: `${side}_arm/${name}`,
    parent,
    offset,
    joint: at,
    axis: [0, 0, 1],
    motion: "turns",
    balls: [0.1, 0.2, 0.3].map((x) => ({ at: [x, 0, 0], radius: 0.05 })),
    isTool,
  });
  return [link("upper", 0, [0, y, 0], first, false), link("fore", first + 1, [0.35, 0, 0], first + 1, true)];
};

/** A torso with two arms of two joints in a plane: small enough to reason about, able to hit itself. */
export const twoArms: RobotFeatures = {
  name: "two arms",
  joints: ["left_arm/joint_1", "left_arm/joint_2", "right_arm/joint_1", "right_arm/joint_2"].map(joint),
  links: [
    {
      name: "torso",
      parent: null,
      offset: [0, 0, 0],
      joint: null,
      axis: [0, 0, 1],
      motion: "turns",
      balls: [{ at: [0, 0, 0], radius: 0.1 }],
      isTool: false,
    },
    ...arm("left", 0),
    ...arm("right", 2),
  ],
  sensors: [],
  base: { speed: 1, turn: 1, acceleration: 1 },
  rate: 100,
};

/** A robot that stands where it was told to, untouched and far from everybody. */
export const seenAt = (at: Seconds, position: Float64Array, more: Partial<Observation> = {}): Observation => ({
  joints: { at, position, velocity: new Float64Array(position.length), torque: new Float64Array(position.length) },
  base: null,
  contacts: [],
  nearestPerson: { at, distance: 5 },
  samples: {},
  ...more,
});
