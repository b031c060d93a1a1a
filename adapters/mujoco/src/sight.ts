import type { Vector3 } from "@sakiyomi/robot";
import type { Physics } from "./physics.ts";

/** By a rotation matrix, row by row. */
export const timesMatrix = (m: ArrayLike<number>, [x, y, z]: Vector3): Vector3 => [
  (m[0] ?? 0) * x + (m[1] ?? 0) * y + (m[2] ?? 0) * z,
  (m[3] ?? 0) * x + (m[4] ?? 0) * y + (m[5] ?? 0) * z,
  (m[6] ?? 0) * x + (m[7] ?? 0) * y + (m[8] ?? 0) * z,
];

/** A surface is met a little before it where it lies on another one, m. */
const onSurface = 0.008;

/** What an eye in a link of the robot can see: places and directions in the world's frame, and whether something is between. */
export class Sight {
  readonly #physics: Physics;
  readonly #link: number;
  readonly #at: Vector3;
  readonly #geom: InstanceType<Physics["mj"]["IntBuffer"]>;
  readonly #distance: InstanceType<Physics["mj"]["DoubleBuffer"]>;

  constructor(physics: Physics, link: string, at: Vector3) {
    this.#physics = physics;
    this.#link = physics.idOf("body", link);
    this.#at = at;
    this.#geom = new physics.mj.IntBuffer(1);
    this.#distance = new physics.mj.DoubleBuffer(1);
  }

  get eye(): Vector3 {
    return this.placeOf(this.#link, this.#at);
  }

  /** Straight ahead. */
  get axis(): Vector3 {
    return this.directionOf(this.#link, [1, 0, 0]);
  }

  placeOf(body: number, at: Vector3): Vector3 {
    const { xpos } = this.#physics.views();
    const [x, y, z] = this.directionOf(body, at);
    return [x + (xpos[3 * body] ?? 0), y + (xpos[3 * body + 1] ?? 0), z + (xpos[3 * body + 2] ?? 0)];
  }

  directionOf(body: number, way: Vector3): Vector3 {
    return timesMatrix(this.#physics.views().xmat.subarray(9 * body, 9 * body + 9), way);
  }

  /** Is nothing between the eye and this place, but for what lies on it, or around it within `near`, m? */
  isClear(place: Vector3, near = onSurface): boolean {
    const { eye } = this;
    const way = place.map((x, i) => x - (eye[i] ?? 0));
    const far = Math.hypot(...way);
    const { mj, model, data } = this.#physics;
    // The types ask for number[]; no normals are asked for, and no groups of geoms chosen.
    const nothing = null as unknown as number[];
    const none = null as unknown as InstanceType<Physics["mj"]["DoubleBuffer"]>;
    const ray = way.map((x) => x / far);
    mj.mj_multiRay(model, data, [...eye], ray, nothing, true, this.#link, this.#geom, this.#distance, none, 1, far + 1);
    const met = (this.#geom.GetView() as Int32Array)[0] ?? -1;
    return met < 0 || ((this.#distance.GetView() as Float64Array)[0] ?? 0) >= far - near;
  }

  close(): void {
    this.#geom.delete();
    this.#distance.delete();
  }
}
