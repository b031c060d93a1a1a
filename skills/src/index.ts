import type { Skill } from "@sakiyomi/core";
import { earlyWarning } from "./early-warning/skill.ts";

export { earlyWarning };
export const skills: readonly Skill[] = [earlyWarning];
