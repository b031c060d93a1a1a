import { DAY, HOUR, type Instant, MINUTE, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";

/** People who measure at home, whose true pressure is known because it was made. */
export const BEGIN: Instant = Date.parse("2026-01-05T00:00:00+09:00");
export const ann = "person:ann" as SubjectId;

export interface Truth {
  readonly systolic: number;
  readonly diastolic: number;
  /** Added to the systolic pressure in the office. */
  readonly office: number;
  /** Morning less evening. */
  readonly rise: number;
  /** mmHg a day. */
  readonly slope: number;
}

export type Chance = () => number;

/** A number in [0, 1): mulberry32 (T. Ettinger, public domain). */
export function chanceOf(seed: number): Chance {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
/** Box and Muller. */
export const normalOf = (chance: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/**
 * Older people of a Japanese town: home pressure 138 ± 14 / 79 ± 9 (J-HOP: Hoshide and others, 2016, 138 ± 16 / 79 ± 10),
 * the office higher by 3 ± 15 (J-HOP: 141 ± 16), the morning higher than the evening by 8 ± 8.
 */
export function someone(chance: Chance): Truth {
  const systolic = 138 + 14 * normalOf(chance);
  return {
    systolic,
    diastolic: 79 + 0.35 * (systolic - 138) + 7 * normalOf(chance),
    office: 3 + 15 * normalOf(chance),
    rise: 8 + 8 * normalOf(chance),
    slope: 0,
  };
}

/** From day to day 8.6/5.7 (Ohasama, Kikuya 2008, of mornings), from one inflation to the next some 4/3. */
const day = { systolic: 8.6, diastolic: 5.7 } as const;
const inflation = { systolic: 4, diastolic: 3 } as const;

const pressure = (
  at: Instant,
  sequence: number,
  value: Extract<Signal, { kind: "blood-pressure" }>["value"],
): Signal => ({
  subject: ann,
  kind: "blood-pressure",
  at,
  receivedAt: at,
  sequence,
  value,
  quality: "good",
  source: "staff:ann" as SourceId,
});

/** Two readings each morning and evening of so many days, from the first day on. */
export function measuredAtHome(truth: Truth, days: number, chance: Chance, from = BEGIN): readonly Signal[] {
  return Array.from({ length: days }, (_, i) =>
    (["morning", "evening"] as const).flatMap((when) => {
      const half = (when === "morning" ? 0.5 : -0.5) * truth.rise;
      const systolic = truth.systolic + truth.slope * i + half + day.systolic * normalOf(chance);
      const diastolic = truth.diastolic + day.diastolic * normalOf(chance);
      const at = from + i * DAY + (when === "morning" ? 7 * HOUR : 22 * HOUR);
      return [0, 1].map((n) =>
        pressure(at + n * 2 * MINUTE, i * 10 + n, {
          systolic: Math.round(systolic + inflation.systolic * normalOf(chance)),
          diastolic: Math.round(diastolic + inflation.diastolic * normalOf(chance)),
          where: "home",
          when,
          series: `${when}-${i}`,
        }),
      );
    }),
  ).flat();
}

/** A visit: two readings, one after the other. */
export function measuredInOffice(truth: Truth, at: Instant, chance: Chance): readonly Signal[] {
  const systolic = truth.systolic + truth.office + day.systolic * normalOf(chance);
  const diastolic = truth.diastolic + 0.4 * truth.office + day.diastolic * normalOf(chance);
  return [0, 1].map((n) =>
    pressure(at + n * 2 * MINUTE, n, {
      systolic: Math.round(systolic + inflation.systolic * normalOf(chance)),
      diastolic: Math.round(diastolic + inflation.diastolic * normalOf(chance)),
      where: "office",
      when: "other",
      series: `visit-${at}`,
    }),
  );
}
