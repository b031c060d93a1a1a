import type { Command, Observation, Policy, Robot, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { Clock } from "../loop/clock.ts";
import type { ControlLoop } from "../loop/control-loop.ts";
import type { Recorded } from "./decide-again.ts";
import type { RecordedTurn } from "./turn-message.ts";

/** A recording that is played into the loop: it moves its own clock, from turn to turn. */
export interface Replay {
  /** Shows at each recorded moment what stood at the end of `until`. */
  readonly clock: Clock;
  /** Observes what was recorded; what it is told changes nothing. */
  readonly robot: Robot;
  /** Says what was said then, in the same turns. */
  readonly policy: Policy;
  /** Aborted in the last turn: for `loop.run`. */
  readonly ended: AbortSignal;
  /** The turn that is played; null: before the first. */
  readonly turn: RecordedTurn | null;
  /** Share of its speed that the self-check left then: for the loop's `slow`. */
  readonly slow: () => number;
  /** From now on this loop is asked for what people asked for then: stops, releases, tasks. */
  attach(loop: ControlLoop): void;
}

/** @throws {RobotFault} "replay" where there is no turn. */
export const openReplay = async (recorded: Recorded): Promise<Replay> => {
  const turns = recorded.turns()[Symbol.asyncIterator]();
  const first = await turns.next();
  if (first.done)
    throw new RobotFault("replay", "The recording holds no turn.", "Choose another, or recover it first.");
  return new Tape(recorded, turns, first.value);
};

/** A policy that says nothing is let go after so long, s: well before the loop would call it stuck. */
const patience = 1;

interface Waiting {
  readonly since: Seconds;
  readonly answer: (command: Command | null) => void;
}

class Tape implements Replay {
  readonly robot: Robot;
  readonly #recorded: Recorded;
  readonly #turns: AsyncIterator<RecordedTurn>;
  readonly #ended = new AbortController();
  #next: RecordedTurn | null;
  #turn: RecordedTurn | null = null;
  #now: Seconds;
  #loop: ControlLoop | null = null;
  #waiting: Waiting | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(recorded: Recorded, turns: AsyncIterator<RecordedTurn>, first: RecordedTurn) {
    this.robot = replayedRobot(recorded, () => this.#turn?.observation ?? null);
    this.#recorded = recorded;
    this.#turns = turns;
    this.#next = first;
    this.#now = first.at - first.late;
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  get turn(): RecordedTurn | null {
    return this.#turn;
  }

  readonly slow = (): number => this.#turn?.asked.slow ?? 1;

  attach(loop: ControlLoop): void {
    this.#loop = loop;
  }

  readonly clock: Clock = {
    now: () => this.#now,
    // The recorded turn comes when it came, whatever the loop thinks is due.
    until: () => this.#advance(),
  };

  readonly policy: Policy = {
    reset: async () => {},
    step: (_, now) =>
      new Promise((answer) => {
        this.#waiting = { since: now, answer };
      }),
    close: async () => this.#answer(null),
  };

  async #advance(): Promise<void> {
    const turn = this.#next;
    if (!turn) return;
    this.#turn = turn;
    this.#now = turn.at;
    this.#ask(turn);
    this.#say(turn);
    const { value, done } = await this.#turns.next();
    this.#next = done ? null : value;
    if (done) this.#ended.abort();
    // The policy's answer passes through some promises before the loop can take it.
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  }

  #ask({ asked, sequence }: RecordedTurn): void {
    const loop = this.#loop;
    if (!loop) return;
    if (asked.isAnew && sequence > 1) {
      // What the policy was asked before is not taken any more.
      this.#answer(null);
      loop.renew();
    }
    if (asked.release) loop.release(asked.release.person);
    for (const stop of asked.stops) loop.stop(stop);
    loop.setTask(asked.task);
  }

  /** The loop asks its policy every so often; one that had nothing to say answers just before it is asked again. */
  #say({ at, told }: RecordedTurn): void {
    const { guard } = this.#recorded.about;
    const isAskedNow = !guard || at - this.#askedAt >= guard.commandPeriod - guard.period / 2;
    if (isAskedNow) this.#askedAt = at;
    if (told) this.#answer(told);
    else if (isAskedNow && this.#waiting && at - this.#waiting.since > patience) this.#answer(null);
  }

  #answer(command: Command | null): void {
    this.#waiting?.answer(command);
    this.#waiting = null;
  }
}

const replayedRobot = ({ about }: Recorded, observation: () => Observation | null): Robot => {
  let isOpen = false;
  const opened = (): void => {
    if (!isOpen) throw new RobotFault("closed", "The robot is not open.", "Open it first.");
  };
  return {
    features: about.features,
    open: async () => {
      isOpen = true;
    },
    observe: async () => {
      opened();
      const seen = observation();
      if (!seen) throw new RobotFault("replay", "No turn is played yet.", "Wait for the replay's clock first.");
      return seen;
    },
    act: async (command) => {
      opened();
      return command;
    },
    stop: async () => {},
    close: async () => {
      isOpen = false;
    },
  };
};
