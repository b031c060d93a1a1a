import type { nurseryEn } from "./nursery-en.ts";

export const nurseryKo: Readonly<Record<keyof typeof nurseryEn, string>> = {
  "nav.nursery": "낮잠",
};
