import { accept, DAY, type Instant, type Read, refuse, type Text } from "@sakiyomi/core";
import { careRules, excretionRules } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import type { BoardPerson, PredictionView } from "../api.ts";
import type { House } from "../house.ts";
import { DAYS, dayViews, type Heard, heardOfDays, stepEntries, stepsByDay } from "./days.ts";
import { bookOf, careSettings, entryView, heard, type Of } from "./heard.ts";
import type { DailyView, GoalName, GoalView, OrganName, ReviewView } from "./shapes.ts";
import { trendsOf } from "./trends.ts";

const SKILL = "basic-care";
const units: Readonly<Record<GoalName, string>> = { water: "mL", energy: "kcal", walk: "1" };
/** After a laxative a stool is not its own doing. Project's choice; a clinician has to approve it. */
const NOT_NATURAL_MS = DAY;
/** A review is kept as long as the person is here; so far back one is looked for. */
const REVIEWS_BACK = 3 * 366 * DAY;

type Reviews = careRules.BasicCareState["reviews"];

const reviewsOf = (said: readonly Of<"clinical-review">[]): Reviews =>
  Object.fromEntries(
    careRules.organs.map((organ) => [
      organ,
      said
        .filter(({ value }) => value.of === organ)
        .map(({ at, sequence, value: { result, limitMl, by } }) => ({
          ...{ id: `${at} ${sequence}`, at, result, by, limitMl: limitMl ?? null },
        })),
    ]),
  ) as unknown as Reviews;

function reviewViews(said: readonly Of<"clinical-review">[], days: number, now: Instant): readonly ReviewView[] {
  return careRules.organs.map((of: OrganName): ReviewView => {
    const last = said.findLast(({ value }) => value.of === of);
    if (last === undefined)
      return { of, result: null, limitMl: null, note: "", by: "", at: null, isOld: false, askedAgainAt: null };
    const { result, limitMl, note, by } = last.value;
    const askedAgainAt = last.at + days * DAY;
    return {
      of,
      result,
      limitMl: limitMl ?? null,
      note: note ?? "",
      by,
      at: last.at,
      isOld: now > askedAgainAt,
      askedAgainAt,
    };
  });
}

const predictionOf = (here: BoardPerson, name: string, skill = SKILL): PredictionView | null =>
  here.predictions.find((one) => one.skill === skill && one.name === name) ?? null;

interface Scene {
  readonly here: BoardPerson;
  readonly reviews: Reviews;
  readonly settings: careRules.BasicCareSettings;
  readonly now: Instant;
}

function goalView(name: GoalName, soFar: number, { here, reviews, settings, now }: Scene): GoalView {
  const goal = careRules.goalNow(name, { reviews }, settings, now);
  return {
    ...{ name, unit: units[name], soFar: Math.round(soFar) },
    least: goal.on ? goal.least : null,
    // A limit holds without a goal, too.
    most: name === "water" ? careRules.limitOf({ reviews }) : null,
    why: goal.on ? null : goal.why,
    missed: predictionOf(here, `${name}-missed`),
    ahead: predictionOf(here, name),
  };
}

const stoolIn = ({ at, value: { bristol, amount, how, leaked } }: Heard["stools"][number]): excretionRules.Stool => ({
  ...{ id: "", at, bristol: bristol ?? null, small: amount === "small", leaked: leaked ?? how === "pad" },
});

function stoolOf({ stools, laxatives }: Heard): DailyView["stool"] {
  const isNatural = ({ at }: { readonly at: Instant }) =>
    !laxatives.some((given) => given.at <= at && at - given.at <= NOT_NATURAL_MS);
  // As the skill counts: a stool that was lost, but formed, has emptied the bowel.
  const whole = stools.filter((one) => !excretionRules.isLeak(stoolIn(one)));
  return { lastAt: whole.at(-1)?.at ?? null, naturalAt: whole.findLast(isNatural)?.at ?? null, days: 0 };
}

/** What is drunk most lately, for one tap. */
function favouritesOf({ drinks }: Heard): readonly string[] {
  const counts = new Map<string, number>();
  for (const { value } of drinks)
    if (value.drink !== undefined && value.drink !== "") counts.set(value.drink, (counts.get(value.drink) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([name]) => name);
}

const offersOf = (house: House, person: string): readonly Text[] =>
  house.ward.board().due.flatMap((due) => (due.person === person && due.skill === SKILL ? [due.text] : []));

/** Of one day, the newest first. */
const entriesOf = (all: Heard, day: careRules.CareDay) =>
  [...all.drinks, ...all.meals, ...all.walks, ...all.stools, ...all.laxatives, ...stepEntries(all, day)]
    .filter(({ at }) => at >= day.start && at < day.end)
    .sort((a, b) => b.at - a.at);

/** Everything of one person's day, from what was said; what the skill thinks stands beside it. */
export async function dailyView(house: House, person: string, who: Who): Promise<Read<DailyView>> {
  const here = house.ward.boardPerson(person);
  if (here === null) return refuse("REC_MISSING", "person", person, "somebody who is here");
  const now = house.ward.now();
  const settings = careSettings(house, person);
  const day = careRules.careDayAt(settings, now);
  const [all, said, book] = await Promise.all([
    heardOfDays(house, person, careRules.careDay(settings, day.number - DAYS + 1).start, now),
    heard(house, person, "clinical-review", now - REVIEWS_BACK, now),
    bookOf(house, person),
  ]);
  const scene = { here, reviews: reviewsOf(said), settings, now };
  const days = dayViews(all, settings, now);
  const last = days.at(-1);
  const steps = stepsByDay(all, settings, settings.stepsAMinute).get(day.number) ?? 0;
  const soFar = { water: last?.waterMl ?? 0, energy: last?.energyKcal ?? 0, walk: steps };
  return accept({
    at: now,
    person: { id: here.id, name: here.name, placeName: here.placeName },
    day: { date: day.date, start: day.start, end: day.end },
    goals: careRules.goals.map((name) => goalView(name, soFar[name], scene)),
    stool: { ...stoolOf(all), days: settings.stoolDays },
    nextStool: predictionOf(here, "next-stool", "excretion"),
    reviews: reviewViews(said, settings.reviewDays, now),
    mayReview: mayFor(who.account, "skill.write", person, house.access.scene()),
    today: entriesOf(all, day).map((signal) => entryView(signal, book)),
    days,
    trends: await trendsOf(house, person, days, now),
    favourites: favouritesOf(all),
    served: {
      ...{ breakfast: settings.breakfastKcal, lunch: settings.lunchKcal },
      ...{ dinner: settings.dinnerKcal, snack: settings.snackKcal },
    },
    offers: offersOf(house, person),
  });
}
