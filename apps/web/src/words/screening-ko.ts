import type { screeningEn } from "./screening-en.ts";

export const screeningKo: Readonly<Record<keyof typeof screeningEn, string>> = {
  "nav.screening": "건강검진",
};
