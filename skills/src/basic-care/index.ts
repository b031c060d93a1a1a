export { type CareDay, careDay, careDayAt, clockHour, type Days, isZone } from "./care-day.ts";
export { patterns, reachedAt } from "./foresee.ts";
export { goalNow, limitOf, newest, reviewed } from "./goals.ts";
export { energyOf, hear, MOST_STEPS_AT_ONCE } from "./hear.ts";
export { type Settings as BasicCareSettings, settings as basicCareSettings } from "./settings.ts";
export { basicCare } from "./skill.ts";
export { type Point, robustSlope, type Slope } from "./slope.ts";
export { type Goal, goals, type Organ, organs, type State as BasicCareState, startingState } from "./state.ts";
export { type Standing, standingOf } from "./today.ts";
