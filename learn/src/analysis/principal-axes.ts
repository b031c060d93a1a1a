/** Where a cloud of points stretches furthest, and where its points lie along these directions. */
export interface PrincipalAxes {
  readonly mean: Float64Array;
  /** Unit vectors, the longest stretch first. */
  readonly axes: readonly Float64Array[];
  /** Share of the whole variance that each axis carries, 0 … 1. */
  readonly shares: readonly number[];
  /** One row a point: its coordinates along the axes. */
  readonly points: readonly Float64Array[];
}

/** Rotations that it takes for a symmetric matrix of any size here; it converges quadratically after a few sweeps. */
const SWEEPS = 60;

/**
 * Principal component analysis of `rows` (all of one length): eigenvectors of the covariance, found with Jacobi's
 * rotations (Golub and Van Loan, Matrix Computations, 8.5). The sign of an axis is such that its largest element is
 * positive, so that the same cloud gives the same picture.
 */
export const principalAxes = (rows: readonly ArrayLike<number>[], count: number): PrincipalAxes => {
  const size = rows[0]?.length ?? 0;
  const mean = meanOf(rows, size);
  const { values, vectors } = eigen(covarianceOf(rows, mean), size);
  const order = [...values.keys()].sort((a, b) => at(values, b) - at(values, a)).slice(0, count);
  const total = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const axes = order.map((column) =>
    pointedUp(Float64Array.from({ length: size }, (_, i) => at(vectors, i * size + column))),
  );
  const shares = order.map((column) => (total > 0 ? Math.max(at(values, column), 0) / total : 0));
  return { mean, axes, shares, points: rows.map((row) => along(row, mean, axes)) };
};

const at = (array: ArrayLike<number>, index: number): number => array[index] as number;

const meanOf = (rows: readonly ArrayLike<number>[], size: number): Float64Array => {
  const mean = new Float64Array(size);
  for (const row of rows) for (let i = 0; i < size; i += 1) mean[i] = at(mean, i) + at(row, i) / rows.length;
  return mean;
};

const covarianceOf = (rows: readonly ArrayLike<number>[], mean: Float64Array): Float64Array => {
  const size = mean.length;
  const sums = new Float64Array(size * size);
  for (const row of rows)
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j < size; j += 1)
        sums[i * size + j] = at(sums, i * size + j) + (at(row, i) - at(mean, i)) * (at(row, j) - at(mean, j));
  return sums.map((sum) => sum / Math.max(1, rows.length - 1));
};

/** Turns rows (or columns, by `step`) p and q of a square matrix by the angle of cosine c and sine s. */
const turn = (matrix: Float64Array, size: number, [p, q]: readonly [number, number], c: number, s: number): void => {
  for (let k = 0; k < size; k += 1) {
    const [a, b] = [at(matrix, k * size + p), at(matrix, k * size + q)];
    matrix[k * size + p] = c * a - s * b;
    matrix[k * size + q] = s * a + c * b;
  }
};
const turnRows = (
  matrix: Float64Array,
  size: number,
  [p, q]: readonly [number, number],
  c: number,
  s: number,
): void => {
  for (let k = 0; k < size; k += 1) {
    const [a, b] = [at(matrix, p * size + k), at(matrix, q * size + k)];
    matrix[p * size + k] = c * a - s * b;
    matrix[q * size + k] = s * a + c * b;
  }
};

const eigen = (symmetric: Float64Array, size: number) => {
  const matrix = symmetric.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) vectors[i * size + i] = 1;
  const scale = Math.max(...matrix.map(Math.abs), 0);
  for (let sweep = 0; sweep < SWEEPS && sweepOnce(matrix, vectors, size, scale * 1e-15); sweep += 1);
  return { values: Float64Array.from({ length: size }, (_, i) => at(matrix, i * size + i)), vectors };
};

/** Was there anything left to turn away? */
const sweepOnce = (matrix: Float64Array, vectors: Float64Array, size: number, nothing: number): boolean => {
  let turned = false;
  for (let p = 0; p < size; p += 1)
    for (let q = p + 1; q < size; q += 1) {
      const off = at(matrix, p * size + q);
      if (Math.abs(off) <= nothing) continue;
      const tau = (at(matrix, q * size + q) - at(matrix, p * size + p)) / (2 * off);
      const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
      const c = 1 / Math.hypot(1, t);
      turn(matrix, size, [p, q], c, t * c);
      turnRows(matrix, size, [p, q], c, t * c);
      turn(vectors, size, [p, q], c, t * c);
      turned = true;
    }
  return turned;
};

const pointedUp = (axis: Float64Array): Float64Array => {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
};

const along = (row: ArrayLike<number>, mean: Float64Array, axes: readonly Float64Array[]): Float64Array =>
  Float64Array.from(axes, (axis) => axis.reduce((sum, value, i) => sum + value * (at(row, i) - at(mean, i)), 0));
