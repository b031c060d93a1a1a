import {
  ageOn,
  curves,
  type Gestation,
  growthOf,
  lmsAt,
  type Measure,
  type Sex,
  valueAt,
} from "@sakiyomi/skills/handbook";
import type { Line } from "../plot-figure.tsx";
import type { BirthView, MeasuredView } from "../shapes.ts";

const DAYS_A_MONTH = 30.4375;
const STEP_DAYS = 7;

export interface GrowthLines {
  readonly lines: readonly Line[];
  readonly months: number;
  /** Of the newest measurement; null where the curves say nothing. */
  readonly percentile: number | null;
  readonly corrected: boolean;
}

function curveLines(measure: Measure, sex: Sex, days: number): readonly Line[] {
  return curves.map(({ percentile, z }) => ({
    // The others lie so close that their figures would lie on one another.
    ...([3, 50, 97].includes(percentile) ? { label: String(percentile) } : {}),
    name: String(percentile),
    look: "thin",
    points: Array.from({ length: Math.floor(days / STEP_DAYS) + 1 }, (_, i) => i * STEP_DAYS).flatMap((day) => {
      const lms = lmsAt(measure, sex, day);
      return lms === null ? [] : [{ x: day / DAYS_A_MONTH, y: valueAt(z, lms) }];
    }),
  }));
}

/** A child's measurements among those of its age; without a known sex there are no curves, only the child. */
export function growthLines(
  measure: Measure,
  birth: BirthView,
  measured: readonly MeasuredView[],
  name: string,
): GrowthLines {
  const born: Gestation = birth.weeks;
  const sex = birth.sex === "unknown" ? null : birth.sex;
  const aged = measured.flatMap(({ day, value }) => {
    const age = ageOn(birth.day, born, day);
    return age === null ? [] : [{ age, value }];
  });
  const points = aged.map(({ age, value }) => ({ x: age.growthDays / DAYS_A_MONTH, y: value }));
  const oldest = Math.max(0, ...aged.map(({ age }) => age.growthDays));
  const months = Math.min(24, Math.max(6, Math.ceil(oldest / DAYS_A_MONTH) + 2));
  const last = aged.at(-1);
  const found = last && sex ? growthOf(measure, sex, last.age, last.value) : null;
  return {
    lines: [
      ...(sex === null ? [] : curveLines(measure, sex, months * DAYS_A_MONTH)),
      { name, look: "dots", points: points.filter(({ x }) => x >= 0 && x <= 24) },
    ],
    months,
    percentile: found?.percentile ?? null,
    corrected: last?.age.corrected ?? false,
  };
}
