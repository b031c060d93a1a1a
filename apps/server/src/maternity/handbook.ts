import { DAY } from "@sakiyomi/core";
import { addDays, doubtsOf, nextDoses, nextVisit } from "@sakiyomi/skills/handbook";
import { subjectOf } from "../http/looks.ts";
import type { Ward } from "../ward/port.ts";
import { nameOf, type Standing, standingOf } from "./entries.ts";
import { byDay, lastBefore } from "./measured.ts";
import { handbooksOf } from "./owners.ts";
import { adviceOf, bodyOf, pregnancyOf, visitsOf } from "./pregnancy.ts";
import { todayOf } from "./recordings.ts";
import type { BirthView, BodyView, HandbookView, PregnancyView, VaccinationView } from "./shapes.ts";

/** The weight before: the last one until then (usual weight before pregnancy; JSOG takes what the woman says). */
const BEFORE_WEEKS = 12;
const HEIGHT_WITHIN_DAYS = 366 * 10;
const WEIGHT_WITHIN_DAYS = 366;
const YEARS_OF_GROWTH = 3;

const personName = (ward: Ward, person: string): string =>
  ward.roster.people.get(subjectOf(person) as never)?.name ?? person;

function birthOf(ward: Ward, standing: Standing, birthDate: string | null, maySee: May["maySee"]): BirthView | null {
  const [entry] = standing.of("birth");
  if (!entry) return null;
  const { weightG, lengthCm, headCm, chestCm, weeks, days, sex, mother } = entry.value;
  return {
    ...{ entry: entry.id, version: entry.version, weightG, sex, weeks: { weeks, days } },
    ...{ lengthCm: lengthCm ?? null, headCm: headCm ?? null, chestCm: chestCm ?? null },
    day: birthDate ?? todayOf(ward, entry.at),
    mother: mother === undefined || !maySee(mother) ? null : { id: mother, name: personName(ward, mother) },
  };
}

const vaccinationsOf = (standing: Standing): readonly VaccinationView[] =>
  standing
    .of("vaccination")
    .map(({ id, version, by, value: { vaccine, dose, given, lot, site } }) => ({
      ...{ entry: id, version, vaccine, dose, given, by: nameOf(by) },
      ...{ lot: lot ?? null, site: site ?? null },
    }))
    .sort((a, b) => a.given.localeCompare(b.given));

async function bodyBefore(ward: Ward, person: string, pregnancy: PregnancyView | null): Promise<BodyView> {
  if (pregnancy === null) return bodyOf(null, null, 1);
  const until = Date.parse(`${addDays(pregnancy.due, BEFORE_WEEKS * 7 - 280)}T00:00:00Z`);
  const [height, weight] = await Promise.all([
    lastBefore(ward, person, "body-height", ward.now(), HEIGHT_WITHIN_DAYS),
    lastBefore(ward, person, "body-weight", until, WEIGHT_WITHIN_DAYS),
  ]);
  return bodyOf(height, weight, pregnancy.fetuses);
}

async function growthOf(ward: Ward, person: string, birth: BirthView | null): Promise<HandbookView["growth"]> {
  if (birth === null) return { weight: [], length: [], head: [] };
  const from = Date.parse(`${birth.day}T00:00:00Z`) - DAY;
  const to = Math.min(ward.now(), from + YEARS_OF_GROWTH * 366 * DAY);
  const [weight, length, head] = await Promise.all([
    byDay(ward, person, "body-weight", from, to),
    byDay(ward, person, "body-height", from, to),
    byDay(ward, person, "head-circumference", from, to),
  ]);
  const born = (value: number | null) => (value === null ? [] : [{ day: birth.day, value }]);
  return {
    weight: [...born(birth.weightG / 1000), ...weight],
    length: [...born(birth.lengthCm), ...length],
    head: [...born(birth.headCm), ...head],
  };
}

function vaccinesOf(birthDay: string | null, standing: Standing, today: string) {
  const vaccinations = vaccinationsOf(standing);
  const given = vaccinations.map((one) => ({ vaccine: one.vaccine, given: one.given }));
  // Without a birth in the handbook it is nobody's list: a mother's own vaccinations have no schedule here.
  if (birthDay === null) return { vaccinations, due: [], doubts: [] };
  return { vaccinations, due: nextDoses(birthDay, given, today), doubts: doubtsOf(birthDay, given) };
}

/** The list says whom to ask; whether a birth still stands, the child's own chart. */
async function childrenOf(ward: Ward, person: string, maySee: May["maySee"]) {
  const owners = (await handbooksOf(ward)).filter(({ mother, person: child }) => mother === person && maySee(child));
  const found = await Promise.all(
    owners.map(async ({ person: id }) => {
      const [birth] = (await standingOf(ward, id)).of("birth");
      return birth?.value.mother === person ? [{ id, name: personName(ward, id) }] : [];
    }),
  );
  return found.flat();
}

interface May extends Pick<HandbookView, "isShared" | "mayWrite" | "mayChart"> {
  /** Whose name may be read: a child's handbook does not tell of a mother to who may not see her, nor hers of a child. */
  maySee(person: string): boolean;
}

export async function handbookOf(
  ward: Ward,
  person: string,
  birthDate: string | null,
  { maySee, ...may }: May,
): Promise<HandbookView> {
  const [standing, today] = [await standingOf(ward, person), todayOf(ward)];
  const pregnancy = pregnancyOf(standing, today);
  const birth = birthOf(ward, standing, birthDate, maySee);
  const visits = visitsOf(standing, pregnancy, (at) => todayOf(ward, at));
  const [body, growth, children] = await Promise.all([
    bodyBefore(ward, person, pregnancy),
    growthOf(ward, person, birth),
    childrenOf(ward, person, maySee),
  ]);
  return {
    ...{ at: ward.now(), today, person, name: personName(ward, person), birthDate, pregnancy, body, visits },
    nextVisit: pregnancy?.ongoing ? nextVisit(pregnancy.due, visits.at(-1)?.day ?? null) : null,
    ...{ advice: adviceOf(standing), children, birth, growth },
    ...vaccinesOf(birth?.day ?? null, standing, today),
    ...may,
  };
}
