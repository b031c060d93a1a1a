import type { Instant } from "../1-signal/index.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Entry, EntryQuery, Resource, Version } from "./records.ts";

/**
 * The law asks for a person's records to be kept until a day: nobody erases them before. Put as a record of that person.
 * In Japan for example five years for a medical record (Medical Practitioners' Act, art. 24); the operator says which
 * law holds, and somebody who knows that law has to approve it before use.
 */
export interface Retention extends Resource {
  readonly resourceType: "Retention";
  /** Kept before this time. */
  readonly until: Instant;
  readonly law: string;
}

/** The date (ISO 8601) until which one of these records forbids erasure, the latest one; null where none does. */
export function keptUntil(versions: readonly Version[], now: Instant): string | null {
  const ends = versions.filter(({ resource, deleted }) => resource.resourceType === "Retention" && !deleted).map(endOf);
  const last = Math.max(Number.NEGATIVE_INFINITY, ...ends);
  return last > now ? dateOf(last) : null;
}

/** What cannot be read forbids for ever: destroying what the law protects is the mistake that cannot be undone. */
function endOf({ resource: { until } }: Version): Instant {
  const end = typeof until === "string" ? Date.parse(until) : until;
  return typeof end === "number" && !Number.isNaN(end) ? end : Number.POSITIVE_INFINITY;
}

const LAST_DATE = 8.64e15; // ECMA-262, 21.4.1.1: the last time that a date can say.
const dateOf = (at: Instant): string =>
  at > LAST_DATE ? "a day that its record does not name" : new Date(at).toISOString().slice(0, 10);

/** Top-level fields, by equality of their JSON; `undefined` asks for the field to be absent. */
export function matches(resource: Resource, where: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where).every(([field, wanted]) => {
    const found = resource[field];
    if (wanted === undefined || found === undefined) return wanted === found;
    return canonicalJson(found) === canonicalJson(wanted);
  });
}

/** Both ends of the time are inclusive; `after` is a number of an entry, in either direction of reading. */
export function passes(entry: Entry, { subject, types, actor, from, to, after }: EntryQuery): boolean {
  const isOf = (subject === undefined || entry.subject === subject) && (actor === undefined || entry.actor === actor);
  const isThen = (from === undefined || entry.at >= from) && (to === undefined || entry.at <= to);
  return (
    isOf && isThen && (types === undefined || types.includes(entry.type)) && (after === undefined || entry.n > after)
  );
}
