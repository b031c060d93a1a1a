// What a check-up found, what it means, what to do next, and where that comes from. Nothing is said of what was not measured:
// that stands in `missing`.
import { DAY, type Text, text } from "@sakiyomi/core";
import { type Answers, type FormId, formIds, forms, mustOfBmi, mustOfLoss, type Risk, scoreOf } from "./forms.ts";
import { JCCLS, type Judged, judge, type LabValue, labRowOf } from "./ranges.ts";
import {
  type BmiClass,
  bmiClass,
  bmiOf,
  DRI,
  isLow,
  JASSO,
  JSH,
  NEWS2,
  type PressureClass,
  pressureClass,
  type SignKind,
  signKinds,
  signPlace,
} from "./vitals.ts";

export type Measured<T> = { readonly value: T; readonly at: number; readonly by: string };
/** All that was measured of one person for one check-up; null: not measured. */
export interface Findings {
  readonly ageYears: number | null;
  /** Ranges of others do not hold in a pregnancy. */
  readonly isPregnant: boolean;
  readonly systolic: Measured<number> | null;
  readonly diastolic: Measured<number> | null;
  readonly signs: Readonly<Record<SignKind, Measured<number> | null>>;
  readonly weightKg: Measured<number> | null;
  /** Of three to six months before, the oldest: MUST looks so far back. */
  readonly weightBefore: Measured<number> | null;
  /** Height changes slowly: an older one counts, and its date is told. */
  readonly heightCm: Measured<number> | null;
  readonly forms: Readonly<Record<FormId, Measured<Answers> | null>>;
  readonly laboratory: readonly Measured<LabValue>[];
  readonly ecg: {
    readonly at: number;
    readonly seconds: number;
    readonly rate: number | null;
    readonly by: string;
  } | null;
}

export type Tone = "good" | "watch" | "act" | "plain";
export type About = "pressure" | SignKind | "weight" | "ecg" | FormId | "laboratory";
export interface Statement {
  /** The same matter has the same id in every check-up: "must", "lab:Hb". */
  readonly id: string;
  readonly about: About;
  readonly tone: Tone;
  readonly title: Text;
  readonly found: Text;
  readonly means: Text;
  readonly next: Text;
  /** A key of the words: told in the reader's language. */
  readonly source: string;
  readonly at: number;
  /** Who or what measured it. */
  readonly by: string;
}
export interface Missing {
  readonly id: string;
  readonly what: Text;
  readonly why: Text;
}
export interface Report {
  readonly statements: readonly Statement[];
  readonly missing: readonly Missing[];
}

const pressureTone: Readonly<Record<PressureClass, Tone>> = {
  "very-low": "act",
  low: "watch",
  normal: "good",
  "high-normal": "good",
  elevated: "watch",
  "isolated-systolic": "watch",
  "grade-1": "watch",
  "grade-2": "act",
  "grade-3": "act",
};

const lacks = (id: string, why = "missing.notMeasured", values?: Text["values"]): Missing => ({
  id,
  what: text(`about.${id}`),
  why: text(why, values),
});

/** Of grown people; where no birth date was entered, they are taken for one. */
const isChild = (ageYears: number | null): boolean => ageYears !== null && ageYears < 18;

function ofPressure({ systolic, diastolic, ageYears }: Findings): Report {
  if (systolic === null || diastolic === null) return { statements: [], missing: [lacks("pressure")] };
  // Two readings that do not belong together make no pressure.
  const APART_MS = 5 * 60_000;
  const found = pressureClass(systolic.value, diastolic.value);
  if (found === null || Math.abs(systolic.at - diastolic.at) > APART_MS)
    return { statements: [], missing: [lacks("pressure", "missing.noPair")] };
  const values = { systolic: systolic.value, diastolic: diastolic.value };
  const tone = isChild(ageYears) ? "plain" : pressureTone[found];
  const { at, by } = systolic;
  const source = isLow(found) ? NEWS2 : JSH;
  const statement: Statement = {
    ...{ id: "pressure", about: "pressure", tone, title: text("about.pressure"), at, by, source },
    found: text("found.pressure", values),
    means: text(tone === "plain" ? "pressure.noClass" : `pressure.${found}`),
    next: text(nextOfPressure(tone, isLow(found))),
  };
  return { statements: [statement], missing: [] };
}

function nextOfPressure(tone: Tone, isTooLow: boolean): string {
  if (tone === "plain") return "next.clinician";
  if (isTooLow) return tone === "act" ? "next.urgent" : "next.again";
  return `next.pressure.${tone}`;
}

function ofSigns({ signs, ageYears, isPregnant }: Findings): Report {
  const parts = signKinds.map((kind): Statement | Missing => {
    const sign = signs[kind];
    const place = sign === null ? null : signPlace(kind, sign.value);
    if (sign === null || place === null) return lacks(kind);
    // NEWS2 is for 16 years and over, and not for a pregnancy: the value is told and nothing made of it.
    if (ageYears === null || ageYears < 16 || isPregnant)
      return signStatement(kind, sign, "plain", "sign.noBand", "next.clinician");
    const [tone, next] = signTones[place];
    return signStatement(kind, sign, tone, `sign.${place}`, next);
  });
  return {
    statements: parts.filter((part) => "tone" in part),
    missing: parts.filter((part) => "what" in part),
  };
}

const signTones = {
  usual: ["good", "next.nothing"],
  below: ["watch", "next.again"],
  above: ["watch", "next.again"],
  urgent: ["act", "next.urgent"],
} as const;

const signStatement = (
  kind: SignKind,
  { value, at, by }: Measured<number>,
  tone: Tone,
  means: string,
  next: string,
): Statement => ({
  ...{ id: kind, about: kind, tone, title: text(`about.${kind}`), at, by, source: NEWS2 },
  found: text(`found.${kind}`, { value }),
  means: text(means),
  next: text(next),
});

const bmiTone: Readonly<Record<BmiClass, Tone>> = {
  under: "act",
  "below-target": "watch",
  usual: "good",
  "obese-1": "watch",
  "obese-2": "watch",
  "obese-3": "act",
  "obese-4": "act",
};

function ofWeight({ weightKg, heightCm, ageYears, isPregnant }: Findings): Report {
  if (weightKg === null) return { statements: [], missing: [lacks("weight")] };
  const { value: weight, at, by } = weightKg;
  const base = { id: "weight", about: "weight", title: text("about.weight"), at, by } as const;
  const bmi = heightCm === null ? null : bmiOf(weight, heightCm.value);
  const found = bmi === null || isPregnant ? null : bmiClass(bmi, ageYears);
  if (heightCm === null || bmi === null || found === null) {
    const only: Statement = {
      ...base,
      tone: "plain",
      found: text("found.weightOnly", { weight }),
      means: text("weight.noClass"),
      next: text("next.nothing"),
      source: JASSO,
    };
    return { statements: [only], missing: heightCm === null ? [lacks("height")] : [lacks("bmi", "missing.noAdult")] };
  }
  const tone = bmiTone[found];
  const source = found === "below-target" ? DRI : JASSO;
  const values = { weight, height: heightCm.value, bmi };
  const statement: Statement = {
    ...base,
    tone,
    source,
    found: text("found.weight", values),
    means: text(`weight.${found}`),
    next: text(`next.weight.${tone}`),
  };
  return { statements: [statement], missing: [] };
}

const lossTones = ["plain", "watch", "act"] as const;
const HALF_A_KG = 0.5;

/** Whether it was meant nobody knows here: the words ask. A gain, and what a scale cannot tell, are no loss. */
function ofLoss({ weightKg, weightBefore, ageYears, isPregnant }: Findings): Report {
  if (weightKg === null || weightBefore === null || weightBefore.value <= 0) return nothing;
  const lost = weightBefore.value - weightKg.value;
  if (lost < HALF_A_KG || ageYears === null || ageYears < 18 || isPregnant) return nothing;
  const percent = Math.round((1000 * lost) / weightBefore.value) / 10;
  const points = mustOfLoss(percent);
  const days = Math.round((weightKg.at - weightBefore.at) / DAY);
  const statement: Statement = {
    ...{ id: "weight-loss", about: "weight", tone: lossTones[points], title: text("about.weight-loss") },
    ...{ at: weightKg.at, by: weightKg.by, source: forms.must.source },
    found: text("found.weight-loss", { before: weightBefore.value, weight: weightKg.value, percent, days }),
    means: text(`loss.${points}`),
    next: text(`next.loss.${points}`),
  };
  return { statements: [statement], missing: [] };
}

const nothing: Report = { statements: [], missing: [] };

const riskTone: Readonly<Record<Risk, Tone>> = {
  none: "good",
  low: "good",
  mild: "watch",
  moderate: "watch",
  medium: "watch",
  high: "act",
  severe: "act",
};

function ofForm(id: FormId, { forms: answered, weightKg, heightCm }: Findings): Report {
  const form = answered[id];
  if (form === null) return { statements: [], missing: [lacks(id, "missing.notAsked")] };
  const score = scoreOf(id, form.value);
  if (!score.known) {
    const [item] = [...score.missing, ...score.wrong];
    const why = score.missing.length > 0 ? "missing.item" : "missing.wrongItem";
    return {
      statements: [],
      missing: [lacks(id, why, { item: `item.${id}.${item ?? ""}`, count: score.missing.length + score.wrong.length })],
    };
  }
  const bmi = weightKg && heightCm ? bmiOf(weightKg.value, heightCm.value) : null;
  if (id === "must" && bmi !== null && form.value.bmi !== mustOfBmi(bmi))
    return {
      statements: [],
      missing: [lacks(id, "missing.contradicts", { bmi, said: form.value.bmi ?? 0, is: mustOfBmi(bmi) })],
    };
  const statement: Statement = {
    ...{ id, about: id, tone: riskTone[score.risk], title: text(`about.${id}`), at: form.at, by: form.by },
    found: text(`found.${id}`, { total: score.total }),
    means: text(`${id}.${score.risk}`),
    next: text(`next.${id}.${score.risk}`),
    source: forms[id].source,
  };
  return { statements: [statement], missing: [] };
}

function ofLaboratory({ laboratory, ageYears, isPregnant }: Findings): Report {
  if (laboratory.length === 0) return { statements: [], missing: [lacks("laboratory")] };
  const newest = new Map(laboratory.toSorted((a, b) => a.at - b.at).map((one) => [one.value.code, one]));
  return { statements: [...newest.values()].map((one) => ofLabValue(one, ageYears, isPregnant)), missing: [] };
}

/** A range that we know and that does not hold here, or no range at all. */
const unjudgedSource = (why: Extract<Judged, { known: false }>["why"]): string =>
  why === "no-range" || why === "not-a-number" ? "source.sheet" : JCCLS;

function ofLabValue(
  { value: lab, at, by }: Measured<LabValue>,
  ageYears: number | null,
  isPregnant: boolean,
): Statement {
  const judged = judge(lab, ageYears, isPregnant);
  // A test that is known is named in the reader's language, another as the laboratory names it.
  const row = labRowOf(lab.code);
  const name = row === undefined ? lab.name : `lab.name.${row.code}`;
  const base = {
    ...{ id: `lab:${lab.code}`, about: "laboratory" as const, title: text("lab.title", { name }), at, by },
    found: text("found.laboratory", { name, value: lab.value, unit: lab.unit }),
  };
  if (!judged.known)
    return {
      ...base,
      tone: "plain",
      means: text(`lab.${judged.why}`),
      next: text("next.clinician"),
      source: unjudgedSource(judged.why),
    };
  const { place, low, high } = judged;
  const source = judged.by === "laboratory" ? "source.laboratory" : JCCLS;
  const range = low === null ? "lab.upTo" : high === null ? "lab.from" : "lab.between";
  const values = { low: low ?? 0, high: high ?? 0, range };
  return {
    ...base,
    tone: place === "within" ? "good" : "watch",
    means: text(`lab.${place}`, values),
    next: text(place === "within" ? "next.nothing" : "next.lab"),
    source,
  };
}

/** The rhythm is read by a doctor; said is that it was written, and how fast the heart went. */
function ofEcg({ ecg }: Findings): Report {
  if (ecg === null) return { statements: [], missing: [lacks("ecg")] };
  const { at, by, seconds, rate } = ecg;
  const statement: Statement = {
    ...{ id: "ecg", about: "ecg", tone: "plain", title: text("about.ecg"), at, by },
    found: rate === null ? text("found.ecgNoRate", { seconds }) : text("found.ecg", { seconds, rate }),
    means: text("ecg.unread"),
    next: text("next.ecg"),
    source: "source.ecg",
  };
  return { statements: [statement], missing: [] };
}

const weight: Readonly<Record<Tone, number>> = { act: 0, watch: 1, plain: 2, good: 3 };

/** The whole report: what needs a deed first. */
export function reportOf(findings: Findings): Report {
  const parts = [
    ofPressure(findings),
    ofSigns(findings),
    ofWeight(findings),
    ofLoss(findings),
    ofEcg(findings),
    ...formIds.map((id) => ofForm(id, findings)),
    ofLaboratory(findings),
  ];
  return {
    statements: parts.flatMap(({ statements }) => statements).toSorted((a, b) => weight[a.tone] - weight[b.tone]),
    missing: parts.flatMap(({ missing }) => missing),
  };
}
