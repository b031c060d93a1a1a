import type { Deceleration } from "./changes.ts";
import { found, type Maybe, notKnown } from "./recording.ts";
import type { VariabilityClass } from "./variability.ts";

/**
 * The five levels of the Japan Society of Obstetrics and Gynecology: T. Okai et al., 日産婦誌 62:2068 (2010); guideline
 * 産婦人科診療ガイドライン 産科編 2023, tables 1 and 2-1 to 2-4, p. 234. Read in the source: the ranges of tables 2-1 to 2-4 (levels
 * 1 to 4, 2 to 5, 4 or 5, 2 to 4; clinicalsup.jp). Each single number: from memory, the same in the table of an open
 * Japanese CTG server (spiker-server, constant package), and 82 of them as published. To be held against the printed
 * guideline before use. It is made for labour; before labour Japan reads recordings by the same signs.
 */
export const baselineClasses = ["normal", "tachycardia", "bradycardia", "severe-bradycardia"] as const;
export type BaselineClass = (typeof baselineClasses)[number];
export const variabilityRows = ["normal", "decreased", "absent", "increased", "sinusoidal"] as const;
export type JsogVariability = (typeof variabilityRows)[number];
export const decelerationColumns = [
  "none",
  "early",
  "mild-variable",
  "severe-variable",
  "mild-late",
  "severe-late",
  "mild-prolonged",
  "severe-prolonged",
] as const;
export type JsogDeceleration = (typeof decelerationColumns)[number];
export type JsogLevel = 1 | 2 | 3 | 4 | 5;

type Row = readonly (JsogLevel | null)[];
const anyBaseline = (row: Row): Readonly<Record<BaselineClass, Row>> => ({
  normal: row,
  tachycardia: row,
  bradycardia: row,
  "severe-bradycardia": row,
});

const normal: Readonly<Record<BaselineClass, Row>> = {
  normal: [1, 2, 2, 3, 3, 3, 3, 4],
  tachycardia: [2, 2, 3, 3, 3, 4, 3, 4],
  bradycardia: [3, 3, 3, 4, 4, 4, 4, 4],
  "severe-bradycardia": [4, 4, null, 4, 4, 4, null, null],
};
const increased: Row = [2, 2, 3, 3, 3, 4, 3, 4];
const absent: Row = [4, 5, 5, 5, 5, 5, 5, 5];
const allFive: Row = [5, 5, 5, 5, 5, 5, 5, 5];

/** In the order of `decelerationColumns`; null: not in the table. */
export const jsogTable: Readonly<Record<JsogVariability, Readonly<Record<BaselineClass, Row>>>> = {
  normal,
  decreased: {
    normal: [2, 3, 3, 4, 3, 4, 4, 5],
    tachycardia: [3, 3, 4, 4, 4, 5, 4, 5],
    bradycardia: [4, 4, 4, 5, 5, 5, 5, 5],
    "severe-bradycardia": [5, 5, null, 5, 5, 5, null, null],
  },
  // Note to table 2-3: with bradycardia also without decelerations "5" [from memory].
  absent: { normal: absent, tachycardia: absent, bradycardia: allFive, "severe-bradycardia": allFive },
  // Note to table 2-4: with clear bradycardia as in table 2-1 [from memory].
  increased: {
    normal: increased,
    tachycardia: increased,
    bradycardia: normal.bradycardia,
    "severe-bradycardia": normal["severe-bradycardia"],
  },
  sinusoidal: anyBaseline([4, 4, 4, 4, 5, 5, 5, 5]),
};

export function jsogLevel(
  baseline: BaselineClass,
  variability: JsogVariability,
  deceleration: JsogDeceleration,
): JsogLevel | null {
  return jsogTable[variability][baseline][decelerationColumns.indexOf(deceleration)] ?? null;
}

/** JSOG 2003: 110 to 160 is normal; below 80 bradycardia is severe. */
export function baselineClass(bpm: number): BaselineClass {
  if (bpm < 80) return "severe-bradycardia";
  if (bpm < 110) return "bradycardia";
  return bpm > 160 ? "tachycardia" : "normal";
}

const rows: Readonly<Record<VariabilityClass, JsogVariability>> = {
  absent: "absent",
  minimal: "decreased",
  moderate: "normal",
  marked: "increased",
};
export const jsogVariability = (variability: VariabilityClass, isSinusoidal: boolean): JsogVariability =>
  isSinusoidal ? "sinusoidal" : rows[variability];

/**
 * Severe [from memory]: variable with a nadir below 70 for at least 30 s, or below 80 for at least 60 s; late at least
 * 15 /min deep; prolonged with a nadir below 80. Null: nobody can say whether early or late.
 */
export function jsogDeceleration(d: Deceleration): JsogDeceleration | null {
  if (d.kind === "early") return "early";
  if (d.kind === "late") return d.depthBpm >= 15 ? "severe-late" : "mild-late";
  if (d.kind === "prolonged") return d.nadirBpm < 80 ? "severe-prolonged" : "mild-prolonged";
  if (d.kind === "gradual") return null;
  const isSevere = (d.nadirBpm < 70 && d.durationS >= 30) || (d.nadirBpm < 80 && d.durationS >= 60);
  return isSevere ? "severe-variable" : "mild-variable";
}

export interface JsogFindings {
  readonly baselineBpm: Maybe<number>;
  readonly variability: Maybe<VariabilityClass>;
  readonly isSinusoidal: boolean;
  readonly decelerations: readonly Deceleration[];
}
export interface Jsog {
  readonly level: JsogLevel;
  readonly baseline: BaselineClass;
  readonly variability: JsogVariability;
  readonly deceleration: JsogDeceleration;
}

/** The worst level of what was seen. A fall that may be early or late counts only where both give the same. */
export function jsogOf(f: JsogFindings): Maybe<Jsog> {
  if (!f.baselineBpm.known) return f.baselineBpm;
  if (!f.variability.known) return f.variability;
  const baseline = baselineClass(f.baselineBpm.value);
  const variability = jsogVariability(f.variability.value, f.isSinusoidal);
  const seen = seenIn(f.decelerations);
  const best = worstOf(baseline, variability, seen.atBest);
  const worst = worstOf(baseline, variability, seen.atWorst);
  if (best === null || worst === null) return notKnown("not-in-the-table");
  return best.level === worst.level ? found(worst) : notKnown("no-contractions-measured");
}

function seenIn(all: readonly Deceleration[]) {
  const sure: JsogDeceleration[] = [];
  const early: JsogDeceleration[] = [];
  const late: JsogDeceleration[] = [];
  for (const one of all) {
    const column = jsogDeceleration(one);
    if (column) sure.push(column);
    else {
      early.push("early");
      late.push(one.depthBpm >= 15 ? "severe-late" : "mild-late");
    }
  }
  const orNone = (columns: readonly JsogDeceleration[]) => (columns.length === 0 ? (["none"] as const) : columns);
  return { atBest: orNone([...sure, ...early]), atWorst: orNone([...sure, ...late]) };
}

function worstOf(
  baseline: BaselineClass,
  variability: JsogVariability,
  seen: readonly JsogDeceleration[],
): Jsog | null {
  let worst: Jsog | null = null;
  for (const deceleration of seen) {
    const level = jsogLevel(baseline, variability, deceleration);
    if (level !== null && level > (worst?.level ?? 0)) worst = { level, baseline, variability, deceleration };
  }
  return worst;
}
