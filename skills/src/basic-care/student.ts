/** The normal distribution function (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
export function normal(z: number): number {
  const x = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (poly * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return z > 0 ? 1 - upper : upper;
}

/** Student's t by a normal (Abramowitz and Stegun 26.7.8). */
export const studentBelow = (t: number, freedom: number): number =>
  normal((t * (1 - 1 / (4 * freedom))) / Math.sqrt(1 + (t * t) / (2 * freedom)));
