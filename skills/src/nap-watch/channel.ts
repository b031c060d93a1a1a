import { type Instant, kinds, SECOND, type Signal, type ValueOf } from "@sakiyomi/core";
import type { Look } from "./looks.ts";
import { axisOf, type Lying, liesBy, lyingAfter } from "./mounting.ts";
import { isAgainst, type Rival, rivalShown } from "./rival.ts";
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
import { isUnsafe, type Lies, type Settings } from "./settings.ts";
import { outAfter, type Slip, slipIn } from "./slip.ts";

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
  /** It may be worn in another way: what that would show calls, too, until it is known which of the two is so. */
  readonly rival: Rival | null;
  readonly lying: Lying | null;
  /** Since when it has shown anything but the back. */
  readonly offBackSince: Instant | null;
  /** Whether `lying` comes from acceleration, or the device says its posture itself. */
  readonly isWorn: boolean;
  /** Breathing, or any other movement: last judged, last seen, judged without a break since. */
  readonly judgedAt: Instant | null;
  readonly movedAt: Instant | null;
  readonly watchedSince: Instant | null;
  readonly heardAt: Instant;
}

const fresh = (source: string, at: Instant): Channel => ({
  ...{ source, series: null, status: null, out: null, isDoubted: false, learnsAt: null, slip: null, rival: null },
  ...{ lying: null, offBackSince: null, isWorn: false, judgedAt: null, movedAt: null, watchedSince: null, heardAt: at },
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
    ? { ...asWorn(was), rival: null, isDoubted: false, learnsAt: null, lying: null, watchedSince: null, movedAt: null }
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
export function judged(was: Channel, look: Look | null, settings: Settings, now: Instant): Channel {
  const { series } = was;
  if (series === null || now - endOf(series) > 3 * SECOND) return was;
  const end = Math.min(now, endOf(series));
  const moved = moves(series);
  const seen = moved === null ? was : breathedInWindow(was, moved, end);
  const up = gravityOf(series);
  if (up === null) return seen;
  const placed = slipped(relearnt(seen, up, settings, now), settings);
  return contradicted(shown(placed, up, settings, end), look, up, settings, now);
}

/** Of one slip two turns may see the same seconds. */
const SAME_MS = SECOND;

/** A sensor that has turned by itself is no child that has turned: from now on its chest is where the slip has put it. */
function slipped(was: Channel, settings: Settings): Channel {
  const out = was.out ?? axisOf(settings.out);
  if (was.series === null || out === null || was.isDoubted) return was;
  const slip = slipIn(was.series);
  if (slip === null || slip.at <= Math.max(was.slip?.at ?? 0, was.rival?.at ?? 0) + SAME_MS) return was;
  const head = axisOf(settings.head);
  const now = outAfter(slip, out, head);
  if (now === null) return was;
  // It may have been the child after all: it is believed as before, and what it would show otherwise calls, too.
  if (!slip.isSure) return { ...was, rival: { at: slip.at, by: "turn", out: now, lying: null } };
  const slippedAt = { at: slip.at, was: (was.slip ?? { was: was.out }).was };
  return { ...was, out: now, slip: slippedAt, rival: rivalAfter(was.rival, slip, head), lying: null };
}

function rivalAfter(was: Rival | null, slip: Slip, head: Vector | null): Rival | null {
  const out = was === null ? null : outAfter(slip, was.out, head);
  return was === null || out === null ? null : { ...was, out, lying: null };
}

/** As before it slipped. */
const asWorn = ({ out, slip }: Channel): Pick<Channel, "out" | "slip"> => ({
  out: slip === null ? out : slip.was,
  slip: null,
});

/**
 * Somebody is at a child whose sensor may have slipped, and may put it right now: so long it says nothing about posture. `isAnswer`:
 * they had been told that it shows what calls, and looked again.
 */
export function handled(was: Channel, look: Look, isAnswer: boolean, settings: Settings): Channel {
  const { at, posture, turned } = look;
  const shows = [was.lying, was.rival?.lying].flatMap((one) => one?.lies ?? []);
  const isUnclear = shows.some((lies) => isUnsafe(settings, lies));
  // Somebody sees it lie as it shows: so it is worn as was thought.
  const isAgreed = was.slip === null && !turned && was.lying?.lies === posture;
  if (isAgreed && (posture !== "back" || !isUnclear)) return { ...was, rival: null };
  const isOnBack = turned || (posture === "back" && (isAnswer || (shows.includes("back") && !isUnclear)));
  return isOnBack ? { ...was, isDoubted: true, lying: null, learnsAt: at + SETTLES_MS } : was;
}

function shown(was: Channel, up: Vector, settings: Settings, end: Instant): Channel {
  const out = was.out ?? axisOf(settings.out);
  if (out === null || was.isDoubted) return { ...was, lying: null, offBackSince: null };
  const since = end - GRAVITY_LAG_MS;
  const lies = liesBy(up, out, axisOf(settings.head), was.lying?.lies ?? null);
  return {
    ...was,
    lying: lyingAfter(was.lying, lies, since, end),
    offBackSince: lies === "back" ? null : (was.offBackSince ?? since),
    rival: was.rival === null ? null : rivalShown(was.rival, up, since, end),
  };
}

/** Somebody saw it lie on its back, and the sensor shows something else: it may be worn so that this is the back. */
function contradicted(was: Channel, look: Look | null, up: Vector, settings: Settings, now: Instant): Channel {
  if (look === null || was.rival !== null || was.isDoubted || was.learnsAt !== null) return was;
  // What calls is said aloud, and whoever comes says what is wrong.
  if (was.lying !== null && isUnsafe(settings, was.lying.lies)) return was;
  const isSettled = now >= look.at + SETTLES_MS;
  return isSettled && isAgainst(look, was.offBackSince)
    ? { ...was, rival: { at: look.at, by: "look", out: up, lying: null } }
    : was;
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
  ...{
    ...asWorn(was),
    rival: null,
    isDoubted: true,
    lying: null,
    learnsAt: isOnBack && was.isWorn ? at + SETTLES_MS : null,
  },
});

/** So near to what the setting says, it was put right; further off, it is worn another way now. */
const AS_SET = Math.cos((40 * Math.PI) / 180);

function relearnt(was: Channel, up: Vector, { out }: Settings, now: Instant): Channel {
  const { slip, rival } = was;
  if (was.learnsAt === null || now < was.learnsAt) return was;
  const rest = { isDoubted: false, learnsAt: null, lying: null };
  const set = wornBefore(was) ?? axisOf(out);
  const isAsSet = set !== null && dot(up, set) > AS_SET;
  // Nobody said that it is wrong: as it has slipped, or may have, unless it was put right.
  if (isAsSet)
    return { ...was, ...(slip === null && rival === null ? { out: null } : asWorn(was)), rival: null, ...rest };
  if (slip !== null) return { ...was, ...rest };
  return rival === null ? { ...was, out: up, ...rest } : { ...was, rival: { ...rival, out: up, lying: null }, ...rest };
}

/** Learnt, before it slipped; null: as the setting says, which is also how it is put right where somebody says that it is wrong. */
const wornBefore = ({ out, slip, rival }: Channel): Vector | null =>
  slip === null ? (rival === null ? null : out) : slip.was;

const isOff = ({ status }: Channel): boolean => status !== null && status.code !== "ok";
const POSTURE_STALE_MS = kinds.posture.staleAfterMs;

/** How the child lies now after this sensor; null: it does not know. */
export function lyingNow(channel: Channel, settings: Settings, now: Instant): Lying | null {
  const { lying, rival, isWorn, isDoubted } = channel;
  const stale = isWorn ? settings.silentS * SECOND : POSTURE_STALE_MS;
  const current = (one: Lying | null): Lying | null => (one === null || now - one.at > stale ? null : one);
  if (isDoubted || isOff(channel)) return null;
  const [is, mayBe] = [current(lying), current(rival?.lying ?? null)];
  if (rival === null) return is;
  const unsafe = [is, mayBe].find((one) => one !== null && isUnsafe(settings, one.lies));
  return unsafe ?? (is?.lies === mayBe?.lies ? is : null);
}

/** It may be worn in two ways, and in neither of them the child lies as calls. */
export const isWellEitherWay = (channel: Channel, settings: Settings, now: Instant): boolean =>
  channel.rival !== null &&
  !channel.isDoubted &&
  !isSilent(channel, settings, now) &&
  lyingNow(channel, settings, now) === null;

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
