import type { screeningEn } from "./screening-en.ts";

export const screeningJa: Readonly<Record<keyof typeof screeningEn, string>> = {
  "nav.screening": "健診",
};
