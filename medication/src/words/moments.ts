import { type Language, languages, type Words } from "@sakiyomi/core";

/** Moments that sentences speak of. */
export const moments = ["due", "from", "nextDose", "last", "next", "end", "until"] as const;
export type Moment = (typeof moments)[number];

/** Behind "until", "from" and "not before" English says the hour alone, elsewhere "at" with it. */
const isBare: ReadonlySet<Moment> = new Set<Moment>(["from", "next", "until"]);

type Say = (hour: string, day: string) => string;
interface Row {
  readonly today: Say;
  readonly yesterday: Say;
  readonly tomorrow: Say;
  readonly other: Say;
}

const bare: Row = {
  today: (hour) => hour,
  yesterday: (hour) => `yesterday ${hour}`,
  tomorrow: (hour) => `tomorrow ${hour}`,
  other: (hour, day) => `${day} ${hour}`,
};
const withAt: Row = {
  today: (hour) => `at ${hour}`,
  yesterday: (hour) => `yesterday at ${hour}`,
  tomorrow: (hour) => `tomorrow at ${hour}`,
  other: (hour, day) => `on ${day} at ${hour}`,
};
const rows: Readonly<Record<Language, (moment: Moment) => Row>> = {
  en: (moment) => (isBare.has(moment) ? bare : withAt),
  ja: () => ({ ...bare, yesterday: (hour) => `昨日${hour}`, tomorrow: (hour) => `明日${hour}` }),
  ko: () => ({ ...bare, yesterday: (hour) => `어제 ${hour}`, tomorrow: (hour) => `내일 ${hour}` }),
};

function wordsOf(language: Language, moment: Moment): Readonly<Record<string, string>> {
  const row = rows[language](moment);
  const [hour, day] = [`{${moment}At}`, `{${moment}Day}`];
  return {
    [`when.${moment}`]: row.today(hour, day),
    [`when.${moment}-yesterday`]: row.yesterday(hour, day),
    [`when.${moment}-tomorrow`]: row.tomorrow(hour, day),
    [`when.${moment}-day`]: row.other(hour, day),
  };
}

/** `when.due`: "at 08:00"; `when.due-tomorrow`: "tomorrow at 08:00"; for the holes of the same name. */
export const momentWords: Words = Object.fromEntries(
  languages.map((language) => [language, Object.assign({}, ...moments.map((moment) => wordsOf(language, moment)))]),
) as Words;
