import type { Vector3 } from "../../contract/features.ts";
import type { BasePlace } from "../../kinematics/index.ts";
import { minus, plus } from "../../kinematics/rotation.ts";
import { hasArrived } from "./drive.ts";
import { chooseHold, type Hold } from "./grasp.ts";
import type { Phase, Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { bringing, floorOf, type Holding, leaving, letGo, palmAt, taking } from "./take.ts";

const side = "left";

/** Height of the grasp over the foot of the cup, m. */
const gripHeight = 0.06;
export const lift = 0.12;
/** Height of the foot over what it is put on when it is let go of, m. */
export const drop = 0.004;
/** Half the depth of the sideboard, m. */
const half = 0.35;

/** Where the robot stands to put something on the tray, seen from the goal: it looks along −y, its left hand over the goal. */
const standing = { x: -0.3, y: 0.58, yaw: -Math.PI / 2 } as const;

export const gripOn = (foot: Vector3): Vector3 => plus(foot, [0, 0, gripHeight]);

/** The cup is no longer between thumb and fingers. */
export const isLost = (seen: Seen): boolean => {
  const [x, y, z] = minus(seen.pose("cup").at, seen.grasp(side));
  return Math.hypot(x, y) > 0.06 || Math.abs(z + gripHeight) > 0.05;
};
const again = { failed: isLost, again: "let go" } as const;

/** A hold was chosen as the robot stood; it turns with the robot. */
const withBase = (seen: Seen, memory: Holding): Holding => ({
  hold: { ...memory.hold, yaw: memory.hold.yaw + seen.base.yaw },
});

export const turningWithBase = (phase: Phase<Holding>): Phase<Holding> => {
  const { way } = phase;
  return way ? { ...phase, way: (seen, memory) => way(seen, withBase(seen, memory)) } : phase;
};

const driving = (name: string, to: (seen: Seen) => BasePlace): Phase<Holding> => ({
  name,
  side,
  drive: to,
  until: (seen) => hasArrived(seen.base, to(seen)),
  rest: 0.2,
  patience: 25,
  ...again,
});

export const away: BasePlace = { x: -0.4, y: 0, yaw: 0 };
const turned: BasePlace = { x: -0.4, y: 0, yaw: standing.yaw };

const atTray = (seen: Seen): BasePlace => {
  const [x, y] = seen.pose("goal").at;
  return { x: x + standing.x, y: y + standing.y, yaw: standing.yaw };
};

/** Where the hand has to be for the cup, as it hangs in it, to stand over the goal. */
const over = (seen: Seen, height: number): Vector3 =>
  plus(plus(seen.pose("goal").at, [0, 0, height]), minus(seen.grasp(side), seen.pose("cup").at));

/** Where the robot can be sent to in this room. */
export const placesOfBring = {
  sideboard: () => ({ x: 0, y: 0, yaw: 0 }),
  middle: () => turned,
  person: atTray,
} as const satisfies Readonly<Record<string, (seen: Seen) => BasePlace>>;

const takes: readonly Phase<Holding>[] = [
  letGo(side),
  ...taking<Holding>(side, (seen) => gripOn(seen.pose("cup").at)),
  bringing("lift", side, (seen) => plus(seen.grasp(side), [0, 0, lift]), { rest: 0.2, ...again }, 0.25),
  driving("back off", () => away),
];

const goes: readonly Phase<Holding>[] = [
  driving("turn to the person", () => turned),
  driving("go to the person", atTray),
];

const puts: readonly Phase<Holding>[] = [
  bringing<Holding>("reach over the tray", side, (seen) => over(seen, lift), again, 0.25),
  bringing<Holding>("put it down", side, (seen) => over(seen, drop), { rest: 0.2 }, 0.15),
].map(turningWithBase);

const leaves: readonly Phase<Holding>[] = leaving<Holding>(side).map(turningWithBase);

/** To have the cup in the hand; and from there to have it on the tray. */
export const bringRows = { takes, brings: [...goes, ...puts, ...leaves], goes, puts, leaves } as const;

const palms =
  (seen: Seen) =>
  (hold: Hold): ReturnType<typeof palmAt>[] => [
    palmAt(side, gripOn(seen.pose("cup").at), hold),
    palmAt(side, plus(gripOn(seen.pose("cup").at), [0, 0, lift]), hold),
  ];

/** Takes the cup from the sideboard and puts it where the person reaches it. */
export const bringScript: Script<Holding> = {
  phases: [...takes, ...bringRows.brings],
  decide: (seen) => ({
    hold: chooseHold(
      seen,
      side,
      palms(seen),
      { yaws: [0, -0.3, 0.3], dips: [0, 0.12] },
      floorOf(seen, "sideboard", half),
    ),
  }),
};
