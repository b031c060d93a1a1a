import type { Vector3 } from "../../contract/features.ts";
import { minus, plus } from "../../kinematics/rotation.ts";
import { chooseHold } from "./grasp.ts";
import type { Phase, Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { bringing, floorOf, type Holding, leaving, letGo, palmAt, taking } from "./take.ts";

const side = "left";
const thing = "thing/1";
const goal = "goal";

/** Height of the grasp over the foot of the thing, m. */
const gripHeight = 0.068;
const lift = 0.12;
/** Height of the foot over the table when it is let go of, m. */
const drop = 0.004;
/** Half the table's depth, m. */
const tableHalf = 0.35;
/** As far as it may stand from the goal, m: less than the task allows. */
const close = 0.045;

const gripOn = (foot: Vector3): Vector3 => plus(foot, [0, 0, gripHeight]);

/** The thing is no longer between thumb and fingers. */
const isLost = (seen: Seen): boolean => {
  const [x, y, z] = minus(seen.pose(thing).at, seen.grasp(side));
  return Math.hypot(x, y) > 0.06 || Math.abs(z + gripHeight) > 0.05;
};

/** Where the hand has to be for the thing, as it hangs in it, to stand over the goal. */
const over = (seen: Seen, height: number): Vector3 => {
  const hangs = minus(seen.pose(thing).at, seen.grasp(side));
  return minus(plus(seen.pose(goal).at, [0, 0, height]), hangs);
};

const rows: readonly Phase<Holding>[] = [
  letGo(side),
  ...taking<Holding>(side, (seen) => gripOn(seen.pose(thing).at)),
  bringing("lift", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), {
    rest: 0.2,
    failed: isLost,
    again: "let go",
  }),
  bringing("carry", side, (seen) => over(seen, lift), { failed: isLost, again: "let go" }, 0.35),
  bringing("lower", side, (seen) => over(seen, drop), { rest: 0.2 }, 0.25),
  ...leaving<Holding>(side),
  {
    name: "look",
    side,
    rest: 0.5,
    failed: (seen) => {
      const [x, y] = minus(seen.pose(thing).at, seen.pose(goal).at);
      return Math.hypot(x, y) > close;
    },
    again: "let go",
  },
];

/** Takes the thing before the left arm from the side and puts it on the goal. */
export const pickAndPlaceScript: Script<Holding> = {
  phases: rows,
  decide: (seen, attempt) => {
    const places = [gripOn(seen.pose(thing).at), gripOn(seen.pose(goal).at)];
    const yaws = attempt % 2 === 0 ? [0, -0.3, 0.3, -0.6] : [-0.3, 0.3, 0, -0.6];
    const palms = (hold: Parameters<typeof palmAt>[2]) => places.map((at) => palmAt(side, at, hold));
    return { hold: chooseHold(seen, side, palms, { yaws, dips: [0, 0.12, 0.25] }, floorOf(seen, "table", tableHalf)) };
  },
};
