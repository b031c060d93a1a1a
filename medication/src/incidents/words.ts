import type { Words } from "@sakiyomi/core";
import { en } from "./words-en.ts";
import { ja } from "./words-ja.ts";
import { ko } from "./words-ko.ts";

/** What made it likely, to choose from: keys of `incidentWords` with "cause." before them. Others may be written. */
export const incidentCauses = [
  "interrupted",
  "alike",
  "similar-name",
  "short-staffed",
  "hurry",
  "hand-over",
  "label",
  "order-unclear",
  "not-scanned",
  "device",
  "new-to-it",
  "packed-wrong",
] as const;
export type IncidentCause = (typeof incidentCauses)[number];

/** Everything that the page, the list and the export say about errors and near misses, in three languages. */
export const incidentWords: Words = { en, ja, ko };
