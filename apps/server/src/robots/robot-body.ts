import type { Body, Offer, Order, SubjectId } from "@sakiyomi/core";
import { failureIn, type Seconds, type TouchTask, type Turn } from "@sakiyomi/robot";
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
  /** What comes of it beside its being done; left out: nothing. Begun anew with each job. */
  readonly findings?: () => Findings;
}

/** Reads from the turns of a job what comes of it. */
export interface Findings {
  see(turn: Turn): void;
  /** When it is done. Throws, with a reason in words, where nothing came of it. */
  end(): Result;
}

/** What a robot can be asked for: a job for its policy, or something that takes more than a policy. */
export type Ability = { readonly offer: Offer } & (
  | { readonly job: (order: Order) => Job }
  | { readonly carryOut: Body["carryOut"] }
);

export interface RobotBodyOptions {
  /** "robot:airec" */
  readonly id: SubjectId;
  readonly title: string;
  readonly run: RobotRun;
  readonly abilities: readonly Ability[];
  /** Its voice; left out: it has none. */
  readonly say?: (words: string, by: string) => Promise<Result>;
  /** Has a person taken it by hand? Then nobody orders it about; left out: never. */
  readonly isByHand?: () => boolean;
  /** Seconds, never backwards. */
  readonly now?: () => Seconds;
}

export type Tell = (progress: number | null, phase: string | null) => void;
export type Result = Readonly<Record<string, unknown>>;

/** A robot that is at work, as a body that can be ordered to do something. It does nothing while its stop is latched. */
export const robotBody = (options: RobotBodyOptions): Body => {
  const { id, title, run, abilities, say, isByHand = () => false } = options;
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
    say: async ({ parameters, by }) => (await say?.(String(parameters.words), by)) ?? {},
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
      if (isByHand()) return Promise.reject(new Error(byHand));
      if (signal.aborted) return aborted(signal);
      if ("carryOut" in ability) return ability.carryOut(order, tell, signal);
      const now = options.now ?? (() => performance.now() / 1000);
      return work({ run, isByHand, now }, ability.job(order), tell, signal);
    },
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(new Error("ended"));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });

/** A robot that has fallen silent has no turns to count its time by, ms. */
const lookPeriod = 1000;

export const byHand = "a person moves it by hand";

export type Working = Required<Pick<RobotBodyOptions, "run" | "isByHand" | "now">>;

/** Lets the job's policy decide until it says "done", is ended, is stopped by the guard, or takes too long. */
export const work = async (working: Working, job: Job, tell: Tell, signal: AbortSignal): Promise<Result> => {
  const { run, isByHand, now } = working;
  // Its policy would take the robot out of that hand.
  if (isByHand()) throw new Error(byHand);
  const began = now();
  const watch = watched(working, job, tell, () => now() - began);
  run.setTask(job.touch);
  run.setPolicy(job.policy);
  try {
    await Promise.race([watch.done, aborted(signal)]);
    return { seconds: Math.round(now() - began), ...watch.found() };
  } finally {
    watch.end();
    // Whoever has it in hand keeps it.
    if (!isByHand()) run.setPolicy(null);
    run.setTask(null);
  }
};

interface Watch {
  readonly done: Promise<void>;
  found(): Result;
  end(): void;
}

/** Why it cannot go on, whatever its policy says; null: it can. */
export const barredBy = (isByHand: boolean, { guarded }: Turn, isLate: string | null): string | null => {
  if (isByHand) return byHand;
  const { latch } = guarded.state;
  return latch ? `stopped, ${latch.why}; a person has to release it` : isLate;
};

const watched = ({ run, isByHand }: Working, job: Job, tell: Tell, passed: () => Seconds): Watch => {
  const { phases, timeLimit } = job;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const findings = job.findings?.();
  let [last, furthest] = ["", 0];
  const late = (): string | null => (passed() > timeLimit ? `not done in ${timeLimit} s, at "${last}"` : null);
  const lookAtTime = (): void => {
    const isLate = late();
    if (isLate !== null) reject(new Error(isLate));
  };
  const look = (turn: Turn): void => {
    const { told } = turn;
    findings?.see(turn);
    const barred = barredBy(isByHand(), turn, late());
    if (barred !== null) reject(new Error(barred));
    const note = told?.note;
    // Until it is at a row of this job, it is the end of the one before that is heard.
    if (note === undefined || note === last || (last === "" && !phases.includes(note))) return;
    last = note;
    if (note === "done") resolve();
    const why = failureIn(note);
    if (why !== null) {
      reject(new Error(why));
      return;
    }
    // One that begins anew after a slip has still come as far as it had.
    furthest = Math.max(furthest, phases.indexOf(note) / Math.max(1, phases.length));
    tell(furthest, note);
  };
  const looking = setInterval(lookAtTime, lookPeriod);
  const ends = [
    () => clearInterval(looking),
    run.onTurn(look),
    run.onTrouble(({ part, why }) => {
      if (part === "policy" && why.includes("given up")) reject(new Error(why));
    }),
  ];
  return {
    done: promise,
    found: () => findings?.end() ?? {},
    end: () => {
      for (const end of ends) end();
    },
  };
};
