/**
 * What crosses the border between a robot's page and the server. Moving things come as binary frames at 30 a second
 * (`Frame` of @sakiyomi/robot, at most one behind), pictures as binary too, everything else as JSON. Types only.
 */
import type { RobotFeatures, Scene, TeleopInput } from "@sakiyomi/robot";

/** Who may do what at this robot. */
export interface RobotRights {
  /** Ask for a stop: whoever may look may stop. */
  readonly stop: boolean;
  /** Release a stop, teleoperate, choose tasks, record. */
  readonly drive: boolean;
}

export interface RobotRow {
  readonly id: string;
  readonly name: string;
}

export interface RobotCamera {
  /** "head/left/image" */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly isDepth: boolean;
}

export interface RobotHello {
  readonly type: "hello";
  readonly id: string;
  readonly name: string;
  readonly features: RobotFeatures;
  /** null: a real robot, of whose surroundings nobody tells. */
  readonly scene: Scene | null;
  readonly cameras: readonly RobotCamera[];
  /** Body regions, by their index in frames, with the force at which the guard acts there, N. */
  readonly regions: readonly { readonly name: string; readonly limit: number }[];
  readonly tasks: readonly RobotTaskRow[];
  readonly rights: RobotRights;
  /** Who is signed in; null: a name has to be given to release a stop. */
  readonly person: string | null;
  readonly isSimulated: boolean;
  /** Is there somebody who writes episodes down? */
  readonly teaches: boolean;
}

export interface RobotTaskRow {
  readonly id: string;
  /** In English; the page has its own words for those that it knows. */
  readonly title: string;
}

/** A limit of the guard that bit, from its first turn to its last without a pause. */
export interface LimitBite {
  readonly limit: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly isOn: boolean;
}

export interface RobotTrouble {
  readonly at: number;
  readonly part: string;
  readonly why: string;
}

/** What the robot's self-check finds wrong now. */
export interface RobotFinding {
  /** The check's id, and the part that it looks at. */
  readonly check: string;
  readonly part: string;
  /** In English, as the robot's side says it. */
  readonly found: string;
  readonly remedy: string;
  readonly does: string;
}

export interface RobotTaskState {
  readonly id: string | null;
  /** What it is doing now, in the expert's or policy's own words. */
  readonly phase: string | null;
  /** null: nobody can tell. */
  readonly isDone: boolean | null;
  /** s */
  readonly time: number | null;
  readonly seed: number | null;
}

export interface EpisodeState {
  readonly isRecording: boolean;
  readonly frames: number;
  /** Of the last second; null: not recording. */
  readonly rate: number | null;
  /** It fell below its rate, and the frames say so. */
  readonly isSlow: boolean;
  readonly saved: number;
  readonly discarded: number;
  readonly label: string | null;
}

export interface StopState {
  readonly by: string;
  readonly at: number;
  /** From the request's arrival until the guard had latched, s; null: not yet. */
  readonly latchedAfter: number | null;
  /** From the request's arrival until no joint moved any more, s; null: not yet. */
  readonly stillAfter: number | null;
}

/** Ten times a second. */
export interface RobotStatus {
  readonly type: "status";
  readonly at: number;
  /** The stop that a person has to release. */
  readonly latch: { readonly limit: string; readonly why: string; readonly at: number } | null;
  readonly stop: StopState | null;
  /** Newest first. */
  readonly limits: readonly LimitBite[];
  readonly troubles: readonly RobotTrouble[];
  readonly findings: readonly RobotFinding[];
  /** Turns of the loop in the last second. */
  readonly turns: number;
  /** Of the loop, s. */
  readonly lateness: {
    readonly median: number;
    readonly p99: number;
    readonly longest: number;
    readonly missed: number;
  };
  /** Simulated seconds a second; null: real, or not known yet. */
  readonly realTime: number | null;
  /** Age of the newest observation, s. */
  readonly age: number | null;
  /** m; null: not known. */
  readonly nearestPerson: number | null;
  readonly task: RobotTaskState;
  readonly episode: EpisodeState | null;
  /** Who teleoperates; null: nobody. */
  readonly driver: { readonly name: string; readonly isYou: boolean } | null;
  /** Inputs of the one who teleoperates that came too late to be used. */
  readonly lateInputs: number;
}

/** Words that the robot says: the page shows them for a while, and speaks them. */
export interface RobotSaid {
  readonly type: "said";
  readonly at: number;
  readonly words: string;
  /** It waits for an answer: `{ do: "answer" }`. */
  readonly isQuestion: boolean;
}

export interface RobotRefused {
  readonly type: "refused";
  readonly do: RobotAsk["do"] | "?";
  readonly code: "ROBOT_RIGHT" | "ROBOT_NAME" | "ROBOT_DRIVER" | "ROBOT_SHAPE" | "ROBOT_FAILED" | "ROBOT_LATCHED";
  readonly why: string;
}

/** Server to page, as text. */
export type RobotMessage = RobotHello | RobotStatus | RobotSaid | RobotRefused | { readonly type: "signed-out" };

/** Page to server. */
export type RobotAsk =
  | { readonly do: "stop" }
  /** `person` where nobody is signed in. */
  | { readonly do: "release"; readonly person?: string }
  /** Takes the robot by hand, or lets go of it. */
  | { readonly do: "drive" }
  | { readonly do: "let-go" }
  /** `sent`: seconds on the page's own clock, to tell an input that was held up on its way. */
  | { readonly do: "input"; readonly sent: number; readonly input: TeleopInput }
  | { readonly do: "episode"; readonly what: "start" | "stop" | "discard" }
  /** Of the episode that is being recorded. */
  | { readonly do: "label"; readonly label: string }
  | { readonly do: "reset"; readonly seed: number }
  | { readonly do: "task"; readonly id: string | null }
  /** What somebody answers to the robot's question; typed where no microphone is. */
  | { readonly do: "answer"; readonly words: string };
