import type { Vector3 } from "../../contract/features.ts";
import type { Pose, Quaternion } from "../../contract/robot.ts";
import { plus, scaled } from "../../kinematics/rotation.ts";
import { ahead, chooseHold, facing, type Hold, handshake } from "./grasp.ts";
import type { Phase, Script, Way } from "./phase.ts";
import { palmFor, type Seen } from "./seen.ts";

const side = "left";
const thing = "thing/1";
const goal = "goal";

/** Height of the grasp over the foot of the thing, m. */
const gripHeight = 0.068;
/** The stretched fingers are wholly before the thing, m. */
const before = 0.19;
/** So far the palm goes from the thing before it draws back, m: what it touches would come along. */
const aside = 0.035;
const lift = 0.12;
/** Half the table's depth, m. */
const tableHalf = 0.35;
/** Height of the foot over the table when it is let go of, m. */
const drop = 0.004;

const gripOn = (foot: Vector3): Vector3 => plus(foot, [0, 0, gripHeight]);

const turnOf = ({ yaw, dip }: Hold): Quaternion => handshake(yaw, dip);
const palmAt = (at: Vector3, hold: Hold): Pose => palmFor(side, { at, turn: turnOf(hold) });
const back = (hold: Hold, by: number): Vector3 => scaled(ahead(turnOf(hold)), -by);

const held = (seen: Seen): Vector3 => {
  const { at } = seen.pose(thing);
  return plus(at, scaled(seen.grasp(side), -1));
};

/** The thing is no longer between thumb and fingers. */
const isLost = (seen: Seen): boolean => {
  const [x, y, z] = held(seen);
  return Math.hypot(x, y) > 0.06 || Math.abs(z + gripHeight) > 0.05;
};

/** Where the hand has to be for the thing, as it hangs in it, to stand over the goal. */
const over = (seen: Seen, height: number, hold: Hold): Way => {
  const { at } = seen.pose(goal);
  const hangs = held(seen);
  return { by: "line", speed: 0.35, to: palmAt(plus(plus(at, [0, 0, height]), scaled(hangs, -1)), hold) };
};

const rows: readonly Phase<Hold>[] = [
  {
    name: "approach",
    side,
    fingers: "flat",
    way: (seen, hold) => ({
      by: "joints",
      to: palmAt(plus(plus(gripOn(seen.pose(thing).at), back(hold, before)), [0, 0, 0.03]), hold),
      near: hold.near,
    }),
  },
  {
    name: "reach beside it",
    side,
    fingers: "flat",
    rest: 0.15,
    way: (seen, hold) => ({ by: "line", speed: 0.25, to: palmAt(gripOn(seen.pose(thing).at), hold) }),
  },
  { name: "lay the thumb round it", side, fingers: "ready", rest: 0.6 },
  { name: "close", side, fingers: "closed", rest: 0.7 },
  {
    name: "lift",
    side,
    rest: 0.2,
    way: (seen, hold) => ({ by: "line", speed: 0.25, to: palmAt(plus(seen.grasp(side), [0, 0, lift]), hold) }),
    failed: isLost,
    again: "let go",
  },
  { name: "carry", side, way: (seen, hold) => over(seen, lift, hold), failed: isLost, again: "let go" },
  { name: "lower", side, rest: 0.2, way: (seen, hold) => over(seen, drop, hold) },
  { name: "open", side, fingers: "ready", rest: 0.4 },
  { name: "stretch the fingers", side, fingers: "flat", rest: 0.5 },
  {
    name: "step aside",
    side,
    way: (seen, hold) => ({
      by: "line",
      speed: 0.15,
      to: palmAt(plus(seen.grasp(side), scaled(facing(turnOf(hold), side), -aside)), hold),
    }),
  },
  {
    name: "draw back",
    side,
    way: (seen, hold) => ({ by: "line", speed: 0.25, to: palmAt(plus(seen.grasp(side), back(hold, before)), hold) }),
  },
  {
    name: "look",
    side,
    rest: 0.5,
    failed: (seen) => {
      const [a, b] = [seen.pose(thing).at, seen.pose(goal).at];
      return Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.045;
    },
    again: "let go",
  },
];

/** Opens the hand where it is, before it begins anew. */
const letGo: Phase<Hold> = { name: "let go", side, fingers: "flat", rest: 0.6 };

/** Takes the thing before the left arm from the side and puts it on the goal. */
export const pickAndPlaceScript: Script<Hold> = {
  phases: [letGo, ...rows],
  decide: (seen, attempt) => {
    const places = [gripOn(seen.pose(thing).at), gripOn(seen.pose(goal).at)];
    const { at } = seen.pose("table");
    const yaws = attempt % 2 === 0 ? [0, -0.3, 0.3, -0.6] : [-0.3, 0.3, 0, -0.6];
    return chooseHold(seen, side, places, { yaws, dips: [0, 0.12, 0.25] }, { height: at[2], from: at[0] - tableHalf });
  },
};
