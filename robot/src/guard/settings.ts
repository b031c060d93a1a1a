import type { RobotFeatures } from "../contract/features.ts";
import type { Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { Workspace } from "../kinematics/kinematics.ts";
import type { Off } from "./mitigations.ts";
import { frailShare } from "./regions.ts";

/** How much distance a speed needs: ISO/TS 15066:2016 5.5.4, speed and separation monitoring. */
export interface Separation {
  /** Speed with which a person comes, m/s: 1.6 in ISO 13855. */
  readonly personSpeed: number;
  /** From a movement of the person to the beginning of braking. */
  readonly reaction: Seconds;
  /** What is left between both when the robot stands, m: reach of an arm, error of the measurement. */
  readonly clearance: number;
  /** With which a tool brakes, m/s². */
  readonly toolBraking: number;
  /** Assumed where nobody measures how far people are, m. */
  readonly unknownDistance: number;
}

/** What hits somebody: reduced mass and spring of ISO/TS 15066:2016 A.3.4. */
export interface Impact {
  /** Moving mass of an arm with its load, kg. */
  readonly toolMass: number;
  /** Mass of the robot on its base, kg. */
  readonly baseMass: number;
  /** Forces of the first moments may be so many times those of a lasting contact; never on head and neck. */
  readonly transient: number;
  /** How long those moments last. A person who lies or is held cannot recoil: set `transient` to 1 there. */
  readonly transientFor: Seconds;
}

/** Limits of a tool that is held in space by a spring (`Command.hands`). */
export interface HandLimits {
  /** Where nobody is near, N. */
  readonly force: number;
  /** Share of the force at which the guard would act on the region. */
  readonly share: number;
  /** Farthest that the target may be from the measured place, m. */
  readonly reach: number;
  /** The same of its turn, rad. */
  readonly turnReach: number;
  /** Of the turning target, rad/s. */
  readonly turnSpeed: number;
  /** N/m. */
  readonly stiffness: number;
  /** N/m, where a person is near. */
  readonly stiffnessNear: number;
  /** N·m/rad. */
  readonly turning: number;
  /** Share of the joints' torque that the spring may cause; the rest is for weight and motion. */
  readonly torqueShare: number;
}

/** Forces that the wrists may feel whatever they touch: furniture, doors, tools. */
export interface WristLimits {
  /** N, and N·m. Twice as much acts at once. */
  readonly force: number;
  readonly torque: number;
  /** For longer than this. */
  readonly after: Seconds;
}

export interface GuardSettings {
  readonly features: RobotFeatures;
  /** Seconds between two steps of the guard. */
  readonly period: Seconds;
  /** Seconds between two commands of the policy: one older than two of them is not sent. */
  readonly commandPeriod: Seconds;
  /** Longest time without a fresh command or observation before it brakes; at most 0.1 s. */
  readonly watchdog: Seconds;
  /** Box that no part leaves, in the robot's frame; null: none. */
  readonly workspace: Workspace | null;
  /** Smallest distance between parts that are not joined, m. */
  readonly selfClearance: number;
  /** Share of a healthy adult's limits that the people here bear. */
  readonly share: number;
  /** A person nearer than this is near, m. */
  readonly near: number;
  /** Fastest that any part moves through the room, m/s. */
  readonly toolSpeed: number;
  /** Near a person: 0.25 m/s after ISO 10218-1's reduced speed. */
  readonly toolSpeedNear: number;
  /** Near a person, m/s. A default of this project. */
  readonly baseSpeedNear: number;
  readonly separation: Separation;
  readonly impact: Impact;
  readonly hands: HandLimits;
  /** null: wrists may feel anything. */
  readonly wrists: WristLimits | null;
  /** Share of a joint's torque that a command may give beside the position control. */
  readonly torqueShare: number;
  /** How fast an arm that gave way gets stiff again, of 1 a second. */
  readonly stiffening: number;
}

/** Values without a source beside them are defaults of this project: whoever is responsible for the robot sets them. */
export const guardDefaults = {
  period: 0.01,
  commandPeriod: 0.01,
  watchdog: 0.1,
  workspace: null,
  selfClearance: 0.02,
  share: frailShare,
  near: 1,
  toolSpeed: 1.5,
  toolSpeedNear: 0.25,
  baseSpeedNear: 0.3,
  separation: { personSpeed: 1.6, reaction: 0.11, clearance: 0.1, toolBraking: 3, unknownDistance: 0.5 },
  impact: { toolMass: 4, baseMass: 120, transient: 2, transientFor: 0.5 },
  hands: {
    force: 60,
    share: 0.8,
    reach: 0.15,
    turnReach: 0.5,
    turnSpeed: 1.5,
    stiffness: 2000,
    stiffnessNear: 1000,
    turning: 100,
    torqueShare: 0.6,
  },
  wrists: { force: 120, torque: 15, after: 0.05 },
  torqueShare: 1,
  stiffening: 2,
} as const satisfies Omit<GuardSettings, "features">;

/** Settings as the guard's parts see them: `off` is empty but in a proof. */
export interface Rules extends GuardSettings {
  readonly off: Off;
}

/** The longest time that anybody may set: the robot brakes within it of the last fresh command. */
const longestWatchdog = 0.1;

const between = (low: number, high: number) => (value: number) => value > low && value <= high;

interface SettingsCheck {
  readonly name: string;
  readonly value: (settings: GuardSettings) => number;
  readonly isGood: (value: number) => boolean;
  readonly wanted: string;
}

const checks: readonly SettingsCheck[] = [
  { name: "period", value: (s) => s.period, isGood: between(0, longestWatchdog), wanted: "above 0, at most 0.1 s" },
  { name: "commandPeriod", value: (s) => s.commandPeriod, isGood: between(0, 1), wanted: "above 0, at most 1 s" },
  { name: "watchdog", value: (s) => s.watchdog, isGood: between(0, longestWatchdog), wanted: "above 0, at most 0.1 s" },
  { name: "share", value: (s) => s.share, isGood: between(0, 1), wanted: "above 0, at most 1" },
  { name: "selfClearance", value: (s) => s.selfClearance, isGood: (x) => x >= 0, wanted: "0 or more" },
  { name: "near", value: (s) => s.near, isGood: (x) => x >= 0, wanted: "0 or more" },
  { name: "toolSpeed", value: (s) => s.toolSpeed, isGood: (x) => x > 0, wanted: "above 0" },
  {
    name: "toolSpeedNear",
    value: (s) => s.toolSpeedNear,
    isGood: between(0, 0.25),
    wanted: "above 0, at most 0.25 m/s",
  },
  { name: "baseSpeedNear", value: (s) => s.baseSpeedNear, isGood: between(0, 0.3), wanted: "above 0, at most 0.3 m/s" },
  { name: "torqueShare", value: (s) => s.torqueShare, isGood: between(0, 1), wanted: "above 0, at most 1" },
  { name: "impact.transient", value: (s) => s.impact.transient, isGood: (x) => x >= 1 && x <= 2, wanted: "1 to 2" },
  {
    name: "impact.transientFor",
    value: (s) => s.impact.transientFor,
    isGood: (x) => x >= 0 && x <= 0.5,
    wanted: "0 to 0.5 s",
  },
];

/** Refuses settings that are no protection. Throws RobotFault "guard-settings". */
export const checkSettings = (settings: GuardSettings): void => {
  for (const { name, value, isGood, wanted } of checks)
    if (!isGood(value(settings)))
      throw new RobotFault("guard-settings", `The guard's ${name} is ${value(settings)}.`, `It has to be ${wanted}.`);
};
