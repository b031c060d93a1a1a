/** Solves a symmetric positive system, of which only the lower half is looked at, by Cholesky's factors (Golub and Van Loan, Matrix Computations, 4.2). */
export const solved = (matrix: readonly Float64Array[], right: ArrayLike<number>): Float64Array => {
  const lower = factor(matrix);
  const n = right.length;
  const out = Float64Array.from(right);
  for (let i = 0; i < n; i += 1)
    out[i] = ((out[i] as number) - sum(0, i, (k) => at(lower, i, k) * (out[k] as number))) / at(lower, i, i);
  for (let i = n - 1; i >= 0; i -= 1)
    out[i] = ((out[i] as number) - sum(i + 1, n, (k) => at(lower, k, i) * (out[k] as number))) / at(lower, i, i);
  return out;
};

/** A pivot that rounding made negative is held just above 0. */
const LEAST_PIVOT = 1e-12;

const factor = (matrix: readonly Float64Array[]): readonly Float64Array[] => {
  const lower = matrix.map((line) => Float64Array.from(line));
  lower.forEach((line, i) => {
    for (let j = 0; j <= i; j += 1) {
      const rest = (line[j] as number) - sum(0, j, (k) => (line[k] as number) * at(lower, j, k));
      line[j] = i === j ? Math.sqrt(Math.max(rest, LEAST_PIVOT)) : rest / at(lower, j, j);
    }
  });
  return lower;
};

const at = (matrix: readonly Float64Array[], i: number, j: number): number => (matrix[i] as Float64Array)[j] as number;

const sum = (from: number, to: number, term: (k: number) => number): number => {
  let total = 0;
  for (let k = from; k < to; k += 1) total += term(k);
  return total;
};
