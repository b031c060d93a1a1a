import { commonType, messageTypeOf } from "./message-type.ts";

/** Seconds and nanoseconds: of ROS time as `time`, of a span as `duration`. */
export interface RosTime {
  readonly sec: number;
  readonly nsec: number;
}

export interface Header {
  readonly seq: number;
  readonly stamp: RosTime;
  readonly frame_id: string;
}

/** Numbers as they are read (Float64Array) and as they may be given. */
export type Numbers = ArrayLike<number>;

export interface JointStateMessage {
  readonly header: Header;
  readonly name: readonly string[];
  readonly position: Numbers;
  readonly velocity: Numbers;
  readonly effort: Numbers;
}

export interface TrajectoryPointMessage {
  readonly positions: Numbers;
  readonly velocities: Numbers;
  readonly accelerations: Numbers;
  readonly effort: Numbers;
  readonly time_from_start: RosTime;
}

export interface JointTrajectoryMessage {
  readonly header: Header;
  readonly joint_names: readonly string[];
  readonly points: readonly TrajectoryPointMessage[];
}

export interface Vector3Message {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface QuaternionMessage extends Vector3Message {
  readonly w: number;
}

export interface TwistMessage {
  readonly linear: Vector3Message;
  readonly angular: Vector3Message;
}

export interface OdometryMessage {
  readonly header: Header;
  readonly child_frame_id: string;
  readonly pose: {
    readonly pose: { readonly position: Vector3Message; readonly orientation: QuaternionMessage };
    readonly covariance: Numbers;
  };
  readonly twist: { readonly twist: TwistMessage; readonly covariance: Numbers };
}

export interface ImageMessage {
  readonly header: Header;
  readonly height: number;
  readonly width: number;
  readonly encoding: string;
  readonly is_bigendian: number;
  readonly step: number;
  readonly data: Uint8Array;
}

export interface WrenchMessage {
  readonly header: Header;
  readonly wrench: { readonly force: Vector3Message; readonly torque: Vector3Message };
}

export interface RangeMessage {
  readonly header: Header;
  readonly radiation_type: number;
  readonly field_of_view: number;
  readonly min_range: number;
  readonly max_range: number;
  readonly range: number;
}

export interface TransformMessage {
  readonly header: Header;
  readonly child_frame_id: string;
  readonly transform: { readonly translation: Vector3Message; readonly rotation: QuaternionMessage };
}

export interface NumbersMessage {
  readonly layout: { readonly dim: readonly []; readonly data_offset: number };
  readonly data: Numbers;
}

export const jointState = commonType<JointStateMessage>("sensor_msgs/JointState");
export const jointTrajectory = commonType<JointTrajectoryMessage>("trajectory_msgs/JointTrajectory");
export const twist = commonType<TwistMessage>("geometry_msgs/Twist");
export const odometry = commonType<OdometryMessage>("nav_msgs/Odometry");
export const image = commonType<ImageMessage>("sensor_msgs/Image");
export const wrench = commonType<WrenchMessage>("geometry_msgs/WrenchStamped");
export const range = commonType<RangeMessage>("sensor_msgs/Range");
export const transforms = commonType<{ readonly transforms: readonly TransformMessage[] }>("tf2_msgs/TFMessage");
export const clockType = commonType<{ readonly clock: RosTime }>("rosgraph_msgs/Clock");
export const text = commonType<{ readonly data: string }>("std_msgs/String");
export const float64 = commonType<{ readonly data: number }>("std_msgs/Float64");
export const numbers = commonType<NumbersMessage>("std_msgs/Float64MultiArray");

export interface LogMessage {
  readonly header: Header;
  /** 1 debug, 2 info, 4 warning, 8 error, 16 fatal. */
  readonly level: number;
  readonly name: string;
  readonly msg: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  readonly topics: readonly string[];
}

/** Written out: the common definitions lack its constants, without which its sum is another. */
export const log = messageTypeOf<LogMessage>(
  "rosgraph_msgs/Log",
  `byte DEBUG=1
byte INFO=2
byte WARN=4
byte ERROR=8
byte FATAL=16
Header header
byte level
string name
string msg
string file
string function
uint32 line
string[] topics
${"=".repeat(80)}
MSG: std_msgs/Header
uint32 seq
time stamp
string frame_id`,
);

/** A message of numbers in a row. */
export const numbersMessage = (data: Numbers): NumbersMessage => ({ layout: { dim: [], data_offset: 0 }, data });
