import type { qualityEn } from "./quality-en.ts";

export const qualityJa: Readonly<Record<keyof typeof qualityEn, string>> = {
  "nav.quality": "アラームの質",
};
