import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import { type BasePlace, basePose, poseBack, poseTimes } from "../../kinematics/index.ts";
import { minus, plus } from "../../kinematics/rotation.ts";
import { away, bringRows, bringScript, drop, isLost, lift, placesOfBring, turningWithBase } from "./bring.ts";
import { hasArrived } from "./drive.ts";
import type { Phase, Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { bringing, type Holding, leaving } from "./take.ts";

/** What it keeps in mind on its way with a cup. */
export interface Trip {
  hold: Holding["hold"] | null;
  /** Where the cup stood. */
  foot: Vector3 | null;
  /** Where the hand carried it, in the base's frame. */
  carried: Vector3 | null;
  /** Why its arms cannot go on; null: they can. */
  gaveUp: string | null;
  /** The row that it is at. */
  row: string;
}

export const emptyTrip = (): Trip => ({ hold: null, foot: null, carried: null, gaveUp: null, row: "" });

const side = "left";
/** A leg is tried so often. */
const mostTries = 3;

type Rows = readonly Phase<Holding>[];

const gripping = (rows: Rows): Rows => rows.map((row) => ({ ...row, fingers: "closed" }));

const isBesideSideboard = ({ x, y }: BasePlace): boolean => x > -0.3 && y > -0.3;

const driving = (name: string, to: (seen: Seen) => BasePlace): Phase<Holding> => ({
  name,
  side,
  drive: to,
  until: (seen) => hasArrived(seen.base, to(seen)),
  rest: 0.2,
  patience: 40,
});

const still = (seen: Seen): Holding["hold"] => ({ yaw: 0, dip: 0, near: seen.observation.joints.position });

/** From wherever it stands; from beside the person it turns first, with room for its arms. */
export const toSideboard = (trip: Trip): Script<Holding> => {
  const { middle, sideboard } = placesOfBring;
  const name = "go to the sideboard";
  const unlessThere =
    (to: () => BasePlace) =>
    (seen: Seen): BasePlace =>
      isBesideSideboard(seen.base) ? seen.base : to();
  return {
    decide: (seen, attempt) => {
      if (attempt >= mostTries) trip.gaveUp = "the way to the sideboard is blocked";
      return { hold: still(seen) };
    },
    phases: [
      driving(name, unlessThere(middle)),
      driving(
        name,
        unlessThere(() => away),
      ),
      driving(name, sideboard),
    ],
  };
};

/** Takes the cup and backs off with it. */
export const takeCup = (trip: Trip): Script<Holding> => ({
  decide: (seen, attempt) => {
    if (attempt >= mostTries) trip.gaveUp = "the cup cannot be taken hold of";
    trip.foot ??= seen.pose("cup").at;
    const { hold } = bringScript.decide(seen, attempt);
    trip.hold = hold;
    return { hold };
  },
  phases: bringRows.takes,
});

/** The hand is drawn back from a cup that it has not closed round. */
export const withdraw = (): Script<Holding> => ({
  decide: (seen) => ({ hold: still(seen) }),
  phases: leaving<Holding>(side)
    .filter(({ name }) => name === "draw back")
    .map((row) => ({ ...row, fingers: "flat" })),
});

/** With the cup in the hand; it may be lost on the way, and then it stays where it fell. */
const carrying = (trip: Trip, rows: Rows): Script<Holding> => ({
  decide: (seen, attempt) => {
    if (attempt > 0 && isLost(seen)) trip.gaveUp = "the cup was dropped";
    if (attempt >= mostTries) trip.gaveUp = "the way is blocked";
    return { hold: trip.hold ?? still(seen) };
  },
  phases: rows,
});

export const toPerson = (trip: Trip): Script<Holding> => carrying(trip, gripping(bringRows.goes));
export const overTray = (trip: Trip): Script<Holding> => {
  const rows = carrying(trip, gripping(bringRows.puts));
  return {
    ...rows,
    decide: (seen, attempt) => {
      trip.carried ??= within(seen, seen.grasp(side));
      return rows.decide(seen, attempt);
    },
  };
};
export const letCupGo = (trip: Trip): Script<Holding> => carrying(trip, bringRows.leaves);

const unturned = [1, 0, 0, 0] as const;
const asPose = (at: Vector3): Pose => ({ at, turn: unturned });
const within = ({ base }: Seen, at: Vector3): Vector3 => poseTimes(poseBack(basePose(base)), asPose(at)).at;
const without = ({ base }: Seen, at: Vector3): Vector3 => poseTimes(basePose(base), asPose(at)).at;

/** Lifts the cup from the tray and draws it in, to where it was carried. */
export const drawIn = (trip: Trip): Script<Holding> =>
  carrying(
    trip,
    gripping(
      [
        bringing<Holding>("lift it again", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), {}, 0.25),
        bringing<Holding>(
          "draw it in",
          side,
          (seen) => (trip.carried ? without(seen, trip.carried) : seen.grasp(side)),
          {},
          0.25,
        ),
      ].map(turningWithBase),
    ),
  );

/** Where the hand has to be for the cup to stand where it stood. */
const overFoot =
  (trip: Trip, height: number) =>
  (seen: Seen): Vector3 =>
    plus(plus(trip.foot ?? seen.pose("cup").at, [0, 0, height]), minus(seen.grasp(side), seen.pose("cup").at));

/** Back to the sideboard with the cup, where it is set down where it stood. */
export const bringBack = (trip: Trip): Script<Holding> =>
  carrying(trip, [
    ...gripping([
      driving("turn away", (seen) => (isBesideSideboard(seen.base) ? seen.base : placesOfBring.middle())),
      driving("go back", () => away),
      driving("go back to the sideboard", placesOfBring.sideboard),
      bringing("hold it over the sideboard", side, overFoot(trip, lift), {}, 0.25),
      bringing("put it back", side, overFoot(trip, drop), { rest: 0.2 }, 0.15),
    ]),
    ...leaving<Holding>(side),
  ]);

/** In these rows of `takeCup` the hand has not closed yet. */
export const isOpenIn = (row: string): boolean => {
  const names = bringRows.takes.map(({ name }) => name);
  return names.indexOf(row) < names.indexOf("close");
};
