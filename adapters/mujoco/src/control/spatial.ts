/** Small dense linear algebra, in place and without garbage: for the steps of the robot's side. Matrices are row by row. */

/** Sum of a[ai + k·as] · b[bi + k·bs] over k from `from` to before `to`. */
const dot = (
  a: Float64Array,
  ai: number,
  as: number,
  b: Float64Array,
  bi: number,
  bs: number,
  from: number,
  to: number,
): number => {
  let sum = 0;
  for (let k = from; k < to; k++) sum += (a[ai + k * as] as number) * (b[bi + k * bs] as number);
  return sum;
};

/** Cholesky's factor L of a symmetric positive matrix (n × n), into its lower triangle. false: it is not positive. */
export const factor = (a: Float64Array, n: number): boolean => {
  for (let j = 0; j < n; j++) {
    const square = (a[j * n + j] as number) - dot(a, j * n, 1, a, j * n, 1, 0, j);
    if (!(square > 0)) return false;
    const root = Math.sqrt(square);
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++)
      a[i * n + j] = ((a[i * n + j] as number) - dot(a, i * n, 1, a, j * n, 1, 0, j)) / root;
  }
  return true;
};

/** Solves L Lᵀ x = b for each of `columns` columns of b (n × columns), in place. */
export const solve = (l: Float64Array, n: number, b: Float64Array, columns: number): void => {
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      const at = i * columns + c;
      b[at] = ((b[at] as number) - dot(l, i * n, 1, b, c, columns, 0, i)) / (l[i * n + i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      const at = i * columns + c;
      b[at] = ((b[at] as number) - dot(l, i, n, b, c, columns, i + 1, n)) / (l[i * n + i] as number);
    }
  }
};

/** out (a × c) = left (a × b) · right (b × c). */
export const multiply = (
  left: Float64Array,
  right: Float64Array,
  out: Float64Array,
  a: number,
  b: number,
  c: number,
): void => {
  for (let i = 0; i < a; i++) for (let j = 0; j < c; j++) out[i * c + j] = dot(left, i * b, 1, right, j, c, 0, b);
};

/** out (b × a) = the transpose of m (a × b). */
export const transpose = (m: Float64Array, out: Float64Array, a: number, b: number): void => {
  for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) out[j * a + i] = m[i * b + j] as number;
};

/** out (3) = m (3 × 3, from `offset` on) · v. */
export const turn = (m: Float64Array, offset: number, v: ArrayLike<number>, out: Float64Array): void => {
  const [x, y, z] = [v[0] ?? 0, v[1] ?? 0, v[2] ?? 0];
  for (let i = 0; i < 3; i++) {
    const row = offset + 3 * i;
    out[i] = (m[row] ?? 0) * x + (m[row + 1] ?? 0) * y + (m[row + 2] ?? 0) * z;
  }
};

/** out = a · b, w first. */
export const timesQuaternion = (a: Float64Array, ai: number, b: ArrayLike<number>, out: Float64Array): void => {
  const [w, x, y, z] = [a[ai] ?? 1, a[ai + 1] ?? 0, a[ai + 2] ?? 0, a[ai + 3] ?? 0];
  const [p, q, r, s] = [b[0] ?? 1, b[1] ?? 0, b[2] ?? 0, b[3] ?? 0];
  out[0] = w * p - x * q - y * r - z * s;
  out[1] = w * q + x * p + y * s - z * r;
  out[2] = w * r - x * s + y * p + z * q;
  out[3] = w * s + x * r - y * q + z * p;
};

/** The rotation vector (rad, in the world's frame) that turns `from` (a quaternion at `fi`) into `to`. */
export const turnBetween = (from: Float64Array, fi: number, to: Float64Array, out: Float64Array): void => {
  const [w, x, y, z] = [from[fi] ?? 1, -(from[fi + 1] ?? 0), -(from[fi + 2] ?? 0), -(from[fi + 3] ?? 0)];
  const [p, q, r, s] = [to[0] ?? 1, to[1] ?? 0, to[2] ?? 0, to[3] ?? 0];
  const real = p * w - q * x - r * y - s * z;
  const i = p * x + q * w + r * z - s * y;
  const j = p * y - q * z + r * w + s * x;
  const k = p * z + q * y - r * x + s * w;
  const length = Math.hypot(i, j, k);
  const angle = 2 * Math.atan2(length, Math.abs(real));
  const share = length < 1e-12 ? 2 : angle / length;
  const sign = real < 0 ? -share : share;
  out[0] = sign * i;
  out[1] = sign * j;
  out[2] = sign * k;
};
