import type { Formulary } from "../drugs/drug.ts";
import type { DrugPair } from "./analysis.ts";
import type { Incident, NearMiss } from "./incident.ts";

/**
 * Drugs that were taken for each other, the most frequent first: one was wanted, the other one scanned or given. Only events
 * that were about the wrong drug, and not two brands of one code.
 */
export function pairsThatMet(
  nearMisses: readonly NearMiss[],
  incidents: readonly Incident[],
  formulary: Formulary | null,
): readonly DrugPair[] {
  const pairs = new Map<string, { wanted: string; scanned: string; nearMisses: number; incidents: number }>();
  const count = (wanted: string | null, scanned: string | null, as: "nearMisses" | "incidents") => {
    if (wanted === null || scanned === null || wanted === scanned) return;
    const key = JSON.stringify([wanted, scanned]);
    const pair = pairs.get(key) ?? { wanted, scanned, nearMisses: 0, incidents: 0 };
    pair[as] += 1;
    pairs.set(key, pair);
  };
  for (const { mishaps, wanted, scanned } of nearMisses)
    if (mishaps.includes("wrong-drug")) count(wanted, scanned, "nearMisses");
  for (const { mishap, wanted, given } of incidents) if (mishap === "wrong-drug") count(wanted, given, "incidents");
  return [...pairs.values()]
    .map((pair) => ({ ...pair, ...namesOf(pair.wanted, pair.scanned, formulary) }))
    .sort(
      (a, b) =>
        b.nearMisses + b.incidents - a.nearMisses - a.incidents ||
        (a.wanted + a.scanned < b.wanted + b.scanned ? -1 : 1),
    );
}

function namesOf(wanted: string, scanned: string, formulary: Formulary | null) {
  const alike = formulary?.lookAlikes(wanted).find(({ codes }) => codes.includes(scanned));
  return {
    wantedName: formulary?.drug(wanted)?.name ?? wanted,
    scannedName: formulary?.drug(scanned)?.name ?? scanned,
    likeness: alike?.likeness ?? null,
  };
}
