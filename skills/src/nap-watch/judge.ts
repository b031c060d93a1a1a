import { type Instant, SECOND } from "@sakiyomi/core";
import { type Breathing, type Channel, type Lying, lyingNow, stillNow } from "./channel.ts";
import type { Look } from "./looks.ts";
import { isUnsafe, type Settings } from "./settings.ts";
import type { State, Still, Unsafe } from "./state.ts";

/** What sensors and people say together. */
export interface View {
  /** The newest look that counts. */
  readonly look: Look | null;
  readonly lying: Lying | null;
  readonly breathing: Breathing | null;
}

/** A sensor needs so long to follow a child that is being turned while it is tapped: two seconds of turning, its mean, its radio. */
const FOLLOWS_MS = 6 * SECOND;
/** What began so long after the look is no contradiction: the child has turned since. */
const SINCE_MS = 3 * SECOND;
/** So long on its back again, and the matter is over without anybody's word. */
const SAFE_MS = 3 * SECOND;

/** Of several sensors the one that shows what calls; else the newest. */
export function viewOf(channels: readonly Channel[], look: Look | null, settings: Settings, now: Instant): View {
  const lyings = channels.map((channel) => lyingNow(channel, settings, now)).filter((one) => one !== null);
  const stills = channels.map((channel) => stillNow(channel, now)).filter((one) => one !== null);
  const newest = lyings.toSorted((a, b) => b.at - a.at)[0] ?? null;
  return {
    look,
    lying: lyings.find(({ lies }) => isUnsafe(settings, lies)) ?? newest,
    // Movement that one of them sees is movement.
    breathing: stills.toSorted((a, b) => b.since - a.since)[0] ?? null,
  };
}

/** How the child lay when whoever looked went away. */
const leftAs = (look: Look): Look["posture"] => (look.turned ? "back" : look.posture);

/** Whether the sensor shows what calls although somebody has just said that it lies well. */
function contradicts({ lying, look }: View, settings: Settings): boolean {
  if (look === null || lying === null || look.sensorWrong || isUnsafe(settings, leftAs(look))) return false;
  const isAsBefore = lying.since <= look.at + SINCE_MS;
  return isUnsafe(settings, lying.lies) && isAsBefore && lying.at >= look.at + FOLLOWS_MS;
}

export function unsafeAfter(before: Unsafe | null, view: View, settings: Settings, now: Instant): Unsafe | null {
  const { lying, look } = view;
  const standing = before !== null && isOver(before, view, settings, now) ? null : before;
  if (contradicts(view, settings) && lying !== null && look !== null) {
    const since = standing?.since ?? lying.since;
    return { lies: lying.lies, since, by: "sensor", against: standing?.against ?? look.at };
  }
  if (standing !== null) return standing;
  if (lying !== null && isUnsafe(settings, lying.lies) && now - lying.since >= settings.turnedS * SECOND)
    return { lies: lying.lies, since: lying.since, by: "sensor", against: null };
  return foundByLook(view, settings, now);
}

function foundByLook({ look, lying }: View, settings: Settings, now: Instant): Unsafe | null {
  if (look === null || !isUnsafe(settings, leftAs(look))) return null;
  const isOverSince = lying !== null && !isUnsafe(settings, lying.lies) && lying.at - look.at >= FOLLOWS_MS;
  const isSeenSafe = isOverSince && lying.since > look.at - SAFE_MS && now - lying.since >= SAFE_MS;
  return isSeenSafe ? null : { lies: leftAs(look), since: look.at, by: "look", against: null };
}

/** Somebody has looked and left it lying well, and no sensor says otherwise; or the sensor has seen it lie well again. */
function isOver(unsafe: Unsafe, { look, lying }: View, settings: Settings, now: Instant): boolean {
  if (!isUnsafe(settings, unsafe.lies)) return true;
  if (lying !== null && isUnsafe(settings, lying.lies)) return false;
  const from = unsafe.against === null ? unsafe.since : unsafe.against + 1;
  const isLookedAt = look !== null && look.at >= from && !isUnsafe(settings, leftAs(look));
  const isSeenSafe = lying !== null && lying.since > unsafe.since && now - lying.since >= SAFE_MS;
  return isLookedAt || isSeenSafe;
}

/** Without movement since then, as far as the sensor and the last look say. */
function stillSince({ breathing, look }: View): Instant | null {
  if (breathing === null) return null;
  return look?.breathing === "seen" ? Math.max(breathing.since, look.at) : breathing.since;
}

interface Breath {
  readonly still: Still | null;
  readonly mutedAt: Instant | null;
}

export function breathAfter(before: State, view: View, { stillS }: Settings, now: Instant): Breath {
  const since = stillSince(view);
  const { still } = before;
  const seen = view.look?.breathing === "seen" ? view.look.at : null;
  const moved = view.breathing?.since ?? 0;
  if (still !== null && seen !== null && seen >= still.calledAt) return { still: null, mutedAt: seen };
  const mutedAt = before.mutedAt !== null && moved > before.mutedAt ? null : before.mutedAt;
  if (still !== null && moved > still.since) return { still: null, mutedAt };
  if (still !== null || mutedAt !== null || since === null) return { still, mutedAt };
  return now - since >= stillS * SECOND ? { still: { since, calledAt: now }, mutedAt } : { still: null, mutedAt };
}
