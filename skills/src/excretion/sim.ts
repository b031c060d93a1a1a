import { DAY, HOUR, type Instant, type Kind, type Quality, type Signal, type SubjectId } from "@sakiyomi/core";

/** Scripted days of this skill in Tokyo, with nothing left to chance. */
export const ann = "person:ann" as SubjectId;
export const MIDNIGHT: Instant = Date.parse("2026-01-01T00:00:00+09:00");
export const at = (day: number, hour: number): Instant => MIDNIGHT + day * DAY + hour * HOUR;

interface Said {
  readonly source?: string;
  readonly quality?: Quality;
  readonly arrivesAt?: Instant;
}

export const said = (
  kind: Kind,
  value: unknown,
  when: Instant,
  { source = "staff:tanaka", quality = "good", arrivesAt = when }: Said = {},
): Signal => ({ subject: ann, kind, at: when, receivedAt: arrivesAt, sequence: 0, value, quality, source }) as Signal;

export const stool = (day: number, hour: number, value: Record<string, unknown> = {}): Signal =>
  said("stool", { bristol: 4, amount: "medium", how: "toilet", ...value }, at(day, hour));

/** A stool at eight, every so many days. */
export const everyMorning = (days: number, every = 1): readonly Signal[] =>
  Array.from({ length: Math.ceil(days / every) }, (_, n) => stool(n * every, 8 + (n % 3) / 10));

/** Six voids by day, one at night. */
export const voids = (days: number): readonly Signal[] =>
  Array.from({ length: days }, (_, n) =>
    [2, 6.5, 9, 12, 15, 18, 20.5].map((hour) => said("void", { volumeMl: 250, how: "toilet" }, at(n, hour))),
  ).flat();
