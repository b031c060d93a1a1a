import { type SubjectId, skillKey } from "@sakiyomi/core";
import { type Circumstances, type MaternitySettings, usualContractions, usualMother } from "@sakiyomi/skills/maternity";
import type { Ward } from "../ward/port.ts";

export type Rules = Pick<Circumstances, "inLabour" | "firstCentileMs" | "contractionRules" | "motherRules">;

/** By which the skill judges this woman's recordings: a page that judged by others would contradict it. */
export function rulesOf({ skillset, roster }: Pick<Ward, "skillset" | "roster">, subject: SubjectId): Rules {
  const skill = skillset.find(({ id }) => id === "maternity");
  const read = skill?.settings.safeParse(roster.skills.get(skillKey(subject, "maternity"))?.settings ?? {});
  if (!read?.success) return { inLabour: false, firstCentileMs: null };
  const { inLabour, firstCentileMs, tocoRise, tocoHeight, sameBpm } = read.data as MaternitySettings;
  return {
    inLabour,
    firstCentileMs: firstCentileMs > 0 ? firstCentileMs : null,
    contractionRules: { ...usualContractions, riseUnits: tocoRise, heightUnits: tocoHeight },
    motherRules: { ...usualMother, bpm: sameBpm },
  };
}
