import { LearnFault } from "../fault.ts";
import { floats, type Tensor } from "../tensor.ts";
import type { Batches, Fed } from "./batches.ts";
import type { Schedule } from "./schedules.ts";
import type { Batch, Learner, LearnerState } from "./step.ts";

/** Steps between two states that are held in memory, to go back to when numbers stop being finite. */
const GUARD_STEPS = 16;

/** What a run has to remember to explain its end. */
export class Guard {
  readonly #learner: Learner;
  #held: LearnerState | null = null;
  #lowest = Number.POSITIVE_INFINITY;
  #last = Number.NaN;

  constructor(learner: Learner) {
    this.#learner = learner;
  }

  /** To be called before the step. */
  async before(step: number): Promise<void> {
    if (!this.#held || step % GUARD_STEPS === 0) this.#held = await this.#learner.snapshot();
  }

  saw(loss: number): void {
    this.#lowest = Math.min(this.#lowest, loss);
    this.#last = loss;
  }

  get held(): LearnerState | null {
    return this.#held;
  }

  /** How far the loss had risen above its lowest, as a factor. */
  get rise(): number {
    return this.#last / this.#lowest;
  }
}

export const settingsAt = (settings: Readonly<Record<string, Schedule>>, step: number): Batch =>
  Object.fromEntries(Object.entries(settings).map(([name, { at }]) => [name, floats(Float32Array.of(at(step)), [])]));

export interface Course {
  readonly learner: Learner;
  readonly train: Batches;
  readonly rate: Schedule;
  readonly settings?: Readonly<Record<string, Schedule>>;
  /** Step of the last checkpoint, null where there is none yet. */
  readonly keptAt: number | null;
}

/**
 * Goes back to the last state in memory, repeats the steps up to the one that failed, and looks where its gradient stops
 * being finite. `step` counts from 0.
 */
export async function divergence(course: Course, guard: Guard, step: number): Promise<LearnFault> {
  const { learner, train, rate, settings = {}, keptAt } = course;
  const feed = async (at: number): Promise<Fed> => {
    const fed = await train.at(at);
    return { ...fed, batch: { ...fed.batch, ...settingsAt(settings, at) } };
  };
  if (guard.held) await learner.restore(guard.held);
  for (let at = guard.held?.step ?? step; at < step; at += 1) await learner.step((await feed(at)).batch, rate.at(at));
  const { batch } = await feed(step);
  const bad = firstBad(await learner.gradients(batch));
  const [layer, weight] = largestOf(await learner.parameters());
  const found = `Step ${step + 1} (pass ${Math.floor(step / train.count) + 1}): the loss is no finite number any more.`;
  const where = bad ? ` The first layer with such a gradient is "${bad}".` : "";
  const sizes = ` The largest weight is ${shownNumber(weight)}, in "${layer}".`;
  const { cause, remedy } = causeOf({ batch, weight, rise: guard.rise, rate: rate.at(step) });
  const kept = keptAt === null ? "There is no checkpoint yet." : `The checkpoint of step ${keptAt} is kept.`;
  return new LearnFault("diverged", `${found}${where}${sizes} ${cause}`, `${remedy} ${kept}`);
}

const firstBad = (gradients: Readonly<Record<string, Tensor<"float32">>>): string | null =>
  Object.entries(gradients).find(([, { data }]) => !data.every(Number.isFinite))?.[0] ?? null;

const greatest = (data: Tensor["data"]): number => {
  let most = 0;
  for (const value of data) {
    const size = Math.abs(Number(value));
    if (!(size <= most)) most = size;
  }
  return most;
};

const largestOf = (tensors: Readonly<Record<string, Tensor>>): readonly [string, number] =>
  Object.entries(tensors)
    .map(([name, { data }]) => [name, greatest(data)] as const)
    .reduce((most, one) => (one[1] <= most[1] ? most : one), ["", 0]);

const shownNumber = (value: number): string => {
  const short = Number(value.toPrecision(3));
  return short >= 1e6 ? short.toExponential() : String(short);
};

/** Scaled inputs lie within a few units. */
const FAR = 20;
/** Weights of a trained network lie below ten. */
const HEAVY = 1000;
const RISEN = 10;

const risen = (rise: number): string =>
  rise > RISEN ? `; the loss had risen ${shownNumber(rise)} times above its lowest` : "";

interface Clues {
  readonly batch: Batch;
  readonly weight: number;
  readonly rise: number;
  readonly rate: number;
}

function causeOf({ batch, weight, rise, rate }: Clues): { readonly cause: string; readonly remedy: string } {
  const [input, reach] = largestOf(batch);
  if (!(reach <= FAR))
    return {
      cause: `Likely cause: the input "${input}" reaches ${shownNumber(reach)}, so it is not scaled.`,
      remedy: "Scale it to about 0 to 1.",
    };
  if (!(weight <= HEAVY) || rise > RISEN)
    return {
      cause: `Likely cause: the rate ${shownNumber(rate)} is too high${risen(rise)}.`,
      remedy: `Try ${shownNumber(rate / 10)}, or a warm-up.`,
    };
  return {
    cause: "Likely cause: one gradient burst in a recurrence or a division.",
    remedy: "Clip the gradient (clipNorm: 1), or lower the rate.",
  };
}
