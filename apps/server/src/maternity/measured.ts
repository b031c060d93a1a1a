import { DAY, type Instant, type KindsOfClass, type SubjectId } from "@sakiyomi/core";
import { dayIn } from "@sakiyomi/skills/handbook";
import { subjectOf } from "../http/looks.ts";
import type { Ward } from "../ward/port.ts";
import type { MeasuredView } from "./shapes.ts";

type Quantity = KindsOfClass<"quantity">;

const readings = (ward: Ward, subject: SubjectId, kind: Quantity, from: Instant, to: Instant) =>
  ward.store.range({ subject, kind, from, to });

/** Of each day the last one, by hand or from a scale; oldest first. */
export async function byDay(
  ward: Ward,
  person: string,
  kind: Quantity,
  from: Instant,
  to: Instant = ward.now(),
): Promise<readonly MeasuredView[]> {
  const found = await readings(ward, subjectOf(person), kind, Math.max(0, from), to);
  const days = new Map<string, number>();
  for (const { at, value, quality } of found) if (quality !== "bad") days.set(dayIn(ward.zone, at), value);
  return [...days].map(([day, value]) => ({ day, value }));
}

/** The newest before a time; null where there is none within so many days. */
export async function lastBefore(
  ward: Ward,
  person: string,
  kind: Quantity,
  at: Instant,
  withinDays: number,
): Promise<number | null> {
  const found = await readings(ward, subjectOf(person), kind, Math.max(0, at - withinDays * DAY), at);
  return found.filter(({ quality }) => quality !== "bad").at(-1)?.value ?? null;
}
