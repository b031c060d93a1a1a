import type { BaseState, Contact, Observation, Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import type { JointStateMessage, OdometryMessage, RangeMessage } from "../messages/common.ts";
import { header } from "../messages/time.ts";

const noCovariance = new Float64Array(36);

export const odometryOf = (base: BaseState, stamp: number): OdometryMessage => ({
  header: header(stamp, "odom"),
  child_frame_id: "base_link",
  pose: {
    pose: {
      position: { x: base.x, y: base.y, z: 0 },
      orientation: { x: 0, y: 0, z: Math.sin(base.yaw / 2), w: Math.cos(base.yaw / 2) },
    },
    covariance: noCovariance,
  },
  twist: {
    twist: { linear: { x: base.forward, y: base.sideways, z: 0 }, angular: { x: 0, y: 0, z: base.turn } },
    covariance: noCovariance,
  },
});

/** Throws `bad-message` where a number is none. */
export const baseStateOf = ({ pose, twist }: OdometryMessage, at: Seconds): BaseState => {
  const { x: qx, y: qy, z: qz, w } = pose.pose.orientation;
  const { x, y } = pose.pose.position;
  const { linear, angular } = twist.twist;
  const yaw = Math.atan2(2 * (w * qz + qx * qy), 1 - 2 * (qy * qy + qz * qz));
  const base = { at, x, y, yaw, forward: linear.x, sideways: linear.y, turn: angular.z };
  if (!Object.values(base).every(Number.isFinite)) throw bad("an odometry");
  return base;
};

export const contactsMessage = (contacts: readonly Contact[], stamp: number): JointStateMessage => ({
  header: header(stamp, "contacts"),
  name: contacts.map(({ region }) => region),
  position: [],
  velocity: [],
  effort: contacts.map(({ force }) => force),
});

export const contactsOf = ({ name, effort }: JointStateMessage, at: Seconds): readonly Contact[] => {
  if (effort.length !== name.length) throw bad("a contact without its force");
  return name.map((region, i) => ({ at, region, force: finite(effort[i]) }));
};

/** Infrared, as "any other": a person tracker has no type of its own in ROS 1. */
export const nearestMessage = (distance: number, stamp: number): RangeMessage => ({
  header: header(stamp, "nearest_person"),
  radiation_type: 1,
  field_of_view: 2 * Math.PI,
  min_range: 0,
  max_range: 100,
  range: distance,
});

/** Beyond its largest range nobody is seen: that is told as that range. Below its smallest it cannot say: null. */
export const nearestOf = (message: RangeMessage, at: Seconds): Observation["nearestPerson"] => {
  const { range, min_range: least, max_range: most } = message;
  if (Number.isNaN(range) || range < least) return null;
  return { at, distance: Math.min(range, most) };
};

const finite = (value: number | undefined): number => {
  if (value === undefined || !Number.isFinite(value)) throw bad("a force");
  return value;
};

const bad = (what: string): RosFault =>
  new RosFault("bad-message", `${what} is no number.`, "Look at the robot's sensors.");
