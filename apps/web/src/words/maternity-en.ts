/** Sentences of apps/web/src/maternity; the other languages have the same keys and holes. */
export const maternityEn = {
  "nav.maternity": "Maternity",
};
