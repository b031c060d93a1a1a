import type { Command, RobotFeatures, Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import type { JointTrajectoryMessage, TwistMessage } from "../messages/common.ts";
import { header, rosTime, secondsOf } from "../messages/time.ts";

/** One point: when it was decided is its stamp, until when it holds is its time_from_start. */
export const trajectoryOf = (
  { joints }: RobotFeatures,
  command: Command,
  toRos: (ours: Seconds) => number,
): JointTrajectoryMessage => ({
  header: header(toRos(command.at)),
  joint_names: joints.map(({ name }) => name),
  points: [
    {
      positions: command.position,
      velocities: command.velocity ?? [],
      accelerations: [],
      effort: command.torque ?? [],
      time_from_start: rosTime(command.expires - command.at),
    },
  ],
});

/** Joints that it does not name stay where they were told to be, `held`. Throws `bad-message` where it makes no sense. */
export const commandOf = (
  { joints }: RobotFeatures,
  message: JointTrajectoryMessage,
  held: Float64Array,
  toOurs: (ros: number) => Seconds,
): Command => {
  const [point] = message.points;
  if (!point || message.points.length !== 1) throw bad(`it has ${message.points.length} points instead of one`);
  const order = message.joint_names.map((name) => indexOf(joints, name));
  const at = toOurs(secondsOf(message.header.stamp));
  const spread = (row: ArrayLike<number>, into: Float64Array): Float64Array => {
    if (row.length !== order.length) throw bad(`${row.length} values for ${order.length} joints`);
    for (const [i, joint] of order.entries()) into[joint] = finite(row[i]);
    return into;
  };
  const zeros = (): Float64Array => new Float64Array(joints.length);
  return {
    at,
    expires: at + secondsOf(point.time_from_start),
    position: spread(point.positions, held.slice()),
    ...(point.velocities.length > 0 ? { velocity: spread(point.velocities, zeros()) } : {}),
    ...(point.effort.length > 0 ? { torque: spread(point.effort, zeros()) } : {}),
  };
};

const indexOf = (joints: RobotFeatures["joints"], name: string): number => {
  const index = joints.findIndex((joint) => joint.name === name);
  if (index < 0) throw bad(`there is no joint ${name}`);
  return index;
};

const finite = (value: number | undefined): number => {
  if (value === undefined || !Number.isFinite(value)) throw bad("a value is no number");
  return value;
};

const bad = (why: string): RosFault =>
  new RosFault("bad-message", `A trajectory is refused: ${why}.`, "See docs/robot/ros1.md.");

export const twistOf = (base: Command["base"]): TwistMessage => ({
  linear: { x: base?.forward ?? 0, y: base?.sideways ?? 0, z: 0 },
  angular: { x: 0, y: 0, z: base?.turn ?? 0 },
});

/** Throws `bad-message` where a speed is no number. */
export const baseOf = ({ linear, angular }: TwistMessage): NonNullable<Command["base"]> => ({
  forward: finite(linear.x),
  sideways: finite(linear.y),
  turn: finite(angular.z),
});

/** Within the ranges of the joints. A number that is none is refused: there is nothing near it. */
export const withinRanges = ({ joints }: RobotFeatures, command: Command): Command => {
  if (command.position.length !== joints.length)
    throw bad(`${command.position.length} positions, not ${joints.length}`);
  const position = Float64Array.from(joints, ({ lowest, highest }, i) =>
    Math.min(Math.max(finite(command.position[i]), lowest), highest),
  );
  return { ...command, position };
};
