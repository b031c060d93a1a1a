/** Solves A x = b in place of b for a symmetric positive definite A of n × n, which is overwritten: Cholesky. */
export const solvePositive = (a: Float64Array, b: Float64Array, n: number): void => {
  factor(a, n);
  for (let i = 0; i < n; i += 1) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (a[i * n + k] as number) * (b[k] as number);
    b[i] = sum / (a[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i] as number;
    for (let k = i + 1; k < n; k += 1) sum -= (a[k * n + i] as number) * (b[k] as number);
    b[i] = sum / (a[i * n + i] as number);
  }
};

/** The lower triangle L of A = L Lᵀ, in place. */
const factor = (a: Float64Array, n: number): void => {
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (a[i * n + k] as number) * (a[j * n + k] as number);
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / (a[j * n + j] as number);
    }
};
