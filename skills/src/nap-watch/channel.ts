import { type Instant, kinds, SECOND, type Signal, type ValueOf } from "@sakiyomi/core";
import type { Look } from "./looks.ts";
import { axisOf, liesBy } from "./mounting.ts";
import {
  type Acceleration,
  added,
  dot,
  endOf,
  gravityOf,
  isAcceleration,
  moves,
  type Series,
  type Vector,
} from "./series.ts";
import type { Lies, Settings } from "./settings.ts";
import { outAfter, slipIn } from "./slip.ts";

/** How the child lies, and since when. */
export interface Lying {
  readonly lies: Lies;
  readonly since: Instant;
  /** It was last seen so. */
  readonly at: Instant;
}

/** What one sensor has said of one child during this nap. */
export interface Channel {
  readonly source: string;
  readonly series: Series | null;
  readonly status: { readonly code: ValueOf<"device-status">; readonly at: Instant } | null;
  /** What points out of the chest, learnt from a look; null: as the setting says. */
  readonly out: Vector | null;
  /** Somebody looked and said that it shows another posture than is: it says nothing about posture until it is put right. */
  readonly isDoubted: boolean;
  /** Whoever said so left the child on its back: what it shows then is the back. */
  readonly learnsAt: Instant | null;
  /** It has turned about the body while the child lay still; until it is put right, `out` is where the chest is since. */
  readonly slip: { readonly at: Instant; readonly was: Vector | null } | null;
  readonly lying: Lying | null;
  /** Whether `lying` comes from acceleration, or the device says its posture itself. */
  readonly isWorn: boolean;
  /** Breathing, or any other movement: last judged, last seen, judged without a break since. */
  readonly judgedAt: Instant | null;
  readonly movedAt: Instant | null;
  readonly watchedSince: Instant | null;
  readonly heardAt: Instant;
}

const fresh = (source: string, at: Instant): Channel => ({
  ...{ source, series: null, status: null, out: null, isDoubted: false, learnsAt: null, slip: null },
  ...{ lying: null, isWorn: false, judgedAt: null, movedAt: null, watchedSince: null, heardAt: at },
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
  const putRight = isPutRight
    ? { ...asWorn(was), isDoubted: false, learnsAt: null, lying: null, watchedSince: null, movedAt: null }
    : {};
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
/** Gravity is a mean over 1.6 s. */
const GRAVITY_LAG_MS = 800;

/** What the acceleration of this turn shows. */
export function judged(was: Channel, settings: Settings, now: Instant): Channel {
  const { series } = was;
  if (series === null || now - endOf(series) > 3 * SECOND) return was;
  const end = Math.min(now, endOf(series));
  const moved = moves(series);
  const seen = moved === null ? was : breathedInWindow(was, moved, end);
  const up = gravityOf(series);
  return up === null ? seen : shown(slipped(relearnt(seen, up, settings, now), settings), up, settings, end);
}

/** Of one slip two turns may see the same seconds. */
const SAME_MS = SECOND;

/** A sensor that has turned by itself is no child that has turned: from now on its chest is where the slip has put it. */
function slipped(was: Channel, settings: Settings): Channel {
  const out = was.out ?? axisOf(settings.out);
  if (was.series === null || out === null || was.isDoubted) return was;
  const slip = slipIn(was.series);
  if (slip === null || (was.slip !== null && slip.at <= was.slip.at + SAME_MS)) return was;
  const now = outAfter(slip, out, axisOf(settings.head));
  return now === null
    ? was
    : { ...was, out: now, slip: { at: slip.at, was: (was.slip ?? { was: was.out }).was }, lying: null };
}

/** As before it slipped. */
const asWorn = ({ out, slip }: Channel): Pick<Channel, "out" | "slip"> => ({
  out: slip === null ? out : slip.was,
  slip: null,
});

/** Somebody is at a child whose sensor has slipped, and may put it right now: so long it says nothing about posture. */
export function handled(was: Channel, { at, posture, turned }: Look): Channel {
  const isOnBack = turned || (posture === "back" && was.lying?.lies === "back");
  return isOnBack ? { ...was, isDoubted: true, lying: null, learnsAt: at + SETTLES_MS } : was;
}

function shown(was: Channel, up: Vector, settings: Settings, end: Instant): Channel {
  const out = was.out ?? axisOf(settings.out);
  if (out === null || was.isDoubted) return was.lying === null ? was : { ...was, lying: null };
  const lies = liesBy(up, out, axisOf(settings.head), was.lying?.lies ?? null);
  if (lies === null) return { ...was, lying: null };
  const since = was.lying?.lies === lies ? was.lying.since : end - GRAVITY_LAG_MS;
  return { ...was, lying: { lies, since, at: end } };
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

/** Whoever says that a sensor is wrong often puts it right in the same moment: so long afterwards it lies as it will lie. */
const SETTLES_MS = 12 * SECOND;

/** Somebody says that it shows another posture than is. */
export const doubted = (was: Channel, at: Instant, isOnBack: boolean): Channel => ({
  ...was,
  ...{ ...asWorn(was), isDoubted: true, lying: null, learnsAt: isOnBack && was.isWorn ? at + SETTLES_MS : null },
});

/** So near to what the setting says, it was put right; further off, it is worn another way now. */
const AS_SET = Math.cos((40 * Math.PI) / 180);

function relearnt(was: Channel, up: Vector, { out }: Settings, now: Instant): Channel {
  if (was.learnsAt === null || now < was.learnsAt) return was;
  const rest = { isDoubted: false, learnsAt: null, lying: null };
  const set = was.slip?.was ?? axisOf(out);
  const isAsSet = set !== null && dot(up, set) > AS_SET;
  // Nobody said that it is wrong: as it has slipped, unless it was put right.
  if (was.slip !== null) return { ...was, ...(isAsSet ? asWorn(was) : {}), ...rest };
  return { ...was, out: isAsSet ? null : up, ...rest };
}

const isOff = ({ status }: Channel): boolean => status !== null && status.code !== "ok";
const POSTURE_STALE_MS = kinds.posture.staleAfterMs;

/** How the child lies now after this sensor; null: it does not know. */
export function lyingNow(channel: Channel, { silentS }: Settings, now: Instant): Lying | null {
  const { lying, isWorn, isDoubted } = channel;
  const stale = isWorn ? silentS * SECOND : POSTURE_STALE_MS;
  return lying === null || isDoubted || isOff(channel) || now - lying.at > stale ? null : lying;
}

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
