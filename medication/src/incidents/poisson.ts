import { Fault } from "@sakiyomi/core";
import type { Rate } from "./analysis.ts";

/** Lanczos, g = 7, 9 terms (Numerical Recipes in C, 2nd ed., 6.1, in Godfrey's coefficients): 15 digits for x > 0. */
const lanczosFirst = 0.99999999999980993;
const lanczos: readonly number[] = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  const sum = lanczos.reduce((total, term, i) => total + term / (x + i), lanczosFirst);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const DIGITS = 1e-15;
const TERMS = 100_000;

/** The regularised lower incomplete gamma function P(a, x): by its series below a + 1, by the continued fraction above. */
export function gammaShare(a: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  return x < a + 1 ? scale * series(a, x) : 1 - scale * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < TERMS && term > sum * DIGITS; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's way (Numerical Recipes, 6.2). */
function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < TERMS; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < DIGITS) break;
  }
  return h;
}

/** The mean at which `events` or more happen with the probability `share`: P(events, mean) = share. By bisection. */
function meanWhere(events: number, share: number): number {
  let [low, high] = [0, events + 10 * Math.sqrt(events) + 20];
  for (let i = 0; i < 200 && high - low > high * 1e-13; i += 1) {
    const middle = (low + high) / 2;
    if (gammaShare(events, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The exact confidence interval of the mean of a Poisson variable of which `events` were seen: half the quantile of χ² with
 * 2k degrees of freedom at α/2, and with 2k + 2 at 1 − α/2. Garwood, Fiducial limits for the Poisson distribution,
 * Biometrika 28:437–442, 1936.
 * @throws {Fault} REC_SHAPE where the number of events is no number of things.
 */
export function poissonInterval(events: number, confidence = 0.95): readonly [low: number, high: number] {
  if (!Number.isSafeInteger(events) || events < 0)
    throw new Fault("REC_SHAPE", `${events} events are no number of events: 0, 1, 2 …`);
  const alpha = 1 - confidence;
  return [events === 0 ? 0 : meanWhere(events, alpha / 2), meanWhere(events + 1, 1 - alpha / 2)];
}

/** Events per 1,000 doses with their exact 95 % interval. Without doses nothing is known of the rate: null. */
export function ratePer1000(events: number, doses: number): Rate {
  if (!(doses > 0)) return { events, doses: 0, perThousand: null, low: null, high: null };
  const [low, high] = poissonInterval(events);
  const rate = (count: number) => (count * 1000) / doses;
  return { events, doses, perThousand: rate(events), low: rate(low), high: rate(high) };
}
