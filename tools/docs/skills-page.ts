import type { Skill } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { code, generated, span, table } from "./markdown.ts";

interface SettingSchema {
  readonly default?: unknown;
  readonly unit?: string;
  readonly source?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
}

function settingRow(skill: Skill, name: string, setting: SettingSchema): readonly string[] {
  const { default: start, unit, source, minimum, maximum, enum: values } = setting;
  const range = values ? values.join(", ") : minimum === undefined ? "" : `${minimum} to ${maximum}`;
  return [
    code(name),
    skill.words.en[name] ?? "",
    `${JSON.stringify(start) ?? ""}${unit ? ` ${unit}` : ""}`,
    range,
    source ?? "",
  ];
}

function skillSection(skill: Skill): string {
  const schema = skill.settings.toJSONSchema({ io: "input" }) as {
    readonly properties?: Readonly<Record<string, SettingSchema>>;
  };
  const settings = Object.entries(schema.properties ?? {});
  return [
    `## ${skill.words.en.title ?? skill.id}`,
    skill.words.en.about ?? "",
    table(
      ["", ""],
      [
        ["Id, version", `${code(skill.id)} ${skill.version}, owned by ${skill.owner}`],
        ["Risk", skill.risk],
        ["Reads", skill.reads.map(code).join(" ")],
        ["Makes", skill.makes.length === 0 ? "nothing" : skill.makes.map(code).join(" ")],
        ["Does", skill.does.join(", ")],
        ["Turn", `every ${span(skill.periodMs)}, and at once on an event; at most ${span(skill.budgetMs)} of CPU time`],
      ],
    ),
    "Settings, per person. A clinician has to approve the clinical ones before use.",
    table(
      ["Setting", "What it is", "Default", "Range", "Source"],
      settings.map(([name, setting]) => settingRow(skill, name, setting)),
    ),
  ].join("\n\n");
}

export const skillsPage = (): string =>
  [
    generated("the skills' own tables in skills/src"),
    "# Skills",
    "What watches, predicts and speaks up. A skill sees only the signals that it declares and that the person has consented to; whatever else it wishes is refused and written into the journal. “Informs”: a person decides; “suggests”: it proposes what to do; “moves”: it orders something that moves.",
    ...skills.map(skillSection),
  ].join("\n\n");
