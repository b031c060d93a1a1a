import type { Batches } from "./batches.ts";
import { divergence, Guard, settingsAt } from "./divergence.ts";
import { type Mean, meanOf, type Sums, summed } from "./mean.ts";
import type { Schedule } from "./schedules.ts";
import type { Learner, LearnerState, StepLoss, TrainedStep } from "./step.ts";

/** One point of the curve. */
export interface CurvePoint {
  /** Optimiser steps done. */
  readonly step: number;
  /** Passes over the training data done. */
  readonly epoch: number;
  /** Of the last step. */
  readonly rate: number;
  /** Mean since the point before, each batch with the weight of its real steps. */
  readonly train: StepLoss;
  /** Over the whole test set, without augmentation and noise, every setting at its end value. */
  readonly test: StepLoss | null;
  /** The largest since the point before, unclipped. */
  readonly gradientNorm: number;
  /** Spent on training, over all resumptions. */
  readonly seconds: number;
}

/** Everything that the rest of a run rests on. Put back, it goes on to the numbers of an unbroken run. */
export interface RunState {
  readonly learner: LearnerState;
  readonly best: { readonly step: number; readonly loss: number } | null;
  /** Points since the best one. */
  readonly sinceBest: number;
  /** Of the losses since the last point. */
  readonly sums: Sums;
  readonly seconds: number;
}

/** Where a run keeps what it finds: a folder on disk, or memory in a tab. */
export interface RunKeeper {
  point(point: CurvePoint): Promise<void>;
  keep(which: "best" | "last", state: RunState): Promise<void>;
}

export interface FitProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly point: CurvePoint | null;
}

export interface FitOptions {
  readonly learner: Learner;
  readonly train: Batches;
  /** Decides what is best, and when to stop early. Without it, the training loss does. */
  readonly test?: Batches;
  /** Optimiser steps of the whole run, those before a resumption included. */
  readonly steps: number;
  readonly rate: Schedule;
  /** Of the model's inputs that are settings, by name. */
  readonly settings?: Readonly<Record<string, Schedule>>;
  /** Steps from point to point; a pass over the data unless given. */
  readonly every?: number;
  /** Ends the run after so many points without a better one. */
  readonly patience?: number;
  readonly keeper?: RunKeeper;
  /** Goes on from here. */
  readonly from?: RunState;
  /** Ends the run after the step that is being computed; its state is kept as "last". */
  readonly signal?: AbortSignal;
  readonly onStep?: (progress: FitProgress) => void;
  /** Milliseconds; for `seconds`. */
  readonly now?: () => number;
}

export interface Fitted {
  readonly why: "finished" | "patience" | "stopped";
  readonly state: RunState;
}

/**
 * Trains. Order, augmentation and noise are functions of seed and step, so that the same seed gives the same curve on
 * the same machine, resumed or not.
 * @throws {LearnFault} "diverged" when loss or gradient is no number any more, with step, layer and likely cause; what
 * the keeper holds is from before.
 */
export async function fit(options: FitOptions): Promise<Fitted> {
  const run = new Run(options);
  if (options.from) await options.learner.restore(options.from.learner);
  return run.toEnd();
}

class Run {
  readonly #options: FitOptions;
  readonly #every: number;
  readonly #guard: Guard;
  readonly #begun: number;
  #best: RunState["best"];
  #sinceBest: number;
  #sums: Sums;
  #step: number;
  #keptAt: number | null;

  constructor(options: FitOptions) {
    const { from, learner, train } = options;
    this.#options = options;
    this.#every = options.every ?? train.count;
    this.#guard = new Guard(learner);
    this.#best = from?.best ?? null;
    this.#sinceBest = from?.sinceBest ?? 0;
    this.#sums = from?.sums ?? [];
    this.#step = from?.learner.step ?? 0;
    this.#keptAt = from?.learner.step ?? null;
    this.#begun = this.#now() - 1000 * (from?.seconds ?? 0);
  }

  async toEnd(): Promise<Fitted> {
    const { steps, patience = Number.POSITIVE_INFINITY, signal } = this.#options;
    let next = this.#fetch(this.#step);
    while (this.#step < steps && this.#sinceBest < patience) {
      if (signal?.aborted) return { why: "stopped", state: await this.#kept("last") };
      const { batch, steps: weight } = await next;
      next = this.#fetch(this.#step + 1);
      await this.#train(batch, weight);
    }
    const why = this.#sinceBest < patience ? "finished" : "patience";
    return { why, state: await this.#state() };
  }

  /** The batch after is made while this one is computed. */
  #fetch(step: number): ReturnType<Batches["at"]> {
    const fetched = this.#options.train.at(step);
    fetched.catch(() => {}); // told by the await that needs it
    return fetched;
  }

  async #train(batch: Parameters<Learner["step"]>[0], weight: number): Promise<void> {
    const { learner, rate, settings = {}, steps, onStep } = this.#options;
    await this.#guard.before(this.#step);
    const trained = await learner.step({ ...batch, ...settingsAt(settings, this.#step) }, rate.at(this.#step));
    if (!isFiniteStep(trained)) await this.#diverged(this.#step);
    this.#guard.saw(trained.loss);
    this.#sums = summed(this.#sums, trained, weight);
    this.#step += 1;
    const isPoint = this.#step % this.#every === 0 || this.#step === steps;
    const point = isPoint ? await this.#point() : null;
    onStep?.({ step: this.#step, steps, loss: trained.loss, point });
  }

  async #point(): Promise<CurvePoint> {
    const { rate, train, keeper } = this.#options;
    const { gradientNorm, ...mean } = meanOf(this.#sums);
    const test = await this.#tested();
    this.#sums = [];
    const judged = (test ?? mean).loss;
    const isBest = this.#best === null || judged < this.#best.loss;
    if (isBest) this.#best = { step: this.#step, loss: judged };
    this.#sinceBest = isBest ? 0 : this.#sinceBest + 1;
    const point: CurvePoint = {
      step: this.#step,
      epoch: this.#step / train.count,
      rate: rate.at(this.#step - 1),
      train: mean,
      test,
      gradientNorm,
      seconds: this.#seconds(),
    };
    if (keeper) {
      await keeper.point(point);
      const state = await this.#kept("last");
      if (isBest) await keeper.keep("best", state);
    }
    return point;
  }

  async #tested(): Promise<StepLoss | null> {
    const { test, learner } = this.#options;
    if (!test) return null;
    let sums: Sums = [];
    for (let i = 0; i < test.count; i += 1) {
      const { batch, steps } = await test.at(i);
      sums = summed(sums, { ...(await learner.evaluate(batch)), gradientNorm: 0 }, steps);
    }
    const { loss, parts }: Mean = meanOf(sums);
    if (!Number.isFinite(loss)) await this.#diverged(this.#step - 1);
    return { loss, parts };
  }

  async #kept(which: "best" | "last"): Promise<RunState> {
    const state = await this.#state();
    if (!isFiniteState(state.learner)) await this.#diverged(this.#step - 1);
    if (this.#options.keeper) {
      await this.#options.keeper.keep(which, state);
      this.#keptAt = this.#step;
    }
    return state;
  }

  async #state(): Promise<RunState> {
    return {
      learner: await this.#options.learner.snapshot(),
      best: this.#best,
      sinceBest: this.#sinceBest,
      sums: this.#sums,
      seconds: this.#seconds(),
    };
  }

  async #diverged(step: number): Promise<never> {
    throw await divergence({ ...this.#options, keptAt: this.#keptAt }, this.#guard, step);
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now();
  }

  #seconds(): number {
    return (this.#now() - this.#begun) / 1000;
  }
}

const isFiniteStep = ({ loss, gradientNorm }: TrainedStep): boolean =>
  Number.isFinite(loss) && Number.isFinite(gradientNorm);

const isFiniteState = ({ parameters }: LearnerState): boolean =>
  Object.values(parameters).every(({ data }) => data.every(Number.isFinite));
