import { toExact } from "./exact.ts";

/** Equal to the bit: −0 is not 0, NaN is NaN, and what is left out is not what is empty. */
export const isSame = (a: unknown, b: unknown): boolean => toExact(sorted(a)) === toExact(sorted(b));

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof Map || value instanceof Set);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRow(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
};
