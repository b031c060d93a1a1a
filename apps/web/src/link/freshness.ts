import { type Kind, rowOf } from "@sakiyomi/core";
import type { Sign } from "./shapes.ts";

/** The server beats every 5 s; after three missed beats it counts as gone (apps/server/src/api.ts). */
export const LATE_AFTER_MS = 8_000;
export const SILENT_AFTER_MS = 15_000;

export type LinkState = "connecting" | "live" | "late" | "silent";

/** `heardAt`: when the last message came, on this device's own clock; null before the first. */
export function linkState(heardAt: number | null, startedAt: number, now: number): LinkState {
  const age = now - (heardAt ?? startedAt);
  if (age > SILENT_AFTER_MS) return "silent";
  if (heardAt === null) return "connecting";
  return age > LATE_AFTER_MS ? "late" : "live";
}

/** What may be shown of a sign now. An old value is never shown as if it were the present one. */
export type Shown =
  | {
      readonly as: "value";
      readonly value: number | string;
      readonly at: number;
      readonly old: boolean;
      readonly doubtful: boolean;
    }
  | { readonly as: "unknown"; readonly because: "stale" | "silent" | "said"; readonly since: number | null };

const staleAfter = (kind: Kind): number => {
  const row = rowOf(kind);
  return "staleAfterMs" in row ? row.staleAfterMs : Number.POSITIVE_INFINITY;
};

export function shownOf(sign: Sign, link: LinkState, now: number): Shown {
  if (!sign.known) return { as: "unknown", because: "said", since: sign.lastAt };
  const stale = now - sign.at > staleAfter(sign.kind);
  if (stale) return { as: "unknown", because: link === "silent" ? "silent" : "stale", since: sign.at };
  return { as: "value", value: sign.value, at: sign.at, old: link === "silent", doubtful: sign.quality !== "good" };
}
