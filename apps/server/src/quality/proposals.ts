import type { Skill } from "@sakiyomi/core";
import { type Alarm, figuresOf, groupsOf, type History } from "./alarms.ts";
import type { Proposal, QualityPolicy, RuleFigures } from "./shapes.ts";

/**
 * Where a house starts; a house rule to be approved on site. 88.8 % of 12,671 arrhythmia alarms were false (PLOS ONE 0110274), 99 %
 * of ward alarms not actionable (PMC4456276): a rule that is ignored seven times of ten trains people not to look.
 */
export const defaultQuality: QualityPolicy = { days: 7, least: 8, ignoredShare: 0.7 };

export const ruleFigures = ({ alarms, personDays }: History, skills: readonly Skill[]): readonly RuleFigures[] =>
  [...groupsOf(alarms, ({ skill, rule }) => `${skill} ${rule}`).values()]
    .flatMap((own): readonly RuleFigures[] => {
      const last = own.at(-1);
      if (!last) return [];
      const { skill, rule, text, level } = last;
      const mayBeQuieter = skills.find(({ id }) => id === skill)?.quieter?.[rule] !== undefined;
      return [{ skill, rule, example: text, level, mayBeQuieter, ...figuresOf(own, personDays) }];
    })
    .sort((a, b) => b.raised - a.raised);

type SettingsOf = (person: string, skill: string) => Readonly<Record<string, unknown>>;

/** What should be changed for whom: a rule whose alarms of a person are ignored more often than the house allows. */
export function proposalsOf(
  history: History,
  skills: readonly Skill[],
  policy: QualityPolicy,
  settingsOf: SettingsOf,
): readonly Proposal[] {
  return ignoredRules(history, policy).flatMap((proposal) => {
    const { person, rule } = proposal;
    const skill = skills.find(({ id }) => id === proposal.skill);
    if (!skill) return [];
    // Whatever a skill says of itself: what was ever told as high is not made rarer.
    const isHigh = history.alarms.some((one) => isOf(one, proposal) && one.level === "high");
    return [{ ...proposal, change: isHigh ? null : changeFor(skill, rule, settingsOf(person, skill.id)) }];
  });
}

const isOf = (alarm: Alarm, { person, skill, rule }: Pick<Proposal, "person" | "skill" | "rule">): boolean =>
  alarm.person === person && alarm.skill === skill && alarm.rule === rule;

/** Rules whose alarms of a person are ignored. */
export function ignoredRules({ alarms }: History, policy: QualityPolicy): readonly Omit<Proposal, "change">[] {
  const groups = groupsOf(alarms, ({ person, skill, rule }) => `${person} ${skill} ${rule}`);
  return [...groups.values()].flatMap((own) => proposalOf(own, policy) ?? []);
}

function proposalOf(own: readonly Alarm[], { least, ignoredShare }: QualityPolicy): Omit<Proposal, "change"> | null {
  const last = own.at(-1);
  const { acted, ignored } = figuresOf(own, 0);
  const decided = acted + ignored;
  if (!last || decided < least || ignored / decided <= ignoredShare) return null;
  const { person, skill, rule, text } = last;
  return { id: `${person}.${skill}.${rule}`, person, skill, rule, example: text, raised: decided, ignored };
}

/** One step that the skill itself names, as far as its settings allow one more. */
function changeFor(
  { quieter, settings }: Skill,
  rule: string,
  now: Readonly<Record<string, unknown>>,
): Proposal["change"] {
  const way = quieter?.[rule];
  if (!way) return null;
  const from = now[way.setting];
  if (typeof from !== "number" && typeof from !== "string" && typeof from !== "boolean") return null;
  const to = typeof way.by === "number" && typeof from === "number" ? rounded(from + way.by) : way.by;
  const isAllowed = settings.safeParse({ ...now, [way.setting]: to }).success;
  return isAllowed && to !== from ? { setting: way.setting, from, to } : null;
}

/** 0.1 + 0.2 is 0.3. */
const rounded = (value: number): number => Number(value.toPrecision(10));
