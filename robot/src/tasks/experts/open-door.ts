import { homePosition } from "../../body/index.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import {
  type BasePlace,
  minimumJerk,
  rotationVector,
  turnAbout,
  turnBack,
  turned,
  turnFromAxes,
  turnTimes,
} from "../../kinematics/index.ts";
import { minus, plus } from "../../kinematics/rotation.ts";
import { planArm } from "./arm.ts";
import { hasArrived } from "./drive.ts";
import { handshake } from "./grasp.ts";
import type { Phase, Script, Spring, Way } from "./phase.ts";
import type { Seen } from "./seen.ts";

const side = "left";

/** Where the lever is pressed, from its axis towards the hinges, m: it is 13 cm long. */
const lever = 0.1;
/** What presses it: the inner side of the fingers, in the frame of the palm, m. Their ends stay before the leaf. */
const pressing: Vector3 = [0, -0.018, -0.148];
/** What pushes the leaf: the knuckles of the fist, in the frame of the palm, m. */
const knuckles: Vector3 = [0, -0.02, -0.128];
/** Heights of the fingers over the lever before it is pressed, and of where their spring pulls them below it, m. */
const above = 0.1;
const deep = 0.12;
/** The lever frees the door at 0.4 rad. */
const pressed = 0.5;
/** From this angle on the bolt cannot fall back, rad. */
const ajar = 0.14;
/** A little more than the task asks for, rad. */
const wide = 1.1;
/** Between the fist and the leaf before it pushes, m. */
const gap = 0.06;
/** rad/s, and rad. */
const rate = 0.3;
const mostAhead = 0.2;
/** Where the leaf is pushed: so far from the hinges, and over the floor, m. */
const pushAt = { radius: 0.5, height: 1.08 } as const;
/** Half the thickness of the leaf, m. */
const leaf = 0.02;

/** How far the door is open, rad: it turns about −z. */
const angleOf = (seen: Seen): number => -rotationVector(seen.pose("door").turn)[2];

/** How far the lever is pressed down, rad. */
const pressedBy = (seen: Seen): number => {
  const inDoor = turnTimes(turnBack(seen.pose("door").turn), seen.pose("door/handle").turn);
  return rotationVector(inDoor)[0];
};

/** The palm looks down and the fingers point at the leaf. */
const palmDown = turnFromAxes([0, -1, 0], [0, 0, 1]);

/** Of the palm, for the fingers to be over the place of the lever by a height, m, and ahead of it towards the leaf. */
const overLever = (seen: Seen, height: number, ahead = 0): Pose => {
  const door = seen.pose("door").turn;
  const place = plus(seen.pose("door/handle").at, turned(door, [ahead, -lever, height]));
  const turn = turnTimes(door, palmDown);
  return { at: minus(place, turned(turn, pressing)), turn };
};

/** Of the palm, for the knuckles to be on the leaf where it will be when it is open by an angle more. */
const onLeaf = (seen: Seen, more: number, short = 0): Pose => {
  const { at, turn: now } = seen.pose("door");
  const turn = turnTimes(turnAbout([0, 0, -1], more), now);
  const place = plus(at, turned(turn, [-leaf - short, pushAt.radius, pushAt.height]));
  const palm = handshake(-(angleOf(seen) + more) * follows);
  return { at: minus(place, turned(palm, knuckles)), turn: palm };
};

/** The hand turns by this share of the door's angle: all of it would twist the wrist. */
const follows = 0.6;

const spring: Spring<Opening> = { stiffness: 700, turning: 30, force: 45 };

interface Opening {
  readonly near: Float64Array;
}

/** Before the lever, within reach of the left arm. */
const beforeLever = (seen: Seen): BasePlace => {
  const [x, y] = seen.pose("door/handle").at;
  return { x: x - 0.62, y: y - lever - 0.2, yaw: 0 };
};

/** Through the door behind the hand, in the middle of what is open. */
const behindHand = (seen: Seen): BasePlace => {
  const [x, y] = seen.pose("door").at;
  const [hand] = onLeaf(seen, 0).at;
  return { x: Math.min(hand - 0.5, x + 0.05), y: y + 0.5, yaw: 0 };
};

/** Evenly open: the hand is ahead of the leaf by no more than pushes it. */
const opening = (began: number): Way => ({
  by: "follow",
  duration: 14,
  at: (time, seen) => {
    const ahead = began + rate * time - angleOf(seen);
    // It closes the gap to the leaf in the first second: a fist that jumps at a door is a blow.
    const short = gap * (1 - minimumJerk(time));
    return onLeaf(seen, Math.min(Math.max(ahead, 0), mostAhead), short);
  },
});

const rows: readonly Phase<Opening>[] = [
  {
    name: "drive to the door",
    side,
    drive: beforeLever,
    until: (seen) => hasArrived(seen.base, beforeLever(seen), 0.02),
    rest: 0.2,
    patience: 15,
  },
  {
    name: "reach over the lever",
    side,
    fingers: "flat",
    within: 0.03,
    way: (seen) => ({ by: "joints", to: overLever(seen, above) }),
  },
  {
    name: "press the lever",
    side,
    spring,
    way: () => ({
      by: "follow",
      duration: 2,
      at: (time, seen) => overLever(seen, above - (above + deep) * Math.min(1, time / 2)),
    }),
    until: (seen) => pressedBy(seen) > pressed,
    rest: 0.1,
    patience: 4,
  },
  {
    name: "push it ajar",
    side,
    spring,
    way: () => ({ by: "follow", duration: 3, at: (time, seen) => overLever(seen, -deep, Math.min(0.09, 0.06 * time)) }),
    until: (seen) => angleOf(seen) > ajar,
    rest: 0,
    patience: 4,
  },
  {
    name: "let the lever up",
    side,
    spring,
    way: () => ({
      by: "follow",
      duration: 1.2,
      at: (time, seen) => overLever(seen, -deep + (deep + above) * minimumJerk(time / 1.2), -0.03),
    }),
    rest: 0,
  },
  {
    name: "leave the lever",
    side,
    way: (seen) => ({ by: "line", speed: 0.2, to: overLever(seen, above, -0.05) }),
  },
  {
    name: "make a fist",
    side,
    fingers: "fist",
    way: (seen) => ({ by: "joints", to: onLeaf(seen, 0, gap) }),
    rest: 0.2,
  },
  {
    name: "push it open",
    side,
    spring,
    drive: behindHand,
    way: (seen) => opening(angleOf(seen)),
    until: (seen) => angleOf(seen) > wide,
    patience: 4,
    again: "make a fist",
  },
  { name: "stand", side, rest: 1 },
];

/** Presses the lever down with the left hand, pushes the door ajar, and opens it with the fist while it drives through. */
export const openDoorScript: Script<Opening> = {
  phases: rows,
  decide: (seen) => {
    const start = seen.observation.joints.position;
    return {
      near: planArm(seen.features, side, overLever(seen, above), beforeLever(seen), start, homePosition()).position,
    };
  },
};
