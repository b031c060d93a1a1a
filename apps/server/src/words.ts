import type { AllWords } from "./api.ts";

export const serverWords: AllWords = { server: { en: {}, ja: {}, ko: {} } };
