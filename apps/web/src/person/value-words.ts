import { isKind, type Kind, rowOf } from "@sakiyomi/core";
import { figure } from "../board/vitals.ts";
import { unitName } from "../words/kinds.ts";
import type { Voice } from "../words/speak.tsx";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** What each field of an event is in words; fields that are not here are left out. */
const fields: Readonly<Record<string, (value: unknown, voice: Voice) => string>> = {
  volumeMl: (value) => `${String(value)} mL`,
  drink: String,
  how: (value, { code }) => code(String(value)),
  leaked: (value, { t }) => (value === true ? t("chart.leaked") : ""),
  bristol: (value) => `Bristol ${String(value)}`,
  amount: (value, { code }) => code(String(value)),
  meal: (value, { code }) => code(String(value)),
  eatenPercent: (value) => `${String(value)} %`,
  energyKcal: (value) => `${String(value)} kcal`,
  minutes: (value, { t }) => t("time.minutes", { n: Number(value) }),
  name: String,
  detail: String,
  text: String,
};

/** A charted or measured value in words, with its unit. */
export function valueWords(kind: Kind, value: unknown, voice: Voice): string {
  if (typeof value === "number") {
    const row = isKind(kind) ? rowOf(kind) : undefined;
    const unit = row !== undefined && "unit" in row ? unitName(row.unit) : "";
    return `${figure(kind, value, voice.language)} ${unit}`.trim();
  }
  if (typeof value === "string") return voice.code(value);
  if (!isObject(value)) return "";
  const said = Object.entries(fields).flatMap(([name, words]) =>
    value[name] === undefined ? [] : [words(value[name], voice)],
  );
  return said.filter((word) => word !== "").join(", ");
}
