import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Contact, Observation, Seconds } from "../contract/robot.ts";
import { ballsOf, outsideBy, selfDistance, toolTravel, type Workspace } from "../kinematics/kinematics.ts";
import { brake, type Motion, restOf, slowed, stepTowards } from "./motion.ts";
import { forceLimit, frailShare, isHeadOrNeck, isTouchPlanned, type TouchTask } from "./regions.ts";

/** Every reason for which the guard sends something else than it was told. */
export type Limit =
  | "clock"
  | "not-a-number"
  | "shape"
  | "stale"
  | "out-of-order"
  | "position"
  | "speed"
  | "acceleration"
  | "torque"
  | "workspace"
  | "self-collision"
  | "contact"
  | "tool-speed"
  | "base-speed"
  | "base-acceleration"
  | "observation-stale"
  | "watchdog"
  | "stop-requested"
  | "latched";

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
  /** Near a person: 0.25 m/s after ISO 10218-1's reduced speed. */
  readonly toolSpeedNear: number;
  /** Near a person, m/s. A default of this project. */
  readonly baseSpeedNear: number;
}

export const guardDefaults = {
  period: 0.01,
  commandPeriod: 0.01,
  watchdog: 0.1,
  workspace: null,
  selfClearance: 0.02,
  share: frailShare,
  near: 1,
  toolSpeedNear: 0.25,
  baseSpeedNear: 0.3,
} as const satisfies Omit<GuardSettings, "features">;

/** Touch of head or neck that no task has planned: what a force sensor's noise may be, N. A default of this project. */
const unplannedHeadForce = 5;

export interface Latch {
  readonly at: Seconds;
  readonly limit: Limit;
  /** In words, for the page and the record. */
  readonly why: string;
}

type BaseSpeed = NonNullable<Command["base"]>;

export interface GuardState {
  /** Of the last step. */
  readonly at: Seconds;
  readonly sent: Motion;
  readonly base: BaseSpeed;
  /** The newest command that was good, and is not too old. */
  readonly target: Command | null;
  /** Set by a stop or a contact; a person has to release it. */
  readonly latch: Latch | null;
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
}

export interface Guarded {
  readonly state: GuardState;
  /** What may be sent; null: nothing, and the robot's side brakes when its last command has expired. */
  readonly command: Command | null;
  readonly limits: ReadonlySet<Limit>;
}

const still: BaseSpeed = { forward: 0, sideways: 0, turn: 0 };

export const guardStart = (
  { features }: Pick<GuardSettings, "features">,
  observation: Observation,
  now: Seconds,
): GuardState => ({
  at: now,
  sent: resting(features, observation),
  base: still,
  target: null,
  latch: null,
});

/** Standing where the joints are measured to be, within their ranges. */
const resting = ({ joints }: RobotFeatures, { joints: { position } }: Observation): Motion => ({
  position: Float64Array.from(joints, ({ lowest, highest }, i) => {
    const measured = position[i] ?? Number.NaN;
    return Number.isFinite(measured) ? Math.min(Math.max(measured, lowest), highest) : (lowest + highest) / 2;
  }),
  velocity: new Float64Array(joints.length),
});

const areFinite = (values: ArrayLike<number>): boolean => Array.prototype.every.call(values, Number.isFinite);

/** Why a command's numbers cannot be taken; null: they can. */
const numbersFault = (
  { position, velocity, torque, base, at, expires, stiffness = 1 }: Command,
  joints: number,
): Limit | null => {
  if ([position, velocity, torque].some((vector) => vector && vector.length !== joints)) return "shape";
  const rest = [at, expires, stiffness, ...(base ? [base.forward, base.sideways, base.turn] : [])];
  return [rest, position, velocity ?? [], torque ?? []].every(areFinite) ? null : "not-a-number";
};

const timeFault = (
  settings: GuardSettings,
  state: GuardState,
  { at, expires }: Command,
  now: Seconds,
): Limit | null => {
  if (at > now + settings.period) return "clock";
  if (expires <= now || now - at > 2 * settings.commandPeriod) return "stale";
  return state.target && at < state.target.at ? "out-of-order" : null;
};

const faultOf = (settings: GuardSettings, state: GuardState, command: Command, now: Seconds): Limit | null =>
  numbersFault(command, settings.features.joints.length) ?? timeFault(settings, state, command, now);

const isFresh = (settings: GuardSettings, { at, expires }: Command, now: Seconds): boolean =>
  expires > now && now - at <= 2 * settings.commandPeriod;

/** The strongest reason to give way, in words; null: nobody is touched too hard. */
const contactFault = (settings: GuardSettings, { contacts }: Observation, task: TouchTask | null): string | null => {
  const hard = contacts.find((contact) => !(contact.force < allowed(settings, contact, task)));
  return hard
    ? `${hard.force} N on ${hard.region}, where ${allowed(settings, hard, task).toFixed(1)} N are allowed`
    : null;
};

const allowed = ({ share }: GuardSettings, { region }: Contact, task: TouchTask | null): number => {
  const limit = forceLimit(region, share, task);
  return isHeadOrNeck(region) && !isTouchPlanned(region, task) ? Math.min(limit, unplannedHeadForce) : limit;
};

const torqueFault = ({ features }: GuardSettings, { joints: { torque } }: Observation): string | null => {
  const joint = features.joints.find(({ torque: most }, i) => Math.abs(torque[i] ?? 0) > most);
  return joint ? `${joint.name} bears more than ${joint.torque}` : null;
};

const latched = (settings: GuardSettings, { now, observation, stops, task }: GuardInputs): Latch | null => {
  const contact = contactFault(settings, observation, task);
  if (contact) return { at: now, limit: "contact", why: contact };
  const [stop] = stops;
  if (stop !== undefined) return { at: now, limit: "stop-requested", why: `asked for by ${stop}` };
  const torque = torqueFault(settings, observation);
  return torque ? { at: now, limit: "torque", why: torque } : null;
};

/** A stop stays until its reason is gone and a person, by name, has let go of it. */
const latchAfter = (settings: GuardSettings, state: GuardState, inputs: GuardInputs): Latch | null => {
  const now = latched(settings, inputs);
  if (now) return state.latch?.limit === now.limit ? state.latch : now;
  return inputs.release?.person ? null : state.latch;
};

const isPersonNear = ({ near, watchdog }: GuardSettings, { nearestPerson }: Observation, now: Seconds): boolean =>
  !nearestPerson || !(now - nearestPerson.at <= watchdog) || !(nearestPerson.distance >= near);

/**
 * Leaves the box, or comes too near to itself, where it would come to rest? Whoever is already there may go back, not on.
 */
const placeFault = (
  { features, workspace, selfClearance }: GuardSettings,
  before: Motion,
  after: Motion,
): Limit | null => {
  const [from, to] = [before, after].map((motion) => ballsOf(features, restOf(features.joints, motion))) as [
    Balls,
    Balls,
  ];
  const outside = workspace ? outsideBy(workspace, to) : 0;
  if (workspace && outside > 0 && outside > outsideBy(workspace, from)) return "workspace";
  const distance = selfDistance(features, to);
  return distance < selfClearance && distance < selfDistance(features, from) ? "self-collision" : null;
};

type Balls = ReturnType<typeof ballsOf>;

const baseTowards = (
  settings: GuardSettings,
  from: BaseSpeed,
  wanted: BaseSpeed,
  isNear: boolean,
  dt: Seconds,
  limits: Set<Limit>,
): BaseSpeed => {
  const { base } = settings.features;
  if (!base) return still;
  const most = isNear ? Math.min(base.speed, settings.baseSpeedNear) : base.speed;
  const length = Math.hypot(wanted.forward, wanted.sideways);
  const share = length > most ? most / length : 1;
  if (share < 1 || Math.abs(wanted.turn) > base.turn) limits.add("base-speed");
  const change = base.acceleration * dt;
  const towards = (now: number, to: number): number => Math.min(Math.max(to, now - change), now + change);
  const next = {
    forward: towards(from.forward, wanted.forward * share),
    sideways: towards(from.sideways, wanted.sideways * share),
    turn: towards(from.turn, Math.min(Math.max(wanted.turn, -base.turn), base.turn)),
  };
  if (next.forward !== wanted.forward * share || next.sideways !== wanted.sideways * share)
    limits.add("base-acceleration");
  return next;
};

const moved = (
  settings: GuardSettings,
  state: GuardState,
  target: Command,
  isNear: boolean,
  dt: Seconds,
  limits: Set<Limit>,
): Motion => {
  const { joints } = settings.features;
  const { motion, limits: bit } = stepTowards(joints, state.sent, target, dt);
  for (const limit of bit) limits.add(limit);
  const travel = isNear ? toolTravel(settings.features, state.sent.position, motion.position) / dt : 0;
  const isTooFast = travel > settings.toolSpeedNear;
  if (isTooFast) limits.add("tool-speed");
  const next = isTooFast ? slowed(joints, state.sent, motion, settings.toolSpeedNear / travel, dt) : motion;
  const fault = placeFault(settings, state.sent, next);
  if (!fault) return next;
  limits.add(fault);
  return brake(joints, state.sent, dt);
};

const torqueOf = ({ features }: GuardSettings, { torque }: Command, limits: Set<Limit>): Float64Array | undefined => {
  if (!torque) return undefined;
  return torque.map((value, i) => {
    const most = features.joints[i]?.torque ?? 0;
    if (Math.abs(value) > most) limits.add("torque");
    return Math.min(Math.max(value, -most), most);
  });
};

/**
 * One step of the guard, which stands between every policy and every robot. Pure: what it knows is `state`, and what
 * leaves it is within every limit, whatever it is told.
 */
export const guardStep = (settings: GuardSettings, state: GuardState, inputs: GuardInputs): Guarded => {
  const { now, command, observation } = inputs;
  const limits = new Set<Limit>();
  if (!(now > state.at)) return { state, command: null, limits: limits.add("clock") };
  const dt = Math.min(now - state.at, settings.period);
  const fault = command ? faultOf(settings, state, command, now) : null;
  if (fault) limits.add(fault);
  const newest = command && !fault ? command : state.target;
  const target = newest && isFresh(settings, newest, now) ? newest : null;
  const latch = latchAfter(settings, state, inputs);
  if (latch) limits.add(latch.limit).add("latched");
  const next = { ...state, at: now, target, latch };
  if (latch?.limit === "contact") return yielding(settings, next, observation, limits);
  return stepped(settings, next, inputs, dt, limits);
};

/** Touching somebody, stopping is giving way: the joints follow what pushes them. */
const yielding = (
  settings: GuardSettings,
  state: GuardState,
  observation: Observation,
  limits: Set<Limit>,
): Guarded => {
  const sent = resting(settings.features, observation);
  const command = {
    at: state.at,
    expires: state.at + settings.watchdog,
    position: sent.position.slice(),
    base: still,
    stiffness: 0,
  };
  return { state: { ...state, sent, base: still }, command, limits };
};

const stepped = (
  settings: GuardSettings,
  state: GuardState,
  { observation, now }: GuardInputs,
  dt: Seconds,
  limits: Set<Limit>,
): Guarded => {
  const isBlind = !(now - observation.joints.at <= settings.watchdog) || !areFinite(observation.joints.position);
  if (isBlind) limits.add("observation-stale");
  const target = isBlind || state.latch ? null : state.target;
  if (!target && !state.latch) limits.add("watchdog");
  const isNear = isPersonNear(settings, observation, now);
  const sent = target
    ? moved(settings, state, target, isNear, dt, limits)
    : brake(settings.features.joints, state.sent, dt);
  const base = baseTowards(settings, state.base, target?.base ?? still, isNear, dt, limits);
  const torque = target ? torqueOf(settings, target, limits) : undefined;
  const stiffness = Math.min(Math.max(target?.stiffness ?? 1, 0), 1);
  const common = { at: now, expires: now + settings.watchdog, position: sent.position.slice(), base, stiffness };
  return { state: { ...state, sent, base }, command: torque ? { ...common, torque } : common, limits };
};
