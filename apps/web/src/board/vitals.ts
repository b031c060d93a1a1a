import type { Kind } from "@sakiyomi/core";
import type { Sign } from "../link/shapes.ts";

/** The columns of the board, in the order in which a nurse reads them; the first kind that is there counts. */
const columns = [
  { name: "heart-rate", kinds: ["heart-rate", "pulse-rate"] },
  { name: "respiration-rate", kinds: ["respiration-rate"] },
  { name: "spo2", kinds: ["spo2"] },
  { name: "systolic", kinds: ["systolic"] },
  { name: "body-temperature", kinds: ["body-temperature"] },
] as const satisfies readonly { readonly name: Kind; readonly kinds: readonly Kind[] }[];

export interface Vital {
  readonly name: Kind;
  readonly sign: Sign | null;
  /** The lower pressure, beside the upper one. */
  readonly second: Sign | null;
}

const signOf = (signs: readonly Sign[], kinds: readonly Kind[]): Sign | null => {
  const found = kinds.map((kind) => signs.find((sign) => sign.kind === kind)).filter((sign) => sign !== undefined);
  return found.find(({ known }) => known) ?? found[0] ?? null;
};

export const vitalsOf = (signs: readonly Sign[]): readonly Vital[] =>
  columns.map(({ name, kinds }) => ({
    name,
    sign: signOf(signs, kinds),
    second: name === "systolic" ? signOf(signs, ["diastolic"]) : null,
  }));

/** Signs that are no column of the board. */
export const otherSigns = (signs: readonly Sign[]): readonly Sign[] => {
  const shown = new Set<Kind>(columns.flatMap(({ kinds }): readonly Kind[] => kinds));
  return signs.filter(({ kind }) => !shown.has(kind) && kind !== "diastolic");
};

const decimals: Partial<Record<Kind, number>> = {
  "body-temperature": 1,
  "body-weight": 1,
  "oxygen-flow": 1,
  glucose: 0,
};

/** As many digits as the reading deserves, always the same number, so that columns stand still. */
export const figure = (kind: Kind, value: number, language: string): string => {
  const digits = decimals[kind] ?? 0;
  return value.toLocaleString(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
};
