import { DAY, HOUR, type Instant, type Kind, MINUTE, type Quality, type Signal, type SubjectId } from "@sakiyomi/core";

/** Scripted days of this skill in Tokyo, with nothing left to chance. */
export const ann = "person:ann" as SubjectId;
/** Four in the morning of Thursday, 1 January 2026: a day of care begins. */
export const START: Instant = Date.parse("2026-01-01T04:00:00+09:00");

export interface Said {
  readonly at: Instant;
  readonly source?: string;
  readonly quality?: Quality;
  readonly sequence?: number;
}

export const said = (
  kind: Kind,
  value: unknown,
  { at, source = "staff:tanaka", quality = "good", sequence = 0 }: Said,
): Signal => ({ subject: ann, kind, at, receivedAt: at, sequence, value, quality, source }) as Signal;

export const review = (of: string, result: string, at: Instant, limitMl?: number): Signal =>
  said(
    "clinical-review",
    { of, result, by: "Dr. Sato", zone: "Asia/Tokyo", ...(limitMl === undefined ? {} : { limitMl }) },
    { at },
  );
export const allReviewed = (at: Instant): readonly Signal[] =>
  ["heart", "kidney", "swallowing"].map((of) => review(of, "allowed", at));

/** Hours of the clock at which a day's cups are drunk. */
export const CUPS = [7, 8, 10, 12, 13, 15, 18, 19.5] as const;

/** A day by the clock: a cup at each hour, three meals, a counter of steps that begins at midnight. */
export function day(
  n: number,
  { cupMl = 200, hours = CUPS as readonly number[], drink = "green tea" } = {},
): readonly Signal[] {
  const at = (hour: number) => START + n * DAY + (hour - 4) * HOUR;
  return [
    ...hours.map((hour) => said("fluid-intake", { volumeMl: cupMl, drink }, { at: at(hour) })),
    ...(
      [
        ["breakfast", 7.5],
        ["lunch", 12.25],
        ["dinner", 18.25],
      ] as const
    ).map(([meal, hour]) => said("meal", { meal, eatenPercent: 100 }, { at: at(hour) })),
    ...[6, 9, 11, 14, 16, 19].map((hour, i) =>
      said("steps", i * 300, { at: at(hour) + MINUTE, source: "device:band-1" }),
    ),
  ].sort((a, b) => a.at - b.at);
}
