import { type DoseUnit, doseUnits, type MedicationOrder, type Quantity } from "@sakiyomi/medication";
import { useMemo } from "react";
import { useVoice } from "../../words/speak.tsx";
import { amountWords, orderBrief, stepLines, unitWords } from "./order-words.ts";

export function useOrderWords() {
  const { language, zone } = useVoice();
  return useMemo(() => {
    const zoned = { language, zone };
    return {
      amount: (quantity: Quantity) => amountWords(quantity, zoned),
      unit: (unit: DoseUnit) => unitWords(unit, zoned),
      units: doseUnits.map((value) => ({ value, label: unitWords(value, zoned) })),
      order: (order: MedicationOrder) => orderBrief(order, zoned),
      /** The steps of a taper, a line each. */
      steps: (order: MedicationOrder) => stepLines(order, zoned),
    };
  }, [language, zone]);
}
