import {
  type Alert,
  ageAt,
  bareIdOf,
  byUrgency,
  DAY,
  endOf,
  type Instant,
  isKind,
  isLive,
  isPending,
  isRunning,
  type Kind,
  type Loop,
  MINUTE,
  nextTelling,
  type Order,
  placePath,
  type Resident,
  readingAt,
  rowOf,
  type Signal,
  type SubjectId,
  staleAfter,
  type Task,
} from "@sakiyomi/core";
import type { AlertView, BoardPerson, BodyView, DueView, OrderView, PredictionView, Sign } from "../api.ts";
import type { LiveState } from "./live-state.ts";

/** In the order in which a board shows them. */
const boardKinds: readonly Kind[] = [
  "respiration-rate",
  "spo2",
  "supplemental-oxygen",
  "systolic",
  "diastolic",
  "heart-rate",
  "pulse-rate",
  "consciousness",
  "body-temperature",
  "bladder-volume",
  "posture",
  "bed-occupancy",
  "sleep-stage",
];

export interface Sight {
  readonly loop: Loop;
  readonly live: LiveState;
  /** Names of staff by id, for "taken by". */
  readonly nameOf: (actor: string) => string;
}

/** `alerts`: the ids of what stands of them, the most urgent first. */
export function personOnBoard(
  { loop, live }: Sight,
  resident: Resident,
  alerts: readonly string[],
  now: Instant,
): BoardPerson {
  const latest = shownOf(live.latest(resident.id));
  return {
    id: bareIdOf(resident.id),
    name: resident.name,
    ageYears: ageAt(resident.birthDate, now),
    place: resident.place,
    placeName: placeName(loop, resident.id),
    signs: boardKinds.flatMap((kind) => signOf(kind, latest.get(kind), now)),
    predictions: live.predictions(resident.id).map((view) => stillValid(view, now)),
    alerts,
    consents: [...(loop.roster.consents.get(resident.id) ?? [])],
  };
}

/** A cuff says both pressures as one event: they are the signs of the board where nothing newer was said of either. */
function shownOf(latest: ReadonlyMap<Kind, Signal>): ReadonlyMap<Kind, Signal> {
  const cuff = latest.get("blood-pressure");
  if (cuff?.kind !== "blood-pressure" || cuff.quality === "bad") return latest;
  if (pressures.some((kind) => (latest.get(kind)?.at ?? 0) > cuff.at)) return latest;
  const said = pressures.map((kind): [Kind, Signal] => [kind, { ...cuff, kind, value: cuff.value[kind] }]);
  return new Map([...latest, ...said]);
}
const pressures = ["systolic", "diastolic"] as const;

/** Until when a person stays on the board as they are, if nothing happens: values and predictions grow old, people too. */
export function lastsUntil({ live }: Sight, { id }: Resident, now: Instant): Instant {
  const latest = shownOf(live.latest(id));
  const signs = boardKinds.flatMap((kind) => {
    const signal = latest.get(kind);
    const limit = signal ? staleAfter(signal) : null;
    if (!signal || limit === null) return [];
    const age = now - endOf(signal);
    // What is old already is told with its minutes.
    return [age <= limit ? endOf(signal) + limit : now + MINUTE - 1 - (age % MINUTE)];
  });
  const predictions = live
    .predictions(id)
    .flatMap(({ prediction }) => (prediction.known && prediction.validUntil >= now ? [prediction.validUntil] : []));
  const midnight = (Math.floor(now / DAY) + 1) * DAY - 1;
  return Math.min(midnight, ...signs, ...predictions);
}

/** The bed's path below the house: "Ward 1 · 102 · B". */
export function placeName(loop: Loop, subject: SubjectId): string {
  const place = loop.roster.people.get(subject)?.place ?? null;
  return placePath(loop.roster, place)
    .filter(({ type }) => type !== "house")
    .map(({ name }) => name)
    .join(" · ");
}

/** A kind that was never read is left out; one that has gone stale is shown as unknown, with the reason. */
function signOf(kind: Kind, signal: Signal | undefined, now: number): readonly Sign[] {
  if (!signal) return [];
  const reading = readingAt(signal, now);
  if (!reading.known) return [{ known: false, kind, why: reading.why, lastAt: signal.at }];
  const row = rowOf(kind);
  const { at, quality, source, value } = signal;
  const unit = "unit" in row ? row.unit : null;
  return [{ known: true, kind, value: value as number | string, unit, at, quality, source }];
}

/** A prediction that nobody has renewed in time is no prediction any more. */
function stillValid(view: PredictionView, now: number): PredictionView {
  const { prediction } = view;
  if (!prediction.known || prediction.validUntil >= now) return view;
  return { ...view, prediction: { known: false, why: { key: "core.expired" } } };
}

export function alertView({ loop, nameOf }: Sight, alert: Alert): AlertView {
  const next = nextTelling(alert, loop.policy);
  return {
    id: alert.id,
    person: bareIdOf(alert.subject),
    personName: loop.roster.people.get(alert.subject)?.name ?? "",
    placeName: placeName(loop, alert.subject),
    skill: alert.skill,
    key: alert.key,
    level: alert.level,
    text: alert.text,
    answers: alert.answers,
    raisedAt: alert.raisedAt,
    by: alert.by,
    state: alert.state,
    takenBy: alert.takenBy === null ? null : nameOf(alert.takenBy),
    takenAt: alert.takenAt,
    toldTo: [...new Set(alert.tellings.map(({ to }) => to))],
    nextAt: next?.at ?? null,
    nextTo: next?.to ?? null,
    over: alert.absentSince !== null,
  };
}

export const alertsOnBoard = (sight: Sight): readonly AlertView[] =>
  [...sight.loop.standing.alerts.values()]
    .filter(isLive)
    .sort(byUrgency)
    .map((alert) => alertView(sight, alert));

export function orderView({ loop, nameOf }: Sight, order: Order): OrderView {
  const { id, subject, capability, parameters, state, progress, phase, result, placedAt, closedAt } = order;
  const why = state === "failed" || state === "cancelled" ? String(result?.why ?? "") : noteIn(result);
  return {
    id,
    person: subject.startsWith("person:") ? bareIdOf(subject) : null,
    capability,
    parameters,
    state,
    bodyTitle: loop.bodies.find((body) => body.id === order.body)?.title ?? null,
    progress,
    phase,
    found: state === "done" ? foundIn(result) : null,
    why: why?.replace(/^by (staff:.*)$/, (_, actor: string) => nameOf(actor)) ?? null,
    by: nameOf(order.by),
    placedAt,
    closedAt,
  };
}

/** What is to be said of an order that is done: handed over is not taken. */
const noteIn = (result: Order["result"]): string | null => (typeof result?.note === "string" ? result.note : null);

const foundIn = (result: Order["result"]): OrderView["found"] => {
  // Of a health check the first value; all of them stand in the chart.
  const first: unknown = Array.isArray(result?.found) ? result.found[0] : result;
  const { kind, value } = (first ?? {}) as { readonly kind?: unknown; readonly value?: unknown };
  return typeof kind === "string" && isKind(kind) && typeof value === "number" ? { kind, value } : null;
};

/** The newest first: what is being done, and what was done lately. */
export const ordersOnBoard = (sight: Sight): readonly OrderView[] =>
  [...sight.loop.standing.orders.values()]
    .sort((a, b) => b.placedAt - a.placedAt)
    .map((order) => orderView(sight, order));

export function bodiesOnBoard({ loop }: Sight): readonly BodyView[] {
  const busy = new Set([...loop.standing.orders.values()].filter(isRunning).map(({ body }) => body));
  return loop.bodies.map(({ id, title, offers }) => ({ id, title, offers, isBusy: busy.has(id) }));
}

export const pendingTasks = ({ loop }: Sight): readonly Task[] => [...loop.standing.tasks.values()].filter(isPending);

/** Tasks and expected needs in one list, by time: what is due now, and what next. */
export function dueOnBoard(sight: Sight, needs: readonly DueView[]): readonly DueView[] {
  const tasks = pendingTasks(sight).map((task) => dueTask(sight, task));
  return [...tasks, ...needs].sort((a, b) => a.dueAt - b.dueAt);
}

const dueTask = ({ loop, nameOf }: Sight, task: Task): DueView => ({
  id: task.id,
  person: bareIdOf(task.subject),
  personName: loop.roster.people.get(task.subject)?.name ?? "",
  placeName: placeName(loop, task.subject),
  skill: task.skill,
  text: task.text,
  dueAt: task.due,
  role: task.role,
  type: "task",
  state: task.state === "taken" ? "taken" : "open",
  takenBy: task.takenBy === null ? null : nameOf(task.takenBy),
});

/** What a person is expected to need, as far as skills foretell it. */
export const needsOf = (person: BoardPerson): readonly DueView[] =>
  person.predictions.flatMap((view) => duePrediction(person, view));

function duePrediction(
  { id, name, placeName }: BoardPerson,
  { skill, name: what, prediction }: PredictionView,
): readonly DueView[] {
  if (!prediction.known || prediction.what.type !== "time") return [];
  return [
    {
      id: `p-${id}-${skill}-${what}`,
      person: id,
      personName: name,
      placeName,
      skill,
      text: { key: what },
      dueAt: prediction.what.at,
      role: "carer",
      type: "predicted",
      state: "open",
      takenBy: null,
    },
  ];
}
