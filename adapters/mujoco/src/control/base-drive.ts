import type { BodyMap } from "../body-map.ts";
import type { Physics } from "../physics.ts";

/** Natural frequency with which the base follows where its wheels should have brought it, rad/s. */
const frequency = 20;
/** A base that is pushed farther than this gives way, m and rad: its wheels slip. */
const slip = 0.02;
/** It brakes at least at this, m/s² and rad/s²: from the 0.3 m/s that it drives near a person in less than 0.1 s. */
const braking = 4;
/** A brake holds what the wheels' friction holds; while it drives, the motors' own limits hold. */
const grip = 0.7;
const gravity = 9.81;

export interface BaseSpeeds {
  readonly forward: number;
  readonly sideways: number;
  readonly turn: number;
}

const standing: BaseSpeeds = { forward: 0, sideways: 0, turn: 0 };

/** A holonomic base that is told speeds, on wheels with limited grip. */
export class BaseDrive {
  /** Now wanted, in the robot's frame: forward, sideways, turn. */
  readonly #speed = new Float64Array(3);
  readonly #told = new Float64Array(3);
  readonly #reference = new Float64Array(3);
  readonly #velocity = new Float64Array(3);
  /** In the world's frame, m/s² and rad/s²: what it is about to do. */
  readonly acceleration = new Float64Array(3);
  readonly #mass = new Float64Array(3);
  readonly #motors = new Float64Array(3);
  readonly #physics: Physics;
  readonly #map: NonNullable<BodyMap["base"]>;
  readonly #limits: { readonly speed: number; readonly turn: number; readonly acceleration: number };
  #isBraking = true;

  constructor(
    physics: Physics,
    map: NonNullable<BodyMap["base"]>,
    limits: { readonly speed: number; readonly turn: number; readonly acceleration: number },
    mass: ArrayLike<number>,
    motors: ArrayLike<number>,
  ) {
    this.#physics = physics;
    this.#map = map;
    this.#limits = limits;
    this.#mass.set(mass);
    this.#motors.set(motors);
  }

  /** Stands where it is. */
  place(): void {
    const { qpos } = this.#physics.views();
    for (let i = 0; i < 3; i++) this.#reference[i] = qpos[this.#map.q[i] ?? 0] ?? 0;
    this.#speed.fill(0);
    this.#told.fill(0);
  }

  drive(told: BaseSpeeds | undefined): void {
    const { forward, sideways, turn } = told ?? standing;
    const { speed, turn: turning } = this.#limits;
    const over = Math.max(1, Math.hypot(forward, sideways) / speed);
    this.#told[0] = forward / over;
    this.#told[1] = sideways / over;
    this.#told[2] = Math.min(Math.max(turn, -turning), turning);
    this.#isBraking = told === undefined;
  }

  /** Reckons where it is to be, and `acceleration`. */
  plan(): void {
    const { qpos } = this.#physics.views();
    this.acceleration.set(this.#velocity);
    this.#approach(this.#physics.dt);
    this.#roll(qpos[this.#map.q[2] as number] as number, this.#physics.dt);
    for (let i = 0; i < 3; i++)
      this.acceleration[i] = ((this.#velocity[i] as number) - (this.acceleration[i] as number)) / this.#physics.dt;
  }

  /** Applies forces, after `Physics.weigh` of all that the robot is about to do. */
  push(): void {
    const { applied } = this.#physics.views();
    const friction = grip * gravity * (this.#mass[0] as number);
    for (let i = 0; i < 3; i++) {
      const most = this.#isBraking ? friction : Math.min(friction, this.#motors[i] as number);
      applied[this.#map.v[i] as number] = Math.min(Math.max(this.#force(i), -most), most);
    }
  }

  #force(i: number): number {
    const { qpos, qvel, bias, weight } = this.#physics.views();
    const at = qpos[this.#map.q[i] as number] as number;
    const dof = this.#map.v[i] as number;
    const reference = Math.min(Math.max(this.#reference[i] as number, at - slip), at + slip);
    this.#reference[i] = reference;
    const spring = frequency * frequency * (reference - at);
    const damper = 2 * frequency * ((this.#velocity[i] as number) - (qvel[dof] as number));
    return (this.#mass[i] as number) * (spring + damper) + (bias[dof] as number) + (weight[dof] as number);
  }

  #approach(dt: number): void {
    const faster = this.#limits.acceleration;
    const most = (this.#isBraking ? Math.max(braking, faster) : faster) * dt;
    for (let i = 0; i < 3; i++) {
      const speed = this.#speed[i] ?? 0;
      this.#speed[i] = speed + Math.min(Math.max((this.#told[i] ?? 0) - speed, -most), most);
    }
  }

  #roll(yaw: number, dt: number): void {
    const [forward, sideways] = [this.#speed[0] ?? 0, this.#speed[1] ?? 0];
    this.#velocity[0] = Math.cos(yaw) * forward - Math.sin(yaw) * sideways;
    this.#velocity[1] = Math.sin(yaw) * forward + Math.cos(yaw) * sideways;
    this.#velocity[2] = this.#speed[2] ?? 0;
    for (let i = 0; i < 3; i++) this.#reference[i] = (this.#reference[i] ?? 0) + (this.#velocity[i] ?? 0) * dt;
  }
}
