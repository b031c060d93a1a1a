/** Sentences of apps/web/src/daily; the other languages have the same keys and holes. */
export const dailyEn = {
  "nav.daily": "Daily care",
};
