import type { StepLoss, TrainedStep } from "./step.ts";

/** Running sums since the last point: kept with a run, they give the same mean after a resumption. */
export type Sums = readonly { readonly name: string; readonly sum: number; readonly weight: number }[];

export interface Mean extends StepLoss {
  /** The largest. */
  readonly gradientNorm: number;
}

const NORM = "norm";
const LOSS = "loss";
const PART = "part ";

/** Adds one batch's losses with its weight. */
export function summed(sums: Sums, { loss, parts, gradientNorm }: TrainedStep, weight: number): Sums {
  const rows = new Map(sums.map((row) => [row.name, row]));
  const add = (name: string, value: number): void => {
    const { sum, weight: before } = rows.get(name) ?? { sum: 0, weight: 0 };
    rows.set(name, { name, sum: sum + value * weight, weight: before + weight });
  };
  add(LOSS, loss);
  for (const [name, value] of Object.entries(parts)) add(`${PART}${name}`, value);
  rows.set(NORM, { name: NORM, sum: Math.max(rows.get(NORM)?.sum ?? 0, gradientNorm), weight: 1 });
  return [...rows.values()];
}

export function meanOf(sums: Sums): Mean {
  const of = (name: string): number => {
    const row = sums.find((one) => one.name === name);
    return row ? row.sum / row.weight : Number.NaN;
  };
  const parts = sums.filter(({ name }) => name.startsWith(PART)).map(({ name }) => [name.slice(PART.length), of(name)]);
  return { loss: of(LOSS), parts: Object.fromEntries(parts), gradientNorm: of(NORM) };
}
