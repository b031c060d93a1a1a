// What is usual. The laboratory's own limits always come first; these stand in where it sent none.
// Source of every row: JCCLS common reference intervals (共用基準範囲), healthy adults in Japan, 2019 with ALP and LD by IFCC.
// Not for children and pregnancy. A clinician approves them before use.

export const JCCLS = "source.jccls";
type Span = readonly [low: number, high: number];

export interface LabRow {
  /** As laboratories in Japan shorten it. */
  readonly code: string;
  readonly loinc: string;
  /** UCUM. Another unit is not converted: its value has no range here. */
  readonly unit: string;
  readonly range: Span | { readonly female: Span; readonly male: Span };
  readonly names: readonly [en: string, ja: string, ko: string];
}

const row = (
  code: string,
  loinc: string,
  unit: string,
  range: LabRow["range"],
  ...names: [en: string, ja: string, ko: string]
): LabRow => ({ code, loinc, unit, range, names });

export const labRows: readonly LabRow[] = [
  row("WBC", "6690-2", "10*3/uL", [3.3, 8.6], "White blood cells", "白血球数", "백혈구"),
  row("RBC", "789-8", "10*6/uL", { female: [3.86, 4.92], male: [4.35, 5.55] }, "Red blood cells", "赤血球数", "적혈구"),
  row("Hb", "718-7", "g/dL", { female: [11.6, 14.8], male: [13.7, 16.8] }, "Haemoglobin", "ヘモグロビン", "헤모글로빈"),
  row(
    "Ht",
    "4544-3",
    "%",
    { female: [35.1, 44.4], male: [40.7, 50.1] },
    "Haematocrit",
    "ヘマトクリット",
    "적혈구용적률",
  ),
  row("PLT", "777-3", "10*3/uL", [158, 348], "Platelets", "血小板数", "혈소판"),
  row("TP", "2885-2", "g/dL", [6.6, 8.1], "Total protein", "総蛋白", "총단백"),
  row("ALB", "1751-7", "g/dL", [4.1, 5.1], "Albumin", "アルブミン", "알부민"),
  row("UN", "3094-0", "mg/dL", [8, 20], "Urea nitrogen", "尿素窒素", "요소질소"),
  row(
    "CRE",
    "2160-0",
    "mg/dL",
    { female: [0.46, 0.79], male: [0.65, 1.07] },
    "Creatinine",
    "クレアチニン",
    "크레아티닌",
  ),
  row("UA", "3084-1", "mg/dL", { female: [2.6, 5.5], male: [3.7, 7.8] }, "Uric acid", "尿酸", "요산"),
  row("Na", "2951-2", "mmol/L", [138, 145], "Sodium", "ナトリウム", "나트륨"),
  row("K", "2823-3", "mmol/L", [3.6, 4.8], "Potassium", "カリウム", "칼륨"),
  row("Cl", "2075-0", "mmol/L", [101, 108], "Chloride", "クロール", "염소"),
  row("Ca", "17861-6", "mg/dL", [8.8, 10.1], "Calcium", "カルシウム", "칼슘"),
  row("GLU", "2345-7", "mg/dL", [73, 109], "Glucose", "血糖", "혈당"),
  row("HbA1c", "4548-4", "%", [4.9, 6.0], "HbA1c", "HbA1c", "당화혈색소"),
  row("TG", "2571-8", "mg/dL", { female: [30, 117], male: [40, 234] }, "Triglycerides", "中性脂肪", "중성지방"),
  row("TC", "2093-3", "mg/dL", [142, 248], "Total cholesterol", "総コレステロール", "총콜레스테롤"),
  row(
    "HDL",
    "2085-9",
    "mg/dL",
    { female: [48, 103], male: [38, 90] },
    "HDL cholesterol",
    "HDLコレステロール",
    "HDL 콜레스테롤",
  ),
  row("LDL", "18262-6", "mg/dL", [65, 163], "LDL cholesterol", "LDLコレステロール", "LDL 콜레스테롤"),
  row("TB", "1975-2", "mg/dL", [0.4, 1.5], "Total bilirubin", "総ビリルビン", "총빌리루빈"),
  row("AST", "1920-8", "U/L", [13, 30], "AST", "AST", "AST"),
  row("ALT", "1742-6", "U/L", { female: [7, 23], male: [10, 42] }, "ALT", "ALT", "ALT"),
  row("GGT", "2324-2", "U/L", { female: [9, 32], male: [13, 64] }, "Gamma-GT", "γ-GT", "감마지티피"),
  row("ALP", "6768-6", "U/L", [38, 113], "Alkaline phosphatase", "ALP", "알칼리인산분해효소"),
  row("CRP", "1988-5", "mg/dL", [0, 0.14], "CRP", "CRP", "C반응단백"),
];

const LOINC_OF = new Map(labRows.flatMap((one) => [[one.loinc, one] as const, [one.code.toLowerCase(), one] as const]));
/** By LOINC or by the usual short name; undefined: a test that we have no range for. */
export const labRowOf = (code: string): LabRow | undefined => LOINC_OF.get(code.trim().toLowerCase());

export interface LabValue {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}
export type Place = "below" | "within" | "above";
export type Judged =
  | {
      readonly known: true;
      readonly place: Place;
      readonly low: number | null;
      readonly high: number | null;
      readonly by: "laboratory" | "population";
    }
  | {
      readonly known: false;
      readonly why: "no-range" | "other-unit" | "depends-on-sex" | "not-a-number" | "other-people";
    };

const placeOf = (value: number, low: number | null, high: number | null): Place =>
  low !== null && value < low ? "below" : high !== null && value > high ? "above" : "within";

/** The youngest for whom ranges of adults are taken. */
const ADULT_YEARS = 18;

/** Where a value stands, by the laboratory's own limits, else by the population's; or why nobody can say. */
export function judge(lab: LabValue, ageYears: number | null, isPregnant = false): Judged {
  const { value, unit } = lab;
  if (!Number.isFinite(value)) return { known: false, why: "not-a-number" };
  if (lab.low !== undefined || lab.high !== undefined) return byLaboratory(lab);
  const usual = labRowOf(lab.code);
  if (usual === undefined) return { known: false, why: "no-range" };
  if (usual.unit !== unit) return { known: false, why: "other-unit" };
  if (isPregnant || (ageYears !== null && ageYears < ADULT_YEARS)) return { known: false, why: "other-people" };
  return byPopulation(value, usual.range);
}

function byLaboratory({ value, ...limits }: LabValue): Judged {
  const [low, high] = [limits.low ?? null, limits.high ?? null];
  if (low !== null && high !== null && low > high) return { known: false, why: "no-range" };
  return { known: true, place: placeOf(value, low, high), low, high, by: "laboratory" };
}

/** Sex is not known here: said is only what is so for both. */
function byPopulation(value: number, range: LabRow["range"]): Judged {
  const spans: readonly Span[] = "female" in range ? [range.female, range.male] : [range];
  const places = spans.map(([low, high]) => placeOf(value, low, high));
  const [place] = places;
  if (place === undefined || places.some((one) => one !== place)) return { known: false, why: "depends-on-sex" };
  const low = Math.min(...spans.map(([from]) => from));
  const high = Math.max(...spans.map(([, to]) => to));
  return { known: true, place, low, high, by: "population" };
}
