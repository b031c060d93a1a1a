import type { dailyEn } from "./daily-en.ts";

export const dailyKo: Readonly<Record<keyof typeof dailyEn, string>> = {
  "nav.daily": "일상 돌봄",
};
