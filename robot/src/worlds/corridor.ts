import { blocks } from "./parts/walls.ts";
import type { FloorPlan, GoalPlace, Rectangle, Room } from "./plan.ts";
import type { Drawn } from "./vary.ts";
import { world } from "./world.ts";

/** Of the building, m: four rooms of 4 m on either side of a corridor, a hall at its beginning and a day room at its end. */
const room = { length: 4, depth: 5, count: 4 } as const;
const hall = 3.5;
const wall = 0.12;
const height = 2.4;

const vary = {
  "corridor/width": {
    from: 2.1,
    to: 2.7,
    unit: "m",
    why: "1.8 m is the least between rooms in a Japanese hospital; newer ones are wider",
  },
  "door/width": { from: 1, to: 1.2, unit: "m", why: "beds are pushed through" },
  "door/shift": { from: -0.8, to: 0.8, unit: "m", why: "doors are not in the middle of rooms" },
  "trolley/gap": {
    from: 0,
    to: 2,
    unit: "1",
    isWhole: true,
    why: "staff leave it between two doors, never before one",
  },
  "trolley/x": { from: -0.5, to: 0.5, unit: "m", why: "laundry and meals stand somewhere along the wall" },
  "trolley/side": { from: 0, to: 1, unit: "1", isWhole: true, why: "along either wall" },
  "trolley/length": { from: 0.7, to: 1.2, unit: "m", why: "from a care trolley to a meal trolley" },
  "bed/shift": { from: -0.6, to: 0.6, unit: "m", why: "beds are moved" },
} as const;

type Told = Drawn<typeof vary>;

const length = hall + room.count * room.length + hall;

const rectangle = (x0: number, y0: number, x1: number, y1: number): Rectangle => ({
  lowest: [x0, y0],
  highest: [x1, y1],
});

const startOf = (index: number): number => hall + index * room.length;
const doorOf = (v: Told, index: number): number => startOf(index) + room.length / 2 + v["door/shift"];

/** The wall between the corridor and the rooms on one side (1 left, −1 right), with its doors left open. */
const longWall = (v: Told, side: 1 | -1): readonly Rectangle[] => {
  const y = (side * v["corridor/width"]) / 2;
  const [low, high] = side === 1 ? [y, y + wall] : [y - wall, y];
  const ends = Array.from({ length: room.count }, (_, i) => doorOf(v, i)).flatMap((x) => [
    x - v["door/width"] / 2,
    x + v["door/width"] / 2,
  ]);
  const bounds = [hall, ...ends, length - hall];
  return bounds.flatMap((from, i) => (i % 2 === 0 ? [rectangle(from, low, bounds[i + 1] ?? from, high)] : []));
};

const outer = (v: Told): number => v["corridor/width"] / 2 + wall + room.depth;

const walls = (v: Told): readonly Rectangle[] => {
  const y = outer(v);
  const inner = v["corridor/width"] / 2;
  const between = Array.from({ length: room.count + 1 }, (_, i) => startOf(i)).flatMap((x) => [
    rectangle(x - wall / 2, inner, x + wall / 2, y),
    rectangle(x - wall / 2, -y, x + wall / 2, -inner),
  ]);
  return [
    ...longWall(v, 1),
    ...longWall(v, -1),
    ...between,
    rectangle(0, y, length, y + wall),
    rectangle(0, -y - wall, length, -y),
    rectangle(-wall, -y - wall, 0, y + wall),
    rectangle(length, -y - wall, length + wall, y + wall),
  ];
};

const sides = [1, -1] as const;
const numberOf = (index: number, side: 1 | -1): number => index * 2 + (side === 1 ? 1 : 2);
const eachRoom = <T>(make: (index: number, side: 1 | -1) => T): readonly T[] =>
  Array.from({ length: room.count }, (_, index) => index).flatMap((index) => sides.map((side) => make(index, side)));

/** A bed with its head at the outer wall, beside the door's line so that one can come to it. */
const bedOf = (v: Told, index: number, side: 1 | -1): Rectangle => {
  const x = startOf(index) + room.length / 2 - Math.sign(v["door/shift"] || 1) * 0.9 + v["bed/shift"] * 0.4;
  const [near, far] = [outer(v) - 2.2, outer(v) - 0.1];
  return side === 1 ? rectangle(x - 0.45, near, x + 0.45, far) : rectangle(x - 0.45, -far, x + 0.45, -near);
};

const trolley = (v: Told): Rectangle => {
  const x = doorOf(v, v["trolley/gap"]) + room.length / 2 + v["trolley/x"] - v["trolley/length"] / 2;
  const half = v["corridor/width"] / 2;
  const low = v["trolley/side"] === 1 ? half - 0.6 : -half + 0.05;
  return rectangle(x, low, x + v["trolley/length"], low + 0.55);
};

const rooms = (v: Told): readonly Room[] => {
  const half = v["corridor/width"] / 2;
  const y = outer(v);
  return [
    { name: "hall", ...rectangle(0, -y, hall, y) },
    { name: "corridor", ...rectangle(hall, -half, length - hall, half) },
    { name: "day room", ...rectangle(length - hall, -y, length, y) },
    ...eachRoom((index, side) => ({
      name: `room ${numberOf(index, side)}`,
      ...(side === 1
        ? rectangle(startOf(index), half + wall, startOf(index) + room.length, y)
        : rectangle(startOf(index), -y, startOf(index) + room.length, -half - wall)),
    })),
  ];
};

const goals = (v: Told): readonly GoalPlace[] => [
  { name: "start", x: 1.2, y: 0, yaw: 0 },
  { name: "nurses' station", x: 1.2, y: 3, yaw: Math.PI / 2 },
  { name: "day room", x: length - 1.7, y: 0, yaw: 0 },
  ...eachRoom((index, side) => ({
    name: `room ${numberOf(index, side)}`,
    x: doorOf(v, index),
    y: side * (v["corridor/width"] / 2 + wall + 1),
    yaw: (side * Math.PI) / 2,
  })),
];

/** What the building is for values drawn. */
const planOf = (
  v: Told,
): { readonly walls: readonly Rectangle[]; readonly furniture: readonly Rectangle[]; readonly plan: FloorPlan } => {
  const y = outer(v) + wall;
  const stand = walls(v);
  const furniture = [...eachRoom((index, side) => bedOf(v, index, side)), trolley(v), rectangle(0.4, 3.8, 2.6, 4.6)];
  return {
    walls: stand,
    furniture,
    plan: {
      lowest: [-wall, -y],
      highest: [length + wall, y],
      rooms: rooms(v),
      solid: [...stand, ...furniture],
      goals: goals(v),
    },
  };
};

/**
 * One floor of a small hospital: a hall (x from 0), a corridor along x with four rooms on either side (odd numbers left,
 * even ones right, open doors), a day room at the far end. Beds, a desk and a trolley stand in the way. The robot begins at
 * the goal place "start". The plan tells rooms, goals and all that is solid, for guidance: see `occupancyOf`.
 */
export const corridor = world({
  name: "corridor",
  about: "A floor of a small hospital with a corridor, eight rooms, a hall and a day room.",
  vary,
  things: (v) => {
    const { walls: stand, furniture, plan } = planOf(v);
    const [start] = plan.goals;
    return {
      parts: [
        blocks("walls", stand, height, [0.93, 0.92, 0.88, 1]),
        blocks("furniture", furniture, 0.6, [0.7, 0.75, 0.8, 1]),
      ],
      plan,
      ...(start ? { base: { x: start.x, y: start.y, yaw: start.yaw } } : {}),
    };
  },
});
