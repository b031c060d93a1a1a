import { DAY, HOUR, type Instant, type Signal } from "@sakiyomi/core";
import { type Chance, chanceOf } from "./daily-chance.ts";
import { signal } from "./daily-people.ts";

/**
 * Simulated bowels, by other means than the skill's model: what is in them grows by what is eaten, is emptied with a chance that
 * rises with its amount after each meal and each waking, and carers who give a laxative on the third evening, forget entries, and
 * write late. Half of them are slow, as in care homes, where every second resident takes laxatives. Illness with loose stools, and a rectum that is blocked and leaks, come now and then.
 */
export const BOWELS_START: Instant = Date.parse("2026-02-02T00:00:00+09:00");

/** A chance to go: after waking, after a meal. */
interface Moment {
  readonly hour: number;
  readonly pull: number;
}
const MOMENTS: readonly Moment[] = [
  { hour: 6.6, pull: 0.9 },
  { hour: 8.2, pull: 1.6 },
  { hour: 10.5, pull: 0.4 },
  { hour: 13, pull: 0.6 },
  { hour: 15.5, pull: 0.35 },
  { hour: 18.9, pull: 0.6 },
  { hour: 21.5, pull: 0.15 },
  { hour: 3, pull: 0.05 },
];

interface Bowel {
  readonly ripe: number;
  readonly steep: number;
  readonly moments: readonly Moment[];
  readonly lost: number;
  readonly laxativeAfterDays: number;
  readonly leaksStool: boolean;
}

function bowelOf(c: Chance): Bowel {
  return {
    ripe: Math.exp(c.normal(Math.log(2.7), 0.55)),
    steep: c.between(2.5, 6),
    moments: MOMENTS.map(({ hour, pull }) => ({
      hour: hour + c.normal(0, 0.4),
      pull: pull * Math.exp(c.normal(0, 0.6)),
    })),
    lost: c.between(0, 0.08),
    laxativeAfterDays: c.happens(0.6) ? 3 : 4,
    leaksStool: c.happens(0.35),
  };
}

export interface Episode {
  readonly of: "diarrhoea" | "impaction";
  readonly from: Instant;
  readonly until: Instant;
}

export interface Lived {
  readonly signals: readonly Signal[];
  /** True emptyings, written down or not. */
  readonly stools: readonly Instant[];
  readonly episodes: readonly Episode[];
}

interface Now {
  filled: number;
  laxativeAt: Instant | null;
  lastAt: Instant;
  episode: Episode | null;
}

export function livedBowel(seed: string, days: number): Lived {
  const c = chanceOf(`bowel/${seed}`);
  const bowel = bowelOf(c);
  const out = { signals: [] as Signal[], stools: [] as Instant[], episodes: [] as Episode[] };
  const now: Now = { filled: c.between(0, 1), laxativeAt: null, lastAt: BOWELS_START, episode: null };
  for (let n = 0; n < days; n += 1) {
    const midnight = BOWELS_START + n * DAY;
    now.episode = episodeOn(now.episode, midnight, n, c, out.episodes);
    now.filled += Math.max(0.3, c.normal(1, 0.25));
    for (const moment of bowel.moments.toSorted((a, b) => a.hour - b.hour)) go(bowel, moment, midnight, now, c, out);
    giveLaxative(bowel, midnight + (20 + c.normal(0, 0.3)) * HOUR, now, c, out);
  }
  return { ...out, signals: out.signals.sort((a, b) => a.receivedAt - b.receivedAt) };
}

function episodeOn(was: Episode | null, midnight: Instant, n: number, c: Chance, all: Episode[]): Episode | null {
  if (was !== null && midnight < was.until) return was;
  if (n < 14 || !c.happens(0.02)) return null;
  const of = c.happens(0.6) ? ("diarrhoea" as const) : ("impaction" as const);
  const episode = {
    of,
    from: midnight,
    until: midnight + Math.round(of === "diarrhoea" ? c.between(1, 3) : c.between(6, 8)) * DAY,
  };
  all.push(episode);
  return episode;
}

type Out = { readonly signals: Signal[]; readonly stools: Instant[] };

function write(
  kind: "stool" | "laxative",
  value: unknown,
  at: Instant,
  lost: number,
  c: Chance,
  { signals }: Out,
): void {
  if (c.happens(lost)) return;
  const late = (c.happens(0.15) ? c.between(0.5, 3) : c.between(0.02, 0.3)) * HOUR;
  signals.push(signal(kind, value, Math.round(at), Math.round(at + late)));
}

function go(bowel: Bowel, moment: Moment, midnight: Instant, now: Now, c: Chance, out: Out): void {
  const at = Math.round(midnight + (moment.hour + c.normal(0, 0.35)) * HOUR);
  if (now.episode?.of === "diarrhoea") goIll(bowel, at, now, c, out);
  else if (now.episode?.of === "impaction") goBlocked(bowel, at, now.episode, c, out);
  else goUsual(bowel, moment, at, now, c, out);
}

function goIll({ lost }: Bowel, at: Instant, now: Now, c: Chance, out: Out): void {
  if (c.happens(0.6)) write("stool", { bristol: c.happens(0.5) ? 7 : 6, amount: "medium" }, at, lost, c, out);
  now.filled = 0.2;
}

/** Nothing solid passes; from the fourth day on it leaks past. */
function goBlocked({ lost }: Bowel, at: Instant, { from }: Episode, c: Chance, out: Out): void {
  if (at - from > 3.2 * DAY && c.happens(0.3))
    write("stool", { bristol: 7, amount: "small", leaked: true, how: "pad" }, at, lost, c, out);
}

function goUsual(bowel: Bowel, { pull }: Moment, at: Instant, now: Now, c: Chance, out: Out): void {
  const works = now.laxativeAt !== null && at - now.laxativeAt > 6 * HOUR && at - now.laxativeAt < 14 * HOUR;
  const urge = 1 / (1 + Math.exp(-bowel.steep * (now.filled / bowel.ripe - 1)));
  if (!c.happens(1 - Math.exp(-pull * urge * (works ? 6 : 1) - (works ? 0.5 : 0)))) return;
  const days = (at - now.lastAt) / DAY;
  const bristol = Math.min(6, Math.max(1, Math.round(4.4 - 0.6 * days + (works ? 1 : 0) + c.normal(0, 0.8))));
  const isLost = bowel.leaksStool && c.happens(0.25);
  const how = isLost ? "pad" : "toilet";
  write("stool", { bristol, amount: "medium", how, leaked: isLost }, at, bowel.lost, c, out);
  out.stools.push(at);
  now.filled = Math.max(0, now.filled - bowel.ripe * c.between(0.6, 1));
  now.lastAt = at;
  now.laxativeAt = null;
}

function giveLaxative({ laxativeAfterDays, lost }: Bowel, at: Instant, now: Now, c: Chance, out: Out): void {
  if (now.episode !== null || at - now.lastAt < (laxativeAfterDays - 0.3) * DAY || c.happens(0.2)) return;
  now.laxativeAt = at;
  write("laxative", { name: "bisacodyl", how: "oral" }, at, lost, c, out);
}
