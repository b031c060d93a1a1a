import { incidentWords, togetherKey } from "@sakiyomi/medication";

export type Sayer = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export type KeyOf = "mishap" | "cause" | "round" | "hour" | "place" | "load";

/** What a part of an analysis is called: an hour as a stretch of the clock, a place and a load as they are. */
export function keyWords(of: KeyOf, key: string, word: Sayer): string {
  if (key === togetherKey) return word("together");
  if (of === "hour") return `${key.padStart(2, "0")}–${String((Number(key) + 1) % 24).padStart(2, "0")}`;
  const known = `${of}.${key}`;
  if (Object.hasOwn(incidentWords.en, known)) return word(known);
  return of === "load" ? key.replace(/-$/, "+").replace("-", "–") : key;
}
