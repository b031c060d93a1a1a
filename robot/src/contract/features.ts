/** A joint: its vector element in every observation and command is its place in `RobotFeatures.joints`. */
export interface JointFeature {
  /** "left_arm/joint_1" */
  readonly name: string;
  readonly unit: "rad" | "m";
  readonly lowest: number;
  readonly highest: number;
  /** Largest speed, unit / s. */
  readonly speed: number;
  /** Largest acceleration, unit / s². */
  readonly acceleration: number;
  /** Largest torque or force, N·m or N. */
  readonly torque: number;
}

export type Vector3 = readonly [number, number, number];

/** A rigid part, moved by one joint (or none) relative to its parent. */
export interface LinkFeature {
  readonly name: string;
  /** Index of the parent link, which comes earlier; null for the base. */
  readonly parent: number | null;
  /** Where it is attached, in the parent's frame, m. */
  readonly offset: Vector3;
  /** The joint that moves it, index into `joints`; null: fixed. */
  readonly joint: number | null;
  /** Axis of that joint, in its own frame: a unit vector. */
  readonly axis: Vector3;
  readonly motion: "turns" | "slides";
  /** What it fills, as balls in its own frame: enough for distances. */
  readonly balls: readonly { readonly at: Vector3; readonly radius: number }[];
  /** A tool's speed is limited near people. */
  readonly isTool: boolean;
}

/** A stream of numbers or pictures beside the joints. */
export interface SensorFeature {
  /** "head/left/image", "left_wrist/force" */
  readonly name: string;
  readonly shape: readonly number[];
  /** UCUM; "1" for pictures. */
  readonly unit: string;
  /** Samples a second. */
  readonly rate: number;
}

/** What a robot observes and can be told; readable before it is opened. */
export interface RobotFeatures {
  readonly name: string;
  readonly joints: readonly JointFeature[];
  readonly links: readonly LinkFeature[];
  readonly sensors: readonly SensorFeature[];
  /** A base that drives: its largest speeds, m/s and rad/s. null: it stands. */
  readonly base: { readonly speed: number; readonly turn: number; readonly acceleration: number } | null;
  /** Commands a second that it wants. */
  readonly rate: number;
}
