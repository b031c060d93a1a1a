import { GAP, type Instant, type SourceId, type WaveBlock } from "@sakiyomi/core";
import { copied, type Detector, hear, newDetector, type Peak, restart, type Tuning, tuningOf } from "./beats.ts";
import { type Beating, shapes } from "./shape.ts";

/** One wave of one sensor on its way into the detector. Plain data. */
export interface Channel {
  readonly source: SourceId;
  readonly rate: number;
  /** So many samples are averaged into one of the detector's. */
  readonly every: number;
  /** Time of the first sample of this stretch. */
  origin: number;
  /** Samples of this stretch so far, with those that were not measured. */
  count: number;
  /** Sum and number of samples that wait to be averaged. */
  sum: number;
  waiting: number;
  held: number;
  holes: number;
  readonly detector: Detector;
}

export interface Beat {
  readonly at: number;
  /** Peak to peak after the filter, in the wave's unit. */
  readonly size: number;
  /** The first one after a gap: what lies before it is not a heart's interval. */
  readonly isFirst: boolean;
}

/** A clock's jitter, or a missing sample or two: no gap. */
const JITTER_MS = 25;
/** Shorter holes are bridged with the last value. */
const BRIDGED_MS = 100;
/** After so long what was learnt may be another person's, or another place's. */
const FORGET_AFTER_MS = 60_000;

export const isHeard = (kind: Beating, rate: number): boolean => rate >= shapes[kind].slowestRate && rate <= 4000;

export const openChannel = (kind: Beating, source: SourceId, at: Instant, rate: number): Channel => ({
  source,
  rate,
  every: Math.max(1, Math.floor(rate / shapes[kind].workRate)),
  origin: at,
  count: 0,
  sum: 0,
  waiting: 0,
  held: 0,
  holes: 0,
  detector: newDetector(),
});

export const copiedChannel = (channel: Channel): Channel => ({ ...channel, detector: copied(channel.detector) });

/** Time after the last sample. */
export const endOfChannel = ({ origin, count, rate }: Channel): number => origin + (count * 1000) / rate;
/** Time after the last sample that was measured. */
export const measuredUntil = (channel: Channel): number =>
  endOfChannel(channel) - (channel.holes * 1000) / channel.rate;

/** Whether a block of this time still belongs before the end: late, or said twice, or of another lead. */
export const isBehind = (channel: Channel, at: Instant): boolean => at < endOfChannel(channel) - JITTER_MS;

/** Hears a block; the beats that became certain come back, oldest first. The channel is changed: copy it before. */
export function listen(kind: Beating, channel: Channel, at: Instant, block: WaveBlock): readonly Beat[] {
  const tuning = tuningOf(shapes[kind], channel.rate / channel.every);
  const beats: Beat[] = [];
  const found: Peak[] = [];
  align(channel, at, tuning, found);
  const { samples, scale, offset } = block;
  for (let i = 0; i < samples.length; i++) {
    const raw = samples[i] as number;
    if (raw === GAP) miss(channel, tuning, found);
    else {
      if (channel.holes > 0) resume(kind, channel, found, beats);
      channel.held = raw * scale + offset;
      take(channel, tuning, channel.held, found);
    }
    channel.count += 1;
  }
  deliver(kind, channel, found, beats);
  return beats;
}

/** Where the block begins: right after the last one, or after a gap. */
function align(channel: Channel, at: Instant, tuning: Tuning, found: Peak[]): void {
  const off = at - endOfChannel(channel);
  if (Math.abs(off) <= JITTER_MS) {
    channel.origin += off / 8;
    return;
  }
  const missing = Math.round((off * channel.rate) / 1000);
  const shown = Math.min(missing, Math.ceil(bridged(channel)) + 1);
  for (let i = 0; i < shown; i++) miss(channel, tuning, found);
  channel.holes += missing - shown;
  channel.count += missing;
}

const bridged = ({ rate }: Channel): number => (BRIDGED_MS * rate) / 1000;

function miss(channel: Channel, tuning: Tuning, found: Peak[]): void {
  channel.holes += 1;
  if (channel.holes <= bridged(channel) && channel.detector.n > 0) take(channel, tuning, channel.held, found);
}

/** Measured again: after a bridge it goes on, after a longer hole a new stretch begins here. */
function resume(kind: Beating, channel: Channel, found: Peak[], beats: Beat[]): void {
  const { holes } = channel;
  channel.holes = 0;
  if (holes <= bridged(channel)) return;
  deliver(kind, channel, found, beats);
  found.length = 0;
  channel.origin = endOfChannel(channel);
  channel.count = 0;
  channel.sum = 0;
  channel.waiting = 0;
  if ((holes * 1000) / channel.rate > FORGET_AFTER_MS) Object.assign(channel.detector, newDetector());
  else restart(channel.detector);
}

function take(channel: Channel, tuning: Tuning, value: number, found: Peak[]): void {
  channel.sum += value;
  channel.waiting += 1;
  if (channel.waiting < channel.every) return;
  hear(channel.detector, tuning, channel.sum / channel.every, found);
  channel.sum = 0;
  channel.waiting = 0;
}

function deliver(kind: Beating, channel: Channel, found: readonly Peak[], beats: Beat[]): void {
  const { every, origin, rate, detector } = channel;
  const isFirstOfStretch = detector.beats === found.length;
  for (const [i, { place, size }] of found.entries())
    beats.push({
      at: origin + ((place * every + (every - 1) / 2) * 1000) / rate,
      size: size * shapes[kind].quantum,
      isFirst: isFirstOfStretch && i === 0,
    });
}
