/** Sentences of apps/web/src/screening; the other languages have the same keys and holes. */
export const screeningEn = {
  "nav.screening": "Check-ups",
};
