/** The languages in which the project speaks to people, each one complete. */
export const languages = ["en", "ja", "ko"] as const;
export type Language = (typeof languages)[number];

/**
 * Something to be read by a person, not yet in any language: a key of a table of words and the values to put into it.
 * Times are values of type Instant under a key that ends in `At`; the reader's own zone is applied when it is shown.
 */
export interface Text {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** For each language, key → sentence with `{name}` where a value goes. */
export type Words = Readonly<Record<Language, Readonly<Record<string, string>>>>;

export const text = (key: string, values?: Text["values"]): Text => (values ? { key, values } : { key });

export interface Reading {
  readonly language: Language;
  /** IANA zone of the reader, for values whose name ends in `At`. */
  readonly zone: string;
}

/** Puts a text into words. A key without words is shown as the key: visible, never blank. */
export function say(words: Words, said: Text, reading: Reading): string {
  const { language, zone } = reading;
  const sentence = words[language][said.key] ?? words.en[said.key] ?? said.key;
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = said.values?.[name];
    if (value === undefined) return hole;
    if (name.endsWith("At") && typeof value === "number") return clockTime(value, language, zone);
    return typeof value === "number" ? value.toLocaleString(language) : (inner(words, value, said, reading) ?? value);
  });
}

/** A value may itself be a key (a skill's sentence inside a line of the journal); its holes are filled from the same values. */
function inner(words: Words, key: string, { key: outer, values }: Text, reading: Reading): string | null {
  const isKnown = Object.hasOwn(words[reading.language], key) || Object.hasOwn(words.en, key);
  if (!isKnown || key === outer) return null;
  const rest = Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== key));
  return say(words, { key, values: rest }, reading);
}

const clockTime = (at: number, language: Language, zone: string): string =>
  new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
