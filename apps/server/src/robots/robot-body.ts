import type { Body, Offer, Order, SubjectId } from "@sakiyomi/core";
import type { Seconds, TouchTask, Turn } from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";

/** How a robot does one thing that it can be asked for: who decides meanwhile, and what may be touched. */
export interface Job {
  /** Says "done" in its command's note when it is. */
  readonly policy: ThreadModule;
  readonly touch: TouchTask | null;
  /** It has failed when it takes longer. */
  readonly timeLimit: Seconds;
  /** Its notes in their order, for how far it is. */
  readonly phases: readonly string[];
}

export interface Ability {
  readonly offer: Offer;
  readonly job: (order: Order) => Job;
}

export interface RobotBodyOptions {
  /** "robot:airec" */
  readonly id: SubjectId;
  readonly title: string;
  readonly run: RobotRun;
  readonly abilities: readonly Ability[];
  /** Its voice; left out: it has none. */
  readonly say?: (words: string) => Promise<void>;
  /** Seconds, never backwards. */
  readonly now?: () => Seconds;
}

type Tell = (progress: number | null, phase: string | null) => void;
type Result = Readonly<Record<string, unknown>>;

/** A robot that is at work, as a body that can be ordered to do something. It does nothing while its stop is latched. */
export const robotBody = (options: RobotBodyOptions): Body => {
  const { id, title, run, abilities, say } = options;
  const offers: Offer[] = [
    ...abilities.map(({ offer }) => offer),
    ...(say ? [{ capability: "say" as const }] : []),
    { capability: "hold" },
    { capability: "stop" },
  ];
  const done: Readonly<Record<string, (order: Order, signal: AbortSignal) => Promise<Result>>> = {
    stop: async ({ by }) => {
      run.stop(by);
      return { release: "by a person, at the robot's page" };
    },
    say: async ({ parameters }) => {
      await say?.(String(parameters.words));
      return {};
    },
    hold: (_, signal) => aborted(signal),
  };
  return {
    id,
    title,
    offers,
    carryOut: (order, tell, signal) => {
      const simple = done[order.capability];
      if (simple) return simple(order, signal);
      const ability = abilities.find(({ offer }) => offer.capability === order.capability);
      if (!ability) return Promise.reject(new Error(`${title} cannot ${order.capability}`));
      return work(run, ability.job(order), tell, signal, options.now ?? (() => performance.now() / 1000));
    },
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("ended")), { once: true });
  });

/** Lets the job's policy decide until it says "done", is ended, is stopped by the guard, or takes too long. */
const work = async (run: RobotRun, job: Job, tell: Tell, signal: AbortSignal, now: () => Seconds): Promise<Result> => {
  const began = now();
  const watch = watched(run, job, tell, () => now() - began);
  run.setTask(job.touch);
  run.setPolicy(job.policy);
  try {
    await Promise.race([watch.done, aborted(signal)]);
    return { seconds: Math.round(now() - began) };
  } finally {
    watch.end();
    run.setPolicy(null);
    run.setTask(null);
  }
};

interface Watch {
  readonly done: Promise<void>;
  end(): void;
}

const watched = (run: RobotRun, { phases, timeLimit }: Job, tell: Tell, passed: () => Seconds): Watch => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let [last, furthest] = ["", 0];
  const look = ({ told, guarded }: Turn): void => {
    const { latch } = guarded.state;
    if (latch) reject(new Error(`stopped, ${latch.why}; a person has to release it`));
    if (passed() > timeLimit) reject(new Error(`not done in ${timeLimit} s, at "${last}"`));
    const note = told?.note;
    if (note === undefined || note === last) return;
    last = note;
    if (note === "done") resolve();
    // One that begins anew after a slip has still come as far as it had.
    furthest = Math.max(furthest, phases.indexOf(note) / Math.max(1, phases.length));
    tell(furthest, note);
  };
  const ends = [
    run.onTurn(look),
    run.onTrouble(({ part, why }) => {
      if (part === "policy" && why.includes("given up")) reject(new Error(why));
    }),
  ];
  return {
    done: promise,
    end: () => {
      for (const end of ends) end();
    },
  };
};
