import type { Entry, Instant } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { figuresOf, historyOf, peopleFigures, placeFigures } from "./alarms.ts";
import { defaultQuality, ignoredRules, ruleFigures } from "./proposals.ts";

export { alarmTypes, placeTypes } from "./alarms.ts";

/** The figures for who reads the journal with a program. @param entries as `historyOf` wants them */
export function alarmsOf(entries: readonly Entry[], from: Instant, to: Instant) {
  const history = historyOf(entries, from, to);
  return {
    ...{ from, to },
    all: figuresOf(history.alarms, history.personDays),
    rules: ruleFigures(history, skills),
    people: peopleFigures(history),
    places: placeFigures(history),
    /** Rules that are ignored for a person, by the project's own limits. */
    ignored: ignoredRules(history, defaultQuality),
  };
}
