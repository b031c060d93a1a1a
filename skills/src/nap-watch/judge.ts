import { type Instant, SECOND } from "@sakiyomi/core";
import { type Breathing, type Channel, isSettling, lyingNow, stillNow, wellEitherWay, worst } from "./channel.ts";
import { type Look, leftAs } from "./looks.ts";
import type { Lying } from "./mounting.ts";
import { isUnsafe, type Settings } from "./settings.ts";
import type { State, Still, Unsafe } from "./state.ts";
import { SINCE_MS } from "./worn.ts";

/** What sensors and people say together. */
export interface View {
  /** The newest look that counts. */
  readonly look: Look | null;
  readonly lying: Lying | null;
  /** Two ways in which a sensor may be worn differ, and neither shows what calls; since then, where it is known. */
  readonly well: { readonly since: Instant | null } | null;
  /** Somebody was at the child just now, and it will be seen how a sensor is worn. */
  readonly isSettling: boolean;
  readonly breathing: Breathing | null;
}

/** A sensor needs so long to follow a child that is being turned while it is tapped: two seconds of turning, its mean, its radio. */
const FOLLOWS_MS = 6 * SECOND;
/** So long on its back again, and the matter is over without anybody's word. */
const SAFE_MS = 3 * SECOND;

/** Of several sensors the one that shows what calls; else the newest. */
export function viewOf(channels: readonly Channel[], look: Look | null, settings: Settings, now: Instant): View {
  const lyings = channels.map((channel) => lyingNow(channel, settings, now)).filter((one) => one !== null);
  const stills = channels.map((channel) => stillNow(channel, now)).filter((one) => one !== null);
  const newest = lyings.toSorted((a, b) => b.at - a.at)[0] ?? null;
  return {
    look,
    lying: worst(lyings, settings) ?? newest,
    well: channels.map((channel) => wellEitherWay(channel, settings, now)).find((one) => one !== null) ?? null,
    isSettling: channels.some(isSettling),
    // Movement that one of them sees is movement.
    breathing: stills.toSorted((a, b) => b.since - a.since)[0] ?? null,
  };
}

/** Whether the sensor shows what calls although somebody has just said that it lies well. */
function contradicts({ lying, look }: View, settings: Settings): boolean {
  if (look === null || lying === null || look.sensorWrong || isUnsafe(settings, leftAs(look))) return false;
  const isAsBefore = lying.since <= look.at + SINCE_MS;
  return isUnsafe(settings, lying.lies) && isAsBefore && lying.at >= look.at + FOLLOWS_MS;
}

/** A child that goes to and fro between its side and its front lies on neither for long, where both call. */
export function unsafeSinceAfter(before: Instant | null, view: View, settings: Settings): Instant | null {
  const { lying, look, well } = view;
  if (lying !== null) return isUnsafe(settings, lying.lies) ? (before ?? lying.since) : null;
  const isLeftWell = look !== null && before !== null && look.at >= before && !isUnsafe(settings, leftAs(look));
  return well !== null || isLeftWell ? null : before;
}

export function unsafeAfter(
  { unsafe: before }: Pick<State, "unsafe">,
  unsafeSince: Instant | null,
  view: View,
  settings: Settings,
  now: Instant,
): Unsafe | null {
  const { lying, look } = view;
  const standing = before !== null && isOver(before, view, settings, now) ? null : before;
  if (contradicts(view, settings) && lying !== null && look !== null) {
    const since = standing?.since ?? lying.since;
    return { lies: lying.lies, since, by: "sensor", against: standing?.against ?? look.at };
  }
  if (standing !== null) return worseThan(standing, view, settings, now);
  if (lying !== null && unsafeSince !== null && now - unsafeSince >= settings.turnedS * SECOND)
    return { lies: lying.lies, since: unsafeSince, by: "sensor", against: null };
  return foundByLook(view, settings, now);
}

/** Called for on its side, it has gone on to its front: that is another call, and a louder one. */
function worseThan(standing: Unsafe, { lying, look }: View, settings: Settings, now: Instant): Unsafe {
  if (standing.lies === "front" || standing.against !== null) return standing;
  if (lying?.lies === "front" && now - lying.since >= settings.turnedS * SECOND)
    return { lies: "front", since: lying.since, by: "sensor", against: null };
  const isFound = look !== null && look.at >= standing.since && leftAs(look) === "front";
  return isFound ? { lies: "front", since: look.at, by: "look", against: null } : standing;
}

function foundByLook({ look, lying }: View, settings: Settings, now: Instant): Unsafe | null {
  if (look === null || !isUnsafe(settings, leftAs(look))) return null;
  const isOverSince = lying !== null && !isUnsafe(settings, lying.lies) && lying.at - look.at >= FOLLOWS_MS;
  const isSeenSafe = isOverSince && lying.since > look.at - SAFE_MS && now - lying.since >= SAFE_MS;
  return isSeenSafe ? null : { lies: leftAs(look), since: look.at, by: "look", against: null };
}

/** Somebody has looked and left it lying well, and no sensor says otherwise; or the sensor has seen it lie well again. */
function isOver(unsafe: Unsafe, view: View, settings: Settings, now: Instant): boolean {
  const { look, lying } = view;
  if (!isUnsafe(settings, unsafe.lies)) return true;
  if (lying !== null && isUnsafe(settings, lying.lies)) return false;
  // Two words against each other: it is seen in a moment who is right.
  if (unsafe.against !== null && view.isSettling && !look?.sensorWrong) return false;
  const from = unsafe.against === null ? unsafe.since : unsafe.against + 1;
  const isLookedAt = look !== null && look.at >= from && !isUnsafe(settings, leftAs(look));
  const wellSince = lying === null ? (view.well?.since ?? null) : lying.since;
  const isSeenSafe = wellSince !== null && wellSince > unsafe.since && now - wellSince >= SAFE_MS;
  return isLookedAt || isSeenSafe;
}

/** Without movement since then, as far as the sensor and the last look say. */
function stillSince({ breathing, look }: View): Instant | null {
  if (breathing === null) return null;
  return look?.breathing === "seen" ? Math.max(breathing.since, look.at) : breathing.since;
}

/**
 * A sensor that was blind once has to see movement for so long before it may call again: a touch is shorter, and a child that stops
 * breathing once is the one that may do so again. Twice as long each time that somebody sees breathing against it, for a hand that
 * pats a child to sleep moves a loose sensor, too. Project's choice.
 */
const PROVES_MS = 10 * SECOND;
const PROVES_MOST_MS = 60 * SECOND;
/** A window that moves says that there was a breath four seconds ago. */
const SEES_MS = 7 * SECOND;

type Breath = Pick<State, "still" | "mutedAt" | "refuted" | "steadySince">;

export function breathAfter(before: State, view: View, settings: Settings, now: Instant): Breath {
  const { still } = before;
  const seen = view.look?.breathing === "seen" ? view.look.at : 0;
  const moved = view.breathing?.since ?? 0;
  const steadySince = now - moved <= SEES_MS ? (before.steadySince ?? now) : null;
  const steadyMs = steadySince === null ? 0 : moved - steadySince;
  const provesMs = Math.min(PROVES_MOST_MS, PROVES_MS * 2 ** Math.max(0, before.refuted - 1));
  const mutedAt = steadyMs >= provesMs ? null : before.mutedAt;
  const refuted = steadyMs >= PROVES_MOST_MS ? 0 : before.refuted;
  if (still === null)
    return { still: mutedAt === null ? calledFor(view, settings, now) : null, mutedAt, refuted, steadySince };
  if (seen >= still.calledAt) return { still: null, mutedAt: seen, refuted: refuted + 1, steadySince };
  return { still: moved > still.since ? null : still, mutedAt, refuted, steadySince };
}

function calledFor(view: View, { stillS }: Settings, now: Instant): Still | null {
  const since = stillSince(view);
  return since !== null && now - since >= stillS * SECOND ? { since, calledAt: now } : null;
}
