import type { Vector3 } from "../contract/features.ts";
import type { Pose, Quaternion } from "../contract/robot.ts";

export const unturned: Quaternion = [1, 0, 0, 0];

/** First `b`, then `a`. */
export const turnTimes = ([aw, ax, ay, az]: Quaternion, [bw, bx, by, bz]: Quaternion): Quaternion => [
  aw * bw - ax * bx - ay * by - az * bz,
  aw * bx + ax * bw + ay * bz - az * by,
  aw * by - ax * bz + ay * bw + az * bx,
  aw * bz + ax * by - ay * bx + az * bw,
];

export const turnBack = ([w, x, y, z]: Quaternion): Quaternion => [w, -x, -y, -z];

/** v + 2 q × (q × v + w v). */
export const turned = ([w, x, y, z]: Quaternion, [a, b, c]: Vector3): Vector3 => {
  const [p, q, r] = [y * c - z * b + w * a, z * a - x * c + w * b, x * b - y * a + w * c];
  return [a + 2 * (y * r - z * q), b + 2 * (z * p - x * r), c + 2 * (x * q - y * p)];
};

/** By `angle`, rad, about a unit vector. */
export const turnAbout = ([x, y, z]: Vector3, angle: number): Quaternion => {
  const sine = Math.sin(angle / 2);
  return [Math.cos(angle / 2), x * sine, y * sine, z * sine];
};

/** The shorter way round: axis times angle, rad. */
export const rotationVector = ([w, x, y, z]: Quaternion): Vector3 => {
  const length = Math.hypot(x, y, z);
  if (length < 1e-12) return [0, 0, 0];
  const angle = 2 * Math.atan2(length, Math.abs(w));
  const share = ((w < 0 ? -1 : 1) * angle) / length;
  return [x * share, y * share, z * share];
};

/** The rotation whose axis times angle is this. */
export const turnFromVector = (vector: Vector3): Quaternion => {
  const angle = Math.hypot(...vector);
  return angle < 1e-12 ? unturned : turnAbout(scaled(vector, 1 / angle), angle);
};

/** From `a`, share 0, to `b`, share 1, the shorter way round and evenly. */
export const turnBetween = (a: Quaternion, b: Quaternion, share: number): Quaternion =>
  turnTimes(turnFromVector(scaled(rotationVector(turnTimes(b, turnBack(a))), share)), a);

/** Roll about x, then pitch about y, then yaw about z, all of the fixed frame, rad. */
export const turnFromAngles = (roll: number, pitch: number, yaw: number): Quaternion =>
  turnTimes(turnAbout([0, 0, 1], yaw), turnTimes(turnAbout([0, 1, 0], pitch), turnAbout([1, 0, 0], roll)));

/** The rotation whose frame has these as its first two axes; the second is made square to the first. */
export const turnFromAxes = (along: Vector3, second: Vector3): Quaternion => {
  const x = unit(along);
  const z = unit(cross(x, second));
  const y = cross(z, x);
  return turnFromColumns(x, y, z);
};

/** Shepperd's method: the largest of the four parts is found first, so that nothing is divided by almost nothing. */
const turnFromColumns = (x: Vector3, y: Vector3, z: Vector3): Quaternion => {
  const trace = x[0] + y[1] + z[2];
  const parts = [trace, x[0], y[1], z[2]];
  const largest = parts.indexOf(Math.max(...parts));
  const raw: readonly Quaternion[] = [
    [1 + trace, y[2] - z[1], z[0] - x[2], x[1] - y[0]],
    [y[2] - z[1], 1 + x[0] - y[1] - z[2], y[0] + x[1], z[0] + x[2]],
    [z[0] - x[2], y[0] + x[1], 1 - x[0] + y[1] - z[2], z[1] + y[2]],
    [x[1] - y[0], z[0] + x[2], z[1] + y[2], 1 - x[0] - y[1] + z[2]],
  ];
  const [w, a, b, c] = raw[largest] ?? unturned;
  const length = Math.hypot(w, a, b, c);
  return [w / length, a / length, b / length, c / length];
};

export const plus = ([a, b, c]: Vector3, [x, y, z]: Vector3): Vector3 => [a + x, b + y, c + z];
export const minus = ([a, b, c]: Vector3, [x, y, z]: Vector3): Vector3 => [a - x, b - y, c - z];
export const scaled = ([x, y, z]: Vector3, by: number): Vector3 => [x * by, y * by, z * by];
export const dot = ([a, b, c]: Vector3, [x, y, z]: Vector3): number => a * x + b * y + c * z;
export const lengthOf = (vector: Vector3): number => Math.hypot(...vector);
export const cross = ([a, b, c]: Vector3, [x, y, z]: Vector3): Vector3 => [b * z - c * y, c * x - a * z, a * y - b * x];

/** Of length 1; a vector of no length stays as it is. */
export const unit = (vector: Vector3): Vector3 => scaled(vector, 1 / (lengthOf(vector) || 1));

/** A pose told in the frame of `outer`, in the frame that `outer` is told in. */
export const poseTimes = (outer: Pose, inner: Pose): Pose => ({
  at: plus(outer.at, turned(outer.turn, inner.at)),
  turn: turnTimes(outer.turn, inner.turn),
});

/** The pose of the outer frame as the pose sees it. */
export const poseBack = ({ at, turn }: Pose): Pose => ({
  at: turned(turnBack(turn), scaled(at, -1)),
  turn: turnBack(turn),
});

/** Where a base that drives stands: x, y and yaw as a pose. */
export const basePose = ({ x, y, yaw }: { readonly x: number; readonly y: number; readonly yaw: number }): Pose => ({
  at: [x, y, 0],
  turn: turnAbout([0, 0, 1], yaw),
});
