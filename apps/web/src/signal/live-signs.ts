import { isKind, type Kind, rowOf } from "@sakiyomi/core";
import type { LiveSignal, Sign } from "../link/shapes.ts";

export type LiveWave = LiveSignal & { readonly rate: number; readonly value: readonly (number | null)[] };
export const isWave = (signal: LiveSignal): signal is LiveWave =>
  signal.rate !== undefined && Array.isArray(signal.value);

const unitOf = (kind: Kind): string | null => {
  const row = rowOf(kind);
  return "unit" in row ? row.unit : null;
};

/** Keeps the newest value of each kind; what cannot be shown as one value (an event) is passed by. */
export function newerSign(signs: Map<Kind, Sign>, { kind, at, value, quality, source }: LiveSignal): Map<Kind, Sign> {
  if (!isKind(kind) || (typeof value !== "number" && typeof value !== "string")) return signs;
  const old = signs.get(kind);
  if (quality === "bad" || quality === "entered-in-error" || (old?.known === true && old.at > at)) return signs;
  return signs.set(kind, { known: true, kind, value, unit: unitOf(kind), at, quality, source });
}
