import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation } from "../contract/robot.ts";
import { type Guarded, type GuardInputs, type GuardState, guardDefaults, guardStepWithout } from "../guard/guard.ts";
import type { Off } from "../guard/mitigations.ts";
import type { GuardSettings } from "../guard/settings.ts";
import { guardStartWithout } from "../guard/state.ts";
import { type HealthState, healthStart, healthStep } from "../health/health.ts";
import { healthDefaults } from "../health/settings.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";

/** Scenes begin when the robot has been watched for long enough. */
const watching = { ...healthDefaults, before: 0 };

export const settings: GuardSettings = { ...guardDefaults, features: twoArms };
export const period = settings.period;
export const home = Float64Array.of(0.3, 0.3, -0.3, -0.3);

/** A command of this moment. */
export const told = (now: number, more: Partial<Command> = {}): Command => ({
  at: now,
  expires: now + 0.05,
  position: home,
  ...more,
});

/** Both joints of the left arm, as far as they go. */
export const ahead = (now: number): Command => told(now, { position: Float64Array.of(1.9, 1.9, -0.3, -0.3) });

/** What a scene's writer says of a step; the rest is a robot that is well, alone, and told to stay. */
export interface Step extends Partial<Omit<GuardInputs, "observation" | "now">> {
  /** Told by the scene where the clock itself is wrong. */
  readonly now?: number;
  /** Beside the joints, which are where they were sent. */
  readonly seen?: Partial<Observation>;
}

export interface Played {
  readonly now: number;
  readonly guarded: Guarded;
  readonly command: Command | null;
}

export interface Scene {
  readonly settings?: GuardSettings;
  readonly features?: RobotFeatures;
  /** Where the robot stands before the first step. */
  readonly from?: Float64Array;
  readonly steps: number;
  readonly step: (now: number, index: number, state: GuardState) => Step;
}

/** Plays a scene through self-check and guard, some mitigations switched off. */
export const play = (off: Off, scene: Scene): readonly Played[] => {
  const features = scene.features ?? (scene.settings ?? settings).features;
  const rules = { ...(scene.settings ?? settings), features };
  const from = scene.from ?? home;
  let state = guardStartWithout(off, rules, seenAt(0, from), 0);
  let health: HealthState = healthStart(features);
  let sent: Command | null = null;
  return Array.from({ length: scene.steps }, (_, index) => {
    const due = (index + 1) * period;
    const { seen, now = due, ...asked } = scene.step(due, index, state);
    const observation = seenAt(due, state.sent.position, seen);
    const checked = healthStep(features, watching, health, { now: due, observation, sent });
    health = checked.state;
    const isWatched = !off.has("self-check");
    const stops = [...(asked.stops ?? []), ...(isWatched ? checked.stops : [])];
    const inputs = { command: told(due), release: null, task: null, slow: isWatched ? checked.slow : 1, ...asked };
    const guarded = guardStepWithout(off, rules, state, { ...inputs, observation, now, stops });
    state = guarded.state;
    sent = guarded.command ?? sent;
    return { now: due, guarded, command: guarded.command };
  });
};

/** The last step of a scene. */
export const endOf = (played: readonly Played[]): Played => {
  const end = played.at(-1);
  if (!end) throw new Error("a scene without a step");
  return end;
};

/** Where the first joint was sent, step by step. */
export const firstJoint = (played: readonly Played[]): readonly number[] =>
  played.flatMap(({ command }) => (command ? [command.position[0] ?? Number.NaN] : []));

/** Largest change from one number to the next. */
export const largestStep = (values: readonly number[]): number =>
  values.reduce((most, value, i) => Math.max(most, Math.abs(value - (values[i - 1] ?? value))), 0);

/** How far the base drives on its own side, which obeys a command until it has expired, m. */
export const drivenBy = (played: readonly Played[], seconds: number): number => {
  let [way, last]: [number, Command | null] = [0, null];
  const steps = Math.round(seconds / period);
  for (let i = 0; i < steps; i += 1) {
    const now = (i + 1) * period;
    last = played[i]?.command ?? last;
    if (last && last.expires > now) way += (last.base?.forward ?? 0) * period;
  }
  return way;
};
