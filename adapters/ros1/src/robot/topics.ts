/** Where a robot's parts are found on ROS. Types and rules are in docs/robot/ros1.md. */
export interface RobotTopics {
  /** sensor_msgs/JointState, from the robot. */
  readonly jointStates: string;
  /** trajectory_msgs/JointTrajectory, to the robot. */
  readonly command: string;
  /** std_msgs/Float64MultiArray, to the robot: a command with all that it can hold (`wholeCommand`). */
  readonly wholeCommand: string;
  /** std_msgs/Float64, latched, to the robot: 1 holds, 0 gives way. */
  readonly stiffness: string;
  /** geometry_msgs/Twist, to the robot. */
  readonly base: string;
  /** nav_msgs/Odometry, from the robot. */
  readonly odometry: string;
  /** sensor_msgs/JointState, from the robot: `name` = body regions touched, `effort` = force on each, N. */
  readonly contacts: string;
  /** sensor_msgs/Range, from the robot: distance from its surface to the nearest person, m. */
  readonly nearestPerson: string;
  /** std_srvs/Trigger, of the robot. */
  readonly stop: string;
  /** std_msgs/String, from anybody: who asks for a stop. Whoever drives the robot latches. */
  readonly stopAsked: string;
  /** Before the name of a sensor: "/left_wrist/force". */
  readonly sensors: string;
  /** Parameter: a URDF. */
  readonly description: string;
  /** Parameter: JSON of `RobotFeatures`, where the robot is one of ours. */
  readonly features: string;
}

/** With the names that ROS robots usually have; `namespace` ("/robot_2") comes before each. */
export const robotTopics = (given: Partial<RobotTopics> = {}, namespace = ""): RobotTopics => ({
  jointStates: `${namespace}/joint_states`,
  command: `${namespace}/command`,
  wholeCommand: `${namespace}/whole_command`,
  stiffness: `${namespace}/stiffness`,
  base: `${namespace}/cmd_vel`,
  odometry: `${namespace}/odom`,
  contacts: `${namespace}/contacts`,
  nearestPerson: `${namespace}/nearest_person`,
  stop: `${namespace}/stop`,
  stopAsked: `${namespace}/stop_asked`,
  sensors: namespace,
  description: `${namespace}/robot_description`,
  features: `${namespace}/robot_features`,
  ...given,
});
