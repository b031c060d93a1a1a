import type { Command, Observation, Robot, Seconds } from "../contract/robot.ts";
import {
  type Guarded,
  type GuardInputs,
  type GuardSettings,
  type GuardState,
  guardStart,
  guardStep,
  type Latch,
} from "../guard/guard.ts";
import type { TouchTask } from "../guard/regions.ts";
import {
  type Finding,
  type Health,
  type HealthSettings,
  type HealthState,
  healthStart,
  healthStep,
} from "../health/index.ts";
import type { Clock } from "./clock.ts";
import { type Lateness, latenessMeter } from "./lateness.ts";
import { type OpenPolicy, type PolicyHost, policyHost } from "./policy-host.ts";

/** One turn, as it is recorded. */
export interface Turn {
  readonly at: Seconds;
  /** After the time that was due. */
  readonly late: Seconds;
  readonly observation: Observation;
  /** What the policy said since the last turn. */
  readonly told: Command | null;
  readonly asked: Asked;
  readonly guarded: Guarded;
  /** What the robot says that it was sent; null: nothing was. */
  readonly sent: Command | null;
  /** What the self-check finds wrong; left out: it is not watched. */
  readonly findings?: readonly Finding[];
}

/** What the guard was asked in a turn beside the command: with it the turn can be decided again. */
export interface Asked extends Omit<GuardInputs, "now" | "command" | "observation"> {
  /** The guard began anew, from this turn's observation; a latch stayed. */
  readonly isAnew: boolean;
}

/** Something that went wrong and was handled. */
export interface Trouble {
  readonly at: Seconds;
  readonly part: "robot" | "policy" | "loop" | "self-check";
  readonly why: string;
}

export interface LoopOptions {
  readonly robot: Robot;
  /** Opens the policy, and opens it again after a crash; null: nobody decides yet. */
  readonly policy: OpenPolicy | null;
  readonly guard: GuardSettings;
  readonly clock: Clock;
  /** Watches the robot while it runs: slows it down or stops it where something is wrong. Left out: nobody does. */
  readonly health?: HealthSettings;
  /** Share of its speed, beside what the self-check leaves; left out: 1. A replay says what it was then. */
  readonly slow?: () => number;
  readonly onTurn?: (turn: Turn) => void;
  readonly onTrouble?: (trouble: Trouble) => void;
}

export interface LoopReport {
  readonly lateness: Lateness;
  /** Turns with each limit that bit. */
  readonly limits: ReadonlyMap<string, number>;
  readonly troubles: readonly Trouble[];
}

/** Observes, asks, guards, acts: at a fixed rate, and never silently slower. */
export interface ControlLoop {
  /** Until `signal` aborts; the robot is stopped then. */
  run(signal: AbortSignal): Promise<LoopReport>;
  /** A stop request, not an emergency stop: it brakes and stays until `release`. */
  stop(by: string): void;
  release(person: string): void;
  /** Limits of touch for what is being done; null: no touch is planned. */
  setTask(task: TouchTask | null): void;
  /** Another one decides from now on; null: nobody. */
  setPolicy(open: OpenPolicy | null): void;
  /** To the policy's `tell`. */
  tell(message: unknown): void;
  /** The world has begun anew: the guard starts from the next observation, the policy from its reset. A latch stays. */
  renew(): void;
  /** What was until now. */
  report(): LoopReport;
}

/** Where the guard begins: a hair before now, since it sends nothing where its clock stands. A latch stays. */
export const guardAnew = (
  guard: GuardSettings,
  observation: Observation,
  now: Seconds,
  latch: Latch | null,
): GuardState => ({ ...guardStart(guard, observation, now - guard.period), latch });

export const controlLoop = (options: LoopOptions): ControlLoop => new RunningLoop(options);

/** So many of the newest are kept for the report. */
const mostTroubles = 1000;

/** Lateness above this many periods is told as a trouble, once until it is over. */
const latePeriods = 2;

class RunningLoop implements ControlLoop {
  readonly #options: LoopOptions;
  readonly #policy: PolicyHost;
  readonly #meter = latenessMeter();
  readonly #limits = new Map<string, number>();
  readonly #troubles: Trouble[] = [];
  readonly #stops = new Set<string>();
  #release: { readonly person: string } | null = null;
  #task: TouchTask | null = null;
  #state: GuardState | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #isLate = false;
  #isDeaf = false;
  #isToRenew = false;
  #health: HealthState | null = null;
  /** Checks and places of what was told already. */
  #found: ReadonlySet<string> = new Set();
  #sent: Command | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#policy = policyHost(options.policy);
  }

  stop(by: string): void {
    this.#stops.add(by);
  }

  release(person: string): void {
    this.#release = { person };
  }

  setTask(task: TouchTask | null): void {
    this.#task = task;
  }

  setPolicy(open: OpenPolicy | null): void {
    this.#policy.change(open);
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  tell(message: unknown): void {
    this.#policy.tell(message);
  }

  renew(): void {
    this.#policy.renew();
    this.#isToRenew = true;
  }

  report(): LoopReport {
    return { lateness: this.#meter.report(), limits: new Map(this.#limits), troubles: [...this.#troubles] };
  }

  async run(signal: AbortSignal): Promise<LoopReport> {
    const { clock, guard, robot } = this.#options;
    let due = clock.now();
    const deaf = robot.onStopAsked?.((by) => this.stop(by));
    try {
      while (!signal.aborted) {
        await clock.until(due);
        const now = clock.now();
        const left = Math.max(0, Math.floor((now - due) / guard.period));
        this.#measure(now, now - due, left);
        await this.#turn(now, now - due);
        due += (left + 1) * guard.period;
      }
    } finally {
      deaf?.();
      await robot.stop("the loop has ended").catch((error: unknown) => this.#trouble(clock.now(), "robot", error));
      await this.#policy.close();
    }
    return this.report();
  }

  #measure(now: Seconds, late: Seconds, left: number): void {
    this.#meter.add(late, left);
    const isLate = late > latePeriods * this.#options.guard.period;
    if (isLate && !this.#isLate) this.#trouble(now, "loop", `a turn came ${(late * 1000).toFixed(1)} ms late`);
    this.#isLate = isLate;
  }

  async #turn(now: Seconds, late: Seconds): Promise<void> {
    const observation = await this.#observed(now);
    if (!observation) return;
    this.#ask(observation, now);
    const told = this.#policy.take();
    const health = this.#checked(observation, now, late);
    const asked = this.#asked(health);
    const guarded = this.#guarded(observation, told, asked, now);
    const sent = guarded.command ? await this.#acted(guarded.command, now) : null;
    this.#sent = sent;
    const findings = health ? { findings: health.findings } : {};
    this.#options.onTurn?.({ at: now, late, observation, told, asked, guarded, sent, ...findings });
  }

  /** Its own state, as far as it can see it; what is new is told once. */
  #checked(observation: Observation, now: Seconds, late: Seconds): Health | null {
    const { health: settings, guard } = this.#options;
    if (!settings) return null;
    const inputs = { now, late, observation, sent: this.#sent, release: this.#release };
    // In a world that began anew the joints stand elsewhere: no encoder has jumped.
    const before = this.#isToRenew ? null : this.#health;
    const health = healthStep(guard.features, settings, before ?? healthStart(guard.features), inputs);
    this.#health = health.state;
    const found = new Set(health.findings.map(({ check, where }) => `${check} ${where}`));
    for (const { check, where, found: what, remedy } of health.findings)
      if (!this.#found.has(`${check} ${where}`)) this.#trouble(now, "self-check", `${where} ${what}. ${remedy}`);
    this.#found = found;
    return health;
  }

  /** Nothing is sent without an observation: the robot's side brakes by itself when its last command has expired. */
  async #observed(now: Seconds): Promise<Observation | null> {
    try {
      const observation = await this.#options.robot.observe();
      // While nothing was heard the robot braked by itself: the guard goes on from where it stands now.
      if (this.#isDeaf) this.#hearsAgain();

      return observation;
    } catch (error) {
      if (!this.#isDeaf) this.#trouble(now, "robot", error);
      this.#isDeaf = true;
      return null;
    }
  }

  #hearsAgain(): void {
    this.#isDeaf = false;
    this.#isToRenew = true;
    this.#policy.forget();
  }

  #ask(observation: Observation, now: Seconds): void {
    const { commandPeriod, period } = this.#options.guard;
    if (now - this.#askedAt >= commandPeriod - period / 2) {
      this.#askedAt = now;
      this.#policy.ask(observation, now);
    }
    for (const { at, why, isGivenUp } of this.#policy.troubles()) {
      this.#trouble(at, "policy", isGivenUp ? `${why}: given up, a person has to take over` : `${why}: started again`);
      if (isGivenUp) this.#stops.add("a policy that crashed");
    }
  }

  #asked(health: Health | null): Asked {
    const isAnew = !this.#state || this.#isToRenew;
    const share = Math.min(health?.slow ?? 1, this.#options.slow?.() ?? 1);
    const slow = share < 1 ? { slow: share } : {};
    const stops = [...this.#stops, ...(health?.stops ?? [])];
    const asked = { stops, release: this.#release, task: this.#task, isAnew, ...slow };
    this.#isToRenew = false;
    this.#release = null;
    return asked;
  }

  #guarded(observation: Observation, command: Command | null, asked: Asked, now: Seconds): Guarded {
    const { guard } = this.#options;
    const state =
      this.#state && !asked.isAnew ? this.#state : guardAnew(guard, observation, now, this.#state?.latch ?? null);
    const { isAnew: _, ...inputs } = asked;
    const guarded = guardStep(guard, state, { now, command, observation, ...inputs });
    this.#state = guarded.state;
    // A stop that the guard has latched need not be asked for again; where the clock stood it has not looked at it.
    if (!guarded.limits.has("clock")) this.#stops.clear();
    for (const limit of guarded.limits) this.#limits.set(limit, (this.#limits.get(limit) ?? 0) + 1);
    return guarded;
  }

  async #acted(command: Command, now: Seconds): Promise<Command | null> {
    try {
      return await this.#options.robot.act(command);
    } catch (error) {
      this.#trouble(now, "robot", error);
      return null;
    }
  }

  #trouble(at: Seconds, part: Trouble["part"], error: unknown): void {
    const trouble = { at, part, why: error instanceof Error ? error.message : String(error) };
    this.#troubles.push(trouble);
    if (this.#troubles.length > mostTroubles) this.#troubles.shift();
    this.#options.onTrouble?.(trouble);
  }
}
