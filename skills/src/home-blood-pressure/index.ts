export * from "./averages.ts";
export * from "./classes.ts";
export { hear, hourAt, idOf, nothingHeard, readingOf, whenAt } from "./hear.ts";
export { dayOf, type Occasion, occasionsOf, type Visit, visitsOf } from "./occasions.ts";
export { type Doubt, doubtsOf } from "./quality.ts";
export { isPlausible, type Pressure, type Reading, type When, type Where } from "./reading.ts";
export { BEGIN, chanceOf, measuredAtHome, measuredInOffice, normalOf, someone } from "./sim.ts";
export { homeBloodPressure } from "./skill.ts";
export { type Alarm, type Episode, episodesOf } from "./urgent.ts";
