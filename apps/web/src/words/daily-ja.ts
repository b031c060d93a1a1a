import type { dailyEn } from "./daily-en.ts";

export const dailyJa: Readonly<Record<keyof typeof dailyEn, string>> = {
  "nav.daily": "基本ケア",
};
