import {
  expand,
  type MedicationOrder,
  type MedicationPolicy,
  type OneDosePack,
  type Route,
  type ScheduledDose,
} from "@sakiyomi/medication";
import type { ChartView } from "../shapes.ts";

export interface SlotDose {
  readonly dose: ScheduledDose;
  readonly order: MedicationOrder;
}
/** What one person takes at one time. */
export interface PersonSlot {
  readonly chart: ChartView;
  /** What goes into a pack or cup. */
  readonly packed: readonly SlotDose[];
  /** What comes from its own package: injections, drops, patches. */
  readonly apart: readonly SlotDose[];
  /** A pack that stands for all of what is packed is ready already. */
  readonly isReady: boolean;
  /** Packs that stand and hold any of it. */
  readonly ready: readonly OneDosePack[];
}
export interface Slot {
  readonly at: number;
  readonly people: readonly PersonSlot[];
}

const packable: readonly Route[] = ["oral", "sublingual", "enteral-tube"];

function personSlot(chart: ChartView, doses: readonly SlotDose[]): PersonSlot {
  const packed = doses.filter(({ order }) => packable.includes(order.route));
  const ready = chart.packs.filter(
    (pack) => pack.withdrawn === null && packed.some(({ dose }) => pack.doses.includes(dose.id)),
  );
  const inPacks = new Set(ready.flatMap((pack) => pack.doses));
  return {
    chart,
    packed,
    apart: doses.filter(({ order }) => !packable.includes(order.route)),
    isReady: packed.length > 0 && packed.every(({ dose }) => inPacks.has(dose.id)),
    ready,
  };
}

/** Times at which something is due, each with its people in the order of the charts. What is on hold is not got ready. */
export function slotsOf(
  charts: readonly ChartView[],
  span: { readonly from: number; readonly until: number; readonly zone: string; readonly policy: MedicationPolicy },
): readonly Slot[] {
  const times = new Map<number, PersonSlot[]>();
  for (const chart of charts) {
    const due = chart.orders
      .filter(({ status }) => status === "active")
      .flatMap((order) => expand(order, span).map((dose): SlotDose => ({ dose, order })))
      .filter(({ dose }) => dose.held === null);
    for (const at of new Set(due.map(({ dose }) => dose.at))) {
      const people = times.get(at) ?? [];
      people.push(
        personSlot(
          chart,
          due.filter(({ dose }) => dose.at === at),
        ),
      );
      times.set(at, people);
    }
  }
  return [...times].sort(([a], [b]) => a - b).map(([at, people]) => ({ at, people }));
}
