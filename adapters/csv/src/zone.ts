import type { Instant } from "@sakiyomi/core";

/** Whether the machine knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which a clock on a wall of that zone shows that time, or null where the text is no time. Of an hour
 * that comes twice (the end of summer time) the first one; of an hour that never comes, the time an hour later.
 */
export function instantIn(zone: string, local: string): Instant | null {
  const asUtc = Date.parse(`${local.replace(" ", "T")}Z`);
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(local) || Number.isNaN(asUtc)) return null;
  const candidates = [-1, 1].map((day) => asUtc - offsetAt(zone, asUtc + day * 86_400_000));
  const right = candidates.filter((instant) => instant + offsetAt(zone, instant) === asUtc);
  return right.length > 0 ? Math.min(...right) : Math.max(...candidates);
}

/** How far the zone's clocks are ahead of UTC at that instant, in milliseconds. */
function offsetAt(zone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1000) * 1000;
}
