import type { RobotFeatures, Seconds } from "@sakiyomi/robot";
import type { FollowGoal, FollowResult } from "../actions/follow-joint-trajectory.ts";
import { secondsOf } from "../messages/time.ts";

/** A trajectory for some joints of a robot, which can be asked where they are to be at any time from its start. */
export interface Trajectory {
  /** Indices into the robot's joints, in the order of the goal. */
  readonly joints: readonly number[];
  /** Its length, s. */
  readonly length: Seconds;
  at(time: Seconds): { readonly position: readonly number[]; readonly velocity: readonly number[] };
}

/** After control_msgs/FollowJointTrajectory. */
export const codes = { done: 0, goal: -1, joints: -2, header: -3, path: -4, goalTolerance: -5 } as const;

interface Point {
  readonly time: Seconds;
  readonly position: readonly number[];
  /** null: none was given. */
  readonly velocity: readonly number[] | null;
}

/** Or why not. `from` is where the robot is: the way begins there when the first point is not at once. */
export const trajectoryIn = (
  { joints }: RobotFeatures,
  goal: FollowGoal,
  from: Float64Array,
): Trajectory | FollowResult => {
  const { joint_names: names, points } = goal.trajectory;
  const order = names.map((name) => joints.findIndex((joint) => joint.name === name));
  const unknown = names[order.indexOf(-1)];
  if (unknown !== undefined || names.length === 0 || new Set(names).size !== names.length)
    return { error_code: codes.joints, error_string: `${unknown ?? "the list of joints"} is not known` };
  const start: Point = { time: 0, position: order.map((i) => from[i] ?? 0), velocity: order.map(() => 0) };
  const given = points.map(
    ({ time_from_start: time, positions, velocities }): Point => ({
      time: secondsOf(time),
      position: Array.from(positions),
      velocity: velocities.length > 0 ? Array.from(velocities) : null,
    }),
  );
  const why = wrongIn(given, names.length);
  if (why) return { error_code: codes.goal, error_string: why };
  const all = (given[0]?.time ?? 0) > 0 ? [start, ...given] : given;
  return { joints: order, length: all.at(-1)?.time ?? 0, at: (time) => between(all, time) };
};

const wrongIn = (points: readonly Point[], joints: number): string | null => {
  if (points.length === 0) return "it has no points";
  const late = points.findIndex(({ time }, i) => time < 0 || (i > 0 && time <= (points[i - 1]?.time ?? 0)));
  if (late >= 0) return `point ${late} is not later than the one before`;
  const isWhole = (row: readonly number[]): boolean => row.length === joints && row.every(Number.isFinite);
  const broken = points.findIndex(({ position, velocity }) => !isWhole(position) || !isWhole(velocity ?? position));
  return broken >= 0 ? `point ${broken} has not ${joints} finite values` : null;
};

const between = (points: readonly Point[], time: Seconds): ReturnType<Trajectory["at"]> => {
  const next = points.findIndex((point) => point.time > time);
  const [a, b] = [points[next - 1], points[next]];
  const end = points.at(-1);
  // Before the first and behind the last it stands.
  if (!a || !b) {
    const still = (next === 0 ? points[0] : end)?.position ?? [];
    return { position: still, velocity: still.map(() => 0) };
  }
  const span = b.time - a.time;
  const share = (time - a.time) / span;
  const moved = a.position.map((from, i) => {
    const to = b.position[i] ?? from;
    if (!a.velocity || !b.velocity) return [from + share * (to - from), (to - from) / span] as const;
    return cubic(from, to, (a.velocity[i] ?? 0) * span, (b.velocity[i] ?? 0) * span, share, span);
  });
  return { position: moved.map(([x]) => x), velocity: moved.map(([, v]) => v) };
};

/** Hermite's: through both positions with both speeds. */
const cubic = (
  from: number,
  to: number,
  speedFrom: number,
  speedTo: number,
  s: number,
  span: Seconds,
): readonly [number, number] => {
  const c = 3 * (to - from) - 2 * speedFrom - speedTo;
  const d = 2 * (from - to) + speedFrom + speedTo;
  return [from + s * (speedFrom + s * (c + s * d)), (speedFrom + s * (2 * c + s * 3 * d)) / span];
};
