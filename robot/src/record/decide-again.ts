import { RobotFault } from "../fault.ts";
import { type Guarded, type GuardSettings, type GuardState, guardStep } from "../guard/guard.ts";
import { guardAnew } from "../loop/control-loop.ts";
import type { About } from "./about.ts";
import { isSame } from "./same.ts";
import type { RecordedTurn } from "./turn-message.ts";

/** A recording, whatever it lies in. */
export interface Recorded {
  readonly about: About;
  turns(): AsyncIterable<RecordedTurn>;
}

export interface DecidedAgain {
  readonly turn: RecordedTurn;
  /** null: turns before it are missing, and with them what the guard knew. */
  readonly guarded: Guarded | null;
  /** In command, limits and latch, to the bit; null: could not be decided. */
  readonly isSame: boolean | null;
}

const isAsRecorded = ({ command, limits, state }: Guarded, turn: RecordedTurn): boolean =>
  isSame(command, turn.decided) &&
  isSame([...limits].sort(), [...turn.limits].sort()) &&
  isSame(state.latch, turn.latch);

/** Where the guard stood before a turn; null: not known. Over a gap nobody knows whether a latch stayed. */
const stateBefore = (guard: GuardSettings, turn: RecordedTurn, known: GuardState | null): GuardState | null =>
  turn.asked.isAnew && (known || turn.sequence === 1)
    ? guardAnew(guard, turn.observation, turn.at, known?.latch ?? null)
    : known;

const again = (guard: GuardSettings, { at, told, observation, asked }: RecordedTurn, before: GuardState): Guarded => {
  const { isAnew: _, ...inputs } = asked;
  return guardStep(guard, before, { now: at, command: told, observation, ...inputs });
};

/**
 * Plays every turn through the guard again: same observation, same command, same time, same requests.
 * @throws {RobotFault} "replay" where the recording does not say with which settings it was guarded.
 */
export async function* decidedAgain({ about, turns }: Recorded): AsyncGenerator<DecidedAgain> {
  const { guard } = about;
  if (!guard)
    throw new RobotFault("replay", "The recording does not hold the guard's settings.", "Record with `guard` given.");
  let state: GuardState | null = null;
  let next = 1;
  for await (const turn of turns()) {
    const before: GuardState | null = stateBefore(guard, turn, turn.sequence === next ? state : null);
    const guarded: Guarded | null = before && again(guard, turn, before);
    next = turn.sequence + 1;
    state = guarded?.state ?? turn.state;
    yield { turn, guarded, isSame: guarded && isAsRecorded(guarded, turn) };
  }
}

export interface Comparison {
  readonly turns: number;
  readonly same: number;
  readonly different: number;
  /** After gaps, until the guard's state is known again. */
  readonly unknown: number;
  /** The first turns that were decided otherwise. */
  readonly first: readonly DecidedAgain[];
}

const most = 5;

export const compareDecisions = async (recorded: Recorded): Promise<Comparison> => {
  let [turns, same, unknown] = [0, 0, 0];
  const first: DecidedAgain[] = [];
  for await (const one of decidedAgain(recorded)) {
    turns += 1;
    if (one.isSame === null) unknown += 1;
    else if (one.isSame) same += 1;
    else if (first.length < most) first.push(one);
  }
  return { turns, same, different: turns - same - unknown, unknown, first };
};
