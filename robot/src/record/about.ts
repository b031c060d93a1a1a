import type { RobotFeatures } from "../contract/features.ts";
import type { GuardSettings } from "../guard/guard.ts";

/** What a recording says of itself, before its first turn. */
export interface About {
  readonly features: RobotFeatures;
  /** With which turns can be decided again; null: not known. */
  readonly guard: GuardSettings | null;
  /** Unix time at which the robot's clock stood at zero, ns: files carry the day, turns the robot's own seconds. */
  readonly epoch: bigint;
  /** URDF; left out: made from the features. */
  readonly description?: string;
  /** What was to be done, in words. */
  readonly task?: string;
  /** Of the simulated world. */
  readonly seed?: number;
  /** Who decided: a model's file and hash, the name of an expert. */
  readonly model?: string;
  /** Plain data: whatever else the run was started with. */
  readonly settings?: unknown;
}

/** The epoch of a clock that shows `now` at this moment. */
export const epochOf = (unixMilliseconds: number, now: number): bigint =>
  BigInt(Math.round(unixMilliseconds)) * 1_000_000n - BigInt(Math.round(now * 1e9));
