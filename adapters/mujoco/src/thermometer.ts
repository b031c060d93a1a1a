import { purposeOf, thermometer, type Vector3, type Warmth } from "@sakiyomi/robot";
import { farthest } from "./camera.ts";
import { normalFrom } from "./noise.ts";
import type { People } from "./people.ts";
import type { Physics } from "./physics.ts";

/**
 * How far a surface lies from the room towards the core, 0 to 1. A model, with figures chosen so that in a room of 24 °C and
 * at a core of 37 °C hands are at about 31 °C, forearms at 32 °C and cloth at 28 °C; faces are drawn with the person.
 */
const shares: Readonly<Record<string, number>> = { neck: 0.83, forearm: 0.63, hand: 0.55 };
const cloth = 0.3;
const bareFace: readonly string[] = ["face", "skull"];

/** Rays through the spot: its middle, and two rings that stand for equal areas. */
const rings = [0.5, 0.87] as const;
const raysOfRing = 6;

/**
 * The infrared thermometer of the head: the mean of what the rays through its spot meet. The farther away it is, the wider
 * the spot, and the more of the room is in it. People are as warm as `Warmth` has them, everything else is as the room.
 */
export class Thermometer {
  readonly #physics: Physics;
  readonly #people: People;
  readonly #warmth: Warmth;
  readonly #normal: () => number;
  readonly #roomNormal: () => number;
  readonly #link: number;
  /** Unit vectors in the frame of its link, which it looks along the x of. */
  readonly #rays: readonly Vector3[];
  readonly #turned: Float64Array;
  readonly #geom: InstanceType<Physics["mj"]["IntBuffer"]>;
  readonly #distance: InstanceType<Physics["mj"]["DoubleBuffer"]>;

  constructor(physics: Physics, people: People, warmth: Warmth, seed: number) {
    this.#physics = physics;
    this.#people = people;
    this.#warmth = warmth;
    this.#normal = normalFrom(seed, purposeOf(thermometer.sees));
    this.#roomNormal = normalFrom(seed, purposeOf(thermometer.room));
    this.#link = physics.idOf("body", thermometer.link);
    this.#rays = raysThrough(thermometer.spot);
    this.#turned = new Float64Array(3 * this.#rays.length);
    this.#geom = new physics.mj.IntBuffer(this.#rays.length);
    this.#distance = new physics.mj.DoubleBuffer(this.#rays.length);
  }

  /** What it looks at, Cel. */
  readonly sees = (): Float32Array => {
    const { mj, model, data } = this.#physics;
    // The types ask for number[]; typed arrays are taken as well. No normals are asked for, and no groups of geoms chosen.
    const [at, rays, nothing] = [this.#aim(), this.#turned, null] as unknown as [number[], number[], number[]];
    const none = null as unknown as InstanceType<Physics["mj"]["DoubleBuffer"]>;
    const count = this.#rays.length;
    mj.mj_multiRay(model, data, at, rays, nothing, true, this.#link, this.#geom, this.#distance, none, count, farthest);
    const met = Array.from(this.#geom.GetView() as Int32Array, (geom) => this.#temperatureOf(geom));
    const { offset, noise } = this.#warmth;
    return Float32Array.of(met.reduce((sum, one) => sum + one, 0) / count + offset + noise * this.#normal());
  };

  /** Itself, Cel. */
  readonly room = (): Float32Array =>
    Float32Array.of(this.#warmth.room + 0.5 * this.#warmth.noise * this.#roomNormal());

  close(): void {
    this.#geom.delete();
    this.#distance.delete();
  }

  #temperatureOf(geom: number): number {
    const { room, core, face } = this.#warmth;
    const region = geom < 0 ? null : this.#people.regionOf(geom);
    if (region === null) return room;
    const share = bareFace.includes(region) ? face : (shares[region] ?? cloth);
    return room + share * (core - room);
  }

  /** Turns the rays with the head, and says where they begin. */
  #aim(): Float64Array {
    const { xpos, xmat } = this.#physics.views();
    const turn = xmat.subarray(9 * this.#link, 9 * this.#link + 9);
    for (const [i, ray] of this.#rays.entries()) this.#turned.set(timesVector(turn, ray), 3 * i);
    return Float64Array.from(timesVector(turn, thermometer.at), (value, i) => value + (xpos[3 * this.#link + i] ?? 0));
  }
}

/** By a rotation matrix, row by row. */
const timesVector = (m: Float64Array, [x, y, z]: Vector3): readonly number[] =>
  [0, 3, 6].map((row) => (m[row] ?? 0) * x + (m[row + 1] ?? 0) * y + (m[row + 2] ?? 0) * z);

const raysThrough = (spot: number): readonly Vector3[] => [
  [1, 0, 0],
  ...rings.flatMap((share) =>
    Array.from({ length: raysOfRing }, (_, i): Vector3 => {
      const angle = (2 * Math.PI * i) / raysOfRing;
      const [y, z] = [Math.cos(angle), Math.sin(angle)].map((side) => (side * share * spot) / 2) as [number, number];
      const length = Math.hypot(1, y, z);
      return [1 / length, y / length, z / length];
    }),
  ),
];
