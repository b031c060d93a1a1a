import type { JointFeature } from "@sakiyomi/robot";

/** A spring that is bent by this gives all the torque that the joint has, rad. */
const fullBend = 0.25;
/** Slowest and fastest natural frequency of a joint's spring, rad/s. */
const slowest = 15;
const fastest = 60;
/** How much of the full damping remains where the spring has no stiffness: it gives way, and does not swing. */
const leastDamping = 0.15;
/** A soft joint is turned back this far before the end of its range, rad. */
const softEnd = 0.08;
/** Times the stiffness of the joint's own spring, beyond its range. */
const endStiffness = 4;

/** Springs and dampers of all joints, in torque. */
export class JointImpedance {
  readonly stiffness: Float64Array;
  readonly damping: Float64Array;
  readonly #joints: readonly JointFeature[];
  readonly #dt: number;

  constructor(joints: readonly JointFeature[], dt: number) {
    this.#joints = joints;
    this.#dt = dt;
    this.stiffness = new Float64Array(joints.length);
    this.damping = new Float64Array(joints.length);
  }

  /** Chooses a spring by the joint's torque, within what its inertia (kg·m²) and the step of the controller allow. */
  tune(joint: number, inertia: number): void {
    const wanted = (this.#joints[joint]?.torque ?? 0) / fullBend;
    this.stiffness[joint] = Math.min(Math.max(wanted, inertia * slowest ** 2), inertia * fastest ** 2);
    this.damp(joint, inertia);
  }

  /** Critical damping for the inertia in this posture. */
  damp(joint: number, inertia: number): void {
    const critical = 2 * Math.sqrt((this.stiffness[joint] ?? 0) * inertia);
    this.damping[joint] = Math.min(critical, (0.5 * inertia) / this.#dt);
  }

  /** Torque of the spring to a reference; `share` of the stiffness, 0 to 1. */
  torque(joint: number, share: number, q: number, speed: number, reference: number, referenceSpeed: number): number {
    const damping = (this.damping[joint] ?? 0) * Math.max(Math.sqrt(share), leastDamping);
    const spring = share * (this.stiffness[joint] ?? 0) * (reference - q);
    return spring + damping * (share * referenceSpeed - speed);
  }

  /** Torque that turns a joint back at the end of its range: softly, and earlier, where it is soft. */
  end(joint: number, share: number, q: number): number {
    const feature = this.#joints[joint];
    if (!feature) return 0;
    const margin = softEnd * (1 - share);
    const over = q - (feature.highest - margin);
    const under = feature.lowest + margin - q;
    const hardness = (share * (endStiffness - 0.1) + 0.1) * (this.stiffness[joint] ?? 0);
    return hardness * (Math.max(0, under) - Math.max(0, over));
  }
}
