import type { RobotFeatures } from "../../contract/features.ts";
import type { Seconds } from "../../contract/robot.ts";
import type { Gaze } from "./look.ts";

/** Speed of the head, rad/s: nobody is startled. */
const headSpeed = 0.8;
/** A longer silence counts as this, s. */
const longestStep = 0.05;

/** A head that turns to where it is to look, whatever the rest of the body does. */
export class Head {
  readonly #at = new Map<number, number>();
  #movedAt: Seconds = Number.NEGATIVE_INFINITY;

  /** Puts its joints into what is about to be commanded; without a gaze they stay where they were sent. */
  move(position: Float64Array, velocity: Float64Array, gaze: Gaze | null, now: Seconds): void {
    const dt = Math.min(Math.max(now - this.#movedAt, 0), longestStep);
    this.#movedAt = now;
    for (const [joint, angle] of gaze ?? []) {
      const was = this.#at.get(joint) ?? position[joint] ?? 0;
      const step = Math.min(Math.max(angle - was, -headSpeed * dt), headSpeed * dt);
      this.#at.set(joint, was + step);
      velocity[joint] = dt > 0 ? step / dt : 0;
    }
    for (const [joint, angle] of this.#at) {
      position[joint] = angle;
      if (gaze === null) velocity[joint] = 0;
    }
  }

  /** It begins from where it is found. */
  reset(features: RobotFeatures, position: Float64Array): void {
    this.#at.clear();
    for (const [joint, { name }] of features.joints.entries())
      if (name.startsWith("head/")) this.#at.set(joint, position[joint] ?? 0);
  }
}
