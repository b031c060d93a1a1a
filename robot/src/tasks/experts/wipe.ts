import { homePosition } from "../../body/index.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import { minimumJerk, turnAbout, turnBack, turned, turnFromAxes, turnTimes } from "../../kinematics/index.ts";
import { minus, plus, scaled } from "../../kinematics/rotation.ts";
import { onStrip, thighStrip, wipingPad } from "../strip.ts";
import { planArm } from "./arm.ts";
import type { Phase, Script, Spring } from "./phase.ts";
import type { Seen } from "./seen.ts";

const side = "right";

/** What the person is to feel, N. */
const wantedForce = 6;
/** The push may grow so far, N, where the flesh sinks away. */
const mostPush = 10;
/** How fast the push follows what is missing, 1/s. */
const gain = 2;
/** The fingers point down to the skin, rad: the thumb stands out of the palm and has to keep off. */
const dip = 0.45;
const wipeTime = 7;
const above = 0.12;
const close = 0.02;

interface Wiping {
  readonly near: Float64Array;
  /** Of the push now, N, and when it was reckoned. */
  push: number;
  at: number;
}

/** The ends of the fingers on the strip, at a height over it, laid across the thigh. */
const palmOn = (seen: Seen, share: number, height: number): Pose => {
  const body = seen.pose(thighStrip.body);
  const point = onStrip(share);
  const normal = turned(body.turn, point.normal);
  const along = turned(body.turn, [1, 0, 0]);
  // The palm looks down on the skin; its thumb is on the side of the hip.
  const turn = turnTimes(turnFromAxes(along, scaled(normal, -1)), turnAbout([1, 0, 0], dip));
  const place = plus(plus(body.at, turned(body.turn, point.at)), scaled(normal, height));
  return { at: minus(place, turned(turn, wipingPad)), turn };
};

const felt = ({ observation }: Seen): number =>
  observation.contacts.reduce((sum, { region, force }) => sum + (region === "thigh" ? force : 0), 0);

/** Presses as much as is missing: slowly more while too little is felt, and less at once where it is too much. */
const pressing =
  (share: (seen: Seen) => number) =>
  (seen: Seen, memory: Wiping): Vector3 => {
    const dt = Math.min(Math.max(seen.now - memory.at, 0), 0.05);
    const missing = wantedForce - felt(seen);
    memory.at = seen.now;
    memory.push = Math.min(Math.max(memory.push + gain * (missing < 0 ? 2 : 1) * missing * dt, 0), mostPush);
    const normal = turned(seen.pose(thighStrip.body).turn, onStrip(share(seen)).normal);
    return scaled(normal, -memory.push);
  };

const spring = (share: (seen: Seen) => number): Spring<Wiping> => ({
  stiffness: 250,
  turning: 25,
  force: 12,
  push: pressing(share),
});

/** How far along the strip the palm is. */
const shareNow = (seen: Seen): number => {
  const { at, turn } = seen.palm(side);
  const body = seen.pose(thighStrip.body);
  const [x] = turned(turnBack(body.turn), minus(plus(at, turned(turn, wipingPad)), body.at));
  return Math.min(Math.max((x - thighStrip.knee) / (thighStrip.hip - thighStrip.knee), 0), 1);
};

const along = (name: string, from: number, to: number): Phase<Wiping> => ({
  name,
  side,
  spring: spring(shareNow),
  way: () => ({
    by: "follow",
    duration: wipeTime,
    at: (time, seen) => palmOn(seen, from + (to - from) * minimumJerk(time / wipeTime), 0),
  }),
  rest: 0.3,
});

const rows: readonly Phase<Wiping>[] = [
  {
    name: "approach",
    side,
    fingers: "flat",
    within: 0.03,
    patience: 10,
    way: (seen, { near }) => ({ by: "joints", near, to: palmOn(seen, 0, above) }),
  },
  {
    name: "come close",
    side,
    within: 0.02,
    patience: 8,
    way: (seen) => ({ by: "line", speed: 0.08, to: palmOn(seen, 0, close) }),
  },
  {
    name: "touch",
    side,
    spring: spring(() => 0),
    way: () => ({ by: "follow", duration: 1, at: (_, seen) => palmOn(seen, 0, 0) }),
    until: (seen) => felt(seen) > 0.6 * wantedForce,
    rest: 0.5,
    patience: 6,
  },
  along("wipe towards the hip", 0, 1),
  along("wipe towards the knee", 1, 0),
  {
    name: "lift",
    side,
    way: (seen) => ({ by: "line", speed: 0.1, to: palmOn(seen, 0, above) }),
  },
  // The one who judges says when it is enough.
  { name: "go on", side, failed: () => true },
];

/** Lays the fingers of the right hand on the thigh and wipes along it, forth and back, with a force that is measured and kept. */
export const wipeScript: Script<Wiping> = {
  phases: rows,
  decide: (seen) => {
    const start = seen.observation.joints.position;
    const found = planArm(seen.features, side, palmOn(seen, 0.5, 0), seen.base, start, homePosition());
    return { near: found.position, push: 0, at: seen.now };
  },
};
