import type { Command, Observation, Policy, Seconds } from "../contract/robot.ts";

export interface PolicyTrouble {
  readonly at: Seconds;
  readonly why: string;
  /** Is it tried again, or has it failed too often? */
  readonly isGivenUp: boolean;
}

export interface PolicyHost {
  /** Asks for the next command unless one is being worked on. Never waits. */
  ask(observation: Observation, now: Seconds): void;
  /** The newest answer, once. */
  take(): Command | null;
  /** Since the last call. */
  troubles(): readonly PolicyTrouble[];
  /** To the policy's own `tell`. */
  tell(message: unknown): void;
  /** What it was asked until now is too old: an answer to it is not taken. */
  forget(): void;
  /** What it knew is over: it is reset before its next step. */
  renew(): void;
  /** Another one decides from now on; what it was told to count is forgotten. null: nobody. */
  change(open: OpenPolicy | null): void;
  readonly isGivenUp: boolean;
  close(): Promise<void>;
}

export type OpenPolicy = () => Promise<Policy>;

/** A policy that has crashed this often in a row is not started again. A default of this project. */
const mostCrashes = 3;

/** One that has not answered for so long is ended and started anew, s. Its commands have expired long before. */
const patience = 5;

/**
 * Runs a policy beside the loop: the guard never waits for it, and a crash starts it anew. A policy that computes on this
 * thread still blocks it: learnt ones live in a worker.
 */
export const policyHost = (open: OpenPolicy | null): PolicyHost => new Host(open);

class Host implements PolicyHost {
  #open: OpenPolicy | null;
  #policy: Promise<Policy> | null = null;
  /** Whose answers count: an ended policy may still answer. */
  #run = 0;
  #askedAt: Seconds | null = null;
  #answer: Command | null = null;
  #crashes = 0;
  #isToRenew = false;
  /** How often what was asked has been forgotten. */
  #forgotten = 0;
  #noted: PolicyTrouble[] = [];

  constructor(open: OpenPolicy | null) {
    this.#open = open;
  }

  get isGivenUp(): boolean {
    return this.#crashes >= mostCrashes;
  }

  ask(observation: Observation, now: Seconds): void {
    if (!this.#open || this.isGivenUp) return;
    if (this.#askedAt === null) void this.#work(this.#open, observation, now);
    else if (now - this.#askedAt > patience) this.#crashed(`it has not answered for ${patience} s`, now);
  }

  take(): Command | null {
    const taken = this.#answer;
    this.#answer = null;
    return taken;
  }

  troubles(): readonly PolicyTrouble[] {
    const told = this.#noted;
    this.#noted = [];
    return told;
  }

  tell(message: unknown): void {
    // A policy that cannot be opened is told of by its next step.
    void this.#policy?.then((one) => one.tell?.(message)).catch(() => {});
  }

  forget(): void {
    this.#forgotten += 1;
    this.#answer = null;
  }

  renew(): void {
    this.#isToRenew = true;
    this.forget();
  }

  change(open: OpenPolicy | null): void {
    void this.#end();
    this.#open = open;
    this.#crashes = 0;
  }

  async close(): Promise<void> {
    await this.#end();
  }

  async #work(open: OpenPolicy, observation: Observation, now: Seconds): Promise<void> {
    const [run, forgotten] = [this.#run, this.#forgotten];
    this.#askedAt = now;
    try {
      this.#policy ??= begun(open);
      const policy = await this.#policy;
      if (this.#isToRenew) {
        this.#isToRenew = false;
        await policy.reset();
      }
      const answer = await policy.step(observation, now);
      if (run !== this.#run) return;
      this.#askedAt = null;
      if (forgotten === this.#forgotten) this.#answer = answer ?? this.#answer;
      this.#crashes = 0;
    } catch (error) {
      if (run === this.#run) this.#crashed(error instanceof Error ? error.message : String(error), now);
    }
  }

  #crashed(why: string, at: Seconds): void {
    this.#crashes += 1;
    void this.#end();
    this.#noted.push({ at, why, isGivenUp: this.isGivenUp });
  }

  #end(): Promise<void> {
    const ended = this.#policy;
    this.#run += 1;
    this.#policy = null;
    this.#askedAt = null;
    this.#answer = null;
    return ended
      ? ended
          .then((one) => one.close())
          // It could not be opened, or is dead already: there is nothing left to close.
          .catch(() => {})
      : Promise.resolve();
  }
}

const begun = async (open: OpenPolicy): Promise<Policy> => {
  const fresh = await open();
  await fresh.reset();
  return fresh;
};
