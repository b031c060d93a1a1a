import type { RobotFeatures } from "../contract/features.ts";
import type { Command, HandTarget, Observation, Seconds } from "../contract/robot.ts";
import type { Touches } from "./contact.ts";
import type { Limit } from "./limits.ts";
import { nothingOff, type Off } from "./mitigations.ts";
import type { Motion } from "./motion.ts";
import type { TouchTask } from "./regions.ts";
import { checkSettings, type GuardSettings } from "./settings.ts";

export interface Latch {
  readonly at: Seconds;
  readonly limit: Limit;
  /** In words, for the page and the record. */
  readonly why: string;
  /** The arms give way instead of holding: somebody or something was touched. */
  readonly givesWay: boolean;
}

export type BaseSpeed = NonNullable<Command["base"]>;

export interface GuardState {
  /** Of the last step. */
  readonly at: Seconds;
  readonly sent: Motion;
  readonly base: BaseSpeed;
  /** The newest command that was good, and is not too old. */
  readonly target: Command | null;
  /** Set by a stop or a contact; a person has to release it. */
  readonly latch: Latch | null;
  /** Sent last; 0: the arms gave way. */
  readonly stiffness: number;
  /** Tools that are held by a spring, as they were sent last. */
  readonly hands: readonly HandTarget[];
  /** Where the joints were measured last while a spring or nothing held them; null: they are held where they were sent. */
  readonly stood: Motion | null;
  /** Who is touched where, and since when. */
  readonly touches: Touches;
  /** Since when a wrist presses too hard; null: none does. */
  readonly pressedSince: Seconds | null;
}

export interface GuardInputs {
  readonly now: Seconds;
  readonly command: Command | null;
  readonly observation: Observation;
  /** Who or what asks for a stop: "page", "key", "topic", "port". Empty: nobody. */
  readonly stops: readonly string[];
  /** A person who releases the latched stop. */
  readonly release: { readonly person: string } | null;
  readonly task: TouchTask | null;
  /** Share of its speed that the self-check leaves, 0 to 1; left out: 1. */
  readonly slow?: number;
}

export interface Guarded {
  readonly state: GuardState;
  /** What may be sent; null: nothing, and the robot's side brakes when its last command has expired. */
  readonly command: Command | null;
  readonly limits: ReadonlySet<Limit>;
  /** Who has just let go of which stop. */
  readonly released?: { readonly person: string; readonly latch: Latch };
}

export const still: BaseSpeed = { forward: 0, sideways: 0, turn: 0 };

/** Where the guard begins: standing where the joints are. Throws RobotFault "guard-settings" where they protect nobody. */
export const guardStart = (settings: GuardSettings, observation: Observation, now: Seconds): GuardState =>
  guardStartWithout(nothingOff, settings, observation, now);

/** The same with mitigations switched off: only for proving that each of them is needed. */
export const guardStartWithout = (
  off: Off,
  settings: GuardSettings,
  observation: Observation,
  now: Seconds,
): GuardState => {
  checkSettings(settings);
  // Nothing is held where nobody knows where it is.
  const isKnown = observation.joints.position.every(Number.isFinite);
  return {
    at: now,
    sent: off.has("start-where-it-stands") ? zeroed(settings.features) : resting(settings.features, observation),
    base: still,
    target: null,
    latch: null,
    stiffness: isKnown ? 1 : 0,
    hands: [],
    stood: null,
    touches: new Map(),
    pressedSince: null,
  };
};

const zeroed = ({ joints }: RobotFeatures): Motion => ({
  position: new Float64Array(joints.length),
  velocity: new Float64Array(joints.length),
});

/** Where the joints are measured to be, within their ranges, standing. */
export const resting = ({ joints }: RobotFeatures, { joints: { position } }: Observation): Motion => ({
  position: Float64Array.from(joints, ({ lowest, highest }, i) => {
    const measured = position[i] ?? Number.NaN;
    return Number.isFinite(measured) ? Math.min(Math.max(measured, lowest), highest) : (lowest + highest) / 2;
  }),
  velocity: new Float64Array(joints.length),
});

/** The same, moving on as it is measured to move, no faster than it may. */
export const moving = (features: RobotFeatures, observation: Observation): Motion => ({
  position: resting(features, observation).position,
  velocity: Float64Array.from(features.joints, ({ speed }, i) => {
    const measured = observation.joints.velocity[i] ?? 0;
    return Number.isFinite(measured) ? Math.min(Math.max(measured, -speed), speed) : 0;
  }),
});
