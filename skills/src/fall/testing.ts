/** What the tests of this folder share: a day that is lived turn by turn. */
import { type Made, type Prediction, SECOND, type Signal, type Step, type Wish } from "@sakiyomi/core";
import { chanceOf, type Stretch } from "./sim.ts";
import { ann, BEGIN, fallOf, lieDown, standUp, toEdge, type Waist, walk } from "./sim-day.ts";
import { fall } from "./skill.ts";

export const person = { id: ann, ageYears: 80, pregnant: null };

export interface Day {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seconds a block, and what is done to each before it arrives. */
  readonly block?: number;
  readonly seconds?: number;
  readonly change?: (signal: Signal, second: number) => readonly Signal[];
  readonly words?: readonly Signal[];
}

export interface Turn {
  readonly second: number;
  readonly step: Step<unknown>;
}

/** The day turn by turn, the state stored in between. */
export function live(
  waist: Waist,
  { settings = {}, block = 1, seconds = waist.seconds, change, words = [] }: Day = {},
): readonly Turn[] {
  const chosen = fall.settings.parse(settings);
  let state: unknown = fall.start(BEGIN);
  const turns: Turn[] = [];
  for (let second = block; second <= seconds + 1e-9; second += block) {
    const now = Math.round(BEGIN + second * SECOND);
    const waves = second - block < waist.seconds ? waist.blocks(second - block, second) : [];
    const signals = [
      ...waves.flatMap((signal) => change?.(signal, second - block) ?? [signal]),
      ...words.filter(({ at }) => at > now - block * SECOND && at <= now),
    ];
    const step = fall.step(state, { signals, settings: chosen, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    turns.push({ second, step });
  }
  return turns;
}

export const last = (turns: readonly Turn[]): Step<unknown> => (turns.at(-1) as Turn).step;
export const keys = ({ wishes }: Step<unknown>): readonly string[] => wishes.map(({ key }) => key);
export const wish = (step: Step<unknown>, key: string): Wish => {
  const found = step.wishes.find((one) => one.key === key);
  if (!found) throw new Error(`${key} is not among ${keys(step)}`);
  return found;
};
export const said = (step: Step<unknown>, key: string): string => {
  const found = wish(step, key);
  return "text" in found ? found.text.key : "";
};
/** The first second in which the key is wished. */
export const firstOf = (turns: readonly Turn[], key: string): number =>
  turns.find(({ step }) => keys(step).includes(key))?.second ?? Number.NaN;
export const why = (prediction: Prediction | undefined): string =>
  prediction?.known === false ? prediction.why.key : JSON.stringify(prediction);
export const classes = (prediction: Prediction | undefined): Readonly<Record<string, number>> => {
  if (!prediction?.known || prediction.what.type !== "classes") throw new Error(why(prediction));
  return prediction.what.probabilities;
};
export const made = (turns: readonly Turn[]): readonly Made[] => turns.flatMap(({ step }) => step.made ?? []);
export const word = (
  kind: "answer" | "questionnaire" | "bed-occupancy" | "fall",
  second: number,
  value: unknown,
  source = "staff:kim",
): Signal =>
  ({
    ...{ subject: ann, kind, at: BEGIN + second * SECOND, receivedAt: BEGIN + second * SECOND, sequence: 0 },
    ...{ value, quality: "good", source },
  }) as Signal;

export const fallen = (kind: Parameters<typeof fallOf>[0] = "forwards", lying = 30): readonly Stretch[] => [
  walk(20),
  ...fallOf(kind, chanceOf(4), lying),
];
export const stands: Stretch = { seconds: 30, to: { lean: 0, roll: 0, height: 0.95 }, movesFor: 3 };
/** To bed, a minute of lying, to the edge, and up after so many seconds. */
export const exit = (sits: number): readonly Stretch[] => {
  const chance = chanceOf(11);
  const lying: Stretch = { seconds: 60, to: { lean: 88, roll: 0, height: 0.55 }, movesFor: 1 };
  return [walk(20), ...lieDown(chance), lying, ...toEdge(chance), ...standUp(chance, sits), walk(10)];
};
export const truthOf = (waist: Waist, what: string): number =>
  waist.truths.findLast((one) => one.what === what)?.at ?? Number.NaN;

export const withSamples = (signal: Signal, of: (i: number) => number): Signal => {
  const { value } = signal as Extract<Signal, { kind: "acceleration-x" }>;
  return { ...signal, value: { ...value, samples: value.samples.map((_, i) => of(i)) } } as Signal;
};

export const sampleOf = (signal: Signal, i: number): number =>
  (signal as Extract<Signal, { kind: "acceleration-x" }>).value.samples[i] ?? 0;
