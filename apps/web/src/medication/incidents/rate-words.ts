import type { Rate } from "@sakiyomi/medication";
import type { Speak } from "../../words/index.ts";

/** "3.2", "0.07", "124": two figures that count, never more than they are worth. */
export function figure(value: number, language: string): string {
  const digits = value >= 10 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "3.2 (1.2–6.9)"; a dash where nothing was given, and nothing is known. */
export function rateWords({ perThousand, low, high }: Rate, language: string, t: Speak): string {
  if (perThousand === null || low === null || high === null) return "–";
  return t("med.rate", {
    rate: figure(perThousand, language),
    low: figure(low, language),
    high: figure(high, language),
  });
}
