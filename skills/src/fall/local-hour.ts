import type { Instant } from "@sakiyomi/core";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", hourCycle: "h23" });
  formats.set(zone, format);
  return format;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** 0 to 23, by the clock on the wall there. */
export const localHour = (at: Instant, zone: string): number => Number(formatOf(zone).format(at));

/** From 21 to 6 goes over midnight; from and to alike is the whole day. */
export const isBetween = (hour: number, from: number, to: number): boolean =>
  from < to ? hour >= from && hour < to : hour >= from || hour < to;
