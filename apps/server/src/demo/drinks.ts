import type { Simulated } from "@sakiyomi/simulator";
import type { Said } from "./speak.ts";

/** What the simulator's people drink, as staff of a house in Japan write it down. */
const drinks: ReadonlyMap<string, string> = new Map([
  ["tea", "お茶"],
  ["water", "水"],
  ["coffee", "コーヒー"],
  ["soup", "みそ汁"],
  ["juice", "ジュース"],
]);

export const withDrinks = ({ resident, signals }: Said): Said => ({ resident, signals: signals.map(named) });

function named(signal: Simulated): Simulated {
  if (signal.kind !== "fluid-intake" || signal.value.drink === undefined) return signal;
  const { drink } = signal.value;
  return { ...signal, value: { ...signal.value, drink: drinks.get(drink) ?? drink } };
}
