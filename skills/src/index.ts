import type { Skill } from "@sakiyomi/core";
import { earlyWarning } from "./early-warning/skill.ts";
import { sensorIdentity } from "./sensor-identity/skill.ts";

export { earlyWarning, sensorIdentity };
export const skills: readonly Skill[] = [earlyWarning, sensorIdentity];
