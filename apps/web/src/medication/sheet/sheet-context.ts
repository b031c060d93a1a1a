import { type MedicationPolicy, medicationPolicy } from "@sakiyomi/medication";
import { createContext } from "react";
import { type SheetVoice, sheetVoice } from "./sheet-words.ts";

/** What every line of a sheet needs: its language, and when it was printed. */
export const SheetContext = createContext<{
  readonly voice: SheetVoice;
  readonly printedAt: number;
  readonly policy: MedicationPolicy;
}>({
  voice: sheetVoice("en", "UTC"),
  printedAt: 0,
  policy: medicationPolicy.parse({}),
});
