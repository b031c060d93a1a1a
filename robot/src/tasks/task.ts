import type { Vector3 } from "../contract/features.ts";
import type { Contact, Pose, Seconds } from "../contract/robot.ts";
import type { Region, TouchTask } from "../guard/regions.ts";
import type { World } from "../worlds/world.ts";

/** What has to hold, and for how long without a break; left out: at one moment. */
interface Lasting {
  readonly for?: Seconds;
}

/** A point of one body lies near to a point of another; points are told in the frames of their bodies, m. */
export interface Near extends Lasting {
  readonly is: "near";
  readonly body: string;
  readonly at?: Vector3;
  readonly to: string;
  readonly toAt?: Vector3;
  readonly within: number;
  /** Heights do not count. */
  readonly isLevel?: boolean;
}

/** A body has been let go of: it is farther than this from another, m. */
export interface Away extends Lasting {
  readonly is: "away";
  readonly body: string;
  readonly from: string;
  readonly by: number;
}

/** An axis of a body points upwards, within an angle, rad. */
export interface Upright extends Lasting {
  readonly is: "upright";
  readonly body: string;
  readonly axis: Vector3;
  readonly within: number;
}

/** A body is turned by at least an angle from where it began, rad. */
export interface Turned extends Lasting {
  readonly is: "turned";
  readonly body: string;
  readonly by: number;
}

/** A share of things is in a vessel: a cylinder about the z axis of its body, m. */
export interface Inside extends Lasting {
  readonly is: "inside";
  readonly bodies: readonly string[];
  readonly vessel: string;
  readonly radius: number;
  readonly height: readonly [number, number];
  readonly share: number;
}

/** A point of a body has gone round another body's z axis, as seen from above, so many times inside a ring. */
export interface Circled {
  readonly is: "circled";
  readonly body: string;
  readonly around: string;
  /** Inner and outer radius, m. */
  readonly ring: readonly [number, number];
  /** Heights of the point in the frame of the other body, m. */
  readonly height: readonly [number, number];
  readonly turns: number;
}

/** A share of things has moved so far, along its way, m. */
export interface Travelled {
  readonly is: "travelled";
  readonly bodies: readonly string[];
  readonly way: number;
  readonly share: number;
}

/** A share of a strip was wiped: a point of the tool passed there while the body region bore a force between two bounds. */
export interface Wiped {
  readonly is: "wiped";
  /** Points of the strip, in the frames of bodies. */
  readonly strip: readonly { readonly body: string; readonly at: Vector3 }[];
  readonly tool: string;
  readonly toolAt: Vector3;
  /** m */
  readonly within: number;
  readonly regions: readonly Region[];
  /** N */
  readonly force: readonly [number, number];
  readonly share: number;
}

export type Criterion = Near | Away | Upright | Turned | Inside | Circled | Travelled | Wiped;

/** Something to do, as data: where, for how long, what may be touched how hard, and when it is done. */
export interface Task {
  /** "pick-and-place" */
  readonly id: string;
  readonly title: string;
  readonly world: World;
  /** Of simulated time. */
  readonly timeLimit: Seconds;
  readonly touch: TouchTask | null;
  /** All of them together. */
  readonly success: readonly Criterion[];
}

/** A moment of a run, as a judge sees it. */
export interface TaskFrame {
  readonly at: Seconds;
  /** In the world's frame: bodies of the world as `truth/…` has them, and the robot's tools by the names of their links. */
  readonly poses: ReadonlyMap<string, Pose>;
  readonly contacts: readonly Contact[];
  /** People had to help so many times until now. */
  readonly interventions: number;
}

export interface TaskMeasures {
  /** From the first frame until all of it was done; null: it was not. */
  readonly time: Seconds | null;
  /** Largest force on each body region, N. */
  readonly peakForce: Readonly<Record<string, number>>;
  /** Integral of the squared jerk of the tools, m²/s⁵: the less, the smoother. */
  readonly jerk: number;
  readonly interventions: number;
}

export interface Judgement {
  readonly isDone: boolean;
  /** How much of each criterion is done, 0 to 1, in the order of the task's. */
  readonly progress: readonly number[];
  readonly measures: TaskMeasures;
}
