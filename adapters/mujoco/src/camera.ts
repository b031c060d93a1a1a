import type { Physics } from "./physics.ts";

/** Nothing is seen beyond this, m: its depth is 0. */
export const farthest = 20;
/** Width of the tiles of a floor, m: a floor without them would look the same wherever one is. */
const tile = 0.5;
const tileShade = 0.93;
const sky = [0.66, 0.72, 0.8] as const;

export interface Light {
  /** Unit vector towards the light, in the world's frame. */
  readonly towards: readonly [number, number, number];
  /** Share of light that comes from everywhere, 0 to 1. */
  readonly ambient: number;
  /** Factor on brightness. */
  readonly gain: number;
}

export interface Picture {
  /** [height, width, 3] */
  readonly image: Uint8Array;
  /** [height, width], m along the line of sight of the middle; 0: nothing within 20 m. */
  readonly depth: Float32Array;
  /** [height, width]: index into `Scene.bodies` plus 1; 0: nothing; 255: index 254 and all beyond. */
  readonly segmentation: Uint8Array;
}

/** A camera that casts a ray through the middle of each pixel, shades by normals, and knows depth and body for free. */
export class Camera {
  readonly width: number;
  readonly height: number;
  readonly #physics: Physics;
  readonly #id: number;
  readonly #light: Light;
  readonly #pixels: number;
  /** Unit vectors through the pixels in the camera's frame: x right, y up, z backwards. */
  readonly #rays: Float64Array;
  readonly #turned: Float64Array;
  readonly #at = new Float64Array(3);
  readonly #colours: Float32Array;
  readonly #isPlane: Uint8Array;
  readonly #geom: InstanceType<Physics["mj"]["IntBuffer"]>;
  readonly #distance: InstanceType<Physics["mj"]["DoubleBuffer"]>;
  readonly #normal: InstanceType<Physics["mj"]["DoubleBuffer"]>;

  constructor(physics: Physics, id: number, width: number, height: number, light: Light) {
    this.#physics = physics;
    this.#id = id;
    this.width = width;
    this.height = height;
    this.#light = light;
    this.#pixels = width * height;
    this.#rays = raysOf(width, height, (physics.model.cam_fovy[id] as number) * (Math.PI / 180));
    this.#turned = new Float64Array(this.#rays.length);
    this.#colours = coloursOf(physics);
    this.#isPlane = Uint8Array.from(physics.model.geom_type as Int32Array, (type) => Number(type === 0));
    this.#geom = new physics.mj.IntBuffer(this.#pixels);
    this.#distance = new physics.mj.DoubleBuffer(this.#pixels);
    this.#normal = new physics.mj.DoubleBuffer(3 * this.#pixels);
  }

  take(): Picture {
    const { mj, model, data } = this.#physics;
    this.#aim();
    const body = model.cam_bodyid[this.#id] as number;
    // The types ask for number[]; typed arrays are taken as well, and without a copy of each element.
    const [at, rays] = [this.#at, this.#turned] as unknown as [number[], number[]];
    const [geom, distance, normal] = [this.#geom, this.#distance, this.#normal];
    mj.mj_multiRay(model, data, at, rays, nothing, true, body, geom, distance, normal, this.#pixels, farthest);
    return this.#shaded(geom.GetView(), distance.GetView(), normal.GetView());
  }

  close(): void {
    for (const buffer of [this.#geom, this.#distance, this.#normal]) buffer.delete();
  }

  #aim(): void {
    const { camXpos, camXmat } = this.#physics.views();
    const [rays, turned] = [this.#rays, this.#turned];
    const m = camXmat.slice(9 * this.#id, 9 * this.#id + 9);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
    for (let k = 0; k < rays.length; k += 3) {
      const [x, y, z] = [rays[k] ?? 0, rays[k + 1] ?? 0, rays[k + 2] ?? 0];
      turned[k] = a * x + b * y + c * z;
      turned[k + 1] = d * x + e * y + f * z;
      turned[k + 2] = g * x + h * y + i * z;
    }
    this.#at.set(camXpos.subarray(3 * this.#id, 3 * this.#id + 3));
  }

  #shaded(geom: Int32Array, distance: Float64Array, normal: Float64Array): Picture {
    const image = new Uint8Array(3 * this.#pixels);
    const depth = new Float32Array(this.#pixels);
    const segmentation = new Uint8Array(this.#pixels);
    const bodies = this.#physics.model.geom_bodyid as Int32Array;
    for (let i = 0; i < this.#pixels; i++) {
      const hit = geom[i] as number;
      if (hit < 0) {
        this.#paint(image, i, sky, 0, 1);
        continue;
      }
      const far = distance[i] as number;
      depth[i] = -far * (this.#rays[3 * i + 2] as number);
      segmentation[i] = Math.min(255, (bodies[hit] as number) + 1);
      this.#paint(image, i, this.#colours, 3 * hit, this.#lightOn(i, normal) * this.#shadeOf(hit, i, far));
    }
    return { image, depth, segmentation };
  }

  #paint(image: Uint8Array, pixel: number, colours: ArrayLike<number>, from: number, light: number): void {
    const gain = 255 * this.#light.gain * light;
    for (let k = 0; k < 3; k++) image[3 * pixel + k] = Math.min(255, gain * (colours[from + k] as number));
  }

  /** Lambert's law for the light, and a little for surfaces that face the camera: edges are seen in the shade too. */
  #lightOn(pixel: number, normal: Float64Array): number {
    const k = 3 * pixel;
    const [x, y, z] = [normal[k] ?? 0, normal[k + 1] ?? 0, normal[k + 2] ?? 0];
    const { towards, ambient } = this.#light;
    const direct = Math.max(0, x * towards[0] + y * towards[1] + z * towards[2]);
    const ray = this.#turned;
    const facing = Math.max(0, -(x * (ray[k] ?? 0) + y * (ray[k + 1] ?? 0) + z * (ray[k + 2] ?? 0)));
    return ambient * (0.7 + 0.3 * facing) + (1 - ambient) * direct;
  }

  #shadeOf(geom: number, pixel: number, far: number): number {
    if (!this.#isPlane[geom]) return 1;
    const x = (this.#at[0] ?? 0) + far * (this.#turned[3 * pixel] ?? 0);
    const y = (this.#at[1] ?? 0) + far * (this.#turned[3 * pixel + 1] ?? 0);
    return (Math.floor(x / tile) + Math.floor(y / tile)) & 1 ? 1 : tileShade;
  }
}

/** No groups of geoms are chosen: all are seen. The types do not know that null may stand for it. */
const nothing = null as unknown as number[];

const raysOf = (width: number, height: number, view: number): Float64Array => {
  const rays = new Float64Array(3 * width * height);
  const half = Math.tan(view / 2);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const x = (((column + 0.5) / width) * 2 - 1) * half * (width / height);
      const y = (1 - ((row + 0.5) / height) * 2) * half;
      const length = Math.hypot(x, y, 1);
      rays.set([x / length, y / length, -1 / length], 3 * (row * width + column));
    }
  return rays;
};

/** Red, green, blue of each geom: its material's where it has one. */
const coloursOf = ({ model }: Physics): Float32Array => {
  const colours = new Float32Array(3 * model.ngeom);
  for (let geom = 0; geom < model.ngeom; geom++) {
    const material = model.geom_matid[geom] as number;
    const [from, at] = material >= 0 ? [model.mat_rgba, material] : [model.geom_rgba, geom];
    colours.set((from as Float32Array).subarray(4 * at, 4 * at + 3), 3 * geom);
  }
  return colours;
};
