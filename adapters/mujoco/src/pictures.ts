import type { Sample, Seconds, SensorFeature } from "@sakiyomi/robot";
import { Camera, type Light, type Picture } from "./camera.ts";
import { isDue } from "./due.ts";
import { grain } from "./noise.ts";
import type { Physics } from "./physics.ts";

export interface PictureLaw extends Light {
  /** Standard deviation of a pixel, of 1. */
  readonly noise: number;
  /** From the taking of a picture to the observation that has it. */
  readonly latency: Seconds;
}

type Part = keyof Picture;

/** One camera, and what is published of it. */
interface Eye {
  readonly camera: Camera;
  readonly parts: readonly { readonly sensor: string; readonly part: Part }[];
}

interface Taken {
  /** The step after which it can be observed. */
  readonly from: number;
  readonly samples: readonly (readonly [string, Sample])[];
}

/**
 * Pictures at their rate, each with the time at which it was taken, observable only after the camera's latency. "a/b/image"
 * is what the camera "a/b" sees; "a/depth" and "a/segmentation" are of the first camera whose name begins with "a/".
 */
export class Pictures {
  /** What can be observed. */
  readonly samples: Record<string, Sample> = {};
  readonly #eyes: readonly Eye[];
  readonly #rate: number;
  readonly #dt: Seconds;
  readonly #latency: number;
  readonly #law: PictureLaw;
  readonly #seed: number;
  #waiting: Taken[] = [];
  #count = 0;

  constructor(physics: Physics, sensors: readonly SensorFeature[], law: PictureLaw, seed: number) {
    const images = sensors.filter(({ name }) => name.endsWith("/image"));
    this.#eyes = images.map((sensor, i) => eyeOf(physics, sensor, i === 0 ? sensors : [sensor], law));
    this.#rate = images[0]?.rate ?? 0;
    this.#dt = physics.dt;
    this.#latency = Math.round(law.latency / physics.dt);
    this.#law = law;
    this.#seed = seed;
  }

  /** At a step, after the physics have sensed. Nobody looks before `until`: what is old by then is not taken at all. */
  take(step: number, until: number, at: Seconds): void {
    if (this.#eyes.length === 0) return;
    if (isDue(step, this.#rate, this.#dt)) {
      this.#count += 1;
      if (!this.#isOldAt(until, step)) this.#waiting.push({ from: step + this.#latency, samples: this.#look(at) });
    }
    while (this.#waiting[0] && this.#waiting[0].from <= step) {
      for (const [name, sample] of this.#waiting[0].samples) this.samples[name] = sample;
      this.#waiting.shift();
    }
  }

  close(): void {
    for (const { camera } of this.#eyes) camera.close();
  }

  #isOldAt(until: number, step: number): boolean {
    const period = Math.ceil(1 / (this.#rate * this.#dt));
    return step + period + this.#latency <= until;
  }

  #look(at: Seconds): Taken["samples"] {
    return this.#eyes.flatMap(({ camera, parts }, eye) => {
      const picture = camera.take();
      grain(picture.image, this.#law.noise, this.#seed + eye, this.#count);
      return parts.map(({ sensor, part }) => [sensor, { at, data: picture[part] }] as const);
    });
  }
}

const eyeOf = (physics: Physics, image: SensorFeature, sensors: readonly SensorFeature[], law: PictureLaw): Eye => {
  const name = image.name.slice(0, -"/image".length);
  const first = name.slice(0, name.indexOf("/"));
  const [height = 64, width = 64] = image.shape;
  const parts = [
    { sensor: image.name, part: "image" as const },
    { sensor: `${first}/depth`, part: "depth" as const },
    { sensor: `${first}/segmentation`, part: "segmentation" as const },
  ];
  return {
    camera: new Camera(physics, physics.idOf("camera", name), width, height, law),
    parts: parts.filter(({ sensor }) => sensors.some((one) => one.name === sensor)),
  };
};
