import { purposeOf, type Sample, type Seconds, type SensorFeature } from "@sakiyomi/robot";
import { isDue } from "./due.ts";
import { normalFrom } from "./noise.ts";
import type { Physics } from "./physics.ts";

/** Standard deviations: N and N·m of the wrists' sensors. */
export interface ForceNoise {
  readonly noise: number;
  readonly torqueNoise: number;
}

/** A sensor of a few numbers, sampled at its own rate. */
interface Sense {
  readonly name: string;
  readonly rate: number;
  readonly read: () => Float32Array;
}

/** Wrists, touch, temperatures and truth: all that is not a picture. */
export class Senses {
  /** The last sample of each. */
  readonly samples: Record<string, Sample> = {};
  readonly #senses: readonly Sense[];
  readonly #dt: Seconds;

  /** `given` read what is not in the physics alone, by the name of the sensor. */
  constructor(
    physics: Physics,
    sensors: readonly SensorFeature[],
    given: Readonly<Record<string, () => Float32Array>>,
    noise: ForceNoise,
    seed: number,
  ) {
    this.#dt = physics.dt;
    this.#senses = sensors.flatMap(({ name, rate, shape }) => {
      const read = given[name] ?? readerOf(physics, name, shape[0] ?? 0, noise, seed);
      return read ? [{ name, rate, read }] : [];
    });
  }

  /** At a step, after the physics have moved: forces are those of that step. */
  take(step: number, at: Seconds): void {
    for (const { name, rate, read } of this.#senses)
      if (isDue(step, rate, this.#dt)) this.samples[name] = { at, data: read() };
  }
}

type Reader = (() => Float32Array) | null;

const readerOf = (physics: Physics, name: string, length: number, noise: ForceNoise, seed: number): Reader => {
  if (name.endsWith("/force")) return forceReader(physics, name, noise, seed);
  if (name.endsWith("/touch")) return touchReader(physics, name, length);
  return name.startsWith("truth/") ? truthReader(physics, name.slice("truth/".length)) : null;
};

const addressOf = (physics: Physics, sensor: string): number =>
  physics.model.sensor_adr[physics.idOf("sensor", sensor)] as number;

const forceReader = (physics: Physics, name: string, { noise, torqueNoise }: ForceNoise, seed: number): Reader => {
  const force = addressOf(physics, name);
  const torque = addressOf(physics, name.replace(/\/force$/, "/torque"));
  const normal = normalFrom(seed, purposeOf(name));
  return () => {
    const { sensordata } = physics.views();
    return Float32Array.from({ length: 6 }, (_, i) =>
      i < 3
        ? (sensordata[force + i] ?? 0) + noise * normal()
        : (sensordata[torque + i - 3] ?? 0) + torqueNoise * normal(),
    );
  };
};

/** "left_hand/touch" are all sensors "left_hand/touch/…", in the order in which the model has them. */
const touchReader = (physics: Physics, name: string, length: number): Reader => {
  const sensors = Array.from({ length: physics.model.nsensor }, (_, id) => physics.nameOf("sensor", id));
  const addresses = sensors
    .filter((sensor) => sensor.startsWith(`${name}/`))
    .map((sensor) => addressOf(physics, sensor));
  return () => {
    const { sensordata } = physics.views();
    return Float32Array.from({ length }, (_, i) => sensordata[addresses[i] ?? -1] ?? 0);
  };
};

const truthReader = (physics: Physics, name: string): Reader => {
  const body = physics.idOf("body", name);
  return () => {
    const { xpos, xquat } = physics.views();
    const pose = new Float32Array(7);
    pose.set(xpos.subarray(3 * body, 3 * body + 3));
    pose.set(xquat.subarray(4 * body, 4 * body + 4), 3);
    return pose;
  };
};
