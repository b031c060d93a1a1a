import type { Side } from "../../body/arm.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Pose, Seconds } from "../../contract/robot.ts";
import type { BasePlace, Trajectory } from "../../kinematics/index.ts";
import type { FingerPosture, Fingers } from "./hand.ts";
import type { Seen } from "./seen.ts";

/** Where a palm goes, in the world's frame. */
export type Way =
  /** Through the air: the joints take the shortest way, to a posture like `near` where one is given. */
  | { readonly by: "joints"; readonly to: Pose; readonly near?: Float64Array }
  /** In a straight line, no faster than `speed`, m/s. */
  | { readonly by: "line"; readonly to: Pose; readonly speed: number }
  /** Along a path that is told, m. */
  | { readonly by: "path"; readonly path: Trajectory<Pose> }
  /** Along a path that lies on something that may move. */
  | { readonly by: "follow"; readonly duration: Seconds; readonly at: (time: Seconds, seen: Seen) => Pose };

/** Held by a spring instead of by the joints: where touch matters. */
export interface Spring<Memory> {
  /** N/m and N·m/rad. */
  readonly stiffness: number;
  readonly turning: number;
  /** N */
  readonly force: number;
  /** N, in the world's frame. */
  readonly push?: (seen: Seen, memory: Memory) => Vector3;
}

/** One row of an expert. What is told of `Memory` is what it has decided on the way. */
export interface Phase<Memory> {
  readonly name: string;
  readonly side: Side;
  /** Read when the phase begins; left out: the arm stays. */
  readonly way?: (seen: Seen, memory: Memory) => Way;
  /** It ends where it is to, however much demonstrations differ: what it is about is its end. */
  readonly isExact?: true;
  /** Left out: as they are. */
  readonly fingers?: FingerPosture | Fingers;
  readonly spring?: Spring<Memory>;
  /** Where the base drives to; left out: it stands. */
  readonly drive?: (seen: Seen, memory: Memory) => BasePlace;
  /** Goes on only when the palm is so near to where it is to be, m: the guard may have slowed it down. */
  readonly within?: number;
  /** Goes on when the way is done and this time has passed; left out: 0.1 s. */
  readonly rest?: Seconds;
  /** Goes on only, or already, when this holds; left out: when the way is done. */
  readonly until?: (seen: Seen, memory: Memory) => boolean;
  /** It has failed when this holds: the expert begins anew at the row that `again` names. */
  readonly failed?: (seen: Seen, memory: Memory) => boolean;
  /** It has failed when it takes longer than its way and this; left out: 3 s. */
  readonly patience?: Seconds;
  /** The row to begin anew at; left out: the first. */
  readonly again?: string;
}

export interface Script<Memory> {
  /** What it decides before it begins, and each time that it begins anew; `attempt` counts from 0. */
  readonly decide: (seen: Seen, attempt: number) => Memory;
  readonly phases: readonly Phase<Memory>[];
}
