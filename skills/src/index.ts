import type { Skill } from "@sakiyomi/core";
import { breath } from "./breath/skill.ts";
import { earlyWarning } from "./early-warning/skill.ts";
import { heart } from "./heart/skill.ts";
import { homeBloodPressure } from "./home-blood-pressure/skill.ts";
import { medicationRounds } from "./medication-rounds/skill.ts";
import { napWatch } from "./nap-watch/skill.ts";
import { reviews } from "./reviews/skill.ts";
import { sensorIdentity } from "./sensor-identity/skill.ts";
import { toiletTiming } from "./toilet-timing/skill.ts";

export * from "./basic-care/index.ts";
export { type Beat, type BeatWave, type Heard, hearBeats } from "./heart/index.ts";
export * as pressure from "./home-blood-pressure/index.ts";
export * from "./maternity/index.ts";
export * from "./nap-watch/index.ts";
export * as reviewRules from "./reviews/index.ts";
export { breath, earlyWarning, heart, homeBloodPressure, medicationRounds, reviews, sensorIdentity, toiletTiming };
/** The skills of a ward; whoever wears no sensor costs a sleeping skill nothing. */
export const skills: readonly Skill[] = [
  earlyWarning,
  heart,
  breath,
  toiletTiming,
  medicationRounds,
  sensorIdentity,
  homeBloodPressure,
  reviews,
  napWatch,
];
