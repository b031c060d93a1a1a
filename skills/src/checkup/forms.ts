// Braden, MUST and Morse as rows: the page shows them, the scoring adds them up, and a test walks all of them.
// Who uses a scale in a house needs its holder's leave (README); a clinician approves the scales and their limits before use.

export const formIds = ["braden", "must", "morse"] as const;
export type FormId = (typeof formIds)[number];

export interface Item {
  readonly id: string;
  /** What may be answered, from the best to the worst for the person. */
  readonly points: readonly number[];
}
export type Risk = "none" | "low" | "mild" | "moderate" | "medium" | "high" | "severe";
export interface Limit {
  /** From this total on, up to the next row. */
  readonly from: number;
  readonly risk: Risk;
}
export interface Form {
  readonly id: FormId;
  readonly items: readonly Item[];
  /** By rising total. */
  readonly limits: readonly Limit[];
  /** Braden falls as the risk rises. */
  readonly worse: "low" | "high";
  readonly loinc: string | null;
  /** A key of the words. */
  readonly source: string;
}

const oneToFour = [4, 3, 2, 1];

export const forms: Readonly<Record<FormId, Form>> = {
  braden: {
    id: "braden",
    items: [
      { id: "sensory", points: oneToFour },
      { id: "moisture", points: oneToFour },
      { id: "activity", points: oneToFour },
      { id: "mobility", points: oneToFour },
      { id: "nutrition", points: oneToFour },
      { id: "friction", points: [3, 2, 1] },
    ],
    limits: [
      { from: 6, risk: "severe" },
      { from: 10, risk: "high" },
      { from: 13, risk: "moderate" },
      { from: 15, risk: "mild" },
      { from: 19, risk: "none" },
    ],
    worse: "low",
    loinc: "38227-5",
    source: "source.braden",
  },
  must: {
    id: "must",
    items: [
      { id: "bmi", points: [0, 1, 2] },
      { id: "loss", points: [0, 1, 2] },
      { id: "acute", points: [0, 2] },
    ],
    limits: [
      { from: 0, risk: "low" },
      { from: 1, risk: "medium" },
      { from: 2, risk: "high" },
    ],
    worse: "high",
    loinc: null,
    source: "source.must",
  },
  morse: {
    id: "morse",
    items: [
      { id: "history", points: [0, 25] },
      { id: "diagnosis", points: [0, 15] },
      { id: "aid", points: [0, 15, 30] },
      { id: "infusion", points: [0, 20] },
      { id: "gait", points: [0, 10, 20] },
      { id: "mental", points: [0, 15] },
    ],
    // The cut-off is set by each house (Morse); these are the usual ones.
    limits: [
      { from: 0, risk: "low" },
      { from: 25, risk: "moderate" },
      { from: 45, risk: "high" },
    ],
    worse: "high",
    loinc: "59460-6",
    source: "source.morse",
  },
};

export type Answers = Readonly<Record<string, number>>;
export type Score =
  | { readonly known: true; readonly total: number; readonly risk: Risk }
  /** Items without an answer, and items whose answer the scale does not have. */
  | { readonly known: false; readonly missing: readonly string[]; readonly wrong: readonly string[] };

/** A scale is the sum of all its items or it is nothing: what was not asked is never taken to be well. */
export function scoreOf(id: FormId, answers: Answers): Score {
  const { items, limits } = forms[id];
  const missing = items.filter((item) => answers[item.id] === undefined).map((item) => item.id);
  const wrong = items
    .filter((item) => answers[item.id] !== undefined && !item.points.includes(answers[item.id] as number))
    .map((item) => item.id);
  const strange = Object.keys(answers).filter((key) => !items.some((item) => item.id === key));
  if (missing.length + wrong.length + strange.length > 0)
    return { known: false, missing, wrong: [...wrong, ...strange] };
  const total = items.reduce((sum, item) => sum + (answers[item.id] ?? 0), 0);
  const risk = limits.findLast(({ from }) => from <= total)?.risk;
  return risk === undefined ? { known: false, missing, wrong: ["total"] } : { known: true, total, risk };
}

/** MUST, step 1: over 20 nothing, 18.5 to 20 one, under 18.5 two (BAPEN 2003). */
export const mustOfBmi = (bmi: number): 0 | 1 | 2 => (bmi > 20 ? 0 : bmi >= 18.5 ? 1 : 2);
/** MUST, step 2: unplanned loss in 3 to 6 months under 5 % nothing, 5 to 10 % one, over 10 % two (BAPEN 2003). */
export const mustOfLoss = (percent: number): 0 | 1 | 2 => (percent < 5 ? 0 : percent <= 10 ? 1 : 2);
