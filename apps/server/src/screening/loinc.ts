import { codingsOf, LOINC, MDC } from "@sakiyomi/fhir";
import { screening } from "@sakiyomi/skills";
import type { ReleasedStatement } from "./shapes.ts";

export interface Coded {
  readonly category: "vital-signs" | "survey" | "laboratory" | "procedure" | "exam";
  readonly loinc: string | null;
  /** Where LOINC has none: ISO/IEEE 11073-10101. */
  readonly mdc?: string | undefined;
  /** `isOwn`: it stands for the whole observation, the others are beside it. */
  readonly values: readonly {
    readonly loinc: string | null;
    readonly value: number;
    readonly unit: string;
    readonly isOwn?: boolean;
  }[];
}

/** Blood pressure panel; body weight; EKG study is left to words: what was written here is a strip of one lead. */
const PRESSURE = "85354-9";
const WEIGHT = "29463-7";
const units: Readonly<Record<screening.SignKind, string>> = {
  "body-temperature": "Cel",
  "pulse-rate": "/min",
  "respiration-rate": "/min",
  spo2: "%",
};

const ucum: ReadonlySet<string> = new Set([
  ...["mm[Hg]", "kg", "%", "{score}", "g/L", "ng/mL", "pg/mL", "ug/dL", "mEq/L"],
  ...Object.values(units),
  ...screening.labRows.map(({ unit }) => unit),
]);
export const isUcum = (unit: string): boolean => ucum.has(unit);

const isSign = (about: string): about is screening.SignKind => Object.hasOwn(units, about);
const isForm = (about: string): about is screening.FormId => Object.hasOwn(screening.forms, about);

export function codesOf({ about, found, id }: ReleasedStatement): Coded {
  const number = (name: string): number => Number(found.values?.[name]);
  if (about === "pressure")
    return {
      category: "vital-signs",
      loinc: PRESSURE,
      values: [
        { loinc: "8480-6", value: number("systolic"), unit: "mm[Hg]" },
        { loinc: "8462-4", value: number("diastolic"), unit: "mm[Hg]" },
      ],
    };
  // The profile of vital signs wants a code of LOINC.
  if (id === "weight-loss")
    return {
      category: "exam",
      loinc: null,
      values: [{ loinc: null, value: number("percent"), unit: "%", isOwn: true }],
    };
  if (about === "weight")
    return {
      category: "vital-signs",
      loinc: WEIGHT,
      values: [{ loinc: WEIGHT, value: number("weight"), unit: "kg", isOwn: true }],
    };
  if (isSign(about)) {
    const loinc = codingsOf(about).find(({ system }) => system === LOINC)?.code ?? null;
    return {
      category: "vital-signs",
      loinc,
      values: [{ loinc, value: number("value"), unit: units[about], isOwn: true }],
    };
  }
  if (isForm(about)) {
    const { loinc } = screening.forms[about];
    return { category: "survey", loinc, values: [{ loinc, value: number("total"), unit: "{score}", isOwn: true }] };
  }
  if (about === "ecg")
    return {
      category: "procedure",
      loinc: null,
      mdc: codingsOf("ecg").find(({ system }) => system === MDC)?.code,
      values: [],
    };
  const loinc = screening.labRowOf(id.replace(/^lab:/, ""))?.loinc ?? null;
  return {
    category: "laboratory",
    loinc,
    values: [{ loinc, value: number("value"), unit: String(found.values?.unit ?? ""), isOwn: true }],
  };
}
