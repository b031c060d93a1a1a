import type { remoteEn } from "./remote-en.ts";

export const remoteKo: Readonly<Record<keyof typeof remoteEn, string>> = {
  "nav.remote": "원격 조언",
};
