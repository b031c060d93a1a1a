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

/**
 * The instant of a time on the wall; null where the text is no date and time. An hour that the clock skips in spring is taken
 * an hour later, and of an hour that comes twice in autumn the first one is meant, as Temporal does ("compatible").
 */
export function instantOf(wall: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall)) return null;
  const asUtc = Date.parse(`${wall}:00Z`);
  if (!Number.isFinite(asUtc)) return null;
  const offsetAt = (at: number): number => Date.parse(`${wallOf(at, zone)}:00Z`) - at;
  const day = 24 * 3_600_000;
  const offsets = [offsetAt(asUtc - day), offsetAt(asUtc + day)];
  const exact = offsets.map((offset) => asUtc - offset).filter((at) => wallOf(at, zone) === wall);
  return exact.length > 0 ? Math.min(...exact) : asUtc - (offsets[0] ?? 0);
}
