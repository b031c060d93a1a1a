import type { Vector3 } from "../contract/features.ts";
import type { Quaternion } from "../contract/robot.ts";

/** Messages as ROS 1 names and shapes them; an adapter puts them into bytes. */
export interface Stamp {
  readonly sec: number;
  readonly nsec: number;
}

export interface Header {
  readonly seq: number;
  readonly stamp: Stamp;
  readonly frame_id: string;
}

/** One message for one channel. */
export interface Entry {
  /** "/joint_states" */
  readonly topic: string;
  /** "sensor_msgs/JointState" */
  readonly schema: string;
  /** When it became known, ns of Unix time. */
  readonly at: bigint;
  /** When it was measured, ns of Unix time. */
  readonly measured: bigint;
  /** How many this channel had, itself included: a jump says that some were left out. */
  readonly sequence: number;
  readonly value: unknown;
  /** Shown to whoever comes later, too. */
  readonly isLatched?: true;
  /** The first to be left out when there is too much to write: pictures. */
  readonly isBulky?: true;
}

const BILLION = 1_000_000_000n;

/** ns of Unix time of a moment on the robot's clock; one that is no number is told as the epoch itself. */
export const nanoseconds = (at: number, epoch: bigint): bigint => {
  const since = Number.isFinite(at) ? epoch + BigInt(Math.round(at * 1e9)) : epoch;
  return since > 0n ? since : 0n;
};

export const stampOf = (at: bigint): Stamp => ({ sec: Number(at / BILLION), nsec: Number(at % BILLION) });

export const headerOf = (stamp: Stamp, frame: string): Header => ({ seq: 0, stamp, frame_id: frame });

export const xyz = ([x, y, z]: Vector3) => ({ x, y, z });
export const xyzw = ([w, x, y, z]: Quaternion) => ({ x, y, z, w });

export interface Transform {
  readonly header: Header;
  readonly child_frame_id: string;
  readonly transform: {
    readonly translation: ReturnType<typeof xyz>;
    readonly rotation: ReturnType<typeof xyzw>;
  };
}

export const transformOf = (header: Header, child: string, at: Vector3, turn: Quaternion): Transform => ({
  header,
  child_frame_id: child,
  transform: { translation: xyz(at), rotation: xyzw(turn) },
});
