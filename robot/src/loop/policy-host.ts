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
  readonly isGivenUp: boolean;
  close(): Promise<void>;
}

/** A policy that has crashed this often in a row is not started again. A default of this project. */
const mostCrashes = 3;

/**
 * Runs a policy beside the loop: the guard never waits for it, and a crash starts it anew. A policy that computes on this
 * thread still blocks it: learnt ones live in a worker.
 */
export const policyHost = (open: () => Promise<Policy>): PolicyHost => {
  let policy: Promise<Policy> | null = null;
  let isBusy = false;
  let answer: Command | null = null;
  let crashes = 0;
  let noted: PolicyTrouble[] = [];
  const opened = async (): Promise<Policy> => {
    const fresh = await open();
    await fresh.reset();
    return fresh;
  };
  const crashed = (error: unknown, at: Seconds): void => {
    crashes += 1;
    policy = null;
    noted.push({ at, why: error instanceof Error ? error.message : String(error), isGivenUp: crashes >= mostCrashes });
  };
  const work = async (observation: Observation, now: Seconds): Promise<void> => {
    try {
      policy ??= opened();
      answer = (await (await policy).step(observation, now)) ?? answer;
      crashes = 0;
    } catch (error) {
      crashed(error, now);
    } finally {
      isBusy = false;
    }
  };
  return {
    ask: (observation, now) => {
      if (isBusy || crashes >= mostCrashes) return;
      isBusy = true;
      void work(observation, now);
    },
    take: () => {
      const taken = answer;
      answer = null;
      return taken;
    },
    troubles: () => {
      const told = noted;
      noted = [];
      return told;
    },
    get isGivenUp() {
      return crashes >= mostCrashes;
    },
    close: async () => {
      await policy?.then(
        (one) => one.close(),
        () => {},
      );
    },
  };
};
