import type { Robot, Seconds } from "@sakiyomi/robot";
import {
  type FollowFeedback,
  type FollowGoal,
  type FollowResult,
  followJointTrajectory,
  type JointTolerance,
} from "../actions/follow-joint-trajectory.ts";
import { type ActionServer, actionServer, type Ended, type Execution } from "../actions/server.ts";
import type { TrajectoryPointMessage } from "../messages/common.ts";
import { header, rosTime, secondsOf } from "../messages/time.ts";
import type { RosNode } from "../node/node.ts";
import { codes, type Trajectory, trajectoryIn } from "./trajectory.ts";

export interface ServeTrajectoriesOptions {
  readonly now: () => Seconds;
  /** Default "/follow_joint_trajectory". */
  readonly name?: string;
}

/** Points are commands that hold as many periods, so that one that comes late makes no gap. */
const heldPeriods = 3;
/** A goal without a tolerance in time waits so long for its joints, s. */
const patience = 0.5;

/**
 * Offers a robot as a FollowJointTrajectory server, as MoveIt and rqt use it. What is told is limited by the robot's own
 * side alone: a guard stands before a robot only in our control loop. A goal that is cancelled ends at once: the robot
 * brakes as its last command expires.
 */
export const serveTrajectories = (robot: Robot, node: RosNode, options: ServeTrajectoriesOptions): ActionServer => {
  const { now, name = "/follow_joint_trajectory" } = options;
  const none: FollowResult = { error_code: codes.goal, error_string: "" };
  return actionServer(node, name, followJointTrajectory, none, async (goal, execution) => {
    const from = (await robot.observe()).joints.position;
    const trajectory = trajectoryIn(robot.features, goal, from);
    if ("error_code" in trajectory) return { state: "rejected", text: trajectory.error_string, result: trajectory };
    const run: Run = { robot, node, now, goal, trajectory, execution, held: from.slice() };
    return await follow(run);
  });
};

interface Run {
  readonly robot: Robot;
  readonly node: RosNode;
  readonly now: () => Seconds;
  readonly goal: FollowGoal;
  readonly trajectory: Trajectory;
  readonly execution: Execution<FollowFeedback>;
  readonly held: Float64Array;
}

const follow = async (run: Run): Promise<Ended<FollowResult>> => {
  const { now, trajectory, goal, execution, robot, node } = run;
  const period = 1 / robot.features.rate;
  const from = now() + waitOf(goal, node.now());
  const mayTake = secondsOf(goal.goal_time_tolerance) || patience;
  while (!execution.signal.aborted) {
    const time = now() - from;
    const error = await turn(run, Math.max(0, time), period);
    const isOver = time >= trajectory.length;
    const beyond = outside(run, error, isOver ? goal.goal_tolerance : goal.path_tolerance);
    if (isOver && !beyond) return ended("succeeded", codes.done, "");
    if (!isOver && beyond) return ended("aborted", codes.path, `${beyond} left its path`);
    if (time > trajectory.length + mayTake) return ended("aborted", codes.goalTolerance, `${beyond} did not arrive`);
    await new Promise((resolve) => setTimeout(resolve, period * 1000));
  }
  return ended("preempted", codes.done, "cancelled");
};

/** Its stamp says when it is to begin; 0: now. */
const waitOf = ({ trajectory }: FollowGoal, rosNow: number): Seconds => {
  const stamp = secondsOf(trajectory.header.stamp);
  return stamp > 0 ? Math.max(0, stamp - rosNow) : 0;
};

const ended = (state: Ended<FollowResult>["state"], code: number, why: string): Ended<FollowResult> => ({
  state,
  text: why,
  result: { error_code: code, error_string: why },
});

/** Tells the robot where to be now; gives back by how much each joint is elsewhere. */
const turn = async (
  { robot, node, now, trajectory, execution, held }: Run,
  time: Seconds,
  period: Seconds,
): Promise<readonly number[]> => {
  const { position, velocity } = trajectory.at(time);
  const speeds = new Float64Array(held.length);
  for (const [i, joint] of trajectory.joints.entries()) {
    held[joint] = position[i] ?? 0;
    speeds[joint] = velocity[i] ?? 0;
  }
  const at = now();
  await robot.act({ at, expires: at + heldPeriods * period, position: held.slice(), velocity: speeds });
  const { joints } = await robot.observe();
  const seen = trajectory.joints.map((joint) => joints.position[joint] ?? 0);
  const error = position.map((wanted, i) => wanted - (seen[i] ?? 0));
  const point = (positions: readonly number[]): TrajectoryPointMessage => ({
    positions,
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start: rosTime(time),
  });
  execution.feedback({
    header: header(node.now()),
    joint_names: trajectory.joints.map((joint) => robot.features.joints[joint]?.name ?? ""),
    desired: point(position),
    actual: point(seen),
    error: point(error),
  });
  return error;
};

/** A joint that is further off than it may be. Tolerance 0 is the server's own: 0.01 at the end; below 0: any. */
const outside = (
  { trajectory, robot, goal }: Run,
  error: readonly number[],
  tolerances: readonly JointTolerance[],
): string | null => {
  const isGoal = tolerances === goal.goal_tolerance;
  for (const [i, joint] of trajectory.joints.entries()) {
    const name = robot.features.joints[joint]?.name ?? "";
    const told = tolerances.find((one) => one.name === name)?.position ?? 0;
    const allowed = told === 0 && isGoal ? 0.01 : told;
    if (allowed > 0 && Math.abs(error[i] ?? 0) > allowed) return name;
  }
  return null;
};
