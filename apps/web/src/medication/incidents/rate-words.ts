import type { Rate } from "@sakiyomi/medication";
import type { Sayer } from "./key-words.ts";

/** "3.2", "0.07", "124": two figures that count, never more than they are worth. */
export function figure(value: number, language: string): string {
  const digits = value >= 10 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "3.2 (1.2–6.9)", for a cell whose head says what it is; a dash where nothing was given, and nothing is known. */
export function rateCell({ perThousand, low, high }: Rate, language: string): string {
  if (perThousand === null || low === null || high === null) return "–";
  return `${figure(perThousand, language)} (${figure(low, language)}–${figure(high, language)})`;
}

/** The whole sentence: "3.2 per 1,000 doses (95 % interval 1.2 to 6.9)". */
export function rateWords({ perThousand, low, high }: Rate, language: string, word: Sayer): string {
  if (perThousand === null || low === null || high === null) return word("rate.unknown");
  return word("rate.perThousand", {
    rate: figure(perThousand, language),
    low: figure(low, language),
    high: figure(high, language),
  });
}
