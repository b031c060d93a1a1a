import type { IsoDate } from "./calendar.ts";

/**
 * Japan's routine vaccinations of small children, as of April 2025. The table says which day a dose is possible, usual and
 * last possible; whether a child gets it is a doctor's to decide. Not here: DT (11 years), HPV, and what is given by choice.
 * Sources: Immunization Act Enforcement Order, art. 3; Rules for carrying out routine vaccination (定期接種実施要領, health
 * ministry, version of October 2024); questions and answers on rotavirus (health ministry, 2020); schedule recommended by the
 * Japan Pediatric Society (14 November 2024). Ages in months are reached as `reaches` says; "20 days between" is day 21.
 */
export type Vaccine =
  | "rota-1"
  | "rota-5"
  | "hepatitis-b"
  | "pneumococcal"
  | "five-in-one"
  | "four-in-one"
  | "hib"
  | "bcg"
  | "measles-rubella"
  | "varicella"
  | "japanese-encephalitis";

/** An age: so many months as the law counts, or so many days since birth (the day after birth is day 1). */
export type AgeAt = { readonly months: number } | { readonly days: number };
/** Since an earlier dose of the same vaccine. */
export interface Since {
  readonly dose: number;
  readonly days?: number;
  readonly months?: number;
}

export interface DoseRow {
  readonly from: AgeAt;
  /** The last day is the one on which that age is reached. */
  readonly until: AgeAt;
  /** The usual time, by age or since an earlier dose. */
  readonly usualFrom?: AgeAt;
  readonly usualUntil?: AgeAt;
  readonly since?: readonly Since[];
  readonly usualSince?: Since;
  /** In the year before school, from 1 April to 31 March. */
  readonly beforeSchool?: true;
}

export interface VaccineRow {
  readonly vaccine: Vaccine;
  /** A live one that is injected: 27 days between two different of these (since 1 October 2020 only these). */
  readonly liveInjected?: true;
  /** Doses of these count, too: who began with the vaccine that was sold before goes on with the new one. */
  readonly alsoCounts?: readonly Vaccine[];
  /** Where the age for the first doses is over, the last one follows after so many days. */
  readonly lastAfterDays?: number;
  /** Which doses there are for who begins at this age. */
  doses(beginsInMonths: number): readonly DoseRow[];
}

const months = (n: number): AgeAt => ({ months: n });
const weeks = (n: number, days = 0): AgeAt => ({ days: n * 7 + days });
const ROTA_FIRST_UNTIL = weeks(14, 6);

function rota(doses: number, untilWeeks: number): readonly DoseRow[] {
  const first: DoseRow = {
    ...{ from: weeks(6), until: ROTA_FIRST_UNTIL, usualFrom: months(2), usualUntil: ROTA_FIRST_UNTIL },
  };
  const next = Array.from(
    { length: doses - 1 },
    (_, i): DoseRow => ({ from: weeks(6), until: weeks(untilWeeks), since: [{ dose: i + 1, days: 27 }] }),
  );
  return [first, ...next];
}

const fiveRange = { from: months(2), until: months(90) };
const fiveStart = { ...fiveRange, usualFrom: months(2), usualUntil: months(7) };
const fiveInOne: readonly DoseRow[] = [
  fiveStart,
  { ...fiveStart, since: [{ dose: 1, days: 20 }] },
  { ...fiveStart, since: [{ dose: 2, days: 20 }] },
  { ...fiveRange, since: [{ dose: 3, months: 6 }], usualSince: { dose: 3, months: 6 } },
];

function hib(begins: number): readonly DoseRow[] {
  const range = { from: months(2), until: months(60) };
  if (begins >= 12) return [range];
  const count = begins >= 7 ? 2 : 3;
  const start = Array.from({ length: count }, (_, i): DoseRow => {
    const usual = { usualFrom: months(2), usualUntil: months(7) };
    // After the first birthday only the last dose follows.
    return i === 0
      ? { ...range, ...usual }
      : { from: months(2), until: months(12), ...usual, since: [{ dose: i, days: 27 }] };
  });
  return [...start, { ...range, since: [{ dose: count, months: 7 }], usualSince: { dose: count, months: 7 } }];
}

function pneumococcal(begins: number): readonly DoseRow[] {
  const range = { from: months(2), until: months(60) };
  if (begins >= 24) return [range];
  if (begins >= 12) return [range, { ...range, since: [{ dose: 1, days: 60 }] }];
  const count = begins >= 7 ? 2 : 3;
  const start = Array.from({ length: count }, (_, i): DoseRow => {
    const usual = { usualFrom: months(2), usualUntil: months(7) };
    if (i === 0) return { ...range, ...usual };
    // The second before the first birthday, the third before the second.
    return { from: months(2), until: months(i === 1 ? 12 : 24), ...usual, since: [{ dose: i, days: 27 }] };
  });
  const last: DoseRow = { ...range, from: months(12), since: [{ dose: count, days: 60 }] };
  return [...start, { ...last, usualFrom: months(12), usualUntil: months(15) }];
}

const hepatitisB: readonly DoseRow[] = [
  { from: months(0), until: months(12), usualFrom: months(2), usualUntil: months(9) },
  { from: months(0), until: months(12), usualFrom: months(2), usualUntil: months(9), since: [{ dose: 1, days: 27 }] },
  { from: months(0), until: months(12), usualFrom: months(2), usualUntil: months(9), since: [{ dose: 1, days: 139 }] },
];

const japaneseEncephalitis: readonly DoseRow[] = [
  { from: months(6), until: months(90), usualFrom: months(36), usualUntil: months(48) },
  { from: months(6), until: months(90), usualFrom: months(36), usualUntil: months(48), since: [{ dose: 1, days: 6 }] },
  {
    ...{ from: months(6), until: months(90), usualFrom: months(48), usualUntil: months(60) },
    ...{ since: [{ dose: 2, months: 6 }], usualSince: { dose: 2, months: 12 } },
  },
  { from: months(108), until: months(156), usualFrom: months(108), usualUntil: months(120) },
];

export const vaccineRows: readonly VaccineRow[] = [
  { vaccine: "rota-1", doses: () => rota(2, 24) },
  { vaccine: "rota-5", doses: () => rota(3, 32) },
  { vaccine: "hepatitis-b", doses: () => hepatitisB },
  { vaccine: "pneumococcal", lastAfterDays: 60, doses: pneumococcal },
  // Four in one is not sold any more (July 2025): who began with it goes on with five in one.
  { vaccine: "five-in-one", alsoCounts: ["four-in-one"], doses: () => fiveInOne },
  { vaccine: "hib", alsoCounts: ["five-in-one"], lastAfterDays: 27, doses: hib },
  {
    vaccine: "bcg",
    liveInjected: true,
    doses: () => [{ from: months(0), until: months(12), usualFrom: months(5), usualUntil: months(8) }],
  },
  {
    vaccine: "measles-rubella",
    liveInjected: true,
    doses: () => [
      { from: months(12), until: months(24), usualFrom: months(12), usualUntil: months(24) },
      { from: months(60), until: months(84), since: [{ dose: 1, days: 27 }], beforeSchool: true },
    ],
  },
  {
    vaccine: "varicella",
    liveInjected: true,
    doses: () => [
      { from: months(12), until: months(36), usualFrom: months(12), usualUntil: months(15) },
      { from: months(12), until: months(36), since: [{ dose: 1, months: 3 }], usualSince: { dose: 1, months: 6 } },
    ],
  },
  { vaccine: "japanese-encephalitis", doses: () => japaneseEncephalitis },
];

/** Live, injected and no routine one, but it keeps its distance to the others. */
export const otherLive: readonly string[] = ["mumps", "measles", "rubella", "yellow-fever"];
export const LIVE_GAP_DAYS = 27;
export const vaccines: readonly Vaccine[] = [
  ...vaccineRows.flatMap(({ vaccine }) => (vaccine === "five-in-one" ? [vaccine, "four-in-one" as const] : [vaccine])),
];
export const isVaccine = (name: string): name is Vaccine => vaccines.some((vaccine) => vaccine === name);

export interface Given {
  readonly vaccine: string;
  readonly given: IsoDate;
}
