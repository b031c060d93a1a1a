import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";
import type { MedicinePort } from "./medicine-port.ts";
import type { EpisodeState, RobotRights, RobotTaskRow, RobotTaskState } from "./shapes.ts";
import type { RobotVoice } from "./voice.ts";

/** What a robot can be asked to do by itself. */
export interface RobotTasks {
  readonly list: readonly RobotTaskRow[];
  state(): RobotTaskState;
  /** Lets its expert or model decide from now on; null: nobody. */
  choose(id: string | null): Promise<void>;
  /** The world begins anew with another seed; left out: the run's own `reset`. */
  reset?(seed: number): Promise<void>;
  /** A person has the robot in hand, or no longer: until then nobody else is given the say. */
  byHand?(isByHand: boolean): void;
}

/** Who writes demonstrations down. */
export interface RobotTeaching {
  state(): EpisodeState;
  start(): Promise<void>;
  stop(): Promise<void>;
  discard(): Promise<void>;
  label(label: string): Promise<void>;
}

/** Who somebody is, for a robot that talks to them. */
export interface Acquaintance {
  readonly name: string;
  readonly language: "en" | "ja" | "ko";
}

/** A robot with a page. */
export interface ShownRobot {
  readonly id: string;
  readonly name: string;
  readonly run: RobotRun;
  readonly tasks?: RobotTasks;
  readonly teaching?: RobotTeaching;
  /** What it is to say comes from here; left out: it says nothing. */
  readonly voice?: RobotVoice;
  /** The ward's medicines, from when the house stands on; left out: it brings none. */
  medicines?: MedicinePort | null;
  /** The people of the ward, from when the house stands on; null for somebody who is not here. Left out: it knows nobody. */
  acquaintances?: ((person: string) => Acquaintance | null) | null;
  /** Who decides while a person teleoperates; left out: `teleopThread`. */
  readonly teleop?: ThreadModule;
}

/** What was done at a robot, for the journal. */
export interface RobotDeed {
  readonly type: "robot.stop" | "robot.release" | "robot.drive" | "robot.let-go" | "robot.task" | "robot.say";
  readonly robot: string;
  readonly actor: string;
  readonly content: Readonly<Record<string, string | number | boolean | null>>;
}

/** Somebody who looks at a robot's page. What they may is asked each time: a session ends, a role is taken away. */
export interface RobotVisitor {
  /** For the journal. */
  readonly actor: string;
  /** null: nobody is signed in; whoever releases a stop gives a name. */
  readonly person: string | null;
  /** null: signed out. */
  rights(): RobotRights | null;
}
