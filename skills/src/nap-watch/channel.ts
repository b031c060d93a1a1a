import { type Instant, kinds, SECOND, type Signal, type ValueOf } from "@sakiyomi/core";
import type { Lying } from "./mounting.ts";
import { type Acceleration, added, endOf, gravityOf, isAcceleration, moves, type Series } from "./series.ts";
import { isUnsafe, type Lies, type Settings } from "./settings.ts";
import { afresh, freshMount, type Looks, type Mount, mounted } from "./worn.ts";

/** What one sensor has said of one child during this nap. */
export interface Channel extends Mount {
  readonly source: string;
  readonly series: Series | null;
  readonly status: { readonly code: ValueOf<"device-status">; readonly at: Instant } | null;
  /** Whether `lying` comes from acceleration, or the device says its posture itself. */
  readonly isWorn: boolean;
  /** Breathing, or any other movement: last judged, last seen, judged without a break since. */
  readonly judgedAt: Instant | null;
  readonly movedAt: Instant | null;
  readonly watchedSince: Instant | null;
  readonly heardAt: Instant;
}

const fresh = (source: string, at: Instant): Channel => ({
  ...freshMount,
  ...{ source, series: null, status: null, isWorn: false },
  ...{ judgedAt: null, movedAt: null, watchedSince: null, heardAt: at },
});

/** A child wears one sensor, and may lie on another one. */
const MOST = 3;

type Sensed = Acceleration | Extract<Signal, { kind: "posture" | "device-status" | "respiration-rate" }>;
const sensedKinds = new Set<string>(["posture", "device-status", "respiration-rate"]);

/** What a device says of itself; what another skill has worked out is an average, and no pause shows in it. */
export const isSensed = (signal: Signal): signal is Sensed =>
  signal.source.startsWith("device:") && (sensedKinds.has(signal.kind) || isAcceleration(signal));

export function heardBy(channels: readonly Channel[], signal: Sensed, now: Instant): readonly Channel[] {
  const was = channels.find(({ source }) => source === signal.source) ?? fresh(signal.source, signal.at);
  const is = take(was, signal, now);
  if (is === was) return channels;
  const others = channels.filter(({ source }) => source !== signal.source);
  return [...others.toSorted((a, b) => b.heardAt - a.heardAt).slice(0, MOST - 1), is];
}

function take(was: Channel, signal: Sensed, now: Instant): Channel {
  if (signal.quality === "bad" || signal.quality === "entered-in-error") return was;
  if (isAcceleration(signal)) return withSeries(was, added(was.series, signal, now), now);
  const at = Math.min(signal.at, now);
  const heardAt = Math.max(was.heardAt, at);
  if (signal.kind === "posture") return { ...was, heardAt, lying: stated(was.lying, signal.value, at) };
  if (signal.kind === "respiration-rate") return { ...breathed(was, signal.value > 0, at, RATE_BREAK_MS), heardAt };
  if (was.status !== null && at < was.status.at) return was;
  const isPutRight = signal.value === "ok" && was.status !== null && was.status.code !== "ok";
  const putRight = isPutRight ? { ...afresh(was), watchedSince: null, movedAt: null } : {};
  return { ...was, ...putRight, heardAt, status: { code: signal.value, at } };
}

/** What cannot be placed, because its clock is wrong or it came too late, is no word of it: from now on it is silent. */
function withSeries(was: Channel, series: Series | null, now: Instant): Channel {
  if (series === null || series === was.series) return was.isWorn ? was : { ...was, isWorn: true, heardAt: now };
  return { ...was, series, isWorn: true, heardAt: Math.min(now, endOf(series)) };
}

const asLies = {
  supine: "back",
  prone: "front",
  left: "left",
  right: "right",
  sitting: "up",
  standing: "up",
  walking: "up",
} as const satisfies Readonly<Record<ValueOf<"posture">, Lies>>;

function stated(was: Lying | null, said: ValueOf<"posture">, at: Instant): Lying | null {
  const lies = asLies[said];
  if (was !== null && at < was.at) return was;
  return { lies, since: was?.lies === lies ? was.since : at, at };
}

/** So long without a judgement, and the time without movement is not known. A mattress counts for longer than a worn sensor. */
const BREAK_MS = 5 * SECOND;
const RATE_BREAK_MS = 12 * SECOND;

function breathed(was: Channel, isSeen: boolean, at: Instant, breakMs = BREAK_MS): Channel {
  if (was.judgedAt !== null && at < was.judgedAt) return was;
  const isBroken = was.judgedAt === null || at - was.judgedAt > breakMs;
  const watchedSince = isBroken ? at : (was.watchedSince ?? at);
  return { ...was, judgedAt: at, watchedSince, movedAt: isSeen ? at : was.movedAt };
}

/** The window of five seconds still holds the last breath for about so long. */
const WINDOW_LAG_MS = 4 * SECOND;

/** What the acceleration of this turn shows. */
export function judged(was: Channel, looks: Looks, settings: Settings, now: Instant): Channel {
  const { series } = was;
  if (series === null || now - endOf(series) > 3 * SECOND) return was;
  const end = Math.min(now, endOf(series));
  const moved = moves(series);
  const seen = moved === null ? was : breathedInWindow(was, moved, end);
  const up = gravityOf(series);
  return up === null ? seen : mounted(seen, { series, up, end, looks, settings, now });
}

/** A window that moves says that there was a breath until about its beginning; one that is still, that there was none since. */
function breathedInWindow(was: Channel, isSeen: boolean, end: Instant): Channel {
  const next = breathed(was, false, end);
  return isSeen ? { ...next, movedAt: Math.max(was.movedAt ?? 0, end - WINDOW_LAG_MS) } : next;
}

/** The sensor lies as it does now while the child lies on its back: from now on this is its back. */
export function learnt(was: Channel): Channel {
  const up = was.series === null ? null : gravityOf(was.series);
  return up === null ? was : { ...was, out: up, isDoubted: false, lying: null };
}

export const isOff = ({ status }: Channel): boolean => status !== null && status.code !== "ok";
const POSTURE_STALE_MS = kinds.posture.staleAfterMs;

/** How the child lies now after this sensor; null: it does not know. The front, where one of two ways shows it. */
export function lyingNow(channel: Channel, settings: Settings, now: Instant): Lying | null {
  const [is, mayBe] = readings(channel, settings, now);
  if (channel.rival === null) return is;
  return worst([is, mayBe], settings) ?? (is?.lies === mayBe?.lies ? is : null);
}

/** After either way in which it may be worn. */
function readings(channel: Channel, { silentS }: Settings, now: Instant): readonly [Lying | null, Lying | null] {
  const { lying, rival, isWorn, isDoubted } = channel;
  if (isDoubted || isOff(channel)) return [null, null];
  const stale = isWorn ? silentS * SECOND : POSTURE_STALE_MS;
  const current = (one: Lying | null): Lying | null => (one === null || now - one.at > stale ? null : one);
  return [current(lying), current(rival?.lying ?? null)];
}

/** Of what calls the front, which is worse than a side. */
export function worst(lyings: readonly (Lying | null)[], settings: Settings): Lying | null {
  const unsafe = lyings.filter((one) => one !== null && isUnsafe(settings, one.lies));
  return unsafe.find((one) => one?.lies === "front") ?? unsafe[0] ?? null;
}

/** It may be worn in two ways that differ, and after neither of them the child lies as calls: since then, as far as it is known. */
export function wellEitherWay(
  channel: Channel,
  settings: Settings,
  now: Instant,
): { readonly since: Instant | null } | null {
  const isTwo = channel.rival !== null && !channel.isDoubted && !isSilent(channel, settings, now);
  if (!isTwo || lyingNow(channel, settings, now) !== null) return null;
  const since = readings(channel, settings, now).flatMap((one) => one?.since ?? []);
  return { since: since.length === 0 ? null : Math.max(...since) };
}

/** Somebody is at a child, and what the sensor shows afterwards will tell how it is worn. */
export const isSettling = ({ isDoubted, learnsAt }: Channel): boolean => isDoubted && learnsAt !== null;

export interface Breathing {
  /** Not seen since then. */
  readonly since: Instant;
  readonly at: Instant;
}

/** Since when no breathing movement has been seen; null: nobody can tell. */
export function stillNow(channel: Channel, now: Instant): Breathing | null {
  const { judgedAt, movedAt, watchedSince } = channel;
  if (judgedAt === null || watchedSince === null || isOff(channel) || now - judgedAt > RATE_BREAK_MS) return null;
  return { since: Math.max(movedAt ?? watchedSince, watchedSince - BREAK_MS), at: judgedAt };
}

/** Something is wrong with it that a hand can put right. */
export const isSilent = (channel: Channel, { silentS }: Settings, now: Instant): boolean =>
  isOff(channel) || now - channel.heardAt > (channel.isWorn ? silentS * SECOND : POSTURE_STALE_MS);

/** No nap: of what was measured nothing is kept, and how the sensor was worn may be another way the next time. */
export const rested = (channel: Channel): Channel => ({
  ...fresh(channel.source, channel.heardAt),
  status: channel.status,
  lying: channel.isWorn ? null : channel.lying,
});
