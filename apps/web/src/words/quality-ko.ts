import type { qualityEn } from "./quality-en.ts";

export const qualityKo: Readonly<Record<keyof typeof qualityEn, string>> = {
  "nav.quality": "경보의 질",
};
