import {
  accept,
  type Instant,
  MINUTE,
  type Read,
  type Resource,
  refuse,
  SECOND,
  type SubjectId,
  type Text,
} from "@sakiyomi/core";
import { dayAt, localDay } from "@sakiyomi/medication";
import { naps, napWatch } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import { isWithin } from "../access/reach.ts";
import type { House } from "../house.ts";
import { nameOf } from "../names.ts";
import { pagesOf } from "./book.ts";
import { type Child, childrenOn, inPlace, placesOf } from "./children.ts";
import type { CallView, GapView, LedgerChild, LedgerView, LookView, NapPlace, SheetHead } from "./shapes.ts";

export interface Wanted {
  readonly place?: string | undefined;
  /** "2026-11-23", of the house's calendar; left out: today. */
  readonly date?: string | undefined;
}

interface Day {
  readonly date: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** A day of the house's calendar, also one of 23 or 25 hours. */
function dayOf(zone: string, date: string | undefined, now: Instant): Day {
  const number = date === undefined ? dayAt(zone, now).number : Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  const day = localDay(zone, number);
  return { date: day.date, from: day.start, to: localDay(zone, number + 1).start - 1 };
}

/** Everything of one room and day. */
export async function ledgerFor(house: House, who: Who, wanted: Wanted): Promise<LedgerView> {
  const at = house.ward.now();
  const day = dayOf(house.ward.zone, wanted.date, at);
  const all = await childrenOn(house, who, day);
  const { place, children } = inPlace(house, all, wanted.place);
  const places = placesOf(house, all);
  const found = places.find(({ id }) => id === place) ?? null;
  return {
    ...{ at, from: day.from, until: Math.min(at, day.to), date: day.date, zone: house.ward.zone, places, place: found },
    head: await headOf(house, found, day.date),
    children: await Promise.all(children.map((child) => childOf(house, child, day, at))),
  };
}

async function childOf(house: House, child: Child, day: Day, now: Instant): Promise<LedgerChild> {
  const until = Math.min(day.to, now);
  const [pages, notes, calls] = await Promise.all([
    pagesOf(house, child, day.from, day.to, naps.LONGEST_NAP),
    house.ward.store.range({ subject: child.subject, kind: "note", from: day.from, to: day.to }),
    callsOf(house, child.subject, day),
  ]);
  const { every, settings, id, name, ageYears } = child;
  const gapsOf = (nap: naps.Nap): readonly GapView[] =>
    naps
      .slotsOf(nap, pages.read, child.everyAt(nap.from).everyMin * MINUTE, settings.graceS * SECOND, until)
      .gaps.filter((gap) => (gap.until ?? until) > day.from)
      .map((gap) => ({
        ...gap,
        reasons: notes
          .filter(({ at }) => at === gap.due)
          .map(({ value, source, receivedAt }) => ({
            text: value.text,
            by: nameOf(house, source),
            at: receivedAt,
          })),
      }));
  const own = pages.naps.filter((nap) => isOf(nap, day, pages.looks));
  const [strictest = every] = own.map(({ from }) => child.everyAt(from)).toSorted((a, b) => a.everyMin - b.everyMin);
  return {
    ...{ id, name, ageYears, ...strictest },
    naps: own.map((nap) => ({ ...nap, gaps: gapsOf(nap) })),
    looks: pages.looks,
    calls,
  };
}

/** Begun on that day, or gone on into it: of one from the day before whose end nobody has said, somebody looked. */
const isOf = ({ from, to }: naps.Nap, day: Day, looks: readonly LookView[]): boolean =>
  from >= day.from || (to === null ? looks.some(({ counts }) => counts !== "outside") : to >= day.from);

/** As core keeps an alert. */
interface Kept extends Resource {
  readonly key: string;
  readonly level: CallView["level"];
  readonly text: Text;
  readonly raisedAt: Instant;
  readonly takenBy: string | null;
  readonly takenAt: Instant | null;
  readonly overAt: Instant | null;
}

async function callsOf(house: House, subject: SubjectId, day: Day): Promise<readonly CallView[]> {
  const found = await house.ward.records.search<Kept>("Alert", { subject, skill: napWatch.id });
  return found
    .map(({ resource }) => resource)
    .filter(({ raisedAt }) => raisedAt >= day.from && raisedAt <= day.to)
    .toSorted((a, b) => a.raisedAt - b.raisedAt)
    .map(({ id, key, level, text, raisedAt, takenBy, takenAt, overAt }) => ({
      ...{ id, key, level, text, raisedAt, takenAt, overAt },
      takenBy: takenBy === null ? null : nameOf(house, takenBy),
    }));
}

/** The head of a day's sheet: nobody's personal data. */
interface Sheet extends Resource, SheetHead {
  readonly resourceType: "NapSheet";
}

const sheetId = (place: string, date: string): string => `nap-sheet-${place}-${date}`;
const blank: SheetHead = { weather: null, temperature: null, humidity: null, remarks: null };

async function headOf({ ward }: House, place: NapPlace | null, date: string): Promise<LedgerView["head"]> {
  const found = place === null ? null : await ward.records.get<Sheet>("NapSheet", sheetId(place.id, date));
  if (found === null) return { ...blank, version: 0 };
  const { weather, temperature, humidity, remarks } = found.resource;
  return { weather, temperature, humidity, remarks, version: found.version };
}

export async function writeHead(
  { ward, access }: House,
  { actor, account }: Who,
  {
    place,
    date,
    version,
    ...head
  }: SheetHead & { readonly place: string; readonly date: string; readonly version: number },
): Promise<Read<{ readonly version: number }>> {
  if (account.places !== null && !isWithin(place, account.places, access.scene()))
    return refuse("ACCESS_PERSON", "place", place, "a place of your own");
  if (!ward.roster.places.has(place)) return refuse("REC_MISSING", "place", place, "a place of this house");
  const at = ward.now();
  const committed = await ward.records.commit({
    by: actor.id,
    at,
    puts: [
      { resource: { resourceType: "NapSheet", id: sheetId(place, date), place, date, ...head }, ifMatch: version },
    ],
    journal: [{ at, type: "nap.sheet", actor: actor.id, content: { place, date } }],
  });
  if (!committed.ok) return refuse("REC_CONFLICT", "version", version, String(committed.conflict.found));
  return accept({ version: version + 1 });
}
