import type { MjData, MjModel } from "@mujoco/mujoco";
import { MujocoFault } from "./fault.ts";
import { type Mujoco, mujoco } from "./wasm.ts";

/** Live views into the heap of the wasm instance: of the state after `sense`, without copies. */
export interface Views {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  /** Force by each degree of freedom that the robot side applies. */
  readonly applied: Float64Array;
  /** Gravity, Coriolis and centrifugal force by each degree of freedom. */
  readonly bias: Float64Array;
  /** Inertia matrix, lower triangle, compressed rows. */
  readonly inertia: Float64Array;
  readonly xpos: Float64Array;
  readonly xquat: Float64Array;
  readonly xmat: Float64Array;
  readonly geomXpos: Float64Array;
  readonly geomXmat: Float64Array;
  readonly camXpos: Float64Array;
  readonly camXmat: Float64Array;
  readonly sensordata: Float64Array;
  /** The contacts of the last detection lie at the start of the arena. */
  readonly arenaInts: Int32Array;
  readonly arenaDoubles: Float64Array;
  /** Jacobian of a body's frame, 3 × nv each, after `jacobian`. */
  readonly jacobianMoving: Float64Array;
  readonly jacobianTurning: Float64Array;
  /** After `weigh`: by degree of freedom. */
  readonly weight: Float64Array;
  /** After `contactForce`: along the normal, two tangents, and their moments. */
  readonly force: Float64Array;
}

export type Thing = "body" | "joint" | "geom" | "site" | "camera" | "sensor" | "actuator";
const kinds: Readonly<Record<Thing, number>> = {
  body: 1,
  joint: 3,
  geom: 5,
  site: 6,
  camera: 7,
  actuator: 19,
  sensor: 20,
};

/** A compiled model with its state. Everything of it lies in the wasm heap until `close`. */
export class Physics {
  readonly mj: Mujoco;
  readonly model: MjModel;
  readonly data: MjData;
  readonly dt: number;
  readonly nv: number;
  readonly #moving: Buffer;
  readonly #turning: Buffer;
  readonly #force: Buffer;
  readonly #weight: Buffer;
  #views: Views;
  #time = 0;

  constructor(mj: Mujoco, model: MjModel) {
    this.mj = mj;
    this.model = model;
    this.data = new mj.MjData(model);
    this.dt = model.opt.timestep;
    this.nv = model.nv;
    this.#moving = new mj.DoubleBuffer(3 * model.nv);
    this.#turning = new mj.DoubleBuffer(3 * model.nv);
    this.#force = new mj.DoubleBuffer(6);
    this.#weight = new mj.DoubleBuffer(model.nv);
    this.#views = this.#taken();
  }

  /** The heap moves when it grows, and then all views are empty: taken again here, so nobody keeps one across a step. */
  views(): Views {
    if (this.#views.qpos.length === 0) this.#views = this.#taken();
    return this.#views;
  }

  /** Positions, contacts, velocities and bias forces of the state as it is. */
  sense(): void {
    this.mj.mj_step1(this.model, this.data);
  }

  /** Forces, accelerations, and the state one time step later. Contact forces are readable until `sense`. */
  move(): void {
    this.mj.mj_step2(this.model, this.data);
  }

  /**
   * After so many steps since the last call. Throws a MujocoFault "unstable" where numbers have left all bounds: MuJoCo
   * began anew by itself then, and so did its time.
   */
  checkSanity(steps: number, world: string, seed: number): void {
    const { time } = this.data;
    const isSane = Math.abs(time - this.#time - steps * this.dt) < this.dt / 2;
    this.#time = time;
    if (isSane) return;
    const title = `World "${world}" with seed ${seed}`;
    throw new MujocoFault("unstable", `${title} has burst: it became unstable.`, "Mend its MJCF or its forces.");
  }

  jacobian(body: number): void {
    this.mj.mj_jacBody(this.model, this.data, this.#moving, this.#turning, body);
  }

  /** The force by degree of freedom that these accelerations take: inertia matrix times them. */
  weigh(acceleration: Float64Array): void {
    // The types ask for number[]; typed arrays are taken as well.
    this.mj.mj_mulM(this.model, this.data, this.#weight, acceleration as unknown as number[]);
  }

  contactForce(contact: number): void {
    this.mj.mj_contactForce(this.model, this.data, contact, this.#force);
  }

  /** -1: there is none. */
  find(kind: Thing, name: string): number {
    return this.mj.mj_name2id(this.model, kinds[kind], name);
  }

  /** Throws a MujocoFault "name". */
  idOf(kind: Thing, name: string): number {
    const id = this.find(kind, name);
    if (id < 0) throw new MujocoFault("name", `The world has no ${kind} "${name}".`, "Name it in its MJCF.");
    return id;
  }

  nameOf(kind: Thing, id: number): string {
    return this.mj.mj_id2name(this.model, kinds[kind], id);
  }

  close(): void {
    for (const part of [this.#moving, this.#turning, this.#force, this.#weight, this.data, this.model]) part.delete();
  }

  #taken(): Views {
    const { data } = this;
    const arena = data.arena as Uint8Array;
    return {
      qpos: data.qpos,
      qvel: data.qvel,
      applied: data.qfrc_applied,
      bias: data.qfrc_bias,
      inertia: data.M,
      xpos: data.xpos,
      xquat: data.xquat,
      xmat: data.xmat,
      geomXpos: data.geom_xpos,
      geomXmat: data.geom_xmat,
      camXpos: data.cam_xpos,
      camXmat: data.cam_xmat,
      sensordata: data.sensordata,
      arenaInts: new Int32Array(arena.buffer, arena.byteOffset, arena.length >> 2),
      arenaDoubles: new Float64Array(arena.buffer, arena.byteOffset, arena.length >> 3),
      jacobianMoving: this.#moving.GetView(),
      jacobianTurning: this.#turning.GetView(),
      weight: this.#weight.GetView(),
      force: this.#force.GetView(),
    };
  }
}

type Buffer = InstanceType<Mujoco["DoubleBuffer"]>;

/** Throws a MujocoFault "mjcf" with MuJoCo's own words where the model does not compile. */
export const openPhysics = async (mjcf: string): Promise<Physics> => {
  const mj = await mujoco();
  return new Physics(mj, compiled(mj, mjcf));
};

const compiled = (mj: Mujoco, mjcf: string): MjModel => {
  try {
    return mj.MjModel.from_xml_string(mjcf);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MujocoFault("mjcf", `The world does not compile: ${why}.`, "Mend its MJCF.", { cause: error });
  }
};
