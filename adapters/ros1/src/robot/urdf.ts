import type { JointFeature, LinkFeature, RobotFeatures, Vector3 } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import { childOf, childrenOf, type Element, readXml } from "./xml.ts";

export interface UrdfOptions {
  /** Links whose speed near people is limited. Default: those without children. */
  readonly tools?: readonly string[];
  /** URDF has no accelerations: as many times the largest speed a second. Default 5: full speed in 0.2 s. */
  readonly accelerationPerSpeed?: number;
  readonly base?: RobotFeatures["base"];
  readonly sensors?: RobotFeatures["sensors"];
  /** Commands a second. Default 100. */
  readonly rate?: number;
}

/**
 * Features from a URDF: its joints that move, with limits, in their order there, and its links. Frames are turned so that
 * all are aligned at the zero position, as features have them. Throws `bad-urdf` where a limit is missing that the guard
 * needs, or links form no tree. What links fill comes from spheres, boxes and cylinders of `<collision>`; meshes give
 * nothing: then self-collision cannot be seen, and balls have to be added.
 */
export const featuresOfUrdf = (text: string, options: UrdfOptions = {}): RobotFeatures => {
  const robot = readXml(text);
  if (robot.name !== "robot") throw bad(`it begins with <${robot.name}>`);
  const joints = childrenOf(robot, "joint").map(jointOf);
  const moving = joints.filter(({ feature }) => feature !== null);
  const order = inOrder(childrenOf(robot, "link"), joints);
  const { base = null, sensors = [], rate = 100, accelerationPerSpeed = 5 } = options;
  return {
    name: robot.attributes.name ?? "robot",
    joints: moving.flatMap(({ feature }) =>
      feature ? [{ ...feature, acceleration: feature.speed * accelerationPerSpeed }] : [],
    ),
    links: linksOf(order, moving, options.tools),
    sensors,
    base,
    rate,
  };
};

interface Joint {
  readonly name: string;
  readonly parent: string;
  readonly child: string;
  readonly at: Vector3;
  readonly turn: Matrix;
  readonly axis: Vector3;
  readonly feature: Omit<JointFeature, "acceleration"> | null;
}

type Matrix = readonly [Vector3, Vector3, Vector3];

const still: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

const jointOf = (element: Element): Joint => {
  const name = element.attributes.name ?? "?";
  const origin = childOf(element, "origin")?.attributes ?? {};
  const axis = vector(childOf(element, "axis")?.attributes.xyz, [1, 0, 0], name);
  return {
    name,
    parent: childOf(element, "parent")?.attributes.link ?? "",
    child: childOf(element, "child")?.attributes.link ?? "",
    at: vector(origin.xyz, [0, 0, 0], name),
    turn: turned(vector(origin.rpy, [0, 0, 0], name)),
    axis: unit(axis, name),
    feature: movement(name, element),
  };
};

const movement = (name: string, element: Element): Joint["feature"] => {
  const type = element.attributes.type ?? "";
  if (type === "fixed") return null;
  if (!["revolute", "continuous", "prismatic"].includes(type)) throw bad(`joint ${name} is ${type}`);
  // One that mimics another follows it and cannot be told.
  if (childOf(element, "mimic")) return null;
  const limit = childOf(element, "limit")?.attributes ?? {};
  const number = (key: string): number => {
    const value = Number(limit[key] ?? Number.NaN);
    if (!Number.isFinite(value)) throw bad(`joint ${name} has no limit "${key}"`);
    return value;
  };
  const isEndless = type === "continuous";
  return {
    name,
    unit: type === "prismatic" ? "m" : "rad",
    lowest: isEndless ? -Math.PI : number("lower"),
    highest: isEndless ? Math.PI : number("upper"),
    speed: number("velocity"),
    torque: number("effort"),
  };
};

interface Placed {
  readonly link: Element;
  readonly by: Joint | null;
}

/** Parents first. */
const inOrder = (links: readonly Element[], joints: readonly Joint[]): readonly Placed[] => {
  const named = new Map(links.map((link) => [link.attributes.name ?? "", link]));
  const roots = [...named.keys()].filter((name) => !joints.some(({ child }) => child === name));
  if (roots.length !== 1) throw bad(`its links have ${roots.length} roots instead of one`);
  const placed: Placed[] = [];
  const place = (name: string, by: Joint | null): void => {
    const link = named.get(name);
    if (!link) throw bad(`there is no link ${name}`);
    placed.push({ link, by });
    for (const joint of joints) if (joint.parent === name) place(joint.child, joint);
  };
  place(roots[0] ?? "", null);
  if (placed.length !== links.length) throw bad("its links form no tree");
  return placed;
};

const linksOf = (
  order: readonly Placed[],
  moving: readonly Joint[],
  tools: readonly string[] | undefined,
): readonly LinkFeature[] => {
  const turns: Matrix[] = [];
  const index = new Map(order.map(({ link }, i) => [link.attributes.name ?? "", i]));
  return order.map(({ link, by }, i) => {
    const name = link.attributes.name ?? "";
    const balls = childrenOf(link, "collision");
    const isLast = !order.some((other) => other.by?.parent === name);
    const isTool = tools ? tools.includes(name) : isLast;
    if (!by) {
      turns[i] = still;
      return { name, ...root, balls: balls.flatMap((one) => ballsOf(one, still)), isTool };
    }
    const parent = index.get(by.parent) ?? 0;
    const before = turns[parent] ?? still;
    const turn = times(before, by.turn);
    turns[i] = turn;
    const moved = moving.indexOf(by);
    return {
      name,
      parent,
      offset: applied(before, by.at),
      joint: moved < 0 ? null : moved,
      axis: applied(turn, by.axis),
      motion: by.feature?.unit === "m" ? "slides" : "turns",
      balls: balls.flatMap((one) => ballsOf(one, turn)),
      isTool,
    };
  });
};

const root = { parent: null, offset: [0, 0, 0], joint: null, axis: [0, 0, 1], motion: "turns" } as const;

/** Balls in a row along the longest side. */
const ballsOf = (collision: Element, turn: Matrix): LinkFeature["balls"] => {
  const origin = childOf(collision, "origin")?.attributes ?? {};
  const at = vector(origin.xyz, [0, 0, 0], "a collision");
  const own = times(turn, turned(vector(origin.rpy, [0, 0, 0], "a collision")));
  const [shape] = childOf(collision, "geometry")?.children ?? [];
  const row = shape ? rowOf(shape) : null;
  if (!row) return [];
  const count = Math.max(1, Math.ceil(row.half / row.radius));
  return Array.from({ length: count }, (_, i) => {
    const along = count === 1 ? 0 : (2 * i + 1 - count) * (row.half / count);
    const centre = applied(own, scaled(row.direction, along));
    return { at: sum(applied(turn, at), centre), radius: row.radius };
  });
};

interface Row {
  readonly direction: Vector3;
  readonly half: number;
  readonly radius: number;
}

const rowOf = ({ name, attributes }: Element): Row | null => {
  const radius = Number(attributes.radius ?? 0);
  if (name === "sphere") return { direction: [1, 0, 0], half: 0, radius };
  if (name === "cylinder") return { direction: [0, 0, 1], half: Number(attributes.length ?? 0) / 2, radius };
  if (name !== "box") return null;
  const size = vector(attributes.size, [0, 0, 0], "a box");
  const longest = size.indexOf(Math.max(...size));
  const [a = 0, b = 0] = size.filter((_, i) => i !== longest);
  const direction = still[longest] ?? [1, 0, 0];
  return { direction, half: (size[longest] ?? 0) / 2, radius: Math.max(Math.hypot(a, b) / 2, 1e-3) };
};

const vector = (text: string | undefined, otherwise: Vector3, of: string): Vector3 => {
  if (text === undefined) return otherwise;
  const [x, y, z, ...more] = text.trim().split(/\s+/).map(Number);
  if (x === undefined || y === undefined || z === undefined || more.length > 0 || ![x, y, z].every(Number.isFinite))
    throw bad(`"${text}" of ${of} is no vector`);
  return [x, y, z];
};

const unit = ([x, y, z]: Vector3, of: string): Vector3 => {
  const length = Math.hypot(x, y, z);
  if (length === 0) throw bad(`the axis of ${of} has no direction`);
  return [x / length, y / length, z / length];
};

/** About fixed axes: roll, then pitch, then yaw. */
const turned = ([roll, pitch, yaw]: Vector3): Matrix => {
  const [cr, sr, cp, sp, cy, sy] = [roll, pitch, yaw].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [
    [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
    [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
    [-sp, cp * sr, cp * cr],
  ];
};

const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const applied = (m: Matrix, v: Vector3): Vector3 => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];
const scaled = (v: Vector3, by: number): Vector3 => [v[0] * by, v[1] * by, v[2] * by];
const sum = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const times = (a: Matrix, b: Matrix): Matrix => {
  const column = (i: 0 | 1 | 2): Vector3 => [b[0][i], b[1][i], b[2][i]];
  const row = (v: Vector3): Vector3 => [dot(v, column(0)), dot(v, column(1)), dot(v, column(2))];
  return [row(a[0]), row(a[1]), row(a[2])];
};

const bad = (why: string): RosFault =>
  new RosFault("bad-urdf", `The robot's description cannot be read: ${why}.`, "Mend it, or give the features by hand.");
