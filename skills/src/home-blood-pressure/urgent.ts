import { HOUR, type Instant, type Level, MINUTE, text, type Wish } from "@sakiyomi/core";
import type { Reading } from "./reading.ts";
import type { Settings } from "./settings.ts";

/** What must not wait for the average of a week. */
export const alarms = ["very-high", "low", "fast", "slow"] as const;
export type Alarm = (typeof alarms)[number];

const rules: Readonly<Record<Alarm, (one: Reading, settings: Settings) => boolean>> = {
  "very-high": (one, { veryHighSystolic, veryHighDiastolic }) =>
    one.systolic >= veryHighSystolic || one.diastolic >= veryHighDiastolic,
  low: (one, { lowSystolic }) => one.systolic < lowSystolic,
  fast: (one, { fastPulse }) => one.pulse !== null && one.pulse >= fastPulse,
  slow: (one, { slowPulse }) => one.pulse !== null && one.pulse <= slowPulse,
};

/** Confirmed without symptoms: somebody calls the doctor today. A low pressure without symptoms is told, no more. */
const confirmedLevels: Readonly<Record<Alarm, Level>> = {
  "very-high": "medium",
  low: "low",
  fast: "medium",
  slow: "medium",
};

/** A reading says something of now for so long; kinds.ts has the same of a cuff. */
const STANDS = 12 * HOUR;

/** Readings that follow each other up to the newest, and all are so. */
export interface Episode {
  readonly alarm: Alarm;
  /** When it began; it stays so while it lasts, also when its first reading is forgotten. */
  readonly since: Instant;
  readonly last: Reading;
  /** Again after the rest: no single reading calls anybody. */
  readonly isConfirmed: boolean;
  readonly hasSymptoms: boolean;
}

/** By alarm: since when it stands. */
export type Since = Readonly<Partial<Record<Alarm, Instant>>>;

export function episodesOf(
  readings: readonly Reading[],
  before: Since,
  settings: Settings,
  now: Instant,
): readonly Episode[] {
  const lately = readings.filter(({ at }) => at <= now && now - at < STANDS);
  return alarms.flatMap((alarm): readonly Episode[] => {
    const other = lately.findLastIndex((one) => !rules[alarm](one, settings));
    const run = lately.slice(other + 1);
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return [];
    const began = before[alarm];
    // A reading between that was not so has ended the matter, also where both were said in one breath.
    const goesOn = began !== undefined && began >= (lately[other]?.at ?? 0);
    const since = goesOn ? began : first.at;
    const isConfirmed = last.at - since >= settings.restMin * MINUTE;
    return [{ alarm, since, last, isConfirmed, hasSymptoms: run.some(({ symptoms }) => symptoms === true) }];
  });
}

export const keyOf = ({ alarm, since }: Episode): string => `${alarm}-${since}`;

const measured = ({ last }: Episode) => ({
  systolic: last.systolic,
  diastolic: last.diastolic,
  pulse: last.pulse ?? "–",
  measuredAt: last.at,
});

/** With symptoms: at once. Else a rest, the question, and a second reading; only then somebody is called. */
export function wishesFor(episode: Episode, answer: string | null, { restMin }: Settings): readonly Wish[] {
  const { alarm, isConfirmed, last } = episode;
  const key = keyOf(episode);
  const values = { ...measured(episode), min: restMin };
  if (episode.hasSymptoms || answer === "symptoms")
    return [{ do: "tell", key: `symptoms-${key}`, level: "high", text: text(`${alarm}-symptoms`, values) }];
  if (isConfirmed)
    return [{ do: "tell", key: `again-${key}`, level: confirmedLevels[alarm], text: text(`${alarm}-again`, values) }];
  if (answer === null && last.symptoms === null)
    return [
      {
        do: "ask",
        key: `ask-${key}`,
        level: "low",
        text: text(`${alarm}-once`, values),
        answers: ["symptoms", "no-symptoms"],
      },
    ];
  return [
    {
      do: "task",
      key: `repeat-${key}`,
      text: text("measure-again", values),
      due: last.at + restMin * MINUTE,
      role: "nurse",
    },
  ];
}
