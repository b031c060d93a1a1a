import type { Words } from "@sakiyomi/core";
import { en } from "./words.en.ts";
import { ja } from "./words.ja.ts";
import { ko } from "./words.ko.ts";

/** A second and a third fall that stand beside the first have the same sentences. */
export const words: Words = { en, ja, ko };
