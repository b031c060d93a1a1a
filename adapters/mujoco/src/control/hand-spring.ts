import type { HandTarget } from "@sakiyomi/robot";
import { armOf, type BodyMap, moversOf } from "../body-map.ts";
import type { Physics } from "../physics.ts";
import { ArmDynamics } from "./arm-dynamics.ts";
import { timesQuaternion, turn, turnBetween } from "./spatial.ts";

/** A tool that is only pushed, without a spring, is damped as by a spring of this, N/m and N·m/rad. */
const leastMoving = 50;
const leastTurning = 1;
/** The turning spring is not bent further than this, rad. */
const largestTurn = 0.5;
/** The damper draws the tool along with its hook no faster than this, m/s. */
const fastestHook = 1;
/** Damping stays below what one step could overshoot with. */
const dampingShare = 0.4;

/** A tool held in space by a spring and a damper: forces in the world's frame, as torques of its arm's joints. */
export class HandSpring {
  readonly link: number;
  /** The arm: indices into `features.joints`. */
  readonly joints: readonly number[];
  /** N·m, of each joint of the arm. */
  readonly torque: Float64Array;
  readonly dynamics: ArmDynamics;
  isOn = false;
  readonly #physics: Physics;
  readonly #body: number;
  readonly #root: number;
  readonly #movers: Int32Array;
  readonly #steps: number;
  /** Where the spring hangs now, and where it is going: x y z qw qx qy qz in the base's frame. */
  readonly #hook = new Float64Array(7);
  readonly #goal = new Float64Array(7);
  readonly #push = new Float64Array(3);
  readonly #force = new Float64Array(6);
  /** N·s/m and N·m·s/rad along and about the world's axes. */
  readonly #damping = new Float64Array(6);
  /** Of the hook, m/s in the base's frame. */
  readonly #speed = new Float64Array(3);
  readonly #error = new Float64Array(3);
  readonly #world = new Float64Array(4);
  readonly #inverse = new Float64Array(4);
  #stiffness = 0;
  #turning = 0;
  #most = 0;
  #left = 0;

  constructor(physics: Physics, map: BodyMap, link: number, steps: number) {
    this.link = link;
    this.#physics = physics;
    this.#steps = steps;
    this.#body = map.links[link] ?? -1;
    this.#root = map.links[0] ?? -1;
    this.joints = armOf(map.features, link);
    this.torque = new Float64Array(this.joints.length);
    this.dynamics = new ArmDynamics(physics, map, this.joints);
    this.#movers = Int32Array.from(moversOf(map.features.links, link), (joint) => map.v[joint] ?? -1);
  }

  hang({ at, turn: [w, x, y, z], stiffness, turning, force, push = noPush }: HandTarget): void {
    if (!this.isOn) this.#hangHere();
    const length = Math.hypot(w, x, y, z) || 1;
    // The nearer of the two quaternions of the same rotation.
    const [, , , p = 1, q = 0, r = 0, s = 0] = this.#hook;
    const sign = (w * p + x * q + y * r + z * s < 0 ? -1 : 1) / length;
    this.#goal.set(at);
    this.#goal.set([w * sign, x * sign, y * sign, z * sign], 3);
    this.#push.set(push);
    this.#stiffness = Math.max(0, stiffness);
    this.#turning = Math.max(0, turning);
    this.#most = Math.max(0, force);
    this.#left = this.#steps;
    this.#jacobian();
    this.dynamics.weigh();
    this.#chooseDamping();
  }

  /** N, after the last `pull`: on the tool, in the world's frame; damping included. */
  get force(): Float64Array {
    return this.#force;
  }

  /** Reckons `torque`. */
  pull(): void {
    this.#approach();
    this.#jacobian();
    this.#spring();
    this.#turningSpring();
    this.#damp();
    const { n, jacobian } = this.dynamics;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let axis = 0; axis < 6; axis++) sum += (jacobian[axis * n + i] ?? 0) * (this.#force[axis] ?? 0);
      this.torque[i] = sum;
    }
  }

  #jacobian(): void {
    this.#physics.jacobian(this.#body);
    this.dynamics.takeJacobian();
  }

  /** The hook starts where the tool is, so that nothing jerks. */
  #hangHere(): void {
    const { xpos, xquat, xmat } = this.#physics.views();
    const [body, root] = [this.#body, this.#root];
    for (let i = 0; i < 3; i++) this.#error[i] = (xpos[3 * body + i] ?? 0) - (xpos[3 * root + i] ?? 0);
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += (xmat[9 * root + 3 * k + i] ?? 0) * (this.#error[k] ?? 0);
      this.#hook[i] = sum;
    }
    for (let i = 0; i < 4; i++) this.#inverse[i] = (i === 0 ? 1 : -1) * (xquat[4 * root + i] ?? 0);
    timesQuaternion(this.#inverse, 0, xquat.subarray(4 * body, 4 * body + 4), this.#world);
    this.#hook.set(this.#world, 3);
    this.isOn = true;
  }

  #approach(): void {
    this.#speed.fill(0);
    if (this.#left <= 0) return;
    const share = 1 / this.#left;
    this.#left -= 1;
    for (let i = 0; i < 7; i++) {
      const by = share * ((this.#goal[i] as number) - (this.#hook[i] as number));
      this.#hook[i] = (this.#hook[i] as number) + by;
      if (i < 3) this.#speed[i] = Math.min(Math.max(by / this.#physics.dt, -fastestHook), fastestHook);
    }
  }

  /** The damper is fastened to the hook: its part that draws along counts as pulling, and is limited with it. */
  #spring(): void {
    const { xpos, xmat } = this.#physics.views();
    const [root, force] = [this.#root, this.#force];
    turn(xmat, 9 * root, this.#hook, this.#error);
    for (let i = 0; i < 3; i++) {
      const error = (this.#error[i] as number) + (xpos[3 * root + i] as number) - (xpos[3 * this.#body + i] as number);
      force[i] = this.#stiffness * error;
    }
    turn(xmat, 9 * root, this.#push, this.#world);
    for (let i = 0; i < 3; i++) force[i] = (force[i] as number) + (this.#world[i] as number);
    turn(xmat, 9 * root, this.#speed, this.#world);
    for (let i = 0; i < 3; i++)
      force[i] = (force[i] as number) + (this.#damping[i] as number) * (this.#world[i] as number);
    const length = Math.hypot(force[0] as number, force[1] as number, force[2] as number);
    const scale = length > this.#most ? this.#most / length : 1;
    for (let i = 0; i < 3; i++) force[i] = (force[i] as number) * scale;
  }

  #turningSpring(): void {
    const { xquat } = this.#physics.views();
    for (let i = 0; i < 4; i++) this.#inverse[i] = this.#hook[3 + i] ?? 0;
    timesQuaternion(xquat, 4 * this.#root, this.#inverse, this.#world);
    turnBetween(xquat, 4 * this.#body, this.#world, this.#error);
    const angle = Math.hypot(this.#error[0] ?? 0, this.#error[1] ?? 0, this.#error[2] ?? 0);
    const scale = this.#turning * Math.min(1, largestTurn / Math.max(angle, 1e-9));
    for (let i = 0; i < 3; i++) this.#force[3 + i] = scale * (this.#error[i] ?? 0);
  }

  /** As much as what the arm weighs along and about each axis asks for. */
  #chooseDamping(): void {
    const [moving, turning] = [Math.max(this.#stiffness, leastMoving), Math.max(this.#turning, leastTurning)];
    for (let axis = 0; axis < 6; axis++) {
      const felt = this.dynamics.felt[axis] as number;
      const critical = 2 * Math.sqrt((axis < 3 ? moving : turning) * felt);
      this.#damping[axis] = Math.min(critical, (dampingShare * felt) / this.#physics.dt);
    }
  }

  /** Against the speed of the tool relative to the base. */
  #damp(): void {
    const { jacobianMoving, jacobianTurning, qvel } = this.#physics.views();
    const { nv } = this.#physics;
    for (let axis = 0; axis < 6; axis++) {
      const columns = axis < 3 ? jacobianMoving : jacobianTurning;
      let speed = 0;
      for (const dof of this.#movers) speed += (columns[(axis % 3) * nv + dof] as number) * (qvel[dof] as number);
      this.#force[axis] = (this.#force[axis] as number) - (this.#damping[axis] as number) * speed;
    }
  }
}

const noPush = [0, 0, 0] as const;
