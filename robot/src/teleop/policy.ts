import type { RobotFeatures } from "../contract/features.ts";
import type { Policy, Seconds } from "../contract/robot.ts";
import { readInput, type TeleopInput } from "./input.ts";
import { type TeleopSettings, type TeleopState, teleopDefaults, teleopStart, teleopStep } from "./mapping.ts";

/** An input is worth something for so long after it came; a page sends thirty a second. */
export const inputLife: Seconds = 0.15;
/** A longer pause between two steps counts as this: nobody's hand jumps because a machine was busy. */
const longestStep: Seconds = 0.05;

/**
 * A person decides. Inputs come by `tell`; where none has come for `inputLife`, or the switch is let go, it has nothing to
 * say, and the guard brakes. What is not understood is as good as nothing.
 */
export const teleopPolicy = (features: RobotFeatures, settings: Partial<TeleopSettings> = {}): Policy => {
  const all = { ...teleopDefaults, ...settings };
  let fresh: TeleopInput | null = null;
  let input: TeleopInput | null = null;
  let cameAt = Number.NEGATIVE_INFINITY;
  let state: TeleopState | null = null;
  let steppedAt = Number.NEGATIVE_INFINITY;
  const current = (now: Seconds): TeleopInput | null => {
    if (fresh) [input, cameAt, fresh] = [fresh, now, null];
    return input?.isHeld && now - cameAt <= inputLife ? input : null;
  };
  return {
    reset: async () => {
      [fresh, input, state] = [null, null, null];
    },
    tell: (message) => {
      fresh = readInput(message) ?? { isHeld: false };
    },
    step: async (observation, now) => {
      const held = current(now);
      if (!held) {
        // Who takes it up again begins from where the robot is then.
        state = null;
        return null;
      }
      const dt = Math.min(Math.max(now - steppedAt, 0), longestStep);
      const step = teleopStep(
        features,
        all,
        state ?? teleopStart(features, observation),
        held,
        observation,
        now,
        state ? dt : 0,
      );
      state = step.state;
      steppedAt = now;
      return step.command;
    },
    close: async () => {},
  };
};
