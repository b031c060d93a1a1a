import type { JointFeature, JointState, Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import type { JointStateMessage } from "../messages/common.ts";

/** Joins joint states by name: several publishers, any order, any subset. */
export interface JointBoard {
  /** Joints of other names are passed over. Throws `bad-message` where a value is no number. */
  take(message: JointStateMessage, at: Seconds): void;
  /** null: not every joint has been seen. Its time is that of the joint seen longest ago. */
  state(): JointState | null;
  /** Names of joints that have not been seen. */
  missing(): readonly string[];
}

export const jointBoard = (joints: readonly JointFeature[]): JointBoard => {
  const index = new Map(joints.map(({ name }, i) => [name, i]));
  const seenAt = new Float64Array(joints.length).fill(Number.NEGATIVE_INFINITY);
  const position = new Float64Array(joints.length);
  const velocity = new Float64Array(joints.length);
  const torque = new Float64Array(joints.length);
  const one = (i: number, at: Seconds, message: JointStateMessage, from: number): void => {
    const seen = value(message.position[from], message.name[from]);
    const last = seenAt[i] ?? Number.NEGATIVE_INFINITY;
    // One that comes late, after a newer one, changes nothing.
    if (at <= last) return;
    // A robot that tells no speeds: that since the last state.
    const moved = Number.isFinite(last) ? (seen - (position[i] ?? 0)) / (at - last) : 0;
    velocity[i] = message.velocity.length > 0 ? value(message.velocity[from], message.name[from]) : moved;
    torque[i] = message.effort.length > 0 ? value(message.effort[from], message.name[from]) : 0;
    position[i] = seen;
    seenAt[i] = at;
  };
  return {
    take: (message, at) => {
      for (const [from, name] of message.name.entries()) {
        const i = index.get(name);
        if (i !== undefined) one(i, at, message, from);
      }
    },
    state: () => {
      const at = seenAt.reduce((oldest, seen) => Math.min(oldest, seen), Number.POSITIVE_INFINITY);
      if (!Number.isFinite(at)) return null;
      return { at, position: position.slice(), velocity: velocity.slice(), torque: torque.slice() };
    },
    missing: () => joints.filter((_, i) => !Number.isFinite(seenAt[i])).map(({ name }) => name),
  };
};

const value = (told: number | undefined, name: string | undefined): number => {
  if (told !== undefined && Number.isFinite(told)) return told;
  throw new RosFault("bad-message", `The state of ${name ?? "a joint"} is no number.`, "Look at the robot's encoders.");
};
