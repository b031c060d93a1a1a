import { DAY, HOUR, type Instant, type Signal, type SourceId } from "@sakiyomi/core";
import {
  type DoseEvent,
  doseEvent,
  type MedicationOrder,
  type MedicationPolicy,
  medicationOrder,
  medicationPolicy,
} from "@sakiyomi/medication";

/** The orders that still ask for something, and what happened to their doses lately. */
export interface State {
  readonly orders: readonly MedicationOrder[];
  readonly events: readonly DoseEvent[];
  /** By event: what the house found wrong about it when it heard of it. */
  readonly flags: Readonly<Record<string, readonly string[]>>;
  /** When a robot with a medicine asked somebody to come. */
  readonly calls: readonly Instant[];
  /** IANA zone of the house; null: no order was heard yet. */
  readonly zone: string | null;
  readonly policy: MedicationPolicy;
}

/** Of what is given every day. The round looks back a day; a little more, so that a dose at the edge keeps its events. */
const KEEPS = 36 * HOUR;
/**
 * Of all else: a weekly tablet that was given on Monday may be given once more on Thursday, and the longest interval between
 * two doses as needed is seven days (order.ts).
 */
const KEEPS_RARE = 8 * DAY;

const isDaily = ({ timing }: MedicationOrder): boolean => timing?.type === "clock" && timing.days.type === "daily";

/** The voice of a robot with a medicine (apps/server/src/robots/medicine-ward.ts); other calls are others' matter. */
const ROBOT = "skill:bring-medicine" as SourceId;
/** A robot's call stands for so long; whoever went has taken it before. */
const CALL_STANDS = HOUR;

export const startingState = (): State => ({
  orders: [],
  events: [],
  flags: {},
  calls: [],
  zone: null,
  policy: medicationPolicy.parse({}),
});

/** What cannot be read as an order or an event was refused where it was written; here it is left out. */
export function hear(state: State, signal: Signal): State {
  if (signal.kind === "medication-order") return withOrder(state, signal.value);
  if (signal.kind === "medication-dose") return withEvent(state, signal.value.event, signal.value.flags ?? []);
  if (signal.kind === "call" && signal.source === ROBOT) return { ...state, calls: [...state.calls, signal.at] };
  return state;
}

function withOrder(
  state: State,
  { order, zone, policy }: Extract<Signal, { kind: "medication-order" }>["value"],
): State {
  const read = medicationOrder.safeParse(order);
  const rules = medicationPolicy.safeParse(policy);
  if (!read.success || !rules.success || !isZone(zone)) return state;
  const others = state.orders.filter(({ id }) => id !== read.data.id);
  return { ...state, orders: [...others, read.data], zone, policy: rules.data };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

function withEvent(state: State, said: unknown, flags: readonly string[]): State {
  const read = doseEvent.safeParse(said);
  if (!read.success || state.events.some(({ id }) => id === read.data.id)) return state;
  const flagged = flags.length === 0 ? state.flags : { ...state.flags, [read.data.id]: flags };
  return { ...state, events: [...state.events, read.data], flags: flagged };
}

/** Without what cannot matter any more. */
export function forget(state: State, now: Instant): State {
  const rare = new Set(state.orders.filter((order) => !isDaily(order)).map(({ id }) => id));
  const keeps = ({ order }: DoseEvent): number => (rare.has(order) ? KEEPS_RARE : KEEPS);
  const events = state.events.filter((event) => event.at > now - keeps(event));
  const ids = new Set(events.map(({ id }) => id));
  return {
    ...state,
    orders: state.orders.filter(({ status, until }) => {
      const isLive = status === "active" || status === "draft";
      return (isLive && until === null) || (until ?? now) > now - KEEPS_RARE;
    }),
    events,
    calls: state.calls.filter((at) => at > now - CALL_STANDS),
    flags: Object.fromEntries(Object.entries(state.flags).filter(([id]) => ids.has(id))),
  };
}
