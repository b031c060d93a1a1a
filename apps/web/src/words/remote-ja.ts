import type { remoteEn } from "./remote-en.ts";

export const remoteJa: Readonly<Record<keyof typeof remoteEn, string>> = {
  "nav.remote": "遠隔助言",
};
