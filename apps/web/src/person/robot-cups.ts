import { expand, foldEvents, isGiven } from "@sakiyomi/medication";
import type { PersonMedication } from "../medication/shapes.ts";

/** A cup that stands ready, and may be brought now. */
export interface ReadyCup {
  readonly doses: readonly string[];
  /** When the first of its doses is due. */
  readonly at: number;
}

/** Doses are looked for so far around now, ms: as the robot's part of the server does. */
const around = 36 * 3_600_000;

/** Packs whose doses are all due now, and of which none was given. The server decides once more, at the bedside. */
export function cupsOf(
  { chart, policy }: Pick<PersonMedication, "chart" | "policy">,
  now: number,
  zone: string,
): readonly ReadyCup[] {
  const range = { from: now - around, until: now + around, zone, policy };
  const due = new Map(chart.orders.flatMap((order) => expand(order, range)).map((dose) => [dose.id, dose]));
  const states = foldEvents(chart.events);
  const isOpen = (id: string): boolean => {
    const [dose, state] = [due.get(id), states.get(id)];
    if (!dose || dose.held !== null || (state && isGiven(state))) return false;
    return dose.window === null ? now >= dose.at : now >= dose.window.from && now <= dose.window.until;
  };
  return chart.packs
    .filter(({ withdrawn, doses }) => withdrawn === null && doses.length > 0 && doses.every(isOpen))
    .map(({ doses }) => ({ doses, at: Math.min(...doses.map((id) => due.get(id)?.at ?? now)) }))
    .sort((a, b) => a.at - b.at);
}
