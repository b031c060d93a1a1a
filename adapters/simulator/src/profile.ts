import { chanceOf } from "./chance.ts";

/**
 * What one simulated person is like. Ranges of the bladder: first sensation 90 to 150 mL, urgency 200 to 400, capacity
 * 400 to 500, 1,500 mL of urine a day (62 mL/h), 4 to 7 voids a day, residual over 100 mL abnormal (docs/clinical-ranges.md). Everything else is the simulator's own choice, named beside it. Nothing here is a clinical limit.
 */
export interface Profile {
  /** Hours of the local day. */
  readonly wakesAt: number;
  readonly sleepsAt: number;
  readonly restingHeartRate: number;
  readonly respirationRate: number;
  readonly spo2: number;
  readonly temperature: number;
  readonly systolic: number;
  readonly diastolic: number;
  /** Drinks beside what is in food, mL a day. */
  readonly drinksMl: number;
  /** mL a day. */
  readonly urineMl: number;
  /** The share of a drink that comes out in the hours after it. */
  readonly drinkShare: number;
  /** Minutes until a drink is felt in the bladder, and the time constant of what follows. */
  readonly drinkLagMin: number;
  readonly drinkTauMin: number;
  /** Kidneys at night against the day: over 1 in nocturnal polyuria. */
  readonly nightFactor: number;
  /** The volume at which the person usually goes, mL. */
  readonly urgeMl: number;
  /**
   * How much that volume varies from one fill to the next (deviation of the logarithm). Repeat cystometry of overactive
   * bladders, weeks apart, had a within-person 95 % interval of ±57 mL, a deviation of 29 mL (Homma 2000, PubMed
   * 11111184): about a tenth of the usual volume. Fill to fill, drift and time of day together come to half of that in
   * a steady person, to more than all of it in a restless one.
   */
  readonly urgeSpread: number;
  /** Part of the usual volume by which it swings over the day, and the hour at which it is greatest. */
  readonly urgeSwing: number;
  readonly urgePeakHour: number;
  /** Slow drift from day to day (deviation of the logarithm a day, pulled back over about a week). */
  readonly urgeDrift: number;
  /** The share of fills that end early in sudden urgency; of those, the share that leaks. */
  readonly urgency: number;
  readonly leaks: number;
  /** How likely the person goes out of habit, if there is anything to pass: on waking, before bed, after a meal. */
  readonly habitWaking: number;
  readonly habitBedtime: number;
  readonly habitMeal: number;
  readonly residualMl: number;
  /** Minutes from the urge to the toilet, median. */
  readonly reachMin: number;
  /** How likely staff chart a void, its volume, a drink. */
  readonly chartsVoid: number;
  readonly chartsVolume: number;
  readonly chartsDrink: number;
  readonly sensor: SensorProfile;
}

/** The ultrasound on the belly: every figure is the simulator's own choice, made rather worse than better. */
export interface SensorProfile {
  /** It reads so many times too much, and so many mL too much. */
  readonly gain: number;
  readonly offsetMl: number;
  /** Noise from reading to reading, and noise that stays for some minutes (mL). */
  readonly noiseMl: number;
  readonly wanderMl: number;
  /** Shift of the reading in each posture (deviation, mL). */
  readonly postureMl: number;
  /** Wild single readings, a share of all. */
  readonly spikes: number;
  /** A day: times of no contact, and slips that shift every reading until somebody puts it right. */
  readonly gapsPerDay: number;
  readonly slipsPerDay: number;
  readonly everyS: number;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** A person drawn from the seed; anything can be given instead. */
export function profileOf(seed: number | string, given: Partial<Profile> = {}): Profile {
  const c = chanceOf(seed, "profile");
  const systolic = clamp(c.normal(128, 9), 112, 150);
  return {
    wakesAt: c.normal(6.5, 0.5),
    sleepsAt: c.normal(21, 0.6),
    restingHeartRate: clamp(c.normal(68, 6), 55, 84),
    respirationRate: clamp(c.normal(15.5, 1.2), 13, 18.5),
    spo2: clamp(c.normal(97.2, 0.6), 96.4, 99),
    temperature: clamp(c.normal(36.6, 0.15), 36.3, 37.1),
    systolic,
    diastolic: systolic * clamp(c.normal(0.6, 0.03), 0.52, 0.7),
    ...fluidsOf(seed),
    ...urgesOf(seed),
    chartsVoid: 0.9,
    chartsVolume: 0.6,
    chartsDrink: 0.85,
    sensor: sensorOf(seed),
    ...given,
  };
}

function fluidsOf(seed: number | string) {
  const c = chanceOf(seed, "fluids");
  return {
    drinksMl: clamp(c.normal(1250, 200), 800, 1800),
    urineMl: clamp(c.normal(1500, 180), 1100, 2000),
    drinkShare: clamp(c.normal(0.55, 0.07), 0.35, 0.75),
    drinkLagMin: clamp(c.normal(18, 5), 8, 30),
    drinkTauMin: clamp(c.normal(26, 6), 15, 45),
    nightFactor: c.between(0.6, 1.4),
  };
}

function urgesOf(seed: number | string) {
  const c = chanceOf(seed, "urges");
  return {
    urgeMl: clamp(c.normal(310, 45), 225, 400),
    urgeSpread: clamp(c.lognormal(0.055, 0.35), 0.025, 0.12),
    urgeSwing: c.between(0.02, 0.08),
    urgePeakHour: c.between(0, 24),
    urgeDrift: 0.01,
    urgency: c.between(0.01, 0.06),
    leaks: c.between(0.1, 0.6),
    habitWaking: c.between(0.6, 0.95),
    habitBedtime: c.between(0.1, 0.5),
    habitMeal: c.between(0, 0.05),
    residualMl: clamp(c.lognormal(20, 0.6), 3, 90),
    reachMin: c.between(3, 7),
  };
}

function sensorOf(seed: number | string): SensorProfile {
  const c = chanceOf(seed, "bladder-sensor");
  return {
    gain: clamp(c.normal(1, 0.1), 0.75, 1.25),
    offsetMl: c.normal(0, 12),
    noiseMl: c.between(6, 12),
    wanderMl: c.between(4, 10),
    postureMl: 10,
    spikes: 0.01,
    gapsPerDay: 4,
    slipsPerDay: 0.3,
    everyS: 60,
  };
}
