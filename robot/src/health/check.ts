import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation, Seconds } from "../contract/robot.ts";
import type { HealthSettings } from "./settings.ts";

export type Part = "encoders" | "temperatures" | "cameras" | "forces" | "communication";

/** Somebody is told; the robot goes on, but slower; it stops and a person takes over. */
export type Measure = "tell" | "slow" | "stop";

/** What is wrong, and where. */
export interface Trouble {
  /** The joint, the sensor, the line. */
  readonly where: string;
  /** In words with a unit: "does not follow by 0.52 rad". */
  readonly found: string;
}

/** One turn, as the self-check sees it. */
export interface HealthInputs {
  readonly now: Seconds;
  readonly observation: Observation;
  /** What was sent last; null: nothing yet. */
  readonly sent: Command | null;
  /** How late this turn of the loop came; left out: in time. */
  readonly late?: Seconds;
  /** A person who has looked at it; what is still wrong stays. */
  readonly release?: { readonly person: string } | null;
}

export interface Look<M> extends HealthInputs {
  readonly features: RobotFeatures;
  readonly settings: HealthSettings;
  readonly memory: M;
}

/** One way of being unwell: a row. */
export interface Check<M> {
  readonly id: string;
  /** In words, for the page and the report. */
  readonly title: string;
  readonly does: Measure;
  /** What a person does about it. */
  readonly remedy: string;
  /** It has to last so long before it is believed. */
  readonly after: Seconds;
  /** Gone for so long it is over by itself; null: a person has to look first. */
  readonly resumes: Seconds | null;
  /** A robot at rest cannot show it. */
  readonly needsMotion: boolean;
  readonly look: (look: Look<M>) => readonly Trouble[];
}

/** A part of the robot that is watched: what is remembered of it from turn to turn, and its rows. */
export interface Watch<M> {
  readonly part: Part;
  /** Does the robot have any of it? */
  readonly has: (features: RobotFeatures) => boolean;
  readonly start: (features: RobotFeatures) => M;
  readonly remember: (look: Look<M>) => M;
  readonly checks: readonly Check<M>[];
}
