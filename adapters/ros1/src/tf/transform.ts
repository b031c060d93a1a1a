import type { Pose, Quaternion, Vector3 } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import type { TransformMessage } from "../messages/common.ts";
import { header } from "../messages/time.ts";

/** Where a frame is in another, at a time. */
export interface FramePose extends Pose {
  /** ROS time, s. */
  readonly stamp: number;
  readonly parent: string;
  readonly child: string;
}

export const identity: Pose = { at: [0, 0, 0], turn: [1, 0, 0, 0] };

const product = (a: Quaternion, b: Quaternion): Quaternion => [
  a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
  a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
  a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
  a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
];
const conjugate = ([w, x, y, z]: Quaternion): Quaternion => [w, -x, -y, -z];

export const turned = (turn: Quaternion, [x, y, z]: Vector3): Vector3 => {
  const [, a, b, c] = product(product(turn, [0, x, y, z]), conjugate(turn));
  return [a, b, c];
};

const sum = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** What is at `inner` in a frame that is itself at `outer`. */
export const within = (outer: Pose, inner: Pose): Pose => ({
  at: sum(outer.at, turned(outer.turn, inner.at)),
  turn: product(outer.turn, inner.turn),
});

export const inverse = ({ at, turn }: Pose): Pose => {
  const back = conjugate(turn);
  const [x, y, z] = turned(back, at);
  return { at: [-x, -y, -z], turn: back };
};

/** Between two poses: along a line, and about one axis at a steady rate (slerp), by the shorter way. */
export const between = (a: Pose, b: Pose, share: number): Pose => {
  const at = a.at.map((x, i) => x + share * ((b.at[i] ?? x) - x)) as unknown as Vector3;
  return { at, turn: slerp(a.turn, b.turn, share) };
};

const slerp = (a: Quaternion, b: Quaternion, share: number): Quaternion => {
  const dot = a.reduce((total, x, i) => total + x * (b[i] ?? 0), 0);
  const angle = Math.acos(Math.min(1, Math.abs(dot)));
  // So near to each other that a line will do.
  const isNear = angle < 1e-6;
  const from = isNear ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
  const to = (isNear ? share : Math.sin(share * angle) / Math.sin(angle)) * (dot < 0 ? -1 : 1);
  const mixed = a.map((x, i) => from * x + to * (b[i] ?? 0));
  const length = Math.hypot(...mixed);
  return mixed.map((x) => x / length) as unknown as Quaternion;
};

export const messageOf = ({ stamp, parent, child, at, turn }: FramePose): TransformMessage => ({
  header: header(stamp, parent),
  child_frame_id: child,
  transform: {
    translation: { x: at[0], y: at[1], z: at[2] },
    rotation: { w: turn[0], x: turn[1], y: turn[2], z: turn[3] },
  },
});

/** Names without the slash that older nodes put before them. Throws `bad-message` where the rotation is none. */
export const poseOf = ({ header: { stamp, frame_id }, child_frame_id, transform }: TransformMessage): FramePose => {
  const { x, y, z } = transform.translation;
  const { w, x: qx, y: qy, z: qz } = transform.rotation;
  const length = Math.hypot(w, qx, qy, qz);
  // As tf2 does: 1e-3 of the length 1 is rounding, more is no rotation.
  if (![x, y, z].every(Number.isFinite) || !(Math.abs(length - 1) < 1e-3))
    throw new RosFault(
      "bad-message",
      `The transform of ${child_frame_id} has a rotation of length ${length}.`,
      "Normalise it where it is published.",
    );
  return {
    stamp: stamp.sec + stamp.nsec / 1e9,
    parent: frame_id.replace(/^\//, ""),
    child: child_frame_id.replace(/^\//, ""),
    at: [x, y, z],
    turn: [w / length, qx / length, qy / length, qz / length],
  };
};
