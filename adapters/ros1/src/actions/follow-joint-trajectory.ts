import type { Header, RosTime, TrajectoryPointMessage } from "../messages/common.ts";
import { actionTypeOf } from "./action-type.ts";

export interface JointTolerance {
  readonly name: string;
  readonly position: number;
  readonly velocity: number;
  readonly acceleration: number;
}

export interface FollowGoal {
  readonly trajectory: {
    readonly header: Header;
    readonly joint_names: readonly string[];
    readonly points: readonly TrajectoryPointMessage[];
  };
  readonly path_tolerance: readonly JointTolerance[];
  readonly goal_tolerance: readonly JointTolerance[];
  readonly goal_time_tolerance: RosTime;
}

export interface FollowFeedback {
  readonly header: Header;
  readonly joint_names: readonly string[];
  readonly desired: TrajectoryPointMessage;
  readonly actual: TrajectoryPointMessage;
  readonly error: TrajectoryPointMessage;
}

export interface FollowResult {
  /** 0 well done; -1 invalid goal, -2 invalid joints, -3 old header, -4 path and -5 goal tolerance violated. */
  readonly error_code: number;
  readonly error_string: string;
}

/**
 * control_msgs/FollowJointTrajectory, written from its public definition (control_msgs 1.5, Noetic): Debian has no
 * control_msgs. Sums of the goal, the result and the feedback are those of the original.
 */
export const followJointTrajectory = actionTypeOf<FollowGoal, FollowFeedback, FollowResult>(
  "control_msgs/FollowJointTrajectory",
  {
    goal: `trajectory_msgs/JointTrajectory trajectory
JointTolerance[] path_tolerance
JointTolerance[] goal_tolerance
duration goal_time_tolerance`,
    result: `int32 error_code
int32 SUCCESSFUL = 0
int32 INVALID_GOAL = -1
int32 INVALID_JOINTS = -2
int32 OLD_HEADER_TIMESTAMP = -3
int32 PATH_TOLERANCE_VIOLATED = -4
int32 GOAL_TOLERANCE_VIOLATED = -5
string error_string`,
    feedback: `Header header
string[] joint_names
trajectory_msgs/JointTrajectoryPoint desired
trajectory_msgs/JointTrajectoryPoint actual
trajectory_msgs/JointTrajectoryPoint error`,
    others: [
      `MSG: trajectory_msgs/JointTrajectory
Header header
string[] joint_names
JointTrajectoryPoint[] points`,
      `MSG: trajectory_msgs/JointTrajectoryPoint
float64[] positions
float64[] velocities
float64[] accelerations
float64[] effort
duration time_from_start`,
      `MSG: control_msgs/JointTolerance
string name
float64 position
float64 velocity
float64 acceleration`,
    ],
  },
);
