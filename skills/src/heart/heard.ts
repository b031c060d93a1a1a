import { endOf, type Instant, kinds, type SignalOfClass, type SourceId, type WaveBlock } from "@sakiyomi/core";
import { noiseShare } from "./beats.ts";
import {
  type Beat,
  type Channel,
  copiedChannel,
  endOfChannel,
  isBehind,
  isHeard,
  listen,
  measuredUntil,
  openChannel,
} from "./channel.ts";
import type { Beating } from "./shape.ts";

/** What has been heard of one kind of wave. Plain data. */
export interface Heard {
  readonly channel: Channel;
  readonly lastBeatAt: number | null;
  /** Since when (as it arrived) nothing came but from before, or of another sensor; null or left out: the sensor speaks. */
  readonly leftOutSince?: Instant | null;
  /** Between beats, ms, oldest first; 0 where the wave was not measured all the time. */
  readonly intervals: readonly number[];
}

export type BeatWave = SignalOfClass<"wave"> & { readonly kind: Beating; readonly value: WaveBlock };

/** Enough for the longest measure of the rhythm. */
const KEPT = 132;
/** Another sensor of the same wave takes over when the first has been silent for so long. */
const SWITCH_AFTER_MS = 5000;
/**
 * A clock that was ahead and was set right speaks from before for a while, up to what the door lets in (two minutes): nobody
 * waits for so long to hear the heart again. What is said twice or late comes between new blocks. The project's choice.
 */
const SET_BACK_MS = 6000;

export interface Take {
  readonly heard: Heard | null;
  readonly beats: readonly Beat[];
}

/** Takes blocks in, in order of their time. */
export function takeIn(kind: Beating, before: Heard | null, waves: readonly BeatWave[]): Take {
  let take: Take = { heard: before && { ...before, channel: copiedChannel(before.channel) }, beats: [] };
  for (const wave of [...waves].sort((a, b) => a.at - b.at)) take = takeOne(kind, take, wave);
  return take;
}

function takeOne(kind: Beating, take: Take, wave: BeatWave): Take {
  const { heard } = take;
  if (wave.quality === "entered-in-error")
    return heard ? { ...take, heard: { ...heard, ...struckOut(heard, wave.at, endOf(wave)) } } : take;
  if (wave.quality === "bad" || !isHeard(kind, wave.value.rate)) return take;
  const known = channelFor(kind, heard, wave.source, wave.at, wave.value.rate);
  const leftOutSince = heard === null ? null : leftOut(heard, known, wave);
  if (heard !== null && leftOutSince !== null && wave.receivedAt - leftOutSince < SET_BACK_MS)
    return { ...take, heard: { ...heard, leftOutSince } };
  const channel = leftOutSince === null ? known : openChannel(kind, wave.source, wave.at, wave.value.rate);
  const found = listen(kind, channel, wave.at, wave.value);
  const so = heard?.channel === channel ? heard : { channel, lastBeatAt: null, intervals: [] };
  return { heard: { ...so, ...counted(so, found), leftOutSince: null }, beats: [...take.beats, ...found] };
}

/** Since when only such came; null: this one is heard. */
const leftOut = ({ leftOutSince }: Heard, known: Channel, { source, at, receivedAt }: BeatWave): Instant | null =>
  source !== known.source || isBehind(known, at) ? (leftOutSince ?? receivedAt) : null;

/** A sensor is stayed with while it speaks. */
function channelFor(kind: Beating, heard: Heard | null, source: SourceId, at: Instant, rate: number): Channel {
  if (heard === null) return openChannel(kind, source, at, rate);
  const { channel } = heard;
  const isSame = channel.source === source && channel.rate === rate;
  const isSilent = at - endOfChannel(channel) > SWITCH_AFTER_MS;
  const isOtherRate = channel.source === source && channel.rate !== rate && !isBehind(channel, at);
  return isSame || (!isSilent && !isOtherRate) ? channel : openChannel(kind, source, at, rate);
}

function counted({ lastBeatAt, intervals }: Heard, beats: readonly Beat[]): Pick<Heard, "lastBeatAt" | "intervals"> {
  const all = [...intervals];
  let last = lastBeatAt;
  for (const { at, isFirst } of beats) {
    if (last !== null) all.push(isFirst ? 0 : Math.max(1, Math.round(at - last)));
    last = last === null ? at : Math.max(last, at);
  }
  return { lastBeatAt: last, intervals: all.slice(-KEPT) };
}

/** What ended in a stretch that was struck out is no interval. */
function struckOut({ lastBeatAt, intervals }: Heard, from: number, to: number): Pick<Heard, "intervals"> {
  let at = lastBeatAt ?? 0;
  const kept = [...intervals];
  for (let i = kept.length - 1; i >= 0; i--) {
    const interval = kept[i] as number;
    if (at >= from && at - interval <= to) kept[i] = 0;
    at -= interval;
  }
  return { intervals: kept };
}

/** Times of the beats after `since`, newest first, as far as no gap lies between. */
export function beatsAfter({ lastBeatAt, intervals }: Heard, since: number): readonly number[] {
  const beats: number[] = [];
  let at = lastBeatAt ?? Number.NEGATIVE_INFINITY;
  for (let i = intervals.length - 1; at > since; i--) {
    beats.push(at);
    const interval = intervals[i] ?? 0;
    if (interval === 0) break;
    at -= interval;
  }
  return beats;
}

/** Above this the peaks between beats are so large that beats are taken for noise and noise for beats. */
const NOISY = 0.5;
export const isNoisy = ({ channel }: Heard): boolean => (noiseShare(channel.detector) ?? 0) > NOISY;

export const secondsSilent = ({ channel }: Heard, now: Instant): number =>
  Math.max(0, Math.round((now - measuredUntil(channel)) / 1000));

/** A wave of which nothing came for so long says nothing of now; the door's own limit for waves is longer. */
const FRESH_MS = Math.min(10_000, kinds.ecg.staleAfterMs);
export const isFresh = ({ channel }: Heard, now: Instant): boolean => now - measuredUntil(channel) <= FRESH_MS;
