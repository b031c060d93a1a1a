import type { Words } from "@sakiyomi/core";
import { en } from "./words.en.ts";
import { ja } from "./words.ja.ts";
import { ko } from "./words.ko.ts";

export const words: Words = { en, ja, ko };
