import type { Command, HandTarget } from "@sakiyomi/robot";
import type { BodyMap } from "../body-map.ts";
import type { Physics } from "../physics.ts";
import { BaseDrive } from "./base-drive.ts";
import { HandSpring } from "./hand-spring.ts";
import { JointImpedance } from "./joint-impedance.ts";
import { JointReference } from "./joint-reference.ts";
import { Softness } from "./softness.ts";

/** Time in which the place to stay at follows a joint that is pushed away, s. */
const yieldingTime = 0.1;
/** Of the stiffness of its joints with which an arm keeps its posture while its hand is held in space. */
const postureShare = 0.15;

/** A joint that is faster is in motion, rad/s. */
const moving = 0.05;
/** Share of the gears' friction that is made up for: a little is left, since no robot knows it exactly. */
const madeUpFor = 0.8;

/** The robot's own controller: what runs in its joints and on its base, at the rate of the physics, whoever commands it. */
export class RobotSide {
  /** Torque of each joint in the last step, after its limit, N·m. */
  readonly torque: Float64Array;
  readonly #physics: Physics;
  readonly #map: BodyMap;
  readonly #reference: JointReference;
  readonly #impedance: JointImpedance;
  readonly #base: BaseDrive | null;
  readonly #springs: readonly HandSpring[];
  readonly #limits: Float64Array;
  /** That grows with a joint's speed and is made up for where a hand is held in space, N·m·s/rad. */
  readonly #friction: Float64Array;
  readonly #softness: Softness;
  readonly #feedForward: Float64Array;
  readonly #posture: Float64Array;
  /** By degree of freedom. */
  readonly #acceleration: Float64Array;
  /** By joint: 1 where its arm's hand is held in space. */
  readonly #isInSpace: Uint8Array;
  #stiffness = 1;
  #isBraking = true;
  /** Steps left until the command expires. */
  #stepsLeft = 0;
  #turn = 0;

  constructor(physics: Physics, map: BodyMap) {
    const { joints, links, rate, base } = map.features;
    const n = joints.length;
    const steps = Math.max(1, Math.round(1 / (rate * physics.dt)));
    this.#physics = physics;
    this.#map = map;
    this.torque = new Float64Array(n);
    this.#reference = new JointReference(joints, physics.dt, rate);
    this.#impedance = new JointImpedance(joints, physics.dt);
    this.#springs = links.flatMap(({ isTool }, i) => (isTool ? [new HandSpring(physics, map, i, steps)] : []));
    this.#limits = Float64Array.from(joints, ({ torque }) => torque);
    this.#friction = Float64Array.from(map.v, (dof) => madeUpFor * (physics.model.dof_damping[dof] as number));
    this.#softness = new Softness(map.features, physics.dt);
    this.#feedForward = new Float64Array(n);
    this.#posture = new Float64Array(n);
    this.#acceleration = new Float64Array(physics.nv);
    this.#isInSpace = new Uint8Array(n);
    this.#base = map.base && base && new BaseDrive(physics, map.base, base, this.#masses(map.base.v), map.base.motors);
    this.#tune();
    for (let i = 0; i < n; i++) this.#reference.place(i, physics.views().qpos[map.q[i] as number] as number);
    this.#base?.place();
  }

  get isBraking(): boolean {
    return this.#isBraking;
  }

  /** To be done for so many steps. */
  told(command: Command, steps: number): void {
    this.#stepsLeft = steps;
    this.#isBraking = false;
    this.#stiffness = command.stiffness ?? 1;
    this.#hang(command.hands ?? []);
    this.#reference.follow(command.position, command.velocity);
    if (command.torque) this.#feedForward.set(command.torque);
    else this.#feedForward.fill(0);
    this.#base?.drive(command.base);
  }

  brake(): void {
    const wasBraking = this.#isBraking;
    this.#stepsLeft = 0;
    this.#isBraking = true;
    this.#stiffness = 1;
    this.#hang([]);
    this.#feedForward.fill(0);
    if (!wasBraking) this.#takeMoving();
    this.#reference.brake();
    this.#base?.drive(undefined);
  }

  /** Forces for the step that follows. `touching`: 1 for each link that touches a person now. */
  step(touching: Uint8Array): void {
    if (this.#stepsLeft > 0) this.#stepsLeft -= 1;
    else if (!this.#isBraking) this.brake();
    this.#softness.step(this.#stiffness, this.#isBraking ? touching : null);
    if (this.#isBraking) this.#follow(this.#physics.dt / yieldingTime);
    this.#damp();
    this.#reference.advance();
    this.#base?.plan();
    this.#weigh();
    this.#base?.push();
    this.#joints();
    this.#hands();
    this.#apply();
  }

  #tune(): void {
    const { inertia } = this.#physics.views();
    for (let i = 0; i < this.torque.length; i++) this.#impedance.tune(i, inertia[this.#map.inertia[i] ?? 0] ?? 0);
  }

  #masses(dofs: Int32Array): Float64Array {
    const { inertia } = this.#physics.views();
    const { model } = this.#physics;
    return Float64Array.from(
      dofs,
      (v) => inertia[(model.M_rowadr[v] as number) + (model.M_rownnz[v] as number) - 1] ?? 0,
    );
  }

  /** Damping follows the posture; one joint a step is often enough. */
  #damp(): void {
    const { inertia } = this.#physics.views();
    this.#turn = (this.#turn + 1) % this.torque.length;
    this.#impedance.damp(this.#turn, inertia[this.#map.inertia[this.#turn] ?? 0] ?? 0);
  }

  #hang(hands: readonly HandTarget[]): void {
    for (const spring of this.#springs) {
      const target = hands.find(({ link }) => link === spring.link);
      if (target) spring.hang(target);
      else if (spring.isOn) this.#letGo(spring);
      for (const joint of spring.joints) this.#isInSpace[joint] = target ? 1 : 0;
    }
  }

  /** Joints that move or are soft brake from where they really are; those that hold a load go on holding it. */
  #takeMoving(): void {
    const { qpos, qvel } = this.#physics.views();
    for (let i = 0; i < this.torque.length; i++) {
      const speed = qvel[this.#map.v[i] as number] as number;
      if (Math.abs(speed) > moving || this.#softness.isSoft(i))
        this.#reference.place(i, qpos[this.#map.q[i] as number] as number, speed);
    }
  }

  /** The joints take over where they are, as fast as they are. */
  #letGo(spring: HandSpring): void {
    const { qpos, qvel } = this.#physics.views();
    for (const joint of spring.joints)
      this.#reference.place(joint, qpos[this.#map.q[joint] ?? 0] ?? 0, qvel[this.#map.v[joint] ?? 0] ?? 0);
    spring.isOn = false;
  }

  /** Joints that yield, or have just yielded, are at home where they are pushed to. */
  #follow(share: number): void {
    const { qpos } = this.#physics.views();
    const { position } = this.#reference;
    for (let i = 0; i < position.length; i++) {
      if (!this.#softness.isSoft(i)) continue;
      const at = position[i] as number;
      this.#reference.place(i, at + share * ((qpos[this.#map.q[i] as number] as number) - at));
    }
  }

  /** What the robot is about to do costs torque in other joints too: the base that brakes would turn the torso. */
  #weigh(): void {
    const all = this.#acceleration;
    const { acceleration } = this.#reference;
    for (let i = 0; i < acceleration.length; i++) all[this.#map.v[i] as number] = acceleration[i] as number;
    const { base } = this.#map;
    if (base && this.#base) for (let i = 0; i < 3; i++) all[base.v[i] as number] = this.#base.acceleration[i] as number;
    this.#physics.weigh(all);
  }

  #joints(): void {
    const { qpos, qvel } = this.#physics.views();
    const { position, velocity } = this.#reference;
    for (let i = 0; i < this.torque.length; i++) {
      const q = qpos[this.#map.q[i] as number] as number;
      const speed = qvel[this.#map.v[i] as number] as number;
      const share = (this.#softness.share[i] as number) * (this.#isInSpace[i] ? postureShare : 1);
      this.torque[i] = this.#impedance.torque(i, share, q, speed, position[i] as number, velocity[i] as number);
    }
  }

  #hands(): void {
    for (const spring of this.#springs) {
      if (!spring.isOn) continue;
      spring.pull();
      this.#press(spring);
    }
  }

  /** The hand's spring, and of what keeps the posture only what the hand does not feel. */
  #press({ joints, torque, dynamics: { n, leftFree } }: HandSpring): void {
    const { qvel } = this.#physics.views();
    for (let i = 0; i < n; i++) this.#posture[i] = this.torque[joints[i] as number] as number;
    for (let i = 0; i < n; i++) {
      let sum = torque[i] as number;
      for (let j = 0; j < n; j++) sum += (leftFree[i * n + j] as number) * (this.#posture[j] as number);
      const joint = joints[i] as number;
      const speed = qvel[this.#map.v[joint] as number] as number;
      this.torque[joint] = sum + (this.#friction[joint] as number) * speed;
    }
  }

  #apply(): void {
    const { applied, bias, qpos, weight } = this.#physics.views();
    for (let i = 0; i < this.torque.length; i++) {
      const dof = this.#map.v[i] ?? 0;
      const most = this.#limits[i] ?? 0;
      const end = this.#impedance.end(i, this.#softness.share[i] ?? 0, qpos[this.#map.q[i] ?? 0] ?? 0);
      const wanted = (this.torque[i] ?? 0) + end + (this.#feedForward[i] ?? 0) + (bias[dof] ?? 0) + (weight[dof] ?? 0);
      const torque = Math.min(Math.max(wanted, -most), most);
      this.torque[i] = torque;
      applied[dof] = torque;
    }
  }
}
