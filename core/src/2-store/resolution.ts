import { isOfClass, type Kind, rowOf, type Signal } from "../1-signal/index.ts";

/** The smallest step that the store keeps of a kind; 0 where values are no numbers. */
export const resolutionOf = (kind: Kind): number => {
  const row = rowOf(kind);
  return row.class === "quantity" || row.class === "wave" ? row.resolution : 0;
};

/** A value as a whole number of steps. */
export const toSteps = (value: number, resolution: number): number => Math.round(value * perUnit(resolution));

/** Divided by the steps a unit, not multiplied by the step: 372 steps of 0.1 are 37.2, not 37.2 and some noise. */
export const fromSteps = (steps: number, resolution: number): number => steps / perUnit(resolution);

/** What the store gives back for a value handed in. */
export const kept = (value: number, resolution: number): number =>
  resolution > 0 ? fromSteps(toSteps(value, resolution), resolution) : value;

/** A signal as the store gives it back. A loop that is fed with this live sees the same as a replay does later. */
export const keptSignal = (signal: Signal): Signal =>
  isOfClass(signal, "quantity") ? { ...signal, value: kept(signal.value, resolutionOf(signal.kind)) } : signal;

const perUnit = (resolution: number): number => {
  const steps = 1 / resolution;
  return Math.abs(steps - Math.round(steps)) < 1e-6 ? Math.round(steps) : steps;
};
