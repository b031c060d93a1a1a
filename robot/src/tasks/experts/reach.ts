import type { Vector3 } from "../../contract/features.ts";
import { plus } from "../../kinematics/rotation.ts";
import { chooseHold } from "./grasp.ts";
import type { Script } from "./phase.ts";
import type { Seen } from "./seen.ts";
import { floorOf, type Holding, palmAt } from "./take.ts";

const side = "left";

/** Over the goal, m. */
export const reachHeight = 0.12;

const place = (seen: Seen): Vector3 => plus(seen.pose("goal").at, [0, 0, reachHeight]);

/** Brings the left hand over the goal. */
export const reachScript: Script<Holding> = {
  phases: [
    {
      name: "approach",
      side,
      fingers: "flat",
      rest: 0,
      way: (seen, { hold }) => ({ by: "joints", near: hold.near, to: palmAt(side, place(seen), hold) }),
    },
    {
      name: "reach",
      side,
      rest: 1,
      isExact: true,
      way: (seen, { hold }) => ({ by: "line", speed: 0.3, to: palmAt(side, place(seen), hold) }),
    },
  ],
  decide: (seen) => ({
    hold: chooseHold(
      seen,
      side,
      (hold) => [palmAt(side, place(seen), hold)],
      { yaws: [0, -0.3, 0.3], dips: [0, 0.2] },
      floorOf(seen, "table", 0.35),
    ),
  }),
};
