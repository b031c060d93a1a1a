import type { Side } from "../../body/arm.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Pose, Quaternion } from "../../contract/robot.ts";
import { plus, scaled } from "../../kinematics/rotation.ts";
import { ahead, type Floor, facing, type Hold, handshake } from "./grasp.ts";
import type { Phase } from "./phase.ts";
import { palmFor, type Seen } from "./seen.ts";

/** What an expert that takes things has decided. */
export interface Holding {
  readonly hold: Hold;
}

/** The stretched fingers are wholly before the thing, m. */
const before = 0.19;
/** So far the palm stays aside until the fingers have passed, m: their ends bend inwards. */
const passing = 0.02;
/** So far the palm goes from the thing before it draws back, m: what it touches would come along. */
const aside = 0.035;

export const turnFor = ({ yaw, dip }: Hold): Quaternion => handshake(yaw, dip);

/** Of the palm, for the grasp to close at a place. */
export const palmAt = (side: Side, at: Vector3, hold: Hold): Pose => palmFor(side, { at, turn: turnFor(hold) });

const back = (hold: Hold, by: number): Vector3 => scaled(ahead(turnFor(hold)), -by);

/** From a thing to the side on which the palm is. */
const beside = (side: Side, hold: Hold, by: number): Vector3 => scaled(facing(turnFor(hold), side), -by);

/** Rows that take hold of an upright thing: the hand comes from beside it, and closes round it. */
export const taking = <M extends Holding>(side: Side, grip: (seen: Seen) => Vector3): readonly Phase<M>[] => [
  {
    name: "approach",
    side,
    fingers: "flat",
    way: (seen, { hold }) => ({
      by: "joints",
      near: hold.near,
      to: palmAt(
        side,
        plus(plus(grip(seen), beside(side, hold, passing)), plus(back(hold, before), [0, 0, 0.03])),
        hold,
      ),
    }),
  },
  {
    name: "reach beside it",
    side,
    fingers: "flat",
    rest: 0,
    way: (seen, { hold }) => ({
      by: "line",
      speed: 0.25,
      to: palmAt(side, plus(grip(seen), beside(side, hold, passing)), hold),
    }),
  },
  {
    name: "move to it",
    side,
    way: (seen, { hold }) => ({ by: "line", speed: 0.15, to: palmAt(side, grip(seen), hold) }),
  },
  { name: "lay the thumb round it", side, fingers: "ready", rest: 0.6 },
  { name: "close", side, fingers: "closed", rest: 0.7 },
];

/** Rows that let go of it and go away without taking it along. */
export const leaving = <M extends Holding>(side: Side): readonly Phase<M>[] => [
  { name: "open", side, fingers: "ready", rest: 0.4 },
  { name: "stretch the fingers", side, fingers: "flat", rest: 0.5 },
  {
    name: "step aside",
    side,
    way: (seen, { hold }) => ({
      by: "line",
      speed: 0.15,
      to: palmAt(side, plus(seen.grasp(side), beside(side, hold, aside)), hold),
    }),
  },
  {
    name: "draw back",
    side,
    way: (seen, { hold }) => ({
      by: "line",
      speed: 0.25,
      to: palmAt(side, plus(seen.grasp(side), back(hold, before)), hold),
    }),
  },
];

/** Opens the hand where it is: what an expert begins with, and begins anew with. */
export const letGo = <M>(side: Side): Phase<M> => ({ name: "let go", side, fingers: "flat", rest: 0.6 });

/** A row that brings the grasp straight to a place. */
export const bringing = <M extends Holding>(
  name: string,
  side: Side,
  to: (seen: Seen, memory: M) => Vector3,
  more: Partial<Phase<M>> = {},
  speed = 0.3,
): Phase<M> => ({
  name,
  side,
  way: (seen, memory) => ({ by: "line", speed, to: palmAt(side, to(seen, memory), memory.hold) }),
  ...more,
});

/** A flat top of the world, with half its depth, m, as something that arms must not touch. */
export const floorOf = (seen: Seen, body: string, half: number): Floor => {
  const { at } = seen.pose(body);
  return { height: at[2], from: at[0] - half };
};
