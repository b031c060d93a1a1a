import { type Refusal, say, type Text } from "@sakiyomi/core";
import { medicationWords, type Quantity, unitKey } from "@sakiyomi/medication";
import { useMemo } from "react";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";

export interface MedicationVoice {
  /** A sentence of the check, in the reader's language. */
  readonly sayMed: (text: Text) => string;
  /** "2 tablets"; null: a dash, for it is not said. */
  readonly amount: (quantity: Quantity | null) => string;
}

export function useMedicationWords(): MedicationVoice {
  const { language, zone } = useVoice();
  return useMemo(() => {
    const sayMed = (text: Text) => say(medicationWords, text, { language, zone });
    const amount = (quantity: Quantity | null) =>
      quantity === null ? "–" : `${quantity.value.toLocaleString(language)} ${sayMed({ key: unitKey(quantity) })}`;
    return { sayMed, amount };
  }, [language, zone]);
}

/** What the server says against a link of the queue: flags come as their names, refusals as their codes. */
export function useServerWords() {
  const { t } = useVoice();
  const known = (key: string): string | null => (isKey(key) ? t(key) : null);
  const flag = (why: string): string =>
    why
      .split(", ")
      .map((name) => known(`flag.${name}`) ?? name)
      .join(" ");
  const refusal = ({ code, found, expected }: Refusal): string =>
    known(`refused.${code}`) ?? `${code}: ${found}. ${expected}`;
  return { flag, refusal };
}
