/**
 * The step that lowers `slope · step + step · curve · step / 2` most while `from + step` keeps the sign that `ways` gives
 * each place (1: not below 0, -1: not above, 0 or none: free), by going down one place at a time until nothing moves. Of
 * the curvature, which is positive, only what is not above the diagonal is looked at.
 */
export const boundedStep = (
  curve: readonly Float64Array[],
  slope: Float64Array,
  from: Float64Array,
  ways: readonly number[],
): Float64Array => {
  const step = new Float64Array(slope.length);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let moved = 0;
    for (let i = 0; i < step.length; i += 1) {
      const free = (step[i] as number) - downhill(curve, slope, step, i) / at(curve, i, i);
      const kept = held((from[i] as number) + free, ways[i] ?? 0) - (from[i] as number);
      moved = Math.max(moved, Math.abs(kept - (step[i] as number)));
      step[i] = kept;
    }
    if (moved < STANDS) break;
  }
  return step;
};

const MOST_SWEEPS = 10_000;
const STANDS = 1e-8;

const held = (value: number, way: number): number => (way * value < 0 ? 0 : value);

const downhill = (curve: readonly Float64Array[], slope: Float64Array, step: Float64Array, i: number): number => {
  let sum = slope[i] as number;
  for (let j = 0; j < step.length; j += 1) sum += at(curve, i, j) * (step[j] as number);
  return sum;
};

const at = (curve: readonly Float64Array[], i: number, j: number): number =>
  (curve[Math.max(i, j)] as Float64Array)[Math.min(i, j)] as number;
