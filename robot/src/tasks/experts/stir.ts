import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import { minimumJerk, type Trajectory } from "../../kinematics/index.ts";
import { minus, plus } from "../../kinematics/rotation.ts";
import { chooseHold, type Hold } from "./grasp.ts";
import type { Phase, Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { bringing, floorOf, type Holding, letGo, palmAt, taking } from "./take.ts";

const side = "right";
const tool = "stirrer";

/** Height of the grasp over the tip of the tool, m. */
const gripHeight = 0.19;
/** Above the stand it stands in, 8 cm deep. */
const lift = 0.13;
/** Heights of the tip over the foot of the pan, m: its floor is 8 mm thick, its rim 5 cm high. */
const above = 0.09;
const deep = 0.016;
/** The circles swing between two radii, m: to push what is in the middle and what lies at the rim. */
const radius = { middle: 0.05, swing: 0.013, swings: 3.5 } as const;
const turns = 7;
const turnTime = 2.6;
/** Time to speed up, and to slow down, s. */
const easing = 1.5;
const counterHalf = 0.3;

const gripOn = (tip: Vector3): Vector3 => plus(tip, [0, 0, gripHeight]);

const isLost = (seen: Seen): boolean => {
  const [x, y, z] = minus(seen.pose(tool).at, seen.grasp(side));
  return Math.hypot(x, y) > 0.12 || Math.abs(z + gripHeight) > 0.06;
};

/** Where the grasp has to be for the tip, as it hangs in the hand, to be at a place of the pan. */
const tipAt = (seen: Seen, place: Vector3): Vector3 => {
  const hangs = minus(seen.pose(tool).at, seen.grasp(side));
  return minus(plus(seen.pose("pan").at, place), hangs);
};

/** Evenly round, but for the beginning and the end: how far, of the whole, after a share of the time. */
const evenly = (time: number, duration: number): number => {
  const steady = duration - easing;
  if (time < easing) return (time * time) / (2 * easing * steady);
  if (time > duration - easing) return 1 - (duration - time) ** 2 / (2 * easing * steady);
  return (time - easing / 2) / steady;
};

/** From the middle outwards, round, and inwards again. */
const circling = (centre: Vector3, hold: Hold): Trajectory<Pose> => {
  const duration = turns * turnTime;
  return {
    duration,
    at: (time) => {
      const share = evenly(Math.min(time, duration), duration);
      const angle = 2 * Math.PI * turns * share;
      const reach = radius.middle + radius.swing * Math.sin((angle * radius.swings) / turns);
      const out = reach * Math.min(minimumJerk(share * turns), minimumJerk((1 - share) * turns));
      return palmAt(side, plus(centre, [out * Math.cos(angle), out * Math.sin(angle), 0]), hold);
    },
  };
};

const again = { failed: isLost, again: "let go" } as const;

const rows: readonly Phase<Holding>[] = [
  letGo(side),
  ...taking<Holding>(side, (seen) => gripOn(seen.pose(tool).at)),
  bringing("lift", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), { rest: 0.2, ...again }, 0.2),
  bringing("carry", side, (seen) => tipAt(seen, [0, 0, above]), { rest: 0.3, ...again }, 0.25),
  bringing("lower", side, (seen) => tipAt(seen, [0, 0, deep]), { rest: 0.2, ...again }, 0.15),
  {
    name: "stir",
    side,
    way: (seen, { hold }) => ({ by: "path", path: circling(seen.grasp(side), hold) }),
    ...again,
  },
  bringing("lift out", side, (seen) => plus(seen.grasp(side), [0, 0, above]), again, 0.2),
  // The one who judges says when it is enough.
  { name: "go on", side, failed: () => true, again: "carry" },
];

const palmsFor =
  (seen: Seen) =>
  (hold: Hold): readonly Pose[] => [
    palmAt(side, gripOn(seen.pose(tool).at), hold),
    palmAt(side, plus(seen.pose("pan").at, [0, 0, above + gripHeight]), hold),
    palmAt(side, plus(seen.pose("pan").at, [0, 0, deep + gripHeight]), hold),
  ];

/** Takes the stirring tool from its stand and goes round in the pan with it. */
export const stirScript: Script<Holding> = {
  phases: rows,
  decide: (seen) => ({
    hold: chooseHold(
      seen,
      side,
      palmsFor(seen),
      { yaws: [0, 0.3, -0.3, 0.6], dips: [0, 0.12] },
      floorOf(seen, "counter", counterHalf),
    ),
  }),
};
