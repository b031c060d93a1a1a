import { DAY, type Instant } from "@sakiyomi/core";
import { dayAt, localDay, type Timing } from "@sakiyomi/medication";
import { startOf } from "./medication-days.ts";
import { oursOf } from "./medication-extension.ts";
import type { House } from "./medication-reading.ts";
import type { Dosage, MedicationRequest } from "./medication-shape.ts";

/** A moment, or the first one of a day, month or year of the house's calendar. */
export function momentOf(said: string, { zone }: House): Instant {
  if (said.includes("T")) return Date.parse(said);
  return localDay(
    zone,
    Date.parse(`${said}${"-01-01".slice(said.length === 4 ? 0 : said.length === 7 ? 3 : 6)}T00:00:00Z`) / DAY,
  ).start;
}

/** The end of a period includes what it names: the whole day, where it names a day. */
function endOf(said: string, house: House): Instant {
  if (said.includes("T")) return Date.parse(said) + 1;
  const first = dayAt(house.zone, momentOf(said, house));
  return said.length === 10 ? localDay(house.zone, first.number + 1).start : first.start;
}

/**
 * From when an instruction holds; null: nobody says. The standard's own words go before our extension: whoever knows only
 * those may have changed them, and has then left ours as it was.
 */
export function fromOf(request: MedicationRequest, dosage: Dosage | undefined, house: House): Instant | null {
  const bounds = dosage?.timing?.repeat?.boundsPeriod?.start;
  if (bounds) return momentOf(bounds, house);
  const said = (dosage && startOf(dosage)) ?? request.authoredOn;
  return oursOf(request)?.instant("from") ?? (said ? momentOf(said, house) : null);
}

/** Until when; null: until somebody stops it. */
export function untilOf(
  request: MedicationRequest,
  dosage: Dosage | undefined,
  { timing, from }: { readonly timing: Timing | null; readonly from: Instant },
  house: House,
): Instant | null {
  const { boundsPeriod } = dosage?.timing?.repeat ?? {};
  if (boundsPeriod) return boundsPeriod.end ? endOf(boundsPeriod.end, house) : null;
  const ours = oursOf(request);
  if (ours) return ours.instant("until");
  const days = timing?.type === "taper" ? null : daysLong(dosage);
  if (days !== null) return localDay(house.zone, dayAt(house.zone, from).number + days).start;
  return request.status === "cancelled" ? from : null;
}

/** So many days an instruction lasts; null: it does not say, or not in days. */
export function daysLong(dosage: Dosage | undefined): number | null {
  const { value = 0, code } = dosage?.timing?.repeat?.boundsDuration ?? {};
  const days = code === "d" ? value : code === "wk" ? value * 7 : 0;
  return Number.isInteger(days) && days > 0 ? days : null;
}
