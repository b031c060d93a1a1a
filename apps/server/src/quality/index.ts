import { DAY, type Entry, type Instant, type Resource } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { figuresOf, historyOf, peopleFigures, placeFigures } from "./alarms.ts";
import { type Decision, since } from "./house-rules.ts";
import { ignoredRules, ruleFigures } from "./proposals.ts";
import type { QualityPolicy } from "./shapes.ts";

export { alarmTypes, placeTypes } from "./alarms.ts";
export { policyIn, policyPlace } from "./house-rules.ts";

export interface HouseRules {
  readonly policy: QualityPolicy;
  /** Records of the type AlarmDecision. */
  readonly decided: readonly Resource[];
}

/** From when alarms have to be read, so that the house's own days are among them. */
export const readFrom = ({ days }: QualityPolicy, from: Instant, to: Instant): Instant =>
  Math.max(0, Math.min(from, to - days * DAY));

/** The figures for who reads the journal with a program. @param entries as `historyOf` wants them, alarms from `readFrom` */
export function alarmsOf(entries: readonly Entry[], from: Instant, to: Instant, { policy, decided }: HouseRules) {
  const history = historyOf(entries, from, to);
  // What was decided later says nothing about a time before it.
  const isNew = since((decided as readonly Decision[]).filter(({ at }) => at < to));
  const lately = historyOf(entries, to - policy.days * DAY, to);
  return {
    ...{ from, to, policy },
    all: figuresOf(history.alarms, history.personDays),
    rules: ruleFigures(history, skills),
    people: peopleFigures(history),
    places: placeFigures(history),
    /** Rules that are ignored for a person within the house's own days, by its own limits, and about which nobody has decided. */
    ignored: ignoredRules({ ...lately, alarms: lately.alarms.filter(isNew) }, policy),
  };
}
