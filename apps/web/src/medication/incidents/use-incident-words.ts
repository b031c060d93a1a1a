import { say } from "@sakiyomi/core";
import { incidentWords } from "@sakiyomi/medication";
import { useCallback } from "react";
import { useVoice } from "../../words/speak.tsx";
import type { Sayer } from "./key-words.ts";

/** Words about errors and near misses: the same that the export uses. */
export function useIncidentWords(): Sayer {
  const { language, zone } = useVoice();
  return useCallback((key, values = {}) => say(incidentWords, { key, values }, { language, zone }), [language, zone]);
}
