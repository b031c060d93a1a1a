/** Sentences of apps/web/src/quality; the other languages have the same keys and holes. */
export const qualityEn = {
  "nav.quality": "Alarm quality",
};
