import { GAP, type Kind, type SignalOfClass, type SourceId } from "@sakiyomi/core";
import { HZ, type Points } from "./series.ts";

/** A wave, averaged over bins of a fifth of a second: fast enough for breath. Plain data. */
export interface Slow {
  readonly source: SourceId;
  /** Time of the first bin that is kept, in bins since 1970. */
  readonly first: number;
  /** In quanta; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** The bin that is being filled. */
  readonly sum: number;
  readonly count: number;
  /** Everything before this time has been heard. */
  readonly until: number;
}

const BIN_MS = 1000 / HZ;
/** The window and what its edges need. */
const KEPT = 37 * HZ;
/** Another sensor takes over when the first has been silent for so long. */
const SWITCH_AFTER_MS = 5000;

/** Values are kept as whole multiples; a chest moves by a few thousandths of a g. */
const quanta: Partial<Record<Kind, number>> = {
  "acceleration-x": 1e-6,
  "acceleration-y": 1e-6,
  "acceleration-z": 1e-6,
};
const quantumOf = (kind: Kind): number => quanta[kind] ?? 1e-5;

type Wave = SignalOfClass<"wave">;

export function hearSlow(before: Slow | null, waves: readonly Wave[]): Slow | null {
  let slow = before;
  for (const wave of [...waves].sort((a, b) => a.at - b.at)) slow = hearOne(slow, wave);
  return slow;
}

function hearOne(slow: Slow | null, wave: Wave): Slow | null {
  const { at, source, quality, value } = wave;
  if (value.rate < HZ || value.samples.length === 0) return slow;
  const isOther = slow !== null && slow.source !== source;
  if (isOther && at - slow.until < SWITCH_AFTER_MS) return slow;
  if (quality === "entered-in-error") return isOther ? slow : null;
  if (quality === "bad") return slow;
  const open = slow === null || isOther ? opened(source, at) : slow;
  return filled(open, wave);
}

const opened = (source: SourceId, at: number): Slow => ({
  source,
  first: Math.floor(at / BIN_MS),
  values: [],
  sum: 0,
  count: 0,
  until: at,
});

function filled(slow: Slow, { kind, at, value: { rate, scale, offset, samples } }: Wave): Slow {
  const quantum = quantumOf(kind);
  const step = 1000 / rate;
  const values = [...slow.values];
  let { first, sum, count, until } = slow;
  let next = (first + values.length + 1) * BIN_MS;
  for (let i = Math.max(0, Math.ceil((until - at) / step - 0.5)); i < samples.length; i++) {
    const t = at + i * step;
    if (t >= next) {
      values.push(count === 0 ? null : Math.round(sum / count / quantum));
      [sum, count] = [0, 0];
      const empty = Math.floor((t - next) / BIN_MS);
      for (let k = Math.max(0, empty - KEPT); k < empty; k++) values.push(null);
      first += Math.max(0, empty - KEPT);
      next += (empty + 1) * BIN_MS;
    }
    const raw = samples[i] as number;
    if (raw !== GAP) {
      sum += raw * scale + offset;
      count += 1;
    }
  }
  until = Math.max(until, at + samples.length * step);
  const surplus = Math.max(0, values.length - KEPT);
  return { source: slow.source, first: first + surplus, values: values.slice(surplus), sum, count, until };
}

/** The bins that are full, at their middles. */
export function pointsOf(slow: Slow | null): Points {
  if (slow === null) return [];
  return slow.values.flatMap(
    (value, i): Points => (value === null ? [] : [[((slow.first + i + 0.5) * BIN_MS) / 1000, value] as const]),
  );
}
