import { type BilateralGains, type BilateralMessage, bilateralDefaults, bilateralSide } from "./bilateral.ts";
import type { ArmModel, BilateralArm } from "./bilateral-arm.ts";

/** What the follower touches: nothing up to `at`, from there on a spring and a damper, at each joint. */
export interface Wall {
  /** rad */
  readonly at: number;
  /** N·m/rad */
  readonly stiffness: number;
  /** N·m·s/rad */
  readonly damping: number;
}

/** A hand that wants to be somewhere, and is soft. */
export interface Operator {
  /** Where its hand wants each joint at a time, rad. */
  readonly wants: (time: number) => number;
  /** N·m/rad and N·m·s/rad: an arm that holds a handle loosely. */
  readonly stiffness: number;
  readonly damping: number;
}

export interface TrialOptions {
  readonly make: () => { readonly arm: BilateralArm; readonly model: ArmModel };
  readonly operator: Operator;
  /** null: the follower moves freely. */
  readonly wall: Wall | null;
  /** One way, s. */
  readonly delay: number;
  readonly gains?: Partial<BilateralGains>;
  /** s */
  readonly length: number;
  /** Control steps a second, and steps of the simulated arms between two of them. */
  readonly rate?: number;
  readonly finer?: number;
}

/** Of joint 1, sampled with every step of the control. */
export interface Trial {
  readonly dt: number;
  readonly leader: Float64Array;
  readonly follower: Float64Array;
  /** True torques, not the observers' estimates: of the hand on the leader, and of the follower on the wall, N·m. */
  readonly hand: Float64Array;
  readonly wall: Float64Array;
  /** Everything stayed a number below any reason. */
  readonly isBounded: boolean;
}

/** Beyond this a simulation has blown up, rad. */
const unreasonable = 20;

/** What is sent arrives after so many steps; null: nothing has arrived yet. */
const line = (steps: number) => {
  const queue: BilateralMessage[] = [];
  return (sent: BilateralMessage): BilateralMessage | null => {
    queue.push(sent);
    return queue.length > steps ? (queue.shift() ?? null) : null;
  };
};

const pushOf = ({ wants, stiffness, damping }: Operator, time: number, arm: BilateralArm): Float64Array => {
  const [at, speed] = [wants(time), (wants(time + 1e-4) - wants(time - 1e-4)) / 2e-4];
  return arm.position.map((position, i) => stiffness * (at - position) + damping * (speed - (arm.velocity[i] ?? 0)));
};

/** It pushes back, and never holds on. */
const wallOf = (wall: Wall | null, arm: BilateralArm): Float64Array =>
  arm.position.map((position, i) => {
    if (!wall || position <= wall.at) return 0;
    return -Math.max(0, wall.stiffness * (position - wall.at) + wall.damping * (arm.velocity[i] ?? 0));
  });

interface Pair {
  readonly leader: BilateralArm;
  readonly follower: BilateralArm;
  /** Lets `dt` pass; the torques at its end: of the hand on the leader, and of the wall on the follower. */
  pass(motors: readonly [Float64Array, Float64Array], time: number, dt: number): readonly [number, number];
}

const pairOf = (leader: BilateralArm, follower: BilateralArm, { operator, wall, finer = 4 }: TrialOptions): Pair => ({
  leader,
  follower,
  pass: (motors, time, dt) => {
    let [hand, met] = [new Float64Array(), new Float64Array()];
    for (let fine = 0; fine < finer; fine += 1) {
      hand = Float64Array.from(pushOf(operator, time + (fine * dt) / finer, leader));
      met = Float64Array.from(wallOf(wall, follower));
      leader.step(motors[0], hand, dt / finer);
      follower.step(motors[1], met, dt / finer);
    }
    return [hand[0] ?? 0, met[0] ?? 0];
  },
});

/** A leader in a hand and a follower at a wall, for a while. Deterministic. */
export const bilateralTrial = (options: TrialOptions): Trial => {
  const { make, delay, length, rate = 1000 } = options;
  const gains = { ...bilateralDefaults, ...options.gains };
  const dt = 1 / rate;
  const steps = Math.round(length * rate);
  const [one, other] = [make(), make()];
  const pair = pairOf(one.arm, other.arm, options);
  const [left, right] = [bilateralSide(one.model, gains), bilateralSide(other.model, gains)];
  const [there, back] = [line(Math.round(delay * rate)), line(Math.round(delay * rate))];
  const [leader, follower, hand, wall] = Array.from({ length: 4 }, () => new Float64Array(steps)) as Four;
  let toFollower: BilateralMessage | null = null;
  let toLeader: BilateralMessage | null = null;
  for (let k = 0; k < steps; k += 1) {
    const motors = [
      left.step(pair.leader.position, toLeader, dt),
      right.step(pair.follower.position, toFollower, dt),
    ] as const;
    [toFollower, toLeader] = [there(left.message()), back(right.message())];
    const [pushed, met] = pair.pass(motors, k * dt, dt);
    const places = [pair.leader.position[0] ?? 0, pair.follower.position[0] ?? 0] as const;
    [leader[k], follower[k], hand[k], wall[k]] = [...places, pushed, -met];
    if (!places.every((place) => Math.abs(place) < unreasonable))
      return { dt, leader, follower, hand, wall, isBounded: false };
  }
  return { dt, leader, follower, hand, wall, isBounded: true };
};

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

const rms = (values: Float64Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

const between = (values: Float64Array, dt: number, from: number, to: number): Float64Array =>
  values.slice(Math.round(from / dt), Math.round(to / dt));

/** Where the leader and the follower stand apart, rad, and by how much the hand pushes otherwise than the wall is pushed, N·m. */
export const errorsOf = (
  { dt, leader, follower, hand, wall }: Trial,
  from: number,
  to: number,
): { readonly position: number; readonly force: number } => ({
  position: rms(
    between(
      leader.map((x, i) => x - (follower[i] ?? 0)),
      dt,
      from,
      to,
    ),
  ),
  force: rms(
    between(
      hand.map((x, i) => x - (wall[i] ?? 0)),
      dt,
      from,
      to,
    ),
  ),
});

interface Complex {
  readonly re: number;
  readonly im: number;
}

const component = (values: Float64Array, dt: number, frequency: number): Complex => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  let [re, im] = [0, 0];
  for (const [k, x] of values.entries()) {
    const phase = 2 * Math.PI * frequency * k * dt;
    re += (x - mean) * Math.cos(phase);
    im -= (x - mean) * Math.sin(phase);
  }
  return { re: (2 * re) / values.length, im: (2 * im) / values.length };
};

/**
 * Operational impedance: how stiff the leader feels in the hand at a frequency, torque over angle, N·m/rad. Its real part
 * is a spring's, less a mass's; its imaginary part a damper's. Over whole periods between `from` and `to`, s.
 */
export const feltImpedance = ({ dt, leader, hand }: Trial, frequency: number, from: number, to: number): Complex => {
  const periods = Math.floor((to - from) * frequency);
  const end = from + periods / frequency;
  const torque = component(between(hand, dt, from, end), dt, frequency);
  const angle = component(between(leader, dt, from, end), dt, frequency);
  const size = angle.re ** 2 + angle.im ** 2;
  return {
    re: (torque.re * angle.re + torque.im * angle.im) / size,
    im: (torque.im * angle.re - torque.re * angle.im) / size,
  };
};

export type Stability = "stable" | "rings" | "unstable";

/** Slower than this it stands, rad/s (rms). */
const standing = 2e-3;

/** While the hand wants to stay: does the leader come to rest, ring on, or swing ever farther? */
export const stabilityOf = ({ dt, leader, follower, isBounded }: Trial, from: number, to: number): Stability => {
  if (!isBounded) return "unstable";
  const speeds = (values: Float64Array): Float64Array =>
    values.map((x, i) => (i === 0 ? 0 : (x - (values[i - 1] ?? 0)) / dt));
  const middle = (from + to) / 2;
  const shake = (a: number, b: number): number =>
    Math.max(rms(between(speeds(leader), dt, a, b)), rms(between(speeds(follower), dt, a, b)));
  const [before, after] = [shake(from, middle), shake(middle, to)];
  if (after < standing || after < 0.9 * before) return "stable";
  return after < 1.1 * before ? "rings" : "unstable";
};
