import type { Skill } from "@sakiyomi/core";
import { z } from "zod";
import type { SettingView } from "../api.ts";

interface JsonProperty {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly source?: string;
}

/** The settings of a skill as a form can show them, read from its schema: no second list to forget. */
export function settingsOf(skill: Skill): readonly SettingView[] {
  const schema = z.toJSONSchema(skill.settings, { io: "input", unrepresentable: "any" });
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonProperty>>;
  return Object.entries(properties).map(([key, property]) => ({
    key,
    type: typeOf(property),
    initial: property.default ?? null,
    unit: property.unit ?? null,
    min: property.minimum ?? null,
    max: property.maximum ?? null,
    choices: property.enum ?? [],
    source: property.source ?? null,
  }));
}

function typeOf({ type, enum: choices }: JsonProperty): SettingView["type"] {
  if (choices) return "choice";
  if (type === "boolean") return "boolean";
  return type === "number" || type === "integer" ? "number" : "text";
}
