import { random } from "@sakiyomi/learn";
import type { RobotFeatures, Vector3 } from "../contract/features.ts";
import type { Pose } from "../contract/robot.ts";
import { poseIn, poseLinks } from "./forward.ts";
import { jacobianOf } from "./jacobian.ts";
import { basePose, minus, poseTimes, rotationVector, turnBack, turned, turnTimes } from "./rotation.ts";
import { solvePositive } from "./solve.ts";
import { type Room, roomFor, type Tree, treeOf } from "./tree.ts";

/** Where a link is to be. */
export interface Reach {
  /** Index into `features.links`. */
  readonly link: number;
  /** In the frame that the base's place is told in; the robot's own where no base is given. */
  readonly pose: Pose;
  /**
   * How much turning about x y z of the target's own frame counts, 0: not at all. A cup may be held from any side: [1, 1, 0].
   * Left out: fully.
   */
  readonly turning?: Vector3;
}

export interface BasePlace {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

export interface InverseOptions {
  /** Where the joints are now. */
  readonly start: ArrayLike<number>;
  /** What to keep near to where the targets leave a choice; left out: `start`. */
  readonly posture?: ArrayLike<number>;
  /** Names of joints that may move begin with one of these; left out: all that move the links. */
  readonly joints?: readonly string[];
  /** Where the base stands; left out: the targets are told in the robot's own frame. */
  readonly base?: BasePlace;
  /** May the base be moved as well? Left out: no. */
  readonly drives?: boolean;
  /** m and rad. */
  readonly tolerance?: { readonly place: number; readonly turn: number };
  /** Steps of one try. */
  readonly steps?: number;
  /** Tries: the first from `start`, the others from drawn positions. */
  readonly tries?: number;
  /** Share of the way to the posture that a step takes where the targets leave it free. */
  readonly pull?: number;
}

export interface Inverse {
  readonly position: Float64Array;
  readonly base: BasePlace;
  /** What is missing: the largest of all targets, m and rad. */
  readonly place: number;
  readonly turn: number;
  readonly isReached: boolean;
}

const inverseDefaults = { tolerance: { place: 1e-4, turn: 1e-3 }, steps: 60, tries: 8, pull: 0.15 } as const;
const nowhere: BasePlace = { x: 0, y: 0, yaw: 0 };
/** One step moves no joint farther, rad or m: the Jacobian is only good nearby. */
const longestStep = 0.35;
/** So many steps it is pulled at least, where a posture is asked for. */
const postureSteps = 20;
/** What turning counts beside a place: 1 rad as much as this many metres. */
const metresARadian = 0.3;
/** What remains of the damping at the target. */
const leastDamping = 1e-6;

/**
 * Joint positions, and with `drives` a place of the base, for which links are where they are to be: Levenberg–Marquardt
 * with a damping that vanishes with the error (Sugihara 2011, doi 10.1109/TRO.2011.2148230), joints held at their limits,
 * and the posture kept in what is left free.
 */
export const inverse = (features: RobotFeatures, reaches: readonly Reach[], options: InverseOptions): Inverse => {
  const search = searchFor(features, reaches, options);
  const tries = options.tries ?? inverseDefaults.tries;
  const draws = random(1);
  let best = attempt(search, startOf(search, options), options.posture ? postureSteps : 0);
  for (let i = 1; i < tries && !best.isReached; i += 1) {
    const next = attempt(search, drawn(search, options, draws.uniform));
    if (next.isReached || next.place + next.turn < best.place + best.turn) best = next;
  }
  return best;
};

interface Search {
  readonly features: RobotFeatures;
  readonly tree: Tree;
  readonly room: Room;
  readonly reaches: readonly Reach[];
  /** Joints, then x, y, yaw of the base. */
  readonly columns: number;
  readonly isFree: Uint8Array;
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  readonly posture: Float64Array;
  readonly tolerance: { readonly place: number; readonly turn: number };
  readonly steps: number;
  readonly pull: number;
  readonly jacobian: Float64Array;
  readonly error: Float64Array;
}

const searchFor = (features: RobotFeatures, reaches: readonly Reach[], options: InverseOptions): Search => {
  const tree = treeOf(features);
  const columns = tree.joints + 3;
  const base = options.base ?? nowhere;
  return {
    features,
    tree,
    reaches,
    columns,
    room: roomFor(tree.links),
    isFree: freeOf(features, tree, reaches, options),
    lowest: Float64Array.from([...features.joints.map(({ lowest }) => lowest), ...[-1e9, -1e9, -1e9]]),
    highest: Float64Array.from([...features.joints.map(({ highest }) => highest), ...[1e9, 1e9, 1e9]]),
    posture: Float64Array.from([...Array.from(options.posture ?? options.start), base.x, base.y, base.yaw]),
    tolerance: options.tolerance ?? inverseDefaults.tolerance,
    steps: options.steps ?? inverseDefaults.steps,
    pull: options.pull ?? inverseDefaults.pull,
    jacobian: new Float64Array(6 * reaches.length * columns),
    error: new Float64Array(6 * reaches.length),
  };
};

const freeOf = (
  { joints }: RobotFeatures,
  tree: Tree,
  reaches: readonly Reach[],
  { joints: names, drives }: InverseOptions,
): Uint8Array => {
  const free = new Uint8Array(tree.joints + 3);
  for (const { link } of reaches)
    for (let at = link; at >= 0; at = tree.parent[at] as number) {
      const joint = tree.joint[at] as number;
      const name = joints[joint]?.name ?? "";
      if (joint >= 0 && (names?.some((begin) => name.startsWith(begin)) ?? true)) free[joint] = 1;
    }
  return free.fill(drives ? 1 : 0, tree.joints);
};

const startOf = ({ columns, posture, isFree, lowest, highest }: Search, { start }: InverseOptions): Float64Array =>
  new Float64Array(columns).map((_, i) => {
    const value = start[i] ?? posture[i] ?? 0;
    return isFree[i] ? Math.min(Math.max(value, lowest[i] ?? 0), highest[i] ?? 0) : value;
  });

/** The base begins where it stands; the joints anywhere in their ranges. */
const drawn = (search: Search, options: InverseOptions, uniform: () => number): Float64Array =>
  startOf(search, options).map((value, i) => {
    const [low, high] = [search.lowest[i] ?? 0, search.highest[i] ?? 0];
    return search.isFree[i] && i < search.tree.joints ? low + uniform() * (high - low) : value;
  });

const attempt = (search: Search, q: Float64Array, pulled = 0): Inverse => {
  let missing = measure(search, q);
  for (let step = 0; step < search.steps; step += 1) {
    const isPulled = step < search.steps / 2 && (step < pulled || !isNear(search, missing));
    if (isWithin(search, missing) && !isPulled) break;
    advance(search, q, isPulled ? search.pull : 0);
    missing = measure(search, q);
  }
  const { joints } = search.tree;
  const [x = 0, y = 0, yaw = 0] = q.slice(joints);
  return { position: q.slice(0, joints), base: { x, y, yaw }, ...missing, isReached: isWithin(search, missing) };
};

interface Missing {
  readonly place: number;
  readonly turn: number;
}

const isNear = ({ tolerance }: Search, { place, turn }: Missing): boolean =>
  place < 100 * tolerance.place && turn < 100 * tolerance.turn;

const isWithin = ({ tolerance }: Search, { place, turn }: Missing): boolean =>
  place <= tolerance.place && turn <= tolerance.turn;

/** Fills `error` and `jacobian`, in the robot's own frame, and says what is missing. */
const measure = (search: Search, q: Float64Array): Missing => {
  const { tree, room, reaches, columns, jacobian } = search;
  const [x = 0, y = 0, yaw = 0] = q.subarray(tree.joints);
  const inBase = inverseBase({ x, y, yaw });
  poseLinks(tree, q, room);
  let [place, turn] = [0, 0];
  for (const [i, reach] of reaches.entries()) {
    jacobianOf(tree, room, reach.link, jacobian, columns, 6 * i);
    baseColumns(search, reach.link, 6 * i, yaw);
    const missing = errorOf(search, reach, poseTimes(inBase, reach.pose), 6 * i);
    place = Math.max(place, missing.place);
    turn = Math.max(turn, missing.turn);
  }
  return { place, turn };
};

const inverseBase = (base: BasePlace): Pose => {
  const { at, turn } = basePose(base);
  const back = turnBack(turn);
  return { at: turned(back, minus([0, 0, 0], at)), turn: back };
};

/** Moving the base by x and y of the outer frame, and turning it, seen in the robot's own frame. */
const baseColumns = ({ tree, room, jacobian, columns }: Search, link: number, first: number, yaw: number): void => {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  const set = (row: number, column: number, value: number): void => {
    jacobian[(first + row) * columns + tree.joints + column] = value;
  };
  set(0, 0, c);
  set(1, 0, -s);
  set(0, 1, s);
  set(1, 1, c);
  set(0, 2, -(room.at[3 * link + 1] as number));
  set(1, 2, room.at[3 * link] as number);
  set(5, 2, 1);
};

/** Turning is told about the target's own axes, each with its weight; its rows of the Jacobian are turned alike. */
const errorOf = ({ room, error, jacobian, columns }: Search, reach: Reach, target: Pose, first: number): Missing => {
  const now = poseIn(room, reach.link);
  const weights = reach.turning ?? [1, 1, 1];
  const away = minus(target.at, now.at);
  const back = turnBack(target.turn);
  const around = turned(back, rotationVector(turnTimes(target.turn, turnBack(now.turn))));
  const weighed = around.map((part, i) => part * (weights[i] ?? 0) * metresARadian);
  error.set([...away, ...weighed], first);
  for (let column = 0; column < columns; column += 1) {
    const at = (row: number): number => (first + 3 + row) * columns + column;
    const own = turned(back, [jacobian[at(0)] ?? 0, jacobian[at(1)] ?? 0, jacobian[at(2)] ?? 0]);
    for (const row of [0, 1, 2]) jacobian[at(row)] = (own[row] ?? 0) * (weights[row] ?? 0) * metresARadian;
  }
  return { place: Math.hypot(...away), turn: Math.hypot(...weighed) / metresARadian };
};

/** One step; a joint that would pass its limit is put there, and the others go on without it. */
const advance = (search: Search, q: Float64Array, share: number): void => {
  const free = search.isFree.slice();
  const held = new Float64Array(search.columns);
  let step = stepOf(search, q, free, held, share);
  for (let round = 0; round < 3; round += 1) {
    const passed = passing(search, q, step, free);
    if (passed.length === 0) break;
    for (const i of passed) {
      free[i] = 0;
      held[i] = clamped(search, i, (q[i] ?? 0) + (step[i] ?? 0)) - (q[i] ?? 0);
    }
    step = stepOf(search, q, free, held, share);
  }
  apply(search, q, step);
};

const clamped = ({ lowest, highest }: Search, i: number, value: number): number =>
  Math.min(Math.max(value, lowest[i] ?? 0), highest[i] ?? 0);

const passing = (search: Search, q: Float64Array, step: Float64Array, free: Uint8Array): readonly number[] =>
  [...free.keys()].filter((i) => {
    const next = (q[i] ?? 0) + (step[i] ?? 0);
    return free[i] === 1 && clamped(search, i, next) !== next;
  });

const apply = (search: Search, q: Float64Array, step: Float64Array): void => {
  const longest = step.reduce((most, by) => Math.max(most, Math.abs(by)), 0);
  const share = Math.min(1, longestStep / (longest || 1));
  for (const [i, by] of step.entries()) if (by !== 0) q[i] = clamped(search, i, (q[i] ?? 0) + by * share);
};

/** z + Jᵀ (J Jᵀ + λ)⁻¹ (e − J z), with z: held joints to their limits, free ones a share of the way to the posture. */
const stepOf = (
  { jacobian, error, columns, posture }: Search,
  q: Float64Array,
  free: Uint8Array,
  held: Float64Array,
  share: number,
): Float64Array => {
  const rows = error.length;
  const step = held.map((by, i) => (free[i] ? share * ((posture[i] ?? 0) - (q[i] ?? 0)) : by));
  const gram = new Float64Array(rows * rows);
  const rest = error.slice();
  const damping = error.reduce((sum, part) => sum + 0.5 * part * part, leastDamping);
  for (let a = 0; a < rows; a += 1) {
    rest[a] = (error[a] as number) - along(jacobian, a, columns, step);
    for (let b = 0; b <= a; b += 1)
      gram[a * rows + b] = together(jacobian, a, b, columns, free) + (a === b ? damping : 0);
  }
  solvePositive(gram, rest, rows);
  for (let i = 0; i < columns; i += 1)
    if (free[i])
      for (let a = 0; a < rows; a += 1)
        step[i] = (step[i] as number) + (jacobian[a * columns + i] as number) * (rest[a] as number);
  return step;
};

const along = (jacobian: Float64Array, row: number, columns: number, step: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < columns; i += 1) sum += (jacobian[row * columns + i] as number) * (step[i] as number);
  return sum;
};

const together = (jacobian: Float64Array, a: number, b: number, columns: number, free: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < columns; i += 1)
    if (free[i]) sum += (jacobian[a * columns + i] as number) * (jacobian[b * columns + i] as number);
  return sum;
};
