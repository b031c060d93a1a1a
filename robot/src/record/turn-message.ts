import type { BaseState, Command, Contact, Observation, Sample, Seconds } from "../contract/robot.ts";
import type { GuardState, Latch } from "../guard/guard.ts";
import type { Finding } from "../health/index.ts";
import type { Asked, Turn } from "../loop/control-loop.ts";
import { type CommandMessage, commandMessage, commandOf } from "./command-message.ts";
import { fromExact, toExact } from "./exact.ts";
import type { Header } from "./messages.ts";

/** A sample that was seen in a turn: the `sequence`-th message of its channel. */
export interface Seen {
  readonly name: string;
  readonly at: Seconds;
  readonly sequence: number;
}

/** sakiyomi_msgs/Turn: all that a turn was, but for the samples, which are messages of their own. */
export interface TurnMessage {
  readonly header: Header;
  readonly at: number;
  readonly late: number;
  readonly joints_at: number;
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly torque: Float64Array;
  readonly base: readonly BaseState[];
  readonly contacts: readonly Contact[];
  readonly nearest_person: readonly PersonMessage[];
  readonly samples: readonly Seen[];
  readonly told: readonly CommandMessage[];
  readonly decided: readonly CommandMessage[];
  readonly sent: readonly CommandMessage[];
  readonly limits: readonly string[];
  readonly latch: readonly LatchMessage[];
  readonly stops: readonly string[];
  readonly released_by: readonly string[];
  /** All that was asked, as exact JSON; empty: nothing was. */
  readonly asked: string;
  /** Of the self-check, as exact JSON; empty: none. */
  readonly findings: string;
}

interface PersonMessage {
  readonly at: number;
  readonly distance: number;
  readonly has_regions: boolean;
  readonly regions: readonly string[];
  readonly distances: ArrayLike<number>;
}

interface LatchMessage extends Omit<Latch, "givesWay"> {
  readonly gives_way: boolean;
}

type Person = NonNullable<Observation["nearestPerson"]>;

/** A turn as it is read back. Of the guard's state the latch is kept; the rest follows from deciding again. */
export interface RecordedTurn {
  /** Counted from 1; a jump says that turns before it are not in the file. */
  readonly sequence: number;
  /** The guard's state after it, where it was written: in mid-run and after a gap. */
  readonly state: GuardState | null;
  readonly at: Seconds;
  readonly late: Seconds;
  readonly observation: Observation;
  readonly told: Command | null;
  readonly asked: Asked;
  readonly decided: Command | null;
  readonly limits: readonly string[];
  readonly latch: Latch | null;
  readonly sent: Command | null;
  /** Of the self-check. */
  readonly findings: readonly Finding[];
}

type Kept<T> = { readonly [K in keyof Required<T>]: true };
/** A new field of any of these does not compile until it is recorded. */
const _kept: readonly [
  Kept<Observation>,
  Kept<Observation["joints"]>,
  Kept<Person>,
  Kept<Contact>,
  Kept<BaseState>,
  Kept<Latch>,
  // What the self-check finds is recorded as a trouble, once.
  Kept<Turn>,
] = [
  { joints: true, base: true, contacts: true, nearestPerson: true, samples: true },
  { at: true, position: true, velocity: true, torque: true },
  { at: true, distance: true, regions: true },
  { at: true, region: true, force: true },
  { at: true, x: true, y: true, yaw: true, forward: true, sideways: true, turn: true },
  { at: true, limit: true, why: true, givesWay: true },
  { at: true, late: true, observation: true, told: true, asked: true, guarded: true, sent: true, findings: true },
];
void _kept;

/** What is asked in most turns: nothing. */
const unasked: Asked = { stops: [], release: null, task: null, isAnew: false };
const nothing = toExact(unasked);

const none: readonly never[] = [];
const commands = (command: Command | null): readonly CommandMessage[] => (command ? [commandMessage(command)] : none);

/** `seen` are the samples of its observation. */
export const turnMessage = (turn: Turn, header: Header, seen: readonly Seen[]): TurnMessage => {
  const { at, late, observation, told, asked, guarded, sent, findings = [] } = turn;
  const { joints, base, contacts, nearestPerson } = observation;
  return {
    header,
    at,
    late,
    joints_at: joints.at,
    position: joints.position,
    velocity: joints.velocity,
    torque: joints.torque,
    base: base ? [base] : none,
    contacts,
    nearest_person: nearestPerson ? [personMessage(nearestPerson)] : none,
    samples: seen,
    told: commands(told),
    decided: commands(guarded.command),
    sent: commands(sent),
    limits: [...guarded.limits],
    latch: guarded.state.latch ? [latchMessage(guarded.state.latch)] : none,
    stops: asked.stops,
    released_by: asked.release ? [asked.release.person] : none,
    asked: askedMessage(asked),
    findings: findings.length > 0 ? toExact(findings) : "",
  };
};

const commandIn = ([message]: readonly CommandMessage[]): Command | null => (message ? commandOf(message) : null);

const personMessage = ({ at, distance, regions }: Person): PersonMessage => ({
  at,
  distance,
  has_regions: regions !== undefined,
  regions: Object.keys(regions ?? {}),
  distances: Object.values(regions ?? {}),
});

const personOf = ({ at, distance, has_regions, regions, distances }: PersonMessage): Person => ({
  at,
  distance,
  ...(has_regions && { regions: Object.fromEntries(regions.map((name, i) => [name, distances[i] ?? Number.NaN])) }),
});

const latchMessage = ({ givesWay, ...latch }: Latch): LatchMessage => ({ ...latch, gives_way: givesWay });
const latchOf = ({ at, limit, why, gives_way }: LatchMessage): Latch => ({ at, limit, why, givesWay: gives_way });

const askedMessage = (asked: Asked): string => {
  const exact = toExact({ ...unasked, ...asked });
  return exact === nothing ? "" : exact;
};

const observationOf = (message: TurnMessage, samples: Observation["samples"]): Observation => {
  const { joints_at, position, velocity, torque, base, contacts, nearest_person } = message;
  const [[state], [person]] = [base, nearest_person];
  return {
    joints: { at: joints_at, position, velocity, torque },
    base: state ? { ...state } : null,
    contacts: contacts.map((contact) => ({ ...contact })),
    nearestPerson: person ? personOf(person) : null,
    samples,
  };
};

const askedOf = ({ asked }: TurnMessage): Asked => (asked === "" ? unasked : (fromExact(asked) as Asked));

/** `sampleOf` gives the sample of a channel by the number of its message; null where it is not in the file. */
export const turnOf = (
  message: TurnMessage,
  sequence: number,
  sampleOf: (seen: Seen) => Sample | null,
): RecordedTurn => {
  const { at, late, told, decided, sent, limits, latch, findings } = message;
  const samples: Record<string, Sample> = {};
  for (const seen of message.samples) {
    const sample = sampleOf(seen);
    if (sample) samples[seen.name] = sample;
  }
  const [latched] = latch;
  return {
    sequence,
    state: null,
    at,
    late,
    observation: observationOf(message, samples),
    told: commandIn(told),
    asked: askedOf(message),
    decided: commandIn(decided),
    limits: [...limits],
    latch: latched ? latchOf(latched) : null,
    sent: commandIn(sent),
    findings: findings === "" ? [] : (fromExact(findings) as readonly Finding[]),
  };
};

/** What the channel `/guard_state` says, and after which turn. */
export const stateIn = (text: string): { readonly sequence: number; readonly state: GuardState } =>
  fromExact(text) as { sequence: number; state: GuardState };
