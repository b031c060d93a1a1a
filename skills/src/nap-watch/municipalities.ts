/**
 * How often a sleeping child is looked at, and whether its side counts as its front: the rules of the municipality that
 * inspects the house. The one table of them. No row replaces the letter of the house's own municipality: whoever leads the
 * house and a clinician approve the row before use.
 *
 * Read: [V]. From memory, to be checked with the municipality: [M].
 *
 * National: 教育・保育施設等における事故防止及び事故発生時の対応のためのガイドライン (Cabinet Office and ministries, 2016), and the notice
 * of the Children and Families Agency of 2024-02: on the back unless a doctor says otherwise; breathing, position and
 * state are checked "regularly", no minutes are named [V: reports of both].
 */
export interface Municipality {
  /** Minutes between two looks at a child of 0, 1, 2, and 3 years or more; null: the house has to choose. */
  readonly everyMin: readonly [number, number, number, number | null];
  readonly sideIsFront: boolean;
  readonly source: string;
}

export const municipalities = {
  "not-chosen": {
    everyMin: [5, 10, 10, null],
    sideIsFront: true,
    source:
      "The strictest of the rows below, until the house has chosen. 5 and 10 min are what houses print of themselves [V: senshukai-childcare.jp, characteristic/safety] and what municipalities ask for [M]",
  },
  national: {
    everyMin: [5, 10, 10, null],
    sideIsFront: false,
    source: "National guideline 2016: regularly, on the back, no minutes named [V]; the minutes are usual practice [M]",
  },
  tokyo: {
    everyMin: [5, 10, 10, null],
    sideIsFront: false,
    source: "Tokyo's inspectors ask for 5 min at 0 and 10 min at 1 to 2 years [M]",
  },
  setagaya: {
    everyMin: [5, 10, 10, null],
    sideIsFront: true,
    source:
      "Setagaya: the side, or the chest down with the face sideways, counts as the front [V: facts of this project]; minutes [M]",
  },
  "age-steps": {
    everyMin: [5, 10, 15, 20],
    sideIsFront: false,
    source:
      "5, 10, 15 and 20 min at 0, 1, 2 and 3 years, a house in Fukushima [V: sakura-hoikuen.ednet.jp, 2021-07-16]",
  },
} as const satisfies Readonly<Record<string, Municipality>>;

export type MunicipalityName = keyof typeof municipalities;
export const municipalityNames = Object.keys(municipalities) as [MunicipalityName, ...MunicipalityName[]];

/** Where a row leaves the choice to the house and the house has not chosen: as for 2 years, the next stricter column. */
const UNTIL_CHOSEN_MIN = 10;

export interface Interval {
  readonly everyMin: number;
  /** Nobody has chosen it. */
  readonly isAssumed: boolean;
}

/** Minutes between two looks. A child whose age nobody has entered is looked at as often as the youngest. */
export function intervalOf(name: MunicipalityName, ageYears: number | null): Interval {
  const { everyMin } = municipalities[name];
  const column = Math.min(3, Math.max(0, Math.floor(ageYears ?? 0)));
  const chosen = everyMin[column] ?? null;
  return { everyMin: chosen ?? UNTIL_CHOSEN_MIN, isAssumed: chosen === null || ageYears === null };
}
