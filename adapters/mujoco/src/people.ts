import type { Contact, Seconds } from "@sakiyomi/robot";
import type { BodyMap } from "./body-map.ts";
import { firstGeom, isActive, secondGeom } from "./contacts.ts";
import type { Physics } from "./physics.ts";

/** What is lighter than this and touched by the robot counts as a part of it: a spoon, a cloth, a cup. kg. */
const heldMass = 3;
/** Nobody is looked for farther away than this, m. */
export const farthestPerson = 10;
/** Regions farther away than this are not told one by one, m. */
const farthestRegion = 1.2;

/** Who is touched, how hard, and who is near. */
export class People {
  /** By link of the robot: 1 where it, or what it holds, touches a person. After `look`. */
  readonly touching: Uint8Array;
  readonly #physics: Physics;
  readonly #regions: readonly string[];
  /** By geom: index into `#regions`; -1: no part of a person. */
  readonly #region: Int16Array;
  /** By geom: the robot's link that it belongs to, or that held it last; -1: none. */
  readonly #link: Int16Array;
  readonly #own: Int16Array;
  /** By geom: whether it can be held. */
  readonly #isHeld: Uint8Array;
  readonly #robotGeoms: Int32Array;
  readonly #personGeoms: Int32Array;
  readonly #reach: Float64Array;
  readonly #now: Float64Array;
  readonly #most: Float64Array;
  readonly #shown: Float64Array;
  #shownAt: Seconds = 0;
  #count = 0;

  constructor(physics: Physics, map: BodyMap, regions: ReadonlyMap<string, string>) {
    const { model } = physics;
    this.#physics = physics;
    this.#regions = [...new Set(regions.values())];
    const names = Array.from({ length: model.ngeom }, (_, geom) => physics.nameOf("geom", geom));
    const bodies = model.geom_bodyid as Int32Array;
    this.#region = Int16Array.from(names, (name) => this.#regions.indexOf(regions.get(name) ?? ""));
    this.#own = Int16Array.from(names, (_, geom) => map.links.indexOf(bodies[geom] ?? -1));
    this.#link = this.#own.slice();
    this.#isHeld = Uint8Array.from(names, (_, geom) => Number(this.#canBeHeld(geom)));
    const isSolid = (geom: number): boolean => model.geom_contype[geom] !== 0 || model.geom_conaffinity[geom] !== 0;
    const geoms = names.map((_, geom) => geom);
    this.#robotGeoms = Int32Array.from(geoms.filter((geom) => (this.#own[geom] ?? -1) >= 0 && isSolid(geom)));
    this.#personGeoms = Int32Array.from(geoms.filter((geom) => (this.#region[geom] ?? -1) >= 0));
    this.#reach = Float64Array.from(model.geom_rbound as Float64Array);
    this.touching = new Uint8Array(map.links.length);
    this.#now = new Float64Array(this.#regions.length);
    this.#most = new Float64Array(this.#regions.length);
    this.#shown = new Float64Array(this.#regions.length);
  }

  isPerson(geom: number): boolean {
    return (this.#region[geom] ?? -1) >= 0;
  }

  isRobot(geom: number): boolean {
    return (this.#own[geom] ?? -1) >= 0;
  }

  regionOf(geom: number): string | null {
    return this.#regions[this.#region[geom] ?? -1] ?? null;
  }

  /** After the physics have sensed: who touches whom. */
  look(): void {
    if (this.#personGeoms.length === 0) return;
    const views = this.#physics.views();
    this.#count = this.#physics.data.ncon;
    this.touching.fill(0);
    this.#link.set(this.#own);
    for (let i = 0; i < this.#count; i++) this.#hold(firstGeom(views, i), secondGeom(views, i));
    for (let i = 0; i < this.#count; i++) {
      if (!isActive(views, i)) continue;
      const link = this.#linkOf(firstGeom(views, i), secondGeom(views, i));
      if (link >= 0) this.touching[link] = 1;
    }
  }

  /** After the physics have moved, and before they sense again: how hard. */
  feel(): void {
    if (this.#personGeoms.length === 0) return;
    const views = this.#physics.views();
    this.#now.fill(0);
    for (let i = 0; i < this.#count; i++) {
      const [a, b] = [firstGeom(views, i), secondGeom(views, i)];
      if (!isActive(views, i) || this.#linkOf(a, b) < 0) continue;
      this.#physics.contactForce(i);
      const region = Math.max(this.#region[a] ?? -1, this.#region[b] ?? -1);
      this.#now[region] = (this.#now[region] ?? 0) + Math.abs(this.#physics.views().force[0] ?? 0);
    }
    for (let i = 0; i < this.#now.length; i++) this.#most[i] = Math.max(this.#most[i] ?? 0, this.#now[i] ?? 0);
  }

  /** Ends a period of the robot's side: what was the most in it is shown until the next one ends. */
  tell(at: Seconds): void {
    this.#shown.set(this.#most);
    this.#most.fill(0);
    this.#shownAt = at;
  }

  /** The largest force within the last period on each region that is touched, N: a short blow is not missed. */
  contacts(): readonly Contact[] {
    const found: Contact[] = [];
    for (const [i, region] of this.#regions.entries()) {
      const force = this.#shown[i] ?? 0;
      if (force > 0) found.push({ at: this.#shownAt, region, force });
    }
    return found;
  }

  /**
   * From surface to surface, m; negative where they overlap; at most `farthestPerson`. With it the distance to each body
   * region that is nearer than `farthestRegion`: which of them is near decides how fast the guard lets the robot be.
   */
  nearest(): { readonly distance: number; readonly regions?: Readonly<Record<string, number>> } {
    const { geomXpos: at } = this.#physics.views();
    const byRegion = this.#regions.map(() => farthestRegion);
    let least = farthestPerson;
    for (const a of this.#robotGeoms)
      for (const b of this.#personGeoms) {
        const region = this.#region[b] ?? -1;
        const most = Math.max(least, byRegion[region] ?? 0);
        const reach = most + (this.#reach[a] ?? 0) + (this.#reach[b] ?? 0);
        if (squareBetween(at, a, b) >= reach * reach) continue;
        const distance = this.#distance(a, b, most);
        least = Math.min(least, distance);
        byRegion[region] = Math.min(byRegion[region] ?? 0, distance);
      }
    const near = this.#regions.flatMap((region, i) => {
      const distance = byRegion[i] ?? farthestRegion;
      return distance < farthestRegion ? [[region, distance] as const] : [];
    });
    return near.length > 0 ? { distance: least, regions: Object.fromEntries(near) } : { distance: least };
  }

  #distance(a: number, b: number, most: number): number {
    const { mj, model, data } = this.#physics;
    return mj.mj_geomDistance(model, data, a, b, most, null);
  }

  #canBeHeld(geom: number): boolean {
    const { model } = this.#physics;
    const body = model.geom_bodyid[geom] as number;
    const isFixed = model.body_weldid[body] === 0;
    return (
      !isFixed && (model.body_subtreemass[body] as number) < heldMass && !this.isPerson(geom) && !this.isRobot(geom)
    );
  }

  #hold(a: number, b: number): void {
    if (this.#isHeld[b] && this.isRobot(a)) this.#link[b] = this.#own[a] ?? -1;
    if (this.#isHeld[a] && this.isRobot(b)) this.#link[a] = this.#own[b] ?? -1;
  }

  /** The link with which the robot touches a person in this contact; -1: it is another contact. */
  #linkOf(a: number, b: number): number {
    if (this.isPerson(a) === this.isPerson(b)) return -1;
    return this.#link[this.isPerson(a) ? b : a] ?? -1;
  }
}

const squareBetween = (at: Float64Array, a: number, b: number): number => {
  const x = (at[3 * a] ?? 0) - (at[3 * b] ?? 0);
  const y = (at[3 * a + 1] ?? 0) - (at[3 * b + 1] ?? 0);
  const z = (at[3 * a + 2] ?? 0) - (at[3 * b + 2] ?? 0);
  return x * x + y * y + z * z;
};
