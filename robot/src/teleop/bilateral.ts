import type { ArmModel } from "./bilateral-arm.ts";

/**
 * Bilateral control over four channels: position and force go both ways between a leader, which a person holds, and a
 * follower, which meets the world. Goals: both stand alike, and their reactions sum to nothing, so that the person feels
 * what the follower meets. With a disturbance observer and a reaction force observer on each side instead of force
 * sensors, as in the bilateral control with which demonstrations for imitation learning are taken: Sakaino, Fujimoto,
 * Saigusa and Tsuji, "Imitation Learning for Variable Speed Contact Motion for Operation up to Control Bandwidth", IEEE
 * Open Journal of the Industrial Electronics Society 3 (2022); the four channels: Lawrence, IEEE Transactions on Robotics
 * and Automation 9 (1993).
 *
 *     τ_leader   = -J/2 (Kp + Kd s)(θ_leader - θ_follower) - Kf/2 (τ̂_leader + τ̂_follower) + τ̂_dis
 *     τ_follower = +J/2 (Kp + Kd s)(θ_leader - θ_follower) - Kf/2 (τ̂_leader + τ̂_follower) + τ̂_dis
 */
export interface BilateralGains {
  /** 1/s² */
  readonly position: number;
  /** 1/s */
  readonly speed: number;
  /** 0: no force is exchanged (position to position, two channels). */
  readonly force: number;
  /** Bandwidth of the observers and of the speed that is made from encoders, rad/s. */
  readonly observer: number;
}

/** Critically damped at 30 rad/s; observers at 200 rad/s. Defaults of this project, tried in simulation only. */
export const bilateralDefaults: BilateralGains = { position: 900, speed: 60, force: 1, observer: 200 };

/**
 * A line with a delay (one way, s) bears less: the position loop is critically damped at half a radian of the delay at
 * most. Found by trials (`bilateral-trial.ts`): stable there with loose and firm hands, free, soft and hard, where the
 * defaults swing up from 50 ms on.
 */
export const gainsFor = (delay: number): BilateralGains => {
  const bandwidth = Math.min(Math.sqrt(bilateralDefaults.position), 0.5 / Math.max(delay, 1e-6));
  return { ...bilateralDefaults, position: bandwidth ** 2, speed: 2 * bandwidth };
};

/** What one side tells the other. */
export interface BilateralMessage {
  /** rad, rad/s, and the torque with which the arm pushes at what it touches, N·m. */
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly reaction: Float64Array;
}

export interface BilateralSide {
  /**
   * One step of so many seconds: what its encoders say, rad, and what came last from the other side, which may be old
   * (null: nothing yet, it only holds itself against its own weight). Gives the torques for its motors, N·m.
   */
  step(position: ArrayLike<number>, other: BilateralMessage | null, dt: number): Float64Array;
  /** To be sent to the other side after the step. */
  message(): BilateralMessage;
}

/** y' = g (x - y), sampled exactly. */
const lowPass = (size: number, bandwidth: number) => {
  const state = new Float64Array(size);
  let isFirst = true;
  return (input: ArrayLike<number>, dt: number): Float64Array => {
    const share = isFirst ? 1 : 1 - Math.exp(-bandwidth * dt);
    isFirst = false;
    for (let i = 0; i < size; i += 1) state[i] = (state[i] ?? 0) + share * ((input[i] ?? 0) - (state[i] ?? 0));
    return state;
  };
};

/** One side of the pair; which of the two it is makes no difference to the law. */
export const bilateralSide = (model: ArmModel, gains: BilateralGains = bilateralDefaults): BilateralSide => {
  const { inertia } = model;
  const size = inertia.length;
  const g = gains.observer;
  const slow = lowPass(size, g);
  const [disturbances, reactions] = [lowPass(size, g), lowPass(size, g)];
  const [velocity, reaction, torque] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const position = new Float64Array(size);
  /** The disturbance in all, and what of it is not lost in the arm itself, is what the arm pushes with. */
  const observe = (at: ArrayLike<number>, dt: number): Float64Array => {
    const before = slow(at, dt);
    for (let i = 0; i < size; i += 1) {
      position[i] = at[i] ?? 0;
      velocity[i] = g * ((at[i] ?? 0) - (before[i] ?? 0));
    }
    const lost = model.losses(at, velocity);
    const momentum = inertia.map((j, i) => g * j * (velocity[i] ?? 0));
    const all = disturbances(
      momentum.map((p, i) => (torque[i] ?? 0) + p),
      dt,
    );
    const felt = reactions(
      momentum.map((p, i) => (torque[i] ?? 0) + p - (lost[i] ?? 0)),
      dt,
    );
    for (let i = 0; i < size; i += 1) reaction[i] = (felt[i] ?? 0) - (momentum[i] ?? 0);
    return all.map((value, i) => value - (momentum[i] ?? 0));
  };
  /** Before anything has come, it only brakes. */
  const drive = (i: number, other: BilateralMessage | null): number => {
    const [at = 0, speed = 0, push = 0, mass = 0] = [position[i], velocity[i], reaction[i], inertia[i]];
    if (!other) return -mass * gains.speed * speed;
    const [apart, faster] = [(other.position[i] ?? 0) - at, (other.velocity[i] ?? 0) - speed];
    const together = push + (other.reaction[i] ?? 0);
    return (mass / 2) * (gains.position * apart + gains.speed * faster) - (gains.force / 2) * together;
  };
  return {
    step: (at, other, dt) => {
      const disturbance = observe(at, dt);
      for (let i = 0; i < size; i += 1) torque[i] = drive(i, other) + (disturbance[i] ?? 0);
      return torque.slice();
    },
    message: () => ({ position: position.slice(), velocity: velocity.slice(), reaction: reaction.slice() }),
  };
};
