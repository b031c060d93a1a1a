import type { Instant } from "@sakiyomi/core";
import { Temporal } from "temporal-polyfill";
import { SituationError } from "./draft.ts";

const HOUSE_ZONE = "Asia/Tokyo";
const HOUSE_DAY = "2026-11-23";

export interface When {
  readonly now: Instant;
  readonly zone: string;
}

/** "08:05", "2026-11-24 00:10", "2026-03-29 03:30 Europe/Berlin". A Monday in Tokyo, unless it says another day or zone. */
export function readWhen(cell: string): When {
  const match = /^(?:(?<day>\d{4}-\d\d-\d\d) )?(?<time>\d\d:\d\d)(?: (?<zone>[A-Za-z]+\/[A-Za-z_]+))?$/.exec(
    cell.trim(),
  );
  const { day = HOUSE_DAY, time, zone = HOUSE_ZONE } = match?.groups ?? {};
  if (!time) throw new SituationError(`cannot read the time “${cell}”`);
  return { now: instantOf(day, time, zone), zone };
}

export const instantOf = (day: string, time: string, zone: string): Instant =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds;

export const dayOf = (at: Instant, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();

/** "07:40", or "yesterday 20:00", as seen from a day. */
export function momentOfWords(words: string, { now, zone }: When): Instant {
  const match = /^(?<rel>yesterday |tomorrow )?(?<time>\d\d:\d\d)$/.exec(words.trim());
  if (!match?.groups?.time) throw new SituationError(`cannot read the moment “${words}”`);
  const shift = { "yesterday ": -1, "tomorrow ": 1 }[match.groups.rel ?? ""] ?? 0;
  const day = Temporal.PlainDate.from(dayOf(now, zone)).add({ days: shift }).toString();
  return instantOf(day, match.groups.time, zone);
}
