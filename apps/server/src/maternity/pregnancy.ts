import { gainOf, gestationOn, massIndex, pregnancyOn } from "@sakiyomi/skills/handbook";
import type { Standing } from "./entries.ts";
import { nameOf } from "./entries.ts";
import type { AdviceView, AnnotationView, BodyView, PregnancyView, RequestView, VisitView } from "./shapes.ts";

/** Of several the newest holds. */
export function pregnancyOf(standing: Standing, today: string): PregnancyView | null {
  const [entry] = standing.of("pregnancy");
  if (!entry) return null;
  const { due, dueBy, fetuses, ended } = entry.value;
  const { gestation, ongoing } = pregnancyOn({ due, ended }, today);
  const what = { due, dueBy, fetuses, ended: ended ?? null };
  return { entry: entry.id, version: entry.version, ...what, weeks: gestation, ongoing };
}

export const weeksOn = (pregnancy: PregnancyView | null, day: string) => pregnancy && gestationOn(pregnancy.due, day);

/** Those of this pregnancy first to last; where no pregnancy is known, all. */
export function visitsOf(
  standing: Standing,
  pregnancy: PregnancyView | null,
  dayOf: (at: number) => string,
): VisitView[] {
  return standing
    .of("pregnancy-visit")
    .map(({ id, version, at, by, value }) => {
      const day = dayOf(at);
      const weeks = weeksOn(pregnancy, day);
      return { entry: id, version, at, day, weeks, by: nameOf(by), ...value } as VisitView;
    })
    .filter(({ weeks }) => pregnancy === null || weeks !== null)
    .sort((a, b) => a.at - b.at);
}

export const adviceOf = (standing: Standing): readonly AdviceView[] =>
  standing.of("advice").map(({ id, version, at, value }) => ({
    ...{ entry: id, version, at, about: value.about, by: value.by, words: value.words, urgency: value.urgency },
    finding: value.finding ?? null,
  }));

export const annotationsOf = (standing: Standing): readonly AnnotationView[] =>
  standing
    .of("annotation")
    .filter(({ value }) => value.kind === "fetal-heart-rate")
    .map(({ id, version, at, by, value: { from, until, text } }) => ({
      ...{ entry: id, version, at, from, until, text, by: nameOf(by) },
    }));

export const requestsOf = (standing: Standing): readonly (RequestView & { from: number; until: number })[] =>
  standing
    .of("review-request")
    .filter(({ value }) => value.kind === "fetal-heart-rate")
    .map(({ at, value: { reason, priority, from, until } }) => ({ at, reason, priority, from, until }));

/** Before the pregnancy: the newest height, and the last weight before its first three months were over (JSOG: the usual weight). */
export function bodyOf(heightCm: number | null, weightKg: number | null, fetuses: number): BodyView {
  const index = heightCm === null || weightKg === null ? null : massIndex(weightKg, heightCm);
  // The guidance is for one child.
  const gain = index === null || fetuses > 1 ? null : gainOf(index);
  return { heightCm, weightKg, index, gain: gain && { body: gain.body, leastKg: gain.leastKg, mostKg: gain.mostKg } };
}
