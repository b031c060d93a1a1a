/** What tells a heartbeat of one kind of wave from one of another. */
export interface Shape {
  /** Samples a second that the detector looks at; faster waves are averaged down to about so many. */
  readonly workRate: number;
  readonly slowestRate: number;
  readonly highPassHz: number;
  readonly lowPassHz: number;
  /** Where most of a beat's power lies: there the filter's delay is taken off. */
  readonly beatHz: number;
  /** Over so long the slopes are summed up. */
  readonly windowMs: number;
  /** Of two peaks so near only the larger one counts. */
  readonly refractoryMs: number;
  /** A peak so soon after a beat, with less than `secondShare` of its steepness, is its T wave or dicrotic notch. */
  readonly secondMs: number;
  readonly secondShare: number;
  /** Only what rises counts: a pulse rises steeply and falls slowly. */
  readonly riseOnly: boolean;
  /** Filtered samples are kept as whole multiples of this, in the kind's unit. */
  readonly quantum: number;
  /** Peak to peak after the filter; smaller ones are never beats. */
  readonly leastSize: number;
  /** Nor are those below this share of the usual size. */
  readonly leastShare: number;
}

/**
 * ECG: band, window, refractory time, and the T wave by half the slope within 360 ms are those of P. S. Hamilton, Open
 * source ECG analysis, Computers in Cardiology 29:101 (2002). No beat below .15 mV: ANSI/AAMI EC13, so that a monitor
 * does not count noise in an asystole; the band lets about .7 of a narrow complex through.
 */
const ecg: Shape = {
  workRate: 200,
  slowestRate: 90,
  highPassHz: 8,
  lowPassHz: 16,
  beatHz: 11,
  windowMs: 80,
  refractoryMs: 200,
  secondMs: 360,
  secondShare: 0.5,
  riseOnly: false,
  quantum: 0.0002,
  leastSize: 0.1,
  leastShare: 0,
};

/**
 * Pulse: the sum of rising slopes over 128 ms is that of W. Zong et al., Computers in Cardiology 30:259 (2003); the band
 * .5 to 8 Hz that of M. Elgendi et al., PLOS ONE 8:e76585 (2013). The shares are the project's choice: a pulse is not
 * taken for one when it has lost four fifths of its size, and the dicrotic wave rises with less than .6 of its slope.
 */
const pulse: Shape = {
  workRate: 100,
  slowestRate: 20,
  highPassHz: 0.5,
  lowPassHz: 8,
  beatHz: 2.5,
  windowMs: 128,
  refractoryMs: 240,
  secondMs: 500,
  secondShare: 0.6,
  riseOnly: true,
  quantum: 0.00005,
  leastSize: 0.001,
  leastShare: 0.2,
};

export const shapes = {
  ecg,
  ppg: pulse,
  "arterial-pressure": { ...pulse, quantum: 0.01, leastSize: 5 },
} as const satisfies Readonly<Record<string, Shape>>;
export type Beating = keyof typeof shapes;
