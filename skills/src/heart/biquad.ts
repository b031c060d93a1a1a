/** One second-order section; `a0` is 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Beyond this share of the rate the bilinear transform bends the corner too much. */
const MOST_OF_RATE = 0.4;

/** Butterworth, second order (R. Bristow-Johnson, Audio EQ Cookbook, Q = 1/√2). */
export function lowPass(hz: number, rate: number): Biquad {
  const { cos, alpha } = corner(hz, rate);
  const a0 = 1 + alpha;
  const b = (1 - cos) / 2 / a0;
  return { b0: b, b1: 2 * b, b2: b, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

export function highPass(hz: number, rate: number): Biquad {
  const { cos, alpha } = corner(hz, rate);
  const a0 = 1 + alpha;
  const b = (1 + cos) / 2 / a0;
  return { b0: b, b1: -2 * b, b2: b, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

function corner(hz: number, rate: number): { readonly cos: number; readonly alpha: number } {
  const omega = 2 * Math.PI * Math.min(hz / rate, MOST_OF_RATE);
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / Math.SQRT2 };
}

/** By how much a Butterworth section of second order, high or low, delays what swings at `hz`. */
export function delayMs(cornerHz: number, hz: number): number {
  const u = hz / cornerHz;
  return ((1000 * Math.SQRT2) / (2 * Math.PI * cornerHz)) * ((1 + u * u) / (1 + u ** 4));
}
