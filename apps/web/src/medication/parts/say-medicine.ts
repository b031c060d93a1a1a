import { say, type Text } from "@sakiyomi/core";
import { medicationWords } from "@sakiyomi/medication";
import { useCallback } from "react";
import { useVoice } from "../../words/speak.tsx";

/** Puts what a check or an order says into words: the same table that server and robot use. */
export function useSayMedicine(): (text: Text) => string {
  const { language, zone } = useVoice();
  return useCallback((text) => say(medicationWords, text, { language, zone }), [language, zone]);
}
