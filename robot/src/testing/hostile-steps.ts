import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Contact, HandTarget, Observation, Seconds } from "../contract/robot.ts";
import type { GuardInputs, GuardState } from "../guard/guard.ts";
import { posesOf } from "../kinematics/forward.ts";

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

type Chance = () => number;
const oneOf = <T>(random: Chance, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

const poison = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e300, 1e9, 5e-324, -0];
/** A number in the wanted range, seldom something else. */
const number = (random: Chance, low: number, high: number, hostility: number): number =>
  random() < hostility ? oneOf(random, poison) : low + random() * (high - low);

const vector = (random: Chance, length: number, low: number, high: number): Float64Array => {
  // One wrong number spoils a command as well as many, and leaves enough that are taken.
  const hostility = random() < 0.05 ? 0.1 : 0;
  const real = random() < 0.01 ? length + 1 : length;
  return Float64Array.from({ length: real }, () => number(random, low, high, hostility));
};

const turns = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0.5, 0.5, 0.5, 0.5],
  [-0.5, 0.5, -0.5, 0.5],
  [Math.SQRT1_2, 0, Math.SQRT1_2, 0],
  [0, 0, 0, 0],
  [2, 0, 0, 0],
  [Number.NaN, 0, 0, 1],
] as const;

const hand = (random: Chance, features: RobotFeatures): HandTarget => {
  const tools = features.links.flatMap(({ isTool }, i) => (isTool ? [i] : []));
  const hostility = random() < 0.1 ? 0.2 : 0;
  const one = (low: number, high: number): number => number(random, low, high, hostility);
  return {
    link: random() < 0.05 ? oneOf(random, [-1, 0, 0.5, 99, Number.NaN]) : oneOf(random, tools),
    at: [one(-2, 2), one(-2, 2), one(-1, 3)],
    turn: oneOf(random, random() < 0.1 ? turns : turns.slice(0, 5)),
    stiffness: one(0, 1e4),
    turning: one(0, 1e3),
    force: one(0, 1e3),
    ...(random() < 0.3 ? { push: [one(-300, 300), one(-300, 300), one(-300, 300)] } : {}),
  };
};

/** Most of the time only the commands are hostile: otherwise no motion would last until it meets a limit. */
const isCalm = (now: Seconds): boolean => chance(5000 + Math.floor(now / 1.2))() < 0.6;

/** Somewhere in the joints' ranges, and the same place for a while: far enough to get into trouble. */
const goal = ({ joints }: RobotFeatures, now: Seconds): Float64Array => {
  const random = chance(1000 + Math.floor(now / 1.5));
  // Beyond both ends as often as between them.
  return Float64Array.from(joints, ({ lowest, highest }) => lowest + (2 * random() - 0.5) * (highest - lowest));
};

const someHands = (random: Chance, features: RobotFeatures): readonly HandTarget[] =>
  random() < 0.7 ? [hand(random, features)] : [hand(random, features), hand(random, features)];

const someBase = (random: Chance): NonNullable<Command["base"]> => ({
  forward: number(random, -3, 3, 0.01),
  sideways: number(random, -3, 3, 0.01),
  turn: number(random, -9, 9, 0.01),
});

/** Some command: usual, wild, or broken. */
const command = (random: Chance, features: RobotFeatures, now: Seconds): Command => {
  const joints = features.joints.length;
  const age = random() < 0.8 ? 0 : oneOf(random, [0.005, 0.01, 0.05, -0.03, 1e6]);
  const wild = random() < 0.3 ? 1e3 : 3;
  const isWorse = !isCalm(now);
  const hasHands = isWorse && chance(2000 + Math.floor(now / 0.3))() < 0.3;
  return {
    at: now - age,
    expires: now - age + (random() < 0.9 ? 0.05 : oneOf(random, [0, -1, 1e9, Number.NaN])),
    position: random() < 0.7 ? goal(features, now) : vector(random, joints, -wild, wild),
    ...(random() < 0.5 ? { velocity: vector(random, joints, -wild, wild) } : {}),
    ...(random() < 0.3 ? { torque: vector(random, joints, -1e3, 1e3) } : {}),
    ...(random() < 0.7 ? { base: someBase(random) } : {}),
    ...(isWorse && random() < 0.3 ? { stiffness: number(random, -1, 2, 0.02) } : {}),
    ...(hasHands ? { hands: someHands(random, features) } : {}),
  };
};

const contact = (random: Chance, at: Seconds): Contact => ({
  at,
  region: oneOf(random, ["hand", "forearm", "face", "chest", "tail", "__proto__"]),
  force: number(random, 0, random() < 0.05 ? 200 : 3, 0.01),
});

/** A robot that stands about where it was sent to; what is held by a spring or by nothing is elsewhere. */
const observed = (random: Chance, features: RobotFeatures, state: GuardState, now: Seconds): Observation => {
  const isFree = state.stiffness === 0 || state.hands.length > 0;
  const base = state.stood?.position ?? state.sent.position;
  const position = isFree ? base.map((q) => q + (random() - 0.5) * 0.03) : state.sent.position.slice();
  if (!isCalm(now) && random() < 0.01) position[0] = Number.NaN;
  const velocity = Float64Array.from(position, () => (random() < 0.001 ? 50 : (random() - 0.5) * 0.1));
  const at = now - (random() < 0.02 ? 0.3 : 0);
  return {
    joints: { at, position, velocity, torque: new Float64Array(features.joints.length) },
    base: null,
    contacts: !isCalm(now) && random() < 0.05 ? [contact(random, now)] : [],
    nearestPerson: isCalm(now)
      ? { at: now, distance: 5 }
      : oneOf(random() < 0.9 ? chance(3000 + Math.floor(now / 0.5)) : random, [
          null,
          { at: now, distance: 5 },
          { at: now, distance: 5 },
          { at: now, distance: 5 },
          { at: now, distance: 5 },
          { at: now, distance: 0.4 },
          { at: now, distance: 0.1, regions: { forearm: 0.1, face: 0.5 } },
          { at: now - 3, distance: 9 },
          { at: now, distance: Number.NaN },
        ]),
    samples: {},
  };
};

/** What the guard may be asked in one step by a policy, a network and a clock that are all broken at times. */
export const hostileInputs = (
  random: Chance,
  features: RobotFeatures,
  state: GuardState,
  now: Seconds,
): GuardInputs => ({
  now,
  command: random() < 0.9 ? command(random, features, now) : null,
  observation: observed(random, features, state, now),
  stops: !isCalm(now) && random() < 0.01 ? [oneOf(random, ["page", "key", "topic", "port"])] : [],
  release: random() < 0.2 ? { person: oneOf(random, ["nurse Sato", "", " "]) } : null,
  task: oneOf(random, [
    null,
    null,
    { title: "wipe", limits: { forearm: 12 } },
    { title: "odd", limits: { face: Number.NaN } },
  ]),
  ...(random() < 0.1 ? { slow: number(random, 0, 1, 0.1) } : {}),
});

/** A clock that mostly ticks, and at times stands, goes back, jumps or trembles. */
export const hostileTick = (random: Chance, period: Seconds): Seconds =>
  oneOf(random, [period, period, period, period, period, 0, -period, 3 * period, period / 7]);

/** Distance that the tool's place moves for a radian of each joint, found by moving it a little, m. */
export const levers = (features: RobotFeatures, position: Float64Array, tool: number): readonly number[] => {
  const small = 1e-6;
  const at = posesOf(features, position)[tool]?.at ?? [0, 0, 0];
  return features.joints.map((_, joint) => {
    const moved = posesOf(features, position.with(joint, (position[joint] ?? 0) + small))[tool]?.at ?? at;
    return Math.hypot(moved[0] - at[0], moved[1] - at[1], moved[2] - at[2]) / small;
  });
};
