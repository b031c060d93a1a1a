import type { Vector3 } from "../../contract/features.ts";
import type { Pose, Quaternion } from "../../contract/robot.ts";
import { minimumJerk, type Trajectory, turnAbout, turned, turnTimes } from "../../kinematics/index.ts";
import { minus, plus, scaled } from "../../kinematics/rotation.ts";
import { ahead, chooseHold, facing, type Hold } from "./grasp.ts";
import type { Phase, Script } from "./phase.ts";
import { palmFor, type Seen } from "./seen.ts";
import { bringing, floorOf, type Holding, leaving, letGo, palmAt, taking, turnFor } from "./take.ts";

const side = "left";
const full = "cup/full";
const empty = "cup/empty";

/** Height of the grasp over the foot, m. */
const gripHeight = 0.06;
const lift = 0.1;
/** Cups of the kitchen are 95 to 110 mm high and 30 to 34 mm in radius. */
const lip = { height: 0.108, radius: 0.032 } as const;
/** The lip is held so far over the lip of the other cup, m. */
const overLip = 0.03;
/** So far before the middle of the other cup, m: what runs out runs on. */
const short = 0.012;
/** At the end the cup is tilted so far from upright, rad. */
const tilt = 2.15;
const tiltTime = 4;
const counterHalf = 0.3;

const gripOn = (foot: Vector3): Vector3 => plus(foot, [0, 0, gripHeight]);

/** Where the lip has to be, while what is in the cup runs into the other. */
const lipPlace = (seen: Seen, hold: Hold): Vector3 =>
  plus(plus(seen.pose(empty).at, [0, 0, lip.height + overLip]), scaled(facing(turnFor(hold), side), -short));

const tilted = (hold: Hold, by: number): Quaternion => turnAbout(ahead(turnFor(hold)), by);

/** Of the palm, when the cup is tilted by an angle about its lip. */
const pouringPalm = (place: Vector3, hold: Hold, angle: number): Pose => {
  const turn = tilted(hold, angle);
  const fromLip = plus([0, 0, gripHeight - lip.height], scaled(facing(turnFor(hold), side), -lip.radius));
  return palmFor(side, { at: plus(place, turned(turn, fromLip)), turn: turnTimes(turn, turnFor(hold)) });
};

const tilting = (place: Vector3, hold: Hold, from: number, to: number): Trajectory<Pose> => ({
  duration: tiltTime,
  at: (time) => pouringPalm(place, hold, from + (to - from) * minimumJerk(time / tiltTime)),
});

const isLost = (seen: Seen): boolean => {
  const [x, y, z] = minus(seen.pose(full).at, seen.grasp(side));
  return Math.hypot(x, y, z) > gripHeight + 0.05;
};

const rows: readonly Phase<Holding>[] = [
  letGo(side),
  ...taking<Holding>(side, (seen) => gripOn(seen.pose(full).at)),
  bringing("lift", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), { failed: isLost, again: "let go" }, 0.2),
  {
    name: "bring the lip over the other cup",
    side,
    rest: 0.3,
    way: (seen, { hold }) => ({ by: "line", speed: 0.2, to: pouringPalm(lipPlace(seen, hold), hold, 0) }),
    failed: isLost,
    again: "let go",
  },
  {
    name: "pour",
    side,
    rest: 1,
    way: (seen, { hold }) => ({ by: "path", path: tilting(lipPlace(seen, hold), hold, 0, tilt) }),
    failed: isLost,
    again: "let go",
  },
  {
    name: "turn it upright",
    side,
    way: (seen, { hold }) => ({ by: "path", path: tilting(lipPlace(seen, hold), hold, tilt, 0) }),
  },
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
  (hold: Hold): readonly Pose[] => [
    palmAt(side, gripOn(seen.pose(full).at), hold),
    pouringPalm(lipPlace(seen, hold), hold, 0),
    pouringPalm(lipPlace(seen, hold), hold, tilt),
  ];

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
