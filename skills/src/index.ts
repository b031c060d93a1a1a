import type { Skill } from "@sakiyomi/core";
import { breath } from "./breath/skill.ts";
import { earlyWarning } from "./early-warning/skill.ts";
import { heart } from "./heart/skill.ts";
import { medicationRounds } from "./medication-rounds/skill.ts";
import { sensorIdentity } from "./sensor-identity/skill.ts";
import { toiletTiming } from "./toilet-timing/skill.ts";

export { type Beat, type BeatWave, type Heard, hearBeats } from "./heart/index.ts";
export { breath, earlyWarning, heart, medicationRounds, sensorIdentity, toiletTiming };
/**
 * The skills of a ward. Heart and breath are not among them yet: every second they would have a turn also for whoever wears no
 * sensor, and the loop does not let a skill sleep until its first signal.
 */
export const skills: readonly Skill[] = [earlyWarning, toiletTiming, medicationRounds, sensorIdentity];
