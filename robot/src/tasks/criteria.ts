import type { Vector3 } from "../contract/features.ts";
import type { Pose } from "../contract/robot.ts";
import { lengthOf, minus, plus, rotationVector, turnBack, turned, turnTimes } from "../kinematics/rotation.ts";
import type { Circled, Criterion, Inside, TaskFrame, Travelled, Wiped } from "./task.ts";

/** Follows a run frame by frame: how much is done, 0 to 1. 1 is done. */
export type Check = (frame: TaskFrame) => number;

type Kind = Criterion["is"];
type Of<K extends Kind> = Extract<Criterion, { readonly is: K }>;

/** A body that nobody tells of is nowhere: nothing is near to it. */
const nowhere: Pose = { at: [Number.NaN, Number.NaN, Number.NaN], turn: [1, 0, 0, 0] };
const origin: Vector3 = [0, 0, 0];

const poseIn = ({ poses }: TaskFrame, body: string): Pose => poses.get(body) ?? nowhere;

const pointIn = (frame: TaskFrame, body: string, at: Vector3): Vector3 => {
  const pose = poseIn(frame, body);
  return plus(pose.at, turned(pose.turn, at));
};

/** A place of the world in the frame of a body. */
const seenFrom = (frame: TaskFrame, body: string, place: Vector3): Vector3 => {
  const pose = poseIn(frame, body);
  return turned(turnBack(pose.turn), minus(place, pose.at));
};

const yes = (holds: boolean): number => (holds ? 1 : 0);

/** Which way round the origin, from one place to the next, in turns. */
const turnsBetween = ([ax, ay]: Vector3, [bx, by]: Vector3): number =>
  Math.atan2(ax * by - ay * bx, ax * bx + ay * by) / (2 * Math.PI);

const circled = ({ body, around, ring, height, turns }: Circled): Check => {
  let [before, done]: [Vector3 | null, number] = [null, 0];
  return (frame) => {
    const at = seenFrom(frame, around, poseIn(frame, body).at);
    const radius = Math.hypot(at[0], at[1]);
    const isIn = radius >= ring[0] && radius <= ring[1] && at[2] >= height[0] && at[2] <= height[1];
    if (isIn && before) done += turnsBetween(before, at);
    before = isIn ? at : null;
    return Math.min(1, Math.abs(done) / turns);
  };
};

const travelled = ({ bodies, way, share }: Travelled): Check => {
  const ways = new Map<string, { at: Vector3; way: number }>();
  return (frame) => {
    for (const body of bodies) {
      const { at } = poseIn(frame, body);
      const known = ways.get(body);
      ways.set(body, { at, way: known ? known.way + lengthOf(minus(at, known.at)) : 0 });
    }
    const far = [...ways.values()].filter((one) => one.way >= way).length;
    return Math.min(1, far / (share * bodies.length));
  };
};

const inside =
  ({ bodies, vessel, radius, height, share }: Inside): Check =>
  (frame) => {
    const held = bodies.filter((body) => {
      const [x, y, z] = seenFrom(frame, vessel, poseIn(frame, body).at);
      return Math.hypot(x, y) <= radius && z >= height[0] && z <= height[1];
    });
    return Math.min(1, held.length / (share * bodies.length));
  };

const wiped = ({ strip, tool, toolAt, within, regions, force, share }: Wiped): Check => {
  const isWiped = strip.map(() => false);
  return (frame) => {
    const pressed = frame.contacts
      .filter(({ region }) => regions.some((one) => one === region))
      .reduce((sum, contact) => sum + contact.force, 0);
    if (pressed >= force[0] && pressed <= force[1]) {
      const at = pointIn(frame, tool, toolAt);
      for (const [i, point] of strip.entries())
        if (lengthOf(minus(pointIn(frame, point.body, point.at), at)) <= within) isWiped[i] = true;
    }
    return Math.min(1, isWiped.filter((one) => one).length / (share * strip.length));
  };
};

const turnedBy = ({ body, by }: Of<"turned">): Check => {
  let began: Pose | null = null;
  return (frame) => {
    const now = poseIn(frame, body);
    began ??= now;
    return Math.min(1, lengthOf(rotationVector(turnTimes(now.turn, turnBack(began.turn)))) / by);
  };
};

const checks: { readonly [K in Kind]: (criterion: Of<K>) => Check } = {
  near:
    ({ body, at = origin, to, toAt = origin, within, isLevel = false }) =>
    (frame) => {
      const [x, y, z] = minus(pointIn(frame, body, at), pointIn(frame, to, toAt));
      return yes(Math.hypot(x, y, isLevel ? 0 : z) <= within);
    },
  away:
    ({ body, from, by }) =>
    (frame) =>
      yes(lengthOf(minus(poseIn(frame, body).at, poseIn(frame, from).at)) >= by),
  upright:
    ({ body, axis, within }) =>
    (frame) =>
      yes(turned(poseIn(frame, body).turn, axis)[2] >= Math.cos(within)),
  turned: turnedBy,
  inside,
  circled,
  travelled,
  wiped,
};

/** What has to last is done only after it has held for that long without a break. */
const lasting = (check: Check, duration: number): Check => {
  let since: number | null = null;
  return (frame) => {
    const done = check(frame);
    since = done >= 1 ? (since ?? frame.at) : null;
    if (since === null) return Math.min(done, 0.99);
    return frame.at - since >= duration - 1e-9 ? 1 : 0.99;
  };
};

/** Begins to follow one criterion. */
export const checkOf = (criterion: Criterion): Check => {
  // The row is that of the criterion's own kind.
  const check = (checks[criterion.is] as (one: Criterion) => Check)(criterion);
  return "for" in criterion && criterion.for !== undefined ? lasting(check, criterion.for) : check;
};
