import type { nurseryEn } from "./nursery-en.ts";

export const nurseryJa: Readonly<Record<keyof typeof nurseryEn, string>> = {
  "nav.nursery": "お昼寝",
};
