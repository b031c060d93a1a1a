import { type Instant, isOfClass, type Kind, MINUTE, type Signal } from "@sakiyomi/core";
import type { Parameter } from "./news2.ts";

/** One reading as it is kept: the fields that make its identity, and the value. */
export interface Sample {
  readonly kind: Kind;
  readonly at: Instant;
  readonly source: string;
  readonly sequence: number;
  readonly value: number | string;
  readonly questionable: boolean;
}

export type Samples = Readonly<Record<Parameter, readonly Sample[]>>;

/** Which parameter a kind speaks for. Heart rate (ECG) and pulse rate (oximeter, cuff) are one to the chart. */
const parameterOf: Readonly<Partial<Record<Kind, Parameter>>> = {
  "respiration-rate": "respiration-rate",
  spo2: "spo2",
  "supplemental-oxygen": "oxygen",
  "oxygen-flow": "oxygen",
  systolic: "systolic",
  "heart-rate": "pulse",
  "pulse-rate": "pulse",
  consciousness: "consciousness",
  "body-temperature": "temperature",
};

export const noSamples: Samples = {
  "respiration-rate": [],
  spo2: [],
  oxygen: [],
  systolic: [],
  pulse: [],
  consciousness: [],
  temperature: [],
};

/** The newest ones are all kept, so that a strike-out finds what to fall back on; older ones are thinned for the trend. */
const KEPT_WHOLE = 8;
const THINNED_TO_MS = 10 * MINUTE;
export const KEPT_FOR_MS = 24 * 60 * MINUTE;
const KEPT_AT_MOST = 40;

/** The door lets a device's clock run ahead a little; such a reading counts as now. */
const AHEAD_MS = MINUTE;

/** Takes the signals in, in order of arrival: strikes out, leaves out what is bad, puts late ones in their place. */
export function takeIn(samples: Samples, signals: readonly Signal[], now: Instant): Samples {
  const next: Record<Parameter, readonly Sample[]> = { ...samples };
  for (const signal of signals) {
    const parameter = parameterOf[signal.kind];
    if (parameter === undefined || signal.at > now + AHEAD_MS) continue;
    next[parameter] = taken(next[parameter], signal);
  }
  for (const parameter of Object.keys(next) as Parameter[]) next[parameter] = thinned(next[parameter], now);
  return next;
}

function taken(samples: readonly Sample[], signal: Signal): readonly Sample[] {
  if (signal.quality === "entered-in-error") return samples.filter((sample) => !isSame(sample, signal));
  const repeated = samples.some((sample) => isSame(sample, signal));
  return repeated || signal.quality === "bad" ? samples : insert(samples, sampleOf(signal));
}

const isSame = (sample: Sample, signal: Signal): boolean =>
  sample.at === signal.at &&
  sample.kind === signal.kind &&
  sample.source === signal.source &&
  sample.sequence === signal.sequence;

const sampleOf = (signal: Signal): Sample => ({
  kind: signal.kind,
  at: signal.at,
  source: signal.source,
  sequence: signal.sequence,
  value: isOfClass(signal, "quantity") || isOfClass(signal, "state") ? signal.value : "",
  questionable: signal.quality === "questionable",
});

/** Newest last; of two readings of one instant the one that arrived later stands last. */
function insert(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const place = samples.findLastIndex(({ at }) => at <= sample.at) + 1;
  return samples.toSpliced(place, 0, sample);
}

function thinned(samples: readonly Sample[], now: Instant): readonly Sample[] {
  if (samples.length <= KEPT_WHOLE) return samples;
  const older = samples
    .slice(0, -KEPT_WHOLE)
    .filter(
      ({ at }, i, all) =>
        now - at <= KEPT_FOR_MS && Math.floor(at / THINNED_TO_MS) !== Math.floor((all[i - 1]?.at ?? 0) / THINNED_TO_MS),
    );
  return [...older, ...samples.slice(-KEPT_WHOLE)].slice(-KEPT_AT_MOST);
}
