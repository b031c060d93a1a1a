import type { Skill } from "@sakiyomi/core";
import { basicCare } from "./basic-care/skill.ts";
import { breath } from "./breath/skill.ts";
import { checkup } from "./checkup/skill.ts";
import { earlyWarning } from "./early-warning/skill.ts";
import { excretion } from "./excretion/skill.ts";
import { fall } from "./fall/skill.ts";
import { heart } from "./heart/skill.ts";
import { homeBloodPressure } from "./home-blood-pressure/skill.ts";
import { maternity } from "./maternity/skill.ts";
import { medicationRounds } from "./medication-rounds/skill.ts";
import { napWatch } from "./nap-watch/skill.ts";
import { reviews } from "./reviews/skill.ts";
import { sensorIdentity } from "./sensor-identity/skill.ts";
import { toiletTiming } from "./toilet-timing/skill.ts";

export * as careRules from "./basic-care/index.ts";
export * as screening from "./checkup/index.ts";
export * as excretionRules from "./excretion/index.ts";
export * as falling from "./fall/index.ts";
export { type Beat, type BeatWave, disorder, type Heard, hearBeats } from "./heart/index.ts";
export * as pressure from "./home-blood-pressure/index.ts";
export * from "./maternity/index.ts";
export * as naps from "./nap-watch/index.ts";
export * as reviewRules from "./reviews/index.ts";
export {
  basicCare,
  breath,
  checkup,
  earlyWarning,
  excretion,
  fall,
  heart,
  homeBloodPressure,
  maternity,
  medicationRounds,
  napWatch,
  reviews,
  sensorIdentity,
  toiletTiming,
};
/** The skills of a ward; whoever wears no sensor costs a sleeping skill nothing. */
export const skills: readonly Skill[] = [
  earlyWarning,
  heart,
  breath,
  fall,
  toiletTiming,
  medicationRounds,
  sensorIdentity,
  homeBloodPressure,
  reviews,
  napWatch,
  basicCare,
  excretion,
  checkup,
  maternity,
];
