import type { maternityEn } from "./maternity-en.ts";

export const maternityKo: Readonly<Record<keyof typeof maternityEn, string>> = {
  "nav.maternity": "모자",
};
