import { DAY, HOUR, type Instant, MINUTE, text, type Wish } from "@sakiyomi/core";
import { clockHour } from "../basic-care/care-day.ts";
import { effects } from "./movements.ts";
import type { Patterns } from "./patterns.ts";
import { type Ahead, goneBy } from "./rhythm.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";

/** Whether to give something against constipation is decided by day. */
const [DAY_FROM_H, DAY_UNTIL_H] = [8, 18];
const hourOf = ({ zone }: Settings, now: Instant): number => clockHour({ zone, dayStartsH: 0 }, now);
const isDay = (settings: Settings, now: Instant): boolean => {
  const hour = hourOf(settings, now);
  return hour >= DAY_FROM_H && hour < DAY_UNTIL_H;
};
/** Nobody has been heard of for so long: whoever is away is not asked after. */
const FORGOTTEN_MS = 14 * DAY;
const LAXATIVE_WAITS_MS = DAY;
/** Rounded to a tenth: a text that changes every quarter of an hour is read again every quarter of an hour. */
const whole = (n: number): number => Math.floor(n);

export function bowelWishes(
  { stools, laxatives, voids }: State,
  { daysSince, loose, leaksWithoutMovement }: Patterns,
  last: Instant | null,
  settings: Settings,
  now: Instant,
): readonly Wish[] {
  const lately = laxatives.findLast(({ at }) => now - at < 3 * DAY);
  if (leaksWithoutMovement > 0) {
    const values = { leaks: leaksWithoutMovement, days: whole(daysSince ?? settings.noStoolDays) };
    return [{ do: "tell", key: "impaction", level: "medium", text: text("impaction", values) }];
  }
  if (loose > 0) {
    const said = text(lately === undefined ? "diarrhoea" : "diarrhoea-laxative", {
      loose,
      name: lately?.name ?? "",
    });
    return [{ do: "tell", key: "diarrhoea", level: "low", text: said }];
  }
  const heardAt = Math.max(...[stools, laxatives, voids].map((list) => list.at(-1)?.at ?? 0));
  if (last === null || daysSince === null || now - heardAt > FORGOTTEN_MS) return [];
  const due = last + settings.noStoolDays * DAY;
  if (daysSince < settings.noStoolDays || isWaiting(laxatives, due, now) || !isDay(settings, now)) return [];
  return [
    { do: "task", key: `no-stool-${last}`, text: text("no-stool", { days: whole(daysSince) }), due, role: "nurse" },
  ];
}

/** The house waits a day for the first that was given because it is time, then for as long as another takes: who has one every day is not waited for without end. */
function isWaiting(laxatives: State["laxatives"], due: Instant, now: Instant): boolean {
  const given = laxatives.filter(({ at }) => at >= due - LAXATIVE_WAITS_MS && at <= now);
  const [first] = given;
  if (first === undefined) return false;
  if (now - first.at < LAXATIVE_WAITS_MS) return true;
  return given.some(({ at, way }) => way !== "oral" && now - at < effects[way].lookH * HOUR);
}

/** A laxative after which nothing came. */
export function laxativeWishes(
  { laxatives }: State,
  last: Instant | null,
  settings: Settings,
  now: Instant,
): readonly Wish[] {
  const given = laxatives.findLast(({ at }) => at > (last ?? 0));
  if (given === undefined) return [];
  const look = given.at + effects[given.way].lookH * HOUR;
  if (now < look || now > look + DAY || !isDay(settings, now)) return [];
  const values = { name: given.name, hours: effects[given.way].lookH };
  return [{ do: "task", key: `no-effect-${given.at}`, text: text("no-effect", values), due: look, role: "nurse" }];
}

/** Lost within so long: then a toilet in time is worth a walk. */
const LOST_WITHIN_MS = 14 * DAY;
const OFFER_MS = 1.5 * HOUR;
const OFFER_LIKELY = 0.35;
const OFFERS_EVERY_MS = 4 * HOUR;

/** The toilet is offered when a stool is likely within the hour, to whoever has lost one lately, at most every four hours. */
export function offerAfter(state: State, ahead: Ahead | null, settings: Settings, now: Instant): State["offer"] {
  const { offer, stools } = state;
  if (offer !== null && now - offer.since < OFFERS_EVERY_MS) return offer;
  const hasLost = stools.some(({ at, leaked }) => leaked && now - at < LOST_WITHIN_MS);
  const hour = hourOf(settings, now);
  const isAwake = hour >= settings.riseH && hour < settings.bedH;
  if (!settings.offersToilet || !hasLost || !isAwake || ahead === null) return null;
  if (goneBy(ahead, now + OFFER_MS) < OFFER_LIKELY) return null;
  return { since: now, from: now, until: now + OFFER_MS };
}

export function offerWishes({ offer, stools }: State, now: Instant): readonly Wish[] {
  if (offer === null || now >= offer.until || stools.some(({ at }) => at >= offer.since)) return [];
  const values = { fromAt: offer.from, untilAt: offer.until };
  return [
    {
      do: "task",
      key: `toilet-${offer.since}`,
      text: text("offer-toilet", values),
      due: offer.since + 15 * MINUTE,
      role: "carer",
    },
  ];
}

export function voidWishes({ voids }: State, { noVoidH }: Patterns, settings: Settings, now: Instant): readonly Wish[] {
  const last = voids.at(-1);
  if (noVoidH === null || last === undefined) return [];
  const hour = hourOf(settings, now);
  // Asleep, ten hours are no alarm; half as long again are one at any hour.
  const isLong = noVoidH >= 1.5 * settings.noVoidH;
  if (!isLong && (hour < settings.riseH + 2 || hour >= settings.bedH)) return [];
  const values = { lastAt: last.at, hours: whole(settings.noVoidH * (isLong ? 1.5 : 1)) };
  return [
    {
      do: "task",
      key: `no-void-${last.at}`,
      text: text("no-void", values),
      due: last.at + settings.noVoidH * HOUR,
      role: "carer",
    },
  ];
}
