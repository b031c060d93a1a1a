import { DAY } from "@sakiyomi/core";
import { localDay, momentOf } from "@sakiyomi/medication";

/** Between an instant and what a field of date and time holds, in the zone of the house. */

const parts = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    parts.get(zone) ??
    new Intl.DateTimeFormat("en-CA", {
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
      ...{ second: "2-digit", hourCycle: "h23", timeZone: zone },
    });
  parts.set(zone, made);
  return made;
}

/** "2026-11-23T08:00" on the wall of the house. */
export function wallOf(at: number, zone: string): string {
  const found = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}`;
}

export const dateOf = (at: number, zone: string): string => wallOf(at, zone).slice(0, 10);
export const timeOf = (at: number, zone: string): string => wallOf(at, zone).slice(11);

/** The instant of a time on the wall, by the rules of orders (`momentOf`); null where the text is no date and time. */
export function instantOf(wall: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall)) return null;
  const day = Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) / DAY;
  const [hours = 0, minutes = 0] = wall.slice(11).split(":").map(Number);
  return Number.isInteger(day) && hours < 24 && minutes < 60
    ? momentOf(zone, localDay(zone, day), hours * 60 + minutes).at
    : null;
}
