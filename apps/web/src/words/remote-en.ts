/** Sentences of apps/web/src/remote; the other languages have the same keys and holes. */
export const remoteEn = {
  "nav.remote": "Remote advice",
};
