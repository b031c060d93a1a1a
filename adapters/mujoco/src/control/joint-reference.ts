import type { JointFeature } from "@sakiyomi/robot";

/** Within which a robot that is no longer told anything comes to rest, s: half of what is promised. */
const brakingTime = 0.05;
/** Time constant of the speed that is fed forward between positions without speeds of their own, s. */
const smoothing = 0.01;

/**
 * Where the joints are to be at each step of the robot's side, between commands that come at a lower rate: on a straight
 * line to a position to rest at, on a cubic to a position to pass; never faster than a joint may move.
 */
export class JointReference {
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  /** Only while it brakes, where it is known ahead; 0 otherwise. */
  readonly acceleration: Float64Array;
  readonly #dt: number;
  /** Steps between two commands. */
  readonly #steps: number;
  readonly #fastest: Float64Array;
  readonly #braking: Float64Array;
  readonly #target: Float64Array;
  readonly #passing: Float64Array;
  readonly #from: Float64Array;
  readonly #fromSpeed: Float64Array;
  #isPassing = false;
  #isBraking = true;
  #step = 0;

  constructor(joints: readonly JointFeature[], dt: number, rate: number) {
    const n = joints.length;
    this.position = new Float64Array(n);
    this.velocity = new Float64Array(n);
    this.acceleration = new Float64Array(n);
    this.#dt = dt;
    this.#steps = Math.max(1, Math.round(1 / (rate * dt)));
    this.#fastest = Float64Array.from(joints, ({ speed }) => speed);
    this.#braking = Float64Array.from(joints, ({ acceleration }) => acceleration);
    this.#target = new Float64Array(n);
    this.#passing = new Float64Array(n);
    this.#from = new Float64Array(n);
    this.#fromSpeed = new Float64Array(n);
  }

  /** Stands at a joint's position, with a speed from which it goes on. */
  place(joint: number, position: number, velocity = 0): void {
    this.position[joint] = position;
    this.velocity[joint] = velocity;
    this.acceleration[joint] = 0;
    this.#target[joint] = position;
  }

  follow(target: Float64Array, velocity: Float64Array | undefined): void {
    this.#target.set(target);
    this.#from.set(this.position);
    this.#fromSpeed.set(this.velocity);
    this.#isPassing = velocity !== undefined;
    if (velocity) this.#passing.set(velocity);
    this.acceleration.fill(0);
    this.#isBraking = false;
    this.#step = 0;
  }

  /** Each joint slows down, to stand within 50 ms. */
  brake(): void {
    if (this.#isBraking) return;
    this.#isBraking = true;
    for (let i = 0; i < this.position.length; i++)
      this.#fromSpeed[i] = Math.max(this.#braking[i] ?? 0, Math.abs(this.velocity[i] ?? 0) / brakingTime);
  }

  advance(): void {
    this.#step += 1;
    if (this.#isBraking) this.#slow();
    else if (this.#isPassing && this.#step <= this.#steps) this.#curve();
    else this.#line();
  }

  #slow(): void {
    const dt = this.#dt;
    for (let i = 0; i < this.position.length; i++) {
      const speed = this.velocity[i] ?? 0;
      const slower = Math.sign(speed) * Math.max(0, Math.abs(speed) - (this.#fromSpeed[i] ?? 0) * dt);
      this.acceleration[i] = (slower - speed) / dt;
      this.velocity[i] = slower;
      this.position[i] = (this.position[i] ?? 0) + slower * dt;
    }
  }

  #line(): void {
    const dt = this.#dt;
    const left = Math.max(1, this.#steps - this.#step + 1) * dt;
    const share = dt / (dt + smoothing);
    for (let i = 0; i < this.position.length; i++) {
      const at = this.position[i] ?? 0;
      const most = this.#fastest[i] ?? 0;
      const speed = Math.min(Math.max(((this.#target[i] ?? 0) - at) / left, -most), most);
      this.position[i] = at + speed * dt;
      const before = this.velocity[i] ?? 0;
      this.velocity[i] = before + share * (speed - before);
    }
  }

  /** Hermite's cubic from where it was when it was told, with the speed that it had, to the target with its speed. */
  #curve(): void {
    const dt = this.#dt;
    const whole = this.#steps * dt;
    const s = this.#step / this.#steps;
    const [s2, s3] = [s * s, s * s * s];
    const [rise, leave, arrive] = [3 * s2 - 2 * s3, s3 - 2 * s2 + s, s3 - s2];
    for (let i = 0; i < this.position.length; i++) {
      const from = this.#from[i] ?? 0;
      const curve =
        from +
        rise * ((this.#target[i] ?? 0) - from) +
        whole * (leave * (this.#fromSpeed[i] ?? 0) + arrive * (this.#passing[i] ?? 0));
      const at = this.position[i] ?? 0;
      const most = this.#fastest[i] ?? 0;
      const speed = Math.min(Math.max((curve - at) / dt, -most), most);
      this.position[i] = at + speed * dt;
      this.velocity[i] = speed;
    }
  }
}
