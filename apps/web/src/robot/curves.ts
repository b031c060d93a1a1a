import type { Frame } from "@sakiyomi/robot";

/** Seconds that a plot shows, and points a second. */
export const curveSpan = 12;
export const curveRate = 10;

export interface Curves {
  /** Seconds before now. */
  readonly x: readonly number[];
  /** By line, oldest first. */
  readonly y: readonly (readonly number[])[];
}

export const noCurves = (lines: number): Curves => ({ x: [], y: Array.from({ length: lines }, () => []) });

/** With one more point; a time that runs backwards (another world) begins anew. */
export const withPoint = ({ x, y }: Curves, at: number, values: readonly number[]): Curves => {
  const last = x.at(-1);
  if (last === at) return { x, y };
  if (last !== undefined && at < last) return withPoint(noCurves(values.length), at, values);
  const from = x.findIndex((time) => time > at - curveSpan);
  const first = from < 0 ? x.length : from;
  return { x: [...x.slice(first), at], y: values.map((value, line) => [...(y[line] ?? []).slice(first), value]) };
};

/** Sizes of the forces at the left and the right wrist, N. */
export const wristForces = ({ wrists }: Frame): readonly number[] =>
  [0, 6].map((o) => (wrists ? Math.hypot(wrists[o] ?? 0, wrists[o + 1] ?? 0, wrists[o + 2] ?? 0) : 0));

/** Shares of their limits that these joints bear, %. */
export const torqueShares = (
  { torque }: Frame,
  joints: readonly { readonly index: number; readonly torque: number }[],
): readonly number[] => joints.map(({ index, torque: most }) => (100 * (torque[index] ?? 0)) / most);
