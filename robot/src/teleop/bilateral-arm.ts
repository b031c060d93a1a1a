/** An arm as the law meets it: joints with torque in, and somebody or something that pushes at them. */
export interface BilateralArm {
  readonly joints: number;
  /** rad */
  readonly position: Float64Array;
  /** rad/s: the law does not read it, it has encoders only. */
  readonly velocity: Float64Array;
  /** Torques of the motors and from outside, N·m, for dt seconds. */
  step(torque: ArrayLike<number>, outside: ArrayLike<number>, dt: number): void;
}

/** What is known of an arm: its inertia at each joint, and the torque that friction and gravity take. */
export interface ArmModel {
  /** kg·m² */
  readonly inertia: readonly number[];
  /** N·m, at these positions (rad) and speeds (rad/s). */
  losses(position: ArrayLike<number>, velocity: ArrayLike<number>): Float64Array;
}

export interface JointArm {
  /** By joint: kg·m². */
  readonly inertia: readonly number[];
  /** N·m·s/rad */
  readonly damping: readonly number[];
  /** Largest torque of gravity, at 90° from hanging, N·m. */
  readonly gravity: readonly number[];
}

/** Joints that know nothing of each other. */
export const jointArm = ({ inertia, damping, gravity }: JointArm): { arm: BilateralArm; model: ArmModel } => {
  const joints = inertia.length;
  const [position, velocity] = [new Float64Array(joints), new Float64Array(joints)];
  const losses: ArmModel["losses"] = (at, speed) =>
    Float64Array.from(
      inertia,
      (_, i) => (damping[i] ?? 0) * (speed[i] ?? 0) + (gravity[i] ?? 0) * Math.sin(at[i] ?? 0),
    );
  const step: BilateralArm["step"] = (torque, outside, dt) => {
    const lost = losses(position, velocity);
    for (let i = 0; i < joints; i += 1) {
      const sum = (torque[i] ?? 0) + (outside[i] ?? 0) - (lost[i] ?? 0);
      velocity[i] = (velocity[i] ?? 0) + (sum / (inertia[i] ?? 1)) * dt;
      position[i] = (position[i] ?? 0) + (velocity[i] ?? 0) * dt;
    }
  };
  return { arm: { joints, position, velocity, step }, model: { inertia, losses } };
};

export interface PlanarArm {
  /** Lengths, m, and masses, kg, of two rods. */
  readonly length: readonly [number, number];
  readonly mass: readonly [number, number];
  /** Of motors and gears, kg·m². */
  readonly motor: readonly [number, number];
  readonly damping: readonly [number, number];
  /** m/s²; 0: it lies flat. */
  readonly gravity: number;
}

/**
 * Two rods that swing each other (Spong, Hutchinson and Vidyasagar, Robot Modeling and Control, 2006, 7.3.2). The law knows
 * the diagonal of the inertia at rest only: what the joints do to each other is a disturbance to it.
 */
export const planarArm = (rods: PlanarArm): { arm: BilateralArm; model: ArmModel } => {
  const { length, mass, motor, damping, gravity } = rods;
  const [l1, l2] = length;
  const [m1, m2] = mass;
  const [a, b, d] = [(m1 / 3 + m2) * l1 * l1, (m2 * l2 * l2) / 3, (m2 * l1 * l2) / 2];
  const weight = (q1: number, q2: number): readonly [number, number] => {
    const outer = (m2 * gravity * l2 * Math.sin(q1 + q2)) / 2;
    return [(m1 / 2 + m2) * gravity * l1 * Math.sin(q1) + outer, outer];
  };
  const losses: ArmModel["losses"] = ([q1 = 0, q2 = 0]: ArrayLike<number> & Iterable<number>, speed) => {
    const [w1, w2] = weight(q1, q2);
    return Float64Array.of(damping[0] * (speed[0] ?? 0) + w1, damping[1] * (speed[1] ?? 0) + w2);
  };
  const [position, velocity] = [new Float64Array(2), new Float64Array(2)];
  const step: BilateralArm["step"] = (torque, outside, dt) => {
    const [q2 = 0, v1 = 0, v2 = 0] = [position[1], velocity[0], velocity[1]];
    const [c, h] = [d * Math.cos(q2), d * Math.sin(q2)];
    const [m11, m12, m22] = [a + b + 2 * c + motor[0], b + c, b + motor[1]];
    const lost = losses(position, velocity);
    const t1 = (torque[0] ?? 0) + (outside[0] ?? 0) - (lost[0] ?? 0) + h * (2 * v1 + v2) * v2;
    const t2 = (torque[1] ?? 0) + (outside[1] ?? 0) - (lost[1] ?? 0) - h * v1 * v1;
    const det = m11 * m22 - m12 * m12;
    velocity[0] = v1 + ((m22 * t1 - m12 * t2) / det) * dt;
    velocity[1] = v2 + ((m11 * t2 - m12 * t1) / det) * dt;
    position[0] = (position[0] ?? 0) + velocity[0] * dt;
    position[1] = q2 + velocity[1] * dt;
  };
  const inertia = [a + b + 2 * d * Math.cos(Math.PI / 4) + motor[0], b + motor[1]];
  return { arm: { joints: 2, position, velocity, step }, model: { inertia, losses } };
};
