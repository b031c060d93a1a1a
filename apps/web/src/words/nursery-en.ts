/** Sentences of apps/web/src/nursery; the other languages have the same keys and holes. */
export const nurseryEn = {
  "nav.nursery": "Naps",
};
