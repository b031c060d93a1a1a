import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import {
  minimumJerk,
  poseBack,
  poseTimes,
  type Trajectory,
  turnAbout,
  turnBack,
  turned,
  turnTimes,
  unturned,
} from "../../kinematics/index.ts";
import { minus, plus, scaled, unit } from "../../kinematics/rotation.ts";
import { ahead, chooseHold, facing, type Hold } from "./grasp.ts";
import type { Phase, Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { bringing, floorOf, type Holding, leaving, letGo, palmAt, taking, turnFor } from "./take.ts";

const side = "left";
const full = "cup/full";
const empty = "cup/empty";

/** Height of the grasp over the foot, m. */
const gripHeight = 0.05;
const lift = 0.1;
/** Cups of the kitchen are 95 to 110 mm high and 30 to 34 mm in radius. */
const lip = { height: 0.108, radius: 0.032 } as const;
/** Where the lip is held while the cup is tilted: so far over the lip of the other cup, and before its middle, m. */
const far = { over: 0.115, before: 0.05 } as const;
const near = { over: 0.022, before: 0.022 } as const;
/** The cup is tilted so far while it comes near, and at the end, rad; what is in it runs out in between. */
const leaning = 1.25;
const tilt = 2.2;
const leaningTime = 2.5;
const pouringTime = 5;
const counterHalf = 0.3;

const gripOn = (foot: Vector3): Vector3 => plus(foot, [0, 0, gripHeight]);

interface LipPlace {
  readonly over: number;
  readonly before: number;
}

const between = (a: LipPlace, b: LipPlace, share: number): LipPlace => ({
  over: a.over + (b.over - a.over) * share,
  before: a.before + (b.before - a.before) * share,
});

const flat = ([x, y]: Vector3): Vector3 => unit([x, y, 0]);

/** Where the lip has to be, for what is in the cup to run into the other. */
const lipPlace = (seen: Seen, hold: Hold, { over, before }: LipPlace): Vector3 =>
  plus(plus(seen.pose(empty).at, [0, 0, lip.height + over]), scaled(flat(facing(turnFor(hold), side)), -before));

/** Of the palm, for a cup that stands upright in the hand as `cup` does, when it is tilted by an angle about its lip. */
const pouringPalm = (place: Vector3, hold: Hold, cup: Pose, palm: Pose, angle: number): Pose => {
  const towards = flat(facing(turnFor(hold), side));
  const turn = turnAbout(flat(ahead(turnFor(hold))), angle);
  const inCup = plus(scaled(turned(turnBack(cup.turn), towards), lip.radius), [0, 0, lip.height]);
  const tiltedTurn = turnTimes(turn, cup.turn);
  const tilted = { at: minus(place, turned(tiltedTurn, inCup)), turn: tiltedTurn };
  return poseTimes(tilted, poseTimes(poseBack(cup), palm));
};

/** The cup as it should hang in the hand, and the palm. */
const ideal = (seen: Seen, hold: Hold): readonly [Pose, Pose] => {
  const { at } = seen.pose(full);
  return [{ at, turn: unturned }, palmAt(side, gripOn(at), hold)];
};

const tilting = (
  seen: Seen,
  hold: Hold,
  [from, to]: readonly [number, number],
  [start, end]: readonly [LipPlace, LipPlace],
  duration: number,
): Trajectory<Pose> => {
  const palm = seen.palm(side);
  // As it hangs now, turned back by what it is tilted already.
  const cup = upright(seen.pose(full), hold, from);
  const palmUpright = upright(palm, hold, from, seen.pose(full).at);
  return {
    duration,
    at: (time) => {
      const share = minimumJerk(time / duration);
      const place = lipPlace(seen, hold, between(start, end, share));
      return pouringPalm(place, hold, cup, palmUpright, from + (to - from) * share);
    },
  };
};

/** A pose turned back by an angle about a place. */
const upright = ({ at, turn }: Pose, hold: Hold, angle: number, about: Vector3 = at): Pose => {
  const back = turnAbout(flat(ahead(turnFor(hold))), -angle);
  return { at: plus(about, turned(back, minus(at, about))), turn: turnTimes(back, turn) };
};

const isLost = (seen: Seen): boolean => {
  const [x, y, z] = minus(seen.pose(full).at, seen.grasp(side));
  return Math.hypot(x, y, z) > gripHeight + 0.05;
};

const again = { failed: isLost, again: "let go" } as const;

const pouring = (
  name: string,
  angles: readonly [number, number],
  places: readonly [LipPlace, LipPlace],
  duration: number,
  more: Partial<Phase<Holding>> = {},
): Phase<Holding> => ({
  name,
  side,
  way: (seen, { hold }) => ({ by: "path", path: tilting(seen, hold, angles, places, duration) }),
  ...more,
});

const rows: readonly Phase<Holding>[] = [
  letGo(side),
  ...taking<Holding>(side, (seen) => gripOn(seen.pose(full).at)),
  bringing("lift", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), again, 0.2),
  {
    name: "bring the lip to the other cup",
    side,
    rest: 0.3,
    way: (seen, { hold }) => ({
      by: "line",
      speed: 0.2,
      to: pouringPalm(lipPlace(seen, hold, far), hold, seen.pose(full), seen.palm(side), 0),
    }),
    ...again,
  },
  pouring("lean", [0, leaning], [far, near], leaningTime, { rest: 0.1, ...again }),
  pouring("pour", [leaning, tilt], [near, near], pouringTime, { rest: 1, ...again }),
  pouring("turn it upright", [tilt, 0], [near, far], leaningTime + 1),
  bringing("carry back", side, (seen) => plus(seen.grasp(side), [0, 0.15, 0]), {}, 0.25),
  bringing("lower", side, (seen) => lowered(seen), { rest: 0.2 }, 0.2),
  ...leaving<Holding>(side),
];

/** So that the foot of the cup stands on the counter. */
const lowered = (seen: Seen): Vector3 => {
  const [x, y, z] = seen.grasp(side);
  return [x, y, z - (seen.pose(full).at[2] - seen.pose("counter").at[2]) + 0.003];
};

const palmsFor =
  (seen: Seen) =>
  (hold: Hold): readonly Pose[] => {
    const [cup, palm] = ideal(seen, hold);
    return [
      palm,
      pouringPalm(lipPlace(seen, hold, far), hold, cup, palm, 0),
      pouringPalm(lipPlace(seen, hold, near), hold, cup, palm, tilt),
    ];
  };

/** Takes the full cup from the side and tilts it about its lip over the empty one. */
export const pourScript: Script<Holding> = {
  phases: rows,
  decide: (seen) => ({
    hold: chooseHold(
      seen,
      side,
      palmsFor(seen),
      { yaws: [0, -0.3, 0.3, -0.6], dips: [0, 0.12, 0.25] },
      floorOf(seen, "counter", counterHalf),
    ),
  }),
};
