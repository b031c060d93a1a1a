import type { Pose, Scene, Shape, ShownContact } from "@sakiyomi/robot";
import { firstGeom, frameOf, isActive, placeOf, secondGeom } from "./contacts.ts";
import type { People } from "./people.ts";
import type { Physics } from "./physics.ts";

/** More are not shown at once. */
const mostContacts = 64;

/** MuJoCo's types of geoms; height fields and meshes are drawn as the box around them. */
const forms: Readonly<Record<number, Shape["form"]>> = {
  0: "plane",
  2: "ball",
  3: "capsule",
  4: "ellipsoid",
  5: "cylinder",
  6: "box",
};

type Triple = readonly [number, number, number];
type Four = readonly [number, number, number, number];

const triple = (from: ArrayLike<number>, at: number): Triple => [from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0];
const four = (from: ArrayLike<number>, at: number): Four => [...triple(from, at), from[at + 3] ?? 0];

/** What can be drawn of a model: its bodies in MuJoCo's order, so that "world" is the first. */
export const sceneOf = (physics: Physics, people: People): Scene => {
  const { model } = physics;
  const geoms = Array.from({ length: model.ngeom }, (_, geom) => geom);
  return {
    bodies: Array.from({ length: model.nbody }, (_, body) => physics.nameOf("body", body) || `body ${body}`),
    shapes: geoms.map((geom) => shapeOf(physics, people, geom)).filter(({ colour }) => colour[3] > 0),
  };
};

const shapeOf = ({ model }: Physics, people: People, geom: number): Shape => {
  const form = forms[model.geom_type[geom] as number];
  const material = model.geom_matid[geom] as number;
  return {
    body: model.geom_bodyid[geom] as number,
    form: form ?? "box",
    size: form ? triple(model.geom_size, 3 * geom) : triple(model.geom_aabb, 6 * geom + 3),
    at: triple(model.geom_pos, 3 * geom),
    turn: four(model.geom_quat, 4 * geom),
    colour: material >= 0 ? four(model.mat_rgba, 4 * material) : four(model.geom_rgba, 4 * geom),
    region: people.regionOf(geom),
  };
};

/** x, y, z, qw, qx, qy, qz of each body. */
export const posesIn = (physics: Physics): Float32Array => {
  const { xpos, xquat } = physics.views();
  const bodies = xpos.length / 3;
  const poses = new Float32Array(7 * bodies);
  for (let body = 0; body < bodies; body++) {
    poses.set(xpos.subarray(3 * body, 3 * body + 3), 7 * body);
    poses.set(xquat.subarray(4 * body, 4 * body + 4), 7 * body + 3);
  }
  return poses;
};

export const poseOf = (physics: Physics, body: number): Pose => {
  const { xpos, xquat } = physics.views();
  return { at: triple(xpos, 3 * body), turn: four(xquat, 4 * body) };
};

/** Touches of the robot, after the physics have moved and before they sense again. */
export const touchesIn = (physics: Physics, people: People): readonly ShownContact[] => {
  const found: ShownContact[] = [];
  const count = physics.data.ncon;
  for (let i = 0; i < count && found.length < mostContacts; i++) {
    const views = physics.views();
    const [a, b] = [firstGeom(views, i), secondGeom(views, i)];
    if (isActive(views, i) && (people.isRobot(a) || people.isRobot(b))) found.push(touchOf(physics, people, i));
  }
  return found;
};

const touchOf = (physics: Physics, people: People, contact: number): ShownContact => {
  physics.contactForce(contact);
  const views = physics.views();
  const geoms = [firstGeom(views, contact), secondGeom(views, contact)] as const;
  const along = (axis: number): number =>
    [0, 1, 2].reduce((sum, row) => sum + frameOf(views, contact, row, axis) * (views.force[row] ?? 0), 0);
  const bodyName = (geom: number): string => {
    const body = physics.model.geom_bodyid[geom] as number;
    return physics.nameOf("body", body) || `body ${body}`;
  };
  return {
    at: [placeOf(views, contact, 0), placeOf(views, contact, 1), placeOf(views, contact, 2)],
    force: [along(0), along(1), along(2)],
    bodies: [bodyName(geoms[0]), bodyName(geoms[1])],
    region: people.regionOf(geoms[0]) ?? people.regionOf(geoms[1]),
  };
};
