import { accept, DAY, type Instant, type Read, refuse } from "@sakiyomi/core";
import { excretionRules } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { DAYS, dayViews, type Heard, heardOfDays } from "./days.ts";
import { type Book, bookOf, careSettings, entryView, excretionSettings, heard, type Of } from "./heard.ts";
import type { DiaryDayView, DiaryLineView, ExcretionView } from "./shapes.ts";

const LEAKS_BACK_DAYS = 14;
/** Residual: what the bladder's sensor reads within so long after a void. */
const AFTER_VOID_MS = 15 * 60_000;
const ways = ["oral", "suppository", "enema"] as const;

interface Diary {
  readonly voids: readonly Of<"void">[];
  readonly all: Heard;
  readonly changes: readonly excretionRules.BedChange[];
  readonly ageYears: number | null;
  readonly settings: excretionRules.ExcretionSettings;
  readonly book: Book;
  readonly now: Instant;
}

const lineOf = (signal: Of<"void"> | Of<"fluid-intake"> | Of<"stool">, book: Book): DiaryLineView => ({
  ...entryView(signal, book),
  ml: signal.kind === "stool" ? null : (signal.value.volumeMl ?? null),
  leaked: signal.kind === "fluid-intake" ? false : (signal.value.leaked ?? false),
});

/** One day of the bladder diary, from rising to rising. */
function diaryDayView(day: number, date: string, diary: Diary): DiaryDayView {
  const { voids, all, changes, settings, ageYears, book, now } = diary;
  const before = excretionRules.nightAfter(day - 1, settings, changes);
  const after = excretionRules.nightAfter(day, settings, changes);
  const measures = excretionRules.diaryDay(
    {
      voids: voids.map(({ at, value }) => ({
        at,
        ml: value.volumeMl ?? null,
        leaked: value.leaked ?? false,
        how: value.how ?? null,
      })),
      drinks: all.drinks.map(({ at, value }) => ({ at, ml: value.volumeMl })),
    },
    before,
    after,
    ageYears,
  );
  const lines = [...voids, ...all.drinks, ...all.stools]
    .filter(({ at }) => at >= before.rise && at < after.rise)
    .sort((a, b) => a.at - b.at)
    .map((signal) => lineOf(signal, book));
  const isOver = now > after.rise + 3 * 3_600_000;
  // Until the night is over, neither 24 hours nor the night's share are known.
  const open = isOver ? {} : { volumeMl: null, nightMl: null, npi: null, isPolyuria: null };
  return { date, bedAt: after.bed, riseAt: before.rise, nightBy: after.by, isOver, ...measures, ...open, lines };
}

function leaksOf(
  voids: readonly Of<"void">[],
  residuals: readonly number[],
  zone: string,
  now: Instant,
): ExcretionView["leaks"] {
  const lately = voids.filter(({ at }) => now - at < LEAKS_BACK_DAYS * DAY);
  const hourOf = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: zone });
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const { at, value } of lately)
    if (value.leaked === true) byHour[Number(hourOf.format(at))] = (byHour[Number(hourOf.format(at))] ?? 0) + 1;
  const days = new Set(lately.map(({ at }) => Math.floor(at / DAY))).size;
  const lines = lately.map(({ at, value }) => ({
    at,
    ml: value.volumeMl ?? null,
    leaked: value.leaked ?? false,
    how: null,
  }));
  return { byHour, patterns: excretionRules.leakPatterns(lines, days, residuals) };
}

/** The bladder's sensor right after a void, where there is one. */
async function residualsOf(
  house: House,
  person: string,
  voids: readonly Of<"void">[],
  now: Instant,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (const { at } of voids.filter((one) => now - one.at < LEAKS_BACK_DAYS * DAY).slice(-30)) {
    const read = await heard(house, person, "bladder-volume", at, Math.min(now, at + AFTER_VOID_MS));
    const last = read.at(-1);
    if (last !== undefined) found.push(last.value);
  }
  return found;
}

function rhythmOf({ stools, laxatives }: Heard, zone: string, now: Instant): Pick<ExcretionView, "rhythm" | "worked"> {
  const list = stools.map(({ at, value: { bristol, amount, how, leaked } }) => ({
    ...{ id: "", at, bristol: bristol ?? null, small: amount === "small", leaked: leaked ?? how === "pad" },
  }));
  const movements = excretionRules.movementsOf(list);
  const rhythm = excretionRules.rhythmOf(movements, zone);
  const given = laxatives.map(({ at, value: { name, how = "oral" } }) => ({ id: "", at, name, way: how }));
  return {
    rhythm: movements.length < 4 ? null : { hours: Math.round(Math.exp(rhythm.mean)), intervals: rhythm.intervals },
    worked: ways
      .map((way) => ({ way, ...excretionRules.workedOf(way, given, movements, now) }))
      .filter(({ doses }) => doses > 0),
  };
}

/** Stools, laxatives, voids and nights of one person; `diaryDays` of the bladder diary, the newest last. */
export async function excretionView(house: House, person: string, diaryDays: number): Promise<Read<ExcretionView>> {
  const here = house.ward.boardPerson(person);
  if (here === null) return refuse("REC_MISSING", "person", person, "somebody who is here");
  const now = house.ward.now();
  const settings = excretionSettings(house, person);
  const care = careSettings(house, person);
  const from = now - (DAYS + 1) * DAY;
  const [all, voids, bed, book] = await Promise.all([
    heardOfDays(house, person, from, now),
    heard(house, person, "void", from, now),
    heard(house, person, "bed-occupancy", now - (diaryDays + 2) * DAY, now),
    bookOf(house, person),
  ]);
  const changes = bed.map(({ at, value }) => ({ at, inBed: value !== "out" }));
  const diary: Diary = { voids, all, changes, ageYears: here.ageYears, settings, book, now };
  const days = dayViews(all, care, now);
  const dates = days.slice(-diaryDays).map(({ date }) => date);
  const newest = <T>(list: readonly T[]): readonly T[] => list.toReversed();
  return accept({
    at: now,
    person: { id: here.id, name: here.name, ageYears: here.ageYears },
    predictions: here.predictions.filter(({ skill }) => skill === "excretion" || skill === "toilet-timing"),
    diary: dates.map((date) => diaryDayView(Date.parse(`${date}T00:00:00Z`) / DAY, date, diary)),
    stools: newest(all.stools).map((signal) => entryView(signal, book)),
    laxatives: newest(all.laxatives).map((signal) => entryView(signal, book)),
    days,
    ...rhythmOf(all, settings.zone, now),
    leaks: leaksOf(voids, await residualsOf(house, person, voids, now), settings.zone, now),
  });
}
