import { type Instant, type Text, text } from "@sakiyomi/core";
import type { Formulary } from "../drugs/drug.ts";
import { holdsSame, isSameIngredient } from "../drugs/same.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { DoseEvent, Handed } from "./dose-event.ts";
import { type DoseState, foldEvents } from "./dose-state.ts";
import { type Giving, givings } from "./givings.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export type ConflictType =
  | "given-twice"
  | "too-soon"
  | "too-many"
  | "after-end"
  | "on-hold"
  | "not-here"
  | "contradiction";

/** Two things that were recorded and cannot both be right. Both stay; somebody has to look at once. */
export interface Conflict {
  readonly type: ConflictType;
  readonly person: string;
  readonly order: string;
  readonly dose: string;
  /** The events' ids, the one that made it a conflict last. */
  readonly events: readonly string[];
  readonly at: Instant;
  /** A key of `medicationWords`. */
  readonly text: Text;
}

/** What conflicts are looked for in. `leftAt`: since when the person is not here any more. */
export interface ConflictsAsked {
  readonly events: readonly DoseEvent[];
  readonly orders: readonly MedicationOrder[];
  readonly leftAt?: Instant | null;
  /** For knowing the same ingredient in another form or in a combination; left out: by the codes of orders alone. */
  readonly formulary?: Formulary;
}

type Asked = ConflictsAsked & {
  readonly states: readonly DoseState[];
  readonly byId: ReadonlyMap<string, MedicationOrder>;
};

const of = (type: ConflictType, event: DoseEvent, events: readonly string[], said: Text): Conflict => ({
  type,
  person: event.person,
  order: event.order,
  dose: event.dose,
  events,
  at: event.at,
  text: said,
});

const drugOf = ({ byId }: Asked, order: string): string => byId.get(order)?.drug.text ?? order;
/** Somebody read what the check said and gave it all the same: seen, decided, and no surprise to anybody. */
const wasOverruled = (event: DoseEvent, check: string): boolean =>
  event.type === "handed" && (event.override?.checks.includes(check) ?? false);

function contradictions(asked: Asked): readonly Conflict[] {
  return asked.states.flatMap((state) =>
    state.contradictions
      .filter((event) => !wasOverruled(event, "given"))
      .map((event) => {
        const isTwice = event.type === "handed";
        const others = [...state.handed, ...(state.taken ? [state.taken] : [])].filter(({ id }) => id !== event.id);
        const values = { drug: drugOf(asked, state.order), by: event.by, happenedAt: event.at };
        const first = others[0];
        return isTwice && first
          ? of(
              "given-twice",
              event,
              [...others.map(({ id }) => id), event.id],
              text("ledger.given-twice", { ...values, first: first.by, firstAt: first.at }),
            )
          : of("contradiction", event, [...others.map(({ id }) => id), event.id], text("ledger.contradiction", values));
      }),
  );
}

type AsNeeded = Extract<NonNullable<MedicationOrder["timing"]>, { readonly type: "as-needed" }>;
interface Rhythm {
  readonly order: MedicationOrder;
  readonly timing: AsNeeded;
  /** Of this ingredient, oldest first. */
  readonly same: readonly Giving[];
}

/**
 * Sooner after the last than the order says; what another order gives after this one's last is as near as the other way round.
 * At the bedside the interval to another order's dose is the check of duplicates: whoever overruled that has decided it.
 */
function tooSoon({ order, timing, same }: Rhythm, i: number): readonly Conflict[] {
  const [before, giving] = [same[i - 1], same[i]];
  if (!before || !giving || giving.at - before.at >= timing.minIntervalMin * MINUTE_MS) return [];
  const { event } = giving;
  if (wasOverruled(event, giving.order === before.order ? "time" : "duplicate")) return [];
  const values = { drug: order.drug.text, firstAt: before.at, happenedAt: giving.at };
  return [of("too-soon", event, [event.id], text("ledger.too-soon", values))];
}

function tooMany({ order, timing, same }: Rhythm, { at, event }: Giving, i: number): readonly Conflict[] {
  const inDay = same.slice(0, i + 1).filter((one) => one.at > at - DAY_MS).length;
  if (inDay <= timing.maxPerDay || wasOverruled(event, "maximum")) return [];
  const values = { drug: order.drug.text, n: inDay, max: timing.maxPerDay };
  return [of("too-many", event, [event.id], text("ledger.too-many", values))];
}

function asNeededConflicts(asked: Asked, order: MedicationOrder): readonly Conflict[] {
  const { timing } = order;
  if (timing?.type !== "as-needed") return [];
  const isSame = asked.formulary ? holdsSame(asked.formulary) : isSameIngredient;
  const same = givings(asked.states).filter((giving) => {
    const by = asked.byId.get(giving.order);
    return giving.order === order.id || (by !== undefined && isSame(by.drug, order.drug));
  });
  const rhythm: Rhythm = { order, timing, same };
  return same.flatMap((giving, i) => {
    if (giving.order === order.id) return [...tooSoon(rhythm, i), ...tooMany(rhythm, giving, i)];
    // Of another order as needed it is found by that one's own interval.
    const isPlanned = asked.byId.get(giving.order)?.timing?.type !== "as-needed";
    return isPlanned && same[i - 1]?.order === order.id ? tooSoon(rhythm, i) : [];
  });
}

function againstOrder(asked: Asked, event: Handed): readonly Conflict[] {
  const order = asked.byId.get(event.order);
  const found: Conflict[] = [];
  const values = { drug: drugOf(asked, event.order), by: event.by, happenedAt: event.at };
  if (order && order.until !== null && event.at >= order.until && !wasOverruled(event, "order"))
    found.push(of("after-end", event, [event.id], text("ledger.after-end", { ...values, endAt: order.until })));
  const hold = order?.holds.find(({ from, until }) => from <= event.at && (until === null || event.at < until));
  if (hold && !wasOverruled(event, "hold"))
    found.push(of("on-hold", event, [event.id], text("ledger.on-hold", { ...values, why: hold.reason })));
  const leftAt = asked.leftAt ?? null;
  if (leftAt !== null && event.at >= leftAt)
    found.push(of("not-here", event, [event.id], text("ledger.not-here", { ...values, leftAt })));
  return found;
}

/**
 * What cannot be right in one person's events: a dose handed over twice, a medicine as needed sooner or more often than
 * ordered, given after the end, on hold, to somebody who had left, or taken back by somebody who did not hand it over.
 * In the order in which it happened. What was overruled with a reason is no conflict: somebody decided it.
 */
export function conflictsIn(given: ConflictsAsked): readonly Conflict[] {
  const states = [...foldEvents(given.events).values()];
  const asked: Asked = { ...given, states, byId: new Map(given.orders.map((order) => [order.id, order])) };
  const handed = states.flatMap((state) => state.handed);
  return [
    ...contradictions(asked),
    ...given.orders.flatMap((order) => asNeededConflicts(asked, order)),
    ...handed.flatMap((event) => againstOrder(asked, event)),
  ].sort((a, b) => a.at - b.at || (a.type < b.type ? -1 : 1));
}
