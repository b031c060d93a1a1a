import { DAY, defineSkill, type Instant, MINUTE, type Signal, text, type Wish } from "@sakiyomi/core";
import { type Settings, settings } from "./settings.ts";
import { words } from "./words.ts";

/** A check-up that has no report yet. */
interface Open {
  readonly id: string;
  readonly begunAt: Instant;
  /** When its last value was measured, as the desk says; null: measuring goes on. The first word counts: nobody stops the clock by saying it again. */
  readonly measuredAt: Instant | null;
}
export interface State {
  readonly open: readonly Open[];
  /** Words about the check-ups that may still be struck out: identity → what it said. */
  readonly said: Readonly<Record<string, Said>>;
}
interface Said {
  readonly id: string;
  readonly phase: "begun" | "measured" | "reported" | "cancelled";
  readonly at: Instant;
}

/** A check-up that nobody ended is forgotten; the house's own record of it stays. */
const FORGOTTEN = 7 * DAY;

const nameOf = ({ source, at, sequence }: Signal): string => `${source} ${at} ${sequence}`;

function hear(said: State["said"], signal: Signal): State["said"] {
  if (signal.kind !== "checkup") return said;
  const { id, phase } = signal.value;
  const { [nameOf(signal)]: _struck, ...rest } = said;
  return signal.quality === "entered-in-error" ? rest : { ...rest, [nameOf(signal)]: { id, phase, at: signal.at } };
}

/** All that was said, put together: what was struck out was never said, and the order of arrival means nothing. */
function fold(said: State["said"], now: Instant): State {
  const kept = Object.fromEntries(Object.entries(said).filter(([, { at }]) => now - at < FORGOTTEN));
  const byId = Map.groupBy(Object.values(kept), ({ id }) => id);
  const open: Open[] = [];
  for (const [id, words] of byId) {
    const first = (phase: Said["phase"]) =>
      words
        .filter((word) => word.phase === phase)
        .reduce<Instant | null>((least, { at }) => Math.min(least ?? at, at), null);
    const over = first("reported") ?? first("cancelled");
    const measuredAt = first("measured");
    const begunAt = first("begun") ?? measuredAt;
    if (over === null && begunAt !== null) open.push({ id, begunAt, measuredAt });
  }
  return { open, said: kept };
}

/** One matter a check-up: the task becomes a call, and the call rises when the time is over. */
function wishesOf({ id, begunAt, measuredAt }: Open, settings: Settings, now: Instant): readonly Wish[] {
  const { promiseMin, warnMin, finishMin, gives } = settings;
  if (measuredAt === null) {
    const due = begunAt + finishMin * MINUTE;
    return now < due ? [] : [{ do: "task", key: `finish-${id}`, text: text("finish", { begunAt }), due, role: gives }];
  }
  const dueAt = measuredAt + promiseMin * MINUTE;
  const task: Wish = { do: "task", key: `report-${id}`, text: text("report", { dueAt }), due: dueAt, role: gives };
  if (now >= dueAt)
    return [task, { do: "tell", key: `promise-${id}`, level: "medium", text: text("broken", { dueAt }) }];
  if (now >= dueAt - warnMin * MINUTE)
    return [task, { do: "tell", key: `promise-${id}`, level: "low", text: text("soon", { dueAt }), by: dueAt }];
  return [task];
}

/** Keeps the promise of a report within two hours of the last measurement. */
export const checkup = defineSkill<State, Settings>({
  id: "checkup",
  owner: "@sakiyomi/care",
  version: "1.0.0",
  risk: "suggests",
  consent: "record",
  reads: ["checkup"],
  makes: [],
  does: ["tell", "task"],
  periodMs: MINUTE,
  budgetMs: 20,
  settings,
  start: () => ({ open: [], said: {} }),
  step(before, { signals, settings: set }, now) {
    const state = fold(signals.reduce(hear, before.said), now);
    const wishes = state.open.flatMap((one) => wishesOf(one, set, now));
    return { state, predictions: {}, wishes, sleeps: state.open.length === 0 };
  },
  words,
});
