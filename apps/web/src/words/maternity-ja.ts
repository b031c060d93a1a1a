import type { maternityEn } from "./maternity-en.ts";

export const maternityJa: Readonly<Record<keyof typeof maternityEn, string>> = {
  "nav.maternity": "母子",
};
