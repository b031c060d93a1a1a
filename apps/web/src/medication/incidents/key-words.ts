import { togetherKey } from "@sakiyomi/medication";
import { isKey, type Speak } from "../../words/index.ts";

/** What a part of an analysis is called: of mishaps, causes, rounds; an hour as a stretch of the clock; else as it is. */
export function keyWords(of: "mishap" | "cause" | "round" | "hour" | "place" | "load", key: string, t: Speak): string {
  if (key === togetherKey) return t("med.together");
  if (of === "hour") return `${key.padStart(2, "0")}–${String((Number(key) + 1) % 24).padStart(2, "0")}`;
  const known: string = `${of === "round" ? "meal" : of}.${key}`;
  return isKey(known) ? t(known) : key;
}
