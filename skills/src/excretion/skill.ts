import {
  DAY,
  defineSkill,
  HOUR,
  type Instant,
  MINUTE,
  type Prediction,
  type Text,
  text,
  unknown,
} from "@sakiyomi/core";
import { dayAt } from "@sakiyomi/medication";
import { isLoose, movementsOf, pushesOf } from "./movements.ts";
import { nightAfter } from "./night.ts";
import { patternsOf } from "./patterns.ts";
import { type Ahead, aheadOf, goneBy, isSilence, type Rhythm, rhythmOf, timeOf } from "./rhythm.ts";
import { type Settings, settings } from "./settings.ts";
import { hear, type State, startingState } from "./state.ts";
import { bowelWishes, laxativeWishes, offerAfter, offerWishes, voidWishes } from "./wishes.ts";
import { words } from "./words.ts";

const VERSION = "1.0.0";
const MODEL = `excretion/${VERSION}`;
const PERIOD_MS = 15 * MINUTE;
const VALID_MS = 45 * MINUTE;
export const COVERS = 0.8;
const TAIL = (1 - COVERS) / 2;
/** Of fewer movements no rhythm is said. */
const FEWEST = 3;
/** After so long nobody writes down any more. */
const SILENT_MS = 14 * DAY;

/** Foretells the next stool and the risk of constipation, keeps an eye on leaks, loose stools, nights and voids. */
export const excretion = defineSkill<State, Settings>({
  id: "excretion",
  owner: "@sakiyomi/care",
  version: VERSION,
  risk: "suggests",
  // Its rules of stool, leaks and nights are those of grown people.
  suits: ({ ageYears }) => ageYears === null || ageYears >= 18,
  reads: ["stool", "laxative", "void", "clinical-review"],
  makes: [],
  does: ["tell", "task"],
  periodMs: PERIOD_MS,
  budgetMs: 50,
  settings,
  start: startingState,
  step(before, inputs, now) {
    const heard = hear(before, inputs.signals, now);
    const given = { ...inputs.settings, zone: heard.zone ?? inputs.settings.zone };
    if (heard.stools.length + heard.laxatives.length + heard.voids.length === 0)
      return { state: heard, predictions: nothing, wishes: [], sleeps: true };
    const movements = movementsOf(heard.stools).filter((at) => at <= now);
    const last = movements.at(-1) ?? null;
    const rhythm = rhythmOf(movements, given.zone);
    const ahead =
      last === null || movements.length < FEWEST || now - last > SILENT_MS
        ? null
        : aheadOf(rhythm, last, pushesOf(heard.laxatives, movements, now), given.zone, now);
    const state = { ...heard, offer: offerAfter(heard, ahead, given, now) };
    const patterns = patternsOf(state, last, given, now);
    return {
      state,
      predictions: predictionsOf(state, { movements, last, rhythm, ahead, now }, given),
      wishes: [
        ...bowelWishes(state, patterns, last, given, now),
        ...laxativeWishes(state, last, given, now),
        ...offerWishes(state, now),
        ...voidWishes(state, patterns, given, now),
      ],
    };
  },
  words,
});

const nothing = {
  "next-stool": unknown("no-stool-yet"),
  "constipation-tomorrow": unknown("no-stool-yet"),
  "night-voids": unknown("few-nights"),
};

interface Seen {
  readonly movements: readonly Instant[];
  readonly last: Instant | null;
  readonly rhythm: Rhythm;
  readonly ahead: Ahead | null;
  readonly now: Instant;
}

function predictionsOf(state: State, seen: Seen, given: Settings): Readonly<Record<string, Prediction>> {
  const why = whyNot(seen);
  return {
    "next-stool": why ?? nextStool(state, seen),
    "constipation-tomorrow": why ?? constipation(state, seen, given),
    "night-voids": nightVoids(state, given, seen.now),
  };
}

function whyNot({ last, movements, now }: Seen): Prediction | null {
  if (last === null) return unknown("no-stool-yet");
  if (now - last > SILENT_MS) return unknown("not-written");
  return movements.length < FEWEST ? unknown("few-stools", { n: movements.length }) : null;
}

const known = (what: (Prediction & { known: true })["what"], because: readonly Text[], now: Instant): Prediction => ({
  known: true,
  ...{ what, because, validUntil: now + VALID_MS, model: MODEL },
});

function nextStool(state: State, seen: Seen): Prediction {
  const [low, at, high] = [TAIL, 0.5, 1 - TAIL].map((p) => (seen.ahead === null ? null : timeOf(seen.ahead, p)));
  if (low == null || at == null || high == null) return unknown("far-off");
  return known({ type: "time", at, interval: { low, high, p: COVERS } }, reasons(state, seen), seen.now);
}

/** That in 24 hours it will have been so many days, and none will have come. */
function constipation(state: State, seen: Seen, { noStoolDays }: Settings): Prediction {
  const { ahead, last, now, rhythm } = seen;
  if (ahead === null || last === null) return unknown("far-off");
  const reaches = last + noStoolDays * DAY <= now + DAY;
  const comes = isSilence(rhythm, (now - last) / HOUR) * (1 - goneBy(ahead, now + DAY));
  const chance = reaches ? Math.min(0.99, Math.max(0.01, comes)) : 0.01;
  const constipated = Number(chance.toFixed(2));
  const probabilities = { constipated, "not-constipated": Number((1 - constipated).toFixed(2)) };
  return known({ type: "classes", probabilities }, reasons(state, seen), now);
}

const HARD = 2;
const LATELY_MS = 14 * DAY;

/** What a nurse wants to know beside the time. */
function reasons({ stools, laxatives }: State, { last, rhythm, now }: Seen): readonly Text[] {
  const lately = stools.filter(({ at, bristol }) => now - at < LATELY_MS && bristol !== null);
  const hard = lately.filter(({ bristol }) => (bristol ?? 9) <= HARD).length;
  const loose = lately.filter(isLoose).length;
  const laxative = laxatives.findLast(({ at }) => at > (last ?? 0) && now - at < 2 * DAY);
  const hours = last === null ? 0 : (now - last) / HOUR;
  return [
    text("since", { days: Math.floor(hours / 24), hours: Math.floor(hours % 24) }),
    text("usual-interval", { hours: Math.round(Math.exp(rhythm.mean)), n: rhythm.intervals }),
    ...(laxative === undefined ? [] : [text("laxative-given", { name: laxative.name, givenAt: laxative.at })]),
    // Rome IV counts hard stools in more than a quarter of movements.
    ...(lately.length >= 4 && hard > lately.length / 4 ? [text("often-hard", { n: hard, of: lately.length })] : []),
    ...(lately.length >= 4 && loose > lately.length / 4 ? [text("often-loose", { n: loose, of: lately.length })] : []),
  ];
}

const NIGHTS = 7;
const FEWEST_NIGHTS = 3;
/** Nights of others weigh as much as so many of this person's own; two voids a night are common in old age. */
const [USUAL_NIGHTS, USUAL_VOIDS] = [2, 1.5];

/** How often this person will void tonight, from the last nights with any void of the day before them written down. */
function nightVoids({ voids }: State, given: Settings, now: Instant): Prediction {
  const today = dayAt(given.zone, now).number;
  const counts = Array.from({ length: NIGHTS }, (_, n) => {
    const { bed, rise } = nightAfter(today - 1 - n, given, []);
    const dayBefore = voids.some(({ at }) => at > bed - 14 * HOUR && at < bed);
    return dayBefore && rise <= now ? voids.filter(({ at }) => at >= bed && at < rise).length : null;
  }).filter((n) => n !== null);
  if (counts.length < FEWEST_NIGHTS) return unknown("few-nights");
  const sum = counts.reduce((all, n) => all + n, 0);
  const rate = (USUAL_NIGHTS * USUAL_VOIDS + sum) / (USUAL_NIGHTS + counts.length);
  const { low, high } = poisson80(rate);
  const tonight = nightAfter(now < nightAfter(today - 1, given, []).rise ? today - 1 : today, given, []);
  const value = Math.round(rate);
  const what = {
    type: "quantity" as const,
    at: Math.max(now, tonight.rise),
    unit: "1",
    value,
    interval: { low: Math.min(low, value), high: Math.max(high, value), p: COVERS },
  };
  return known(what, [text("nights", { n: counts.length, voids: sum })], now);
}

function poisson80(rate: number): { readonly low: number; readonly high: number } {
  let [p, sum, low] = [Math.exp(-rate), 0, -1];
  for (let n = 0; n < 30; n += 1) {
    sum += p;
    if (low < 0 && sum >= TAIL) low = n;
    if (sum >= 1 - TAIL) return { low, high: n };
    p *= rate / (n + 1);
  }
  return { low: Math.max(0, low), high: 30 };
}
