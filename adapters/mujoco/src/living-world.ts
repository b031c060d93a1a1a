import {
  type Arrangement,
  type BaseState,
  type BuiltWorld,
  baseJoints,
  type Command,
  drinkingSensor,
  type Observation,
  type Pose,
  type RobotFeatures,
  type Scene,
  type SceneState,
  type Seconds,
  type ShownContact,
  scanner,
  thermometer,
} from "@sakiyomi/robot";
import { type BodyMap, bodyMap } from "./body-map.ts";
import { checkLayout } from "./contacts.ts";
import { RobotSide } from "./control/robot-side.ts";
import { Drinker } from "./drinker.ts";
import { MotorHeat } from "./motor-heat.ts";
import { People } from "./people.ts";
import { openPhysics, type Physics } from "./physics.ts";
import { Pictures } from "./pictures.ts";
import { Scanner } from "./scanner.ts";
import { poseOf, posesIn, sceneOf, touchesIn } from "./scene.ts";
import { Senses } from "./senses.ts";
import { Thermometer } from "./thermometer.ts";

/** One drawing of a world with the robot in it: physics, the robot's own side, and what it senses. Steps, not time. */
export class LivingWorld {
  readonly scene: Scene;
  readonly robotSide: RobotSide;
  readonly #physics: Physics;
  readonly #built: BuiltWorld;
  readonly #map: BodyMap;
  readonly #people: People;
  readonly #senses: Senses;
  readonly #pictures: Pictures;
  readonly #heat: MotorHeat;
  readonly #thermometer: Thermometer;
  readonly #scanner: Scanner | null;
  readonly #drinker: Drinker | null;
  readonly #printed = new Map<string, string | null>();
  /** Steps of a period of the robot's side. */
  readonly #period: number;
  readonly #truth: readonly (readonly [string, number])[];
  #touches: readonly ShownContact[] = [];
  #step = 0;

  constructor(physics: Physics, built: BuiltWorld, features: RobotFeatures, now: Seconds) {
    const { sensing, seed, start, regions, truth } = built;
    this.#physics = physics;
    this.#built = built;
    this.#map = bodyMap(physics, features, features.base ? baseJoints : null);
    this.#begin(start);
    physics.sense();
    this.robotSide = new RobotSide(physics, this.#map);
    this.#people = new People(physics, this.#map, regions);
    this.#heat = new MotorHeat(features.joints);
    this.#thermometer = new Thermometer(physics, this.#people, sensing.warmth, seed);
    this.#scanner = built.codes && new Scanner(physics, built.codes, this.#printed, seed);
    this.#drinker = built.drinker && new Drinker(physics, built.drinker, seed);
    const given = {
      "motor/temperature": () => this.#heat.temperatures.slice(),
      [thermometer.sees]: this.#thermometer.sees,
      [thermometer.room]: this.#thermometer.room,
      ...(this.#scanner && { [scanner.reads]: this.#scanner.read }),
      ...(this.#drinker && { [drinkingSensor.name]: this.#drinker.watched }),
    };
    this.#senses = new Senses(physics, features.sensors, given, sensing.force, seed);
    this.#pictures = new Pictures(physics, features.sensors, { ...sensing.light, ...sensing.pictures }, seed);
    this.#period = Math.max(1, Math.round(1 / (features.rate * physics.dt)));
    this.#truth = truth.map((name) => [name, physics.idOf("body", name)]);
    this.scene = sceneOf(physics, this.#people);
    this.#people.look();
    this.#senses.take(0, now);
    this.#pictures.take(0, 0, now);
  }

  get dt(): Seconds {
    return this.#physics.dt;
  }

  arrange({ codes = {}, takes }: Arrangement): void {
    for (const [name, code] of Object.entries(codes)) this.#printed.set(name, code);
    if (takes !== undefined && this.#drinker) this.#drinker.takes = takes;
  }

  told(command: Command, steps: number): void {
    this.robotSide.told(command, steps);
  }

  /** So many steps, from a time on. Between them everything is sensed anew, so that it is of the moment it says. */
  advance(steps: number, from: Seconds): void {
    const { dt } = this.#physics;
    const until = this.#step + steps;
    for (let i = 1; i <= steps; i++) {
      this.#step += 1;
      this.robotSide.step(this.#people.touching);
      this.#physics.move();
      this.#people.feel();
      this.#drinker?.move(from + i * dt);
      if (i === steps) this.#touches = touchesIn(this.#physics, this.#people);
      this.#physics.sense();
      this.#people.look();
      const at = from + i * dt;
      if (this.#step % this.#period === 0) this.#endPeriod(at);
      this.#senses.take(this.#step, at);
      this.#pictures.take(this.#step, until, at);
    }
    this.#physics.checkSanity(steps, this.#built.name, this.#built.seed);
  }

  observe(at: Seconds): Observation {
    const { qpos, qvel } = this.#physics.views();
    const { q, v } = this.#map;
    return {
      joints: {
        at,
        position: Float64Array.from(q, (address) => qpos[address] ?? 0),
        velocity: Float64Array.from(v, (address) => qvel[address] ?? 0),
        torque: this.robotSide.torque.slice(),
      },
      base: this.#base(at),
      contacts: this.#people.contacts(),
      nearestPerson: { at, ...this.#people.nearest() },
      samples: { ...this.#senses.samples, ...this.#pictures.samples },
    };
  }

  state(at: Seconds): SceneState {
    return { at, poses: posesIn(this.#physics), contacts: this.#touches };
  }

  truth(): ReadonlyMap<string, Pose> {
    return new Map(this.#truth.map(([name, body]) => [name, poseOf(this.#physics, body)]));
  }

  close(): void {
    this.#pictures.close();
    this.#thermometer.close();
    this.#scanner?.close();
    this.#drinker?.close();
    this.#physics.close();
  }

  #begin({ position, base }: BuiltWorld["start"]): void {
    const { qpos } = this.#physics.views();
    for (const [i, address] of this.#map.q.entries()) qpos[address] = position[i] ?? 0;
    const at = [base.x, base.y, base.yaw];
    for (const [i, address] of this.#map.base?.q.entries() ?? []) qpos[address] = at[i] ?? 0;
  }

  #endPeriod(at: Seconds): void {
    this.#people.tell(at);
    this.#heat.warm(this.robotSide.torque, this.#period * this.#physics.dt);
  }

  #base(at: Seconds): BaseState | null {
    const base = this.#map.base;
    if (!base) return null;
    const { qpos, qvel } = this.#physics.views();
    const [x = 0, y = 0, yaw = 0] = Array.from(base.q, (address) => qpos[address] ?? 0);
    const [alongX = 0, alongY = 0, turn = 0] = Array.from(base.v, (address) => qvel[address] ?? 0);
    const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
    return { at, x, y, yaw, forward: c * alongX + s * alongY, sideways: c * alongY - s * alongX, turn };
  }
}

/** Compiles and opens; what was taken is given back where that fails. */
export const openWorld = async (built: BuiltWorld, features: RobotFeatures, now: Seconds): Promise<LivingWorld> => {
  await checkLayout();
  const physics = await openPhysics(built.xml);
  try {
    return new LivingWorld(physics, built, features, now);
  } catch (error) {
    physics.close();
    throw error;
  }
};
