import type { RobotFeatures } from "../contract/features.ts";
import type { Pose } from "../contract/robot.ts";
import type { GuardSettings } from "../guard/guard.ts";
import type { TouchTask } from "../guard/regions.ts";
import type { HealthSettings } from "../health/index.ts";
import type { LoopReport, Trouble, Turn } from "../loop/control-loop.ts";
import type { Arrangement } from "../worlds/codes.ts";
import type { Scene, SceneState } from "../worlds/simulation.ts";

/**
 * Code for a thread of its own: a module that exports `openRobot(data)` or `openPolicy(data)`, each giving a promise of a
 * `Robot` or a `Policy`. `data` is plain (it is copied to the thread).
 */
export interface ThreadModule {
  /** `new URL("./worker.ts", import.meta.url).href`, or the name of a package's export. */
  readonly url: string;
  readonly data?: unknown;
}

export interface RunOptions {
  readonly robot: ThreadModule;
  /** null: nobody decides yet; the robot stands. */
  readonly policy: ThreadModule | null;
  /** The robot's own features are filled in. */
  readonly guard: Omit<GuardSettings, "features">;
  readonly task?: TouchTask | null;
  /** Of the self-check; left out: its defaults. null: nobody watches. */
  readonly health?: HealthSettings | null;
}

/**
 * A robot at work: the robot (or its simulation), the guard with the control loop, and the policy, each in a thread of its
 * own. A policy that computes for a second delays nobody; what happens in this thread delays nobody either.
 */
export interface RobotRun {
  readonly features: RobotFeatures;
  /** What can be drawn; null: a real robot, of whose surroundings nobody tells. */
  readonly scene: Scene | null;
  /** Each turn of the loop. Gives back how to stop listening. */
  onTurn(listener: (turn: Turn) => void): () => void;
  onTrouble(listener: (trouble: Trouble) => void): () => void;
  /** A stop request, not an emergency stop. */
  stop(by: string): void;
  /** Only a person, by name, lets go of a stop. */
  release(person: string): void;
  setTask(task: TouchTask | null): void;
  /** Another one decides from now on; null: nobody. */
  setPolicy(policy: ThreadModule | null): void;
  /** To the policy's `tell`. */
  tell(message: unknown): void;
  /** Where everything of the scene is; null without a scene. */
  state(): Promise<SceneState | null>;
  /** Where things are, as only a simulation knows; null for a real robot. */
  truth(): Promise<ReadonlyMap<string, Pose> | null>;
  /** Somebody in a simulated room does something. A real room is not arranged from here: refused. */
  arrange(what: Arrangement): Promise<void>;
  /** The simulated world begins anew, the policy too. A real robot refuses. */
  reset(seed: number): Promise<void>;
  /** What was so far. */
  report(): Promise<LoopReport>;
  /** Stops the robot and ends the threads. */
  close(): Promise<LoopReport>;
}
