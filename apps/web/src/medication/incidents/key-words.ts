import { say } from "@sakiyomi/core";
import { incidentWords, togetherKey } from "@sakiyomi/medication";
import { useCallback } from "react";
import { useVoice } from "../../words/speak.tsx";

export type Sayer = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Words about errors and near misses: the same that the export uses. */
export function useIncidentWords(): Sayer {
  const { language, zone } = useVoice();
  return useCallback((key, values = {}) => say(incidentWords, { key, values }, { language, zone }), [language, zone]);
}

export type KeyOf = "mishap" | "cause" | "round" | "hour" | "place" | "load";

/** What a part of an analysis is called: an hour as a stretch of the clock, a place and a load as they are. */
export function keyWords(of: KeyOf, key: string, word: Sayer): string {
  if (key === togetherKey) return word("together");
  if (of === "hour") return `${key.padStart(2, "0")}–${String((Number(key) + 1) % 24).padStart(2, "0")}`;
  const known = `${of}.${key}`;
  return Object.hasOwn(incidentWords.en, known) ? word(known) : key.replace(/-$/, "+").replace("-", "–");
}
