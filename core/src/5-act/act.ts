import { type Instant, type Refusal, refuse, type SubjectId } from "../1-signal/index.ts";
import { isHere, mayServe, type Roster } from "../2-store/index.ts";
import { type BodyOffers, isCapability, type Skill, type Wish } from "../4-decide/index.ts";
import { type Alert, escalate, finish, isLive, lapse, type Matter, matterOf, raise, renew, take } from "./alert.ts";
import { Draft } from "./draft.ts";
import { ofSeat } from "./of-seat.ts";
import { type NewOrder, type Order, type OrderDeed, ordersSeen, ordersWished } from "./order.ts";
import { orderRefusal } from "./orders.ts";
import type { EscalationPolicy } from "./policy.ts";
import type { Acted, Deed, Standing } from "./standing.ts";
import { type Errand, errandOf, isPending, keepTask, setTask, type Task } from "./task.ts";
import type { TurnMark } from "./turn-marks.ts";

const isUpTo = (one: TurnMark, other: TurnMark): boolean =>
  one.at < other.at || (one.at === other.at && one.arrival <= other.arrival);

export interface Turn {
  readonly skill: Pick<Skill, "id" | "does" | "consent">;
  readonly subject: SubjectId;
  readonly wishes: readonly Wish[];
  readonly now: Instant;
  /** The newest arrival that the turn knew of; tells two turns of one instant apart. */
  readonly arrival: number;
  /** Who can be ordered to do something; left out: nobody. */
  readonly bodies?: readonly BodyOffers[];
}

/** Permission first, then what is said once, kept, or let go; who is told is settled last. */
export function act(standing: Standing, turn: Turn, roster: Roster, policy: EscalationPolicy): Acted {
  const mark: TurnMark = { at: turn.now, arrival: turn.arrival };
  const turnKey = `${turn.skill.id} ${turn.subject}`;
  const last = standing.turns.get(turnKey);
  if (last && isUpTo(mark, last)) return { standing, deeds: [] };
  const allowed: Wish[] = [];
  const refused: Deed[] = [];
  for (const wish of turn.wishes) {
    const refusal = forbids(turn, wish, roster);
    if (refusal) refused.push({ type: "refused", subject: turn.subject, skill: turn.skill.id, wish, refusal });
    else allowed.push(wish);
  }
  const alerts = actOnAlerts(standing.alerts, turn, allowed, policy);
  const tasks = actOnTasks(standing.tasks, turn, allowed);
  const orders = actOnOrders(standing.orders, turn, allowed);
  const turns = standing.turns.with(turnKey, mark);
  return {
    standing: { alerts: alerts.map, tasks: tasks.map, orders: orders.map, turns },
    deeds: [...refused, ...alerts.deeds, ...tasks.deeds, ...orders.deeds],
  };
}

function forbids({ skill, subject, bodies = [] }: Turn, wish: Wish, roster: Roster): Refusal | null {
  if (!skill.does.includes(wish.do)) return refuse("ACT_UNDECLARED", "do", wish.do, skill.does.join(" | ")).refusal;
  if (!isHere(roster, subject)) return refuse("SIG_SUBJECT", "subject", subject, "somebody who is here").refusal;
  if (subject.startsWith("person:") && !mayServe(roster, subject, skill.consent))
    return refuse("ACT_CONSENT", "subject", subject, `consent to ${skill.consent ?? "predict"}`).refusal;
  if (wish.do === "order") return orderRefusal({ ...wish, subject }, bodies, roster);
  // Nothing in this house takes a written record yet: said, never silently dropped.
  if (wish.do === "write") return refuse("ACT_FORBIDDEN", "do", wish.do, "tell | ask | task | order").refusal;
  return null;
}

function actOnOrders(
  were: ReadonlyMap<string, Order>,
  { skill, subject, now, arrival }: Turn,
  wishes: readonly Wish[],
): { readonly map: ReadonlyMap<string, Order>; readonly deeds: readonly OrderDeed[] } {
  const by = `skill:${skill.id}`;
  const wished = wishes.flatMap((wish): readonly NewOrder[] =>
    wish.do === "order" && isCapability(wish.capability)
      ? [{ subject, by, key: wish.key, capability: wish.capability, parameters: wish.parameters }]
      : [],
  );
  return ordersWished(were, { subject, by }, wished, now, arrival);
}

const seatOf = ({ skill, subject }: Turn) => ({ skill: skill.id, subject });

interface Changed<T> {
  readonly map: ReadonlyMap<string, T>;
  readonly deeds: readonly Deed[];
}

function actOnAlerts(
  were: ReadonlyMap<string, Alert>,
  turn: Turn,
  wishes: readonly Wish[],
  policy: EscalationPolicy,
): Changed<Alert> {
  const draft = new Draft(were);
  const deeds: Deed[] = [];
  const wished = new Set<string>();
  for (const wish of wishes) {
    if (wish.do !== "tell" && wish.do !== "ask") continue;
    const matter = readMatter(turn, wish);
    wished.add(matterOf(matter));
    settle(draft, deeds, standingOf(draft, matter, turn), turn.now, policy);
  }
  for (const [key, alert] of ofSeat(were, seatOf(turn)))
    if (!wished.has(key)) letGo(draft, deeds, alert, lapse(alert, turn.now, policy));
  return { map: draft.map, deeds };
}

const readMatter = ({ skill, subject }: Turn, wish: Extract<Wish, { do: "tell" | "ask" }>): Matter => ({
  subject,
  skill: skill.id,
  key: wish.key,
  level: wish.level,
  text: wish.text,
  by: wish.do === "tell" ? (wish.by ?? null) : null,
  answers: wish.do === "ask" ? wish.answers : [],
});

interface Before {
  readonly was: Alert | null;
  readonly is: Alert;
}

function standingOf(map: Draft<Alert>, matter: Matter, { now, arrival }: Turn): Before {
  const was = map.get(matterOf(matter)) ?? null;
  if (was === null) return { was: null, is: raise(matter, now, arrival) };
  return { was, is: renew(was, matter, now) };
}

/** Puts the alert in its place and tells whoever is due. */
function settle(map: Draft<Alert>, deeds: Deed[], { was, is }: Before, now: Instant, policy: EscalationPolicy): void {
  const told = escalate(is, now, policy);
  map.set(matterOf(told), told);
  const change = alertChange(was, told);
  if (change) deeds.push({ type: "alert", change, alert: told });
  deeds.push(...newTellings(is, told));
}

function alertChange(was: Alert | null, is: Alert): "raised" | "changed" | null {
  if (was === null) return "raised";
  const isSame =
    was.level === is.level &&
    was.text.key === is.text.key &&
    was.state === is.state &&
    was.absentSince === is.absentSince;
  return isSame ? null : "changed";
}

const newTellings = (was: Alert, is: Alert): readonly Deed[] =>
  is.tellings === was.tellings
    ? []
    : is.tellings
        .slice(is.tellings.length - countNew(was, is))
        .map((telling) => ({ type: "told", alert: is, telling }));

const countNew = (was: Alert, is: Alert): number =>
  is.tellings.filter((telling) => !was.tellings.includes(telling)).length;

/** An alert whose condition is over is forgotten: the next time is a new one. */
function letGo(map: Draft<Alert>, deeds: Deed[], was: Alert, is: Alert): void {
  if (is.overAt !== null) map.delete(matterOf(was));
  else map.set(matterOf(was), is);
  if (is.overAt !== null) deeds.push({ type: "alert", change: is.state === "ended" ? "ended" : "over", alert: is });
  else if (was.absentSince !== is.absentSince) deeds.push({ type: "alert", change: "changed", alert: is });
}

function actOnTasks(were: ReadonlyMap<string, Task>, turn: Turn, wishes: readonly Wish[]): Changed<Task> {
  const draft = new Draft(were);
  const deeds: Deed[] = [];
  const wished = new Set<string>();
  for (const wish of wishes) {
    if (wish.do !== "task") continue;
    const { key, text, due, role } = wish;
    const errand: Errand = { subject: turn.subject, skill: turn.skill.id, key, text, due, role };
    wished.add(errandOf(errand));
    const was = draft.get(errandOf(errand));
    const is = was ? keepTask(was, errand, turn.now) : setTask(errand, turn.now);
    draft.set(errandOf(errand), is);
    deeds.push(...taskDeeds(was, is));
  }
  for (const [key, task] of ofSeat(were, seatOf(turn))) {
    if (wished.has(key)) continue;
    draft.delete(key);
    deeds.push(...endTask(task, turn.now));
  }
  return { map: draft.map, deeds };
}

function taskDeeds(was: Task | undefined, is: Task): readonly Deed[] {
  if (was?.id !== is.id) return [{ type: "task", change: "set", task: is }];
  return was.due !== is.due || was.role !== is.role ? [{ type: "task", change: "changed", task: is }] : [];
}

const endTask = (task: Task, now: Instant): readonly Deed[] => [
  { type: "task", change: "ended", task: { ...task, state: "ended", closedAt: task.closedAt ?? now } },
];

/** Time passes: repeats, the next step, and what has been gone for long enough. */
export function passTime(standing: Standing, now: Instant, policy: EscalationPolicy): Acted {
  const draft = new Draft(standing.alerts);
  const deeds: Deed[] = [];
  for (const [key, alert] of standing.alerts) {
    if (alert.absentSince !== null) letGo(draft, deeds, alert, lapse(alert, now, policy));
    const still = draft.get(key);
    if (!still) continue;
    const told = escalate(still, now, policy);
    draft.set(key, told);
    deeds.push(...newTellings(still, told));
  }
  const orders = ordersSeen(standing.orders, now);
  deeds.push(...orders.deeds);
  return deeds.length === 0
    ? { standing, deeds }
    : { standing: { ...standing, alerts: draft.map, orders: orders.map }, deeds };
}

/** Who was told since then, by the id of the alert. */
export const toldSince = (standing: Standing, since: Instant): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    [...standing.alerts.values()].map(({ id, tellings }) => [
      id,
      new Set(tellings.filter(({ at }) => at >= since).map(({ to }) => to)),
    ]),
  );

/** After a start: whoever was told last is told again, because nobody knows whether the last words before a crash were heard. */
export function sayAgain(standing: Standing, told: ReturnType<typeof toldSince>, now: Instant): Acted {
  const alerts = new Map(standing.alerts);
  const deeds: Deed[] = [];
  for (const [key, alert] of standing.alerts) {
    if (alert.state !== "open") continue;
    const again = [...(told.get(alert.id) ?? [])].map((to) => ({ to, at: now, repeat: countOf(alert, to) }));
    const is = { ...alert, tellings: [...alert.tellings, ...again] };
    if (again.length > 0) alerts.set(key, is);
    deeds.push(...again.map((telling) => ({ type: "told" as const, alert: is, telling })));
  }
  return deeds.length === 0 ? { standing, deeds } : { standing: { ...standing, alerts }, deeds };
}

const countOf = ({ tellings }: Alert, role: string): number => tellings.filter(({ to }) => to === role).length;

/** Somebody takes an alert, or has seen to it. Null where it is not there, already over, or cannot be answered so. */
export function attend(
  standing: Standing,
  id: string,
  how: "take" | "done",
  by: string,
  now: Instant,
  answer: string | null = null,
): Acted | null {
  const alert = [...standing.alerts.values()].find((one) => one.id === id);
  if (!alert || !isLive(alert) || (how === "take" && alert.state === "taken")) return null;
  if (answer !== null && !alert.answers.includes(answer)) return null;
  const is = how === "take" ? take(alert, by, now) : finish(alert, by, now, answer);
  const alerts = new Map(standing.alerts).set(matterOf(is), is);
  return {
    standing: { ...standing, alerts },
    deeds: [{ type: "alert", change: how === "take" ? "taken" : "done", alert: is }],
  };
}

export function attendTask(
  standing: Standing,
  id: string,
  how: "take" | "done",
  by: string,
  now: Instant,
): Acted | null {
  const task = [...standing.tasks.values()].find((one) => one.id === id);
  if (!task || !isPending(task)) return null;
  const is: Task = {
    ...task,
    takenBy: by,
    state: how === "take" ? "taken" : "done",
    closedAt: how === "done" ? now : null,
  };
  const tasks = new Map(standing.tasks).set(errandOf(is), is);
  return {
    standing: { ...standing, tasks },
    deeds: [{ type: "task", change: how === "take" ? "taken" : "done", task: is }],
  };
}

/**
 * Consent withdrawn, discharged, skill switched off: what the skill wished of the person no longer stands. A turn that
 * was taken before, and is gone through again after a crash, does not bring it back.
 */
export function withdraw(
  standing: Standing,
  subject: SubjectId,
  skill: string,
  now: Instant,
  arrival = Number.MAX_SAFE_INTEGER,
): Acted {
  const mark: TurnMark = { at: now, arrival };
  const last = standing.turns.get(`${skill} ${subject}`);
  if (last && !isUpTo(last, mark)) return { standing, deeds: [] };
  const isIts = (one: { subject: SubjectId; skill: string }) => one.subject === subject && one.skill === skill;
  const [alerts, tasks] = [new Map(standing.alerts), new Map(standing.tasks)];
  const deeds: Deed[] = [];
  for (const [key, alert] of standing.alerts) {
    if (!isIts(alert)) continue;
    alerts.delete(key);
    deeds.push(endAlert(alert, now));
  }
  for (const [key, task] of standing.tasks) {
    if (!isIts(task)) continue;
    tasks.delete(key);
    deeds.push(...endTask(task, now));
  }
  const orders = ordersWished(standing.orders, { subject, by: `skill:${skill}` }, [], now, arrival);
  const turns = standing.turns.with(`${skill} ${subject}`, mark);
  return { standing: { alerts, tasks, orders: orders.map, turns }, deeds: [...deeds, ...orders.deeds] };
}

const endAlert = (alert: Alert, now: Instant): Deed =>
  isLive(alert)
    ? { type: "alert", change: "ended", alert: { ...alert, state: "ended", closedAt: now, overAt: now } }
    : { type: "alert", change: "over", alert: { ...alert, overAt: now } };

/** The shift changes: what one had taken is from now on the other's. */
export function passOn(standing: Standing, from: string, to: string, now: Instant): Acted {
  const deeds: Deed[] = [];
  const alerts = new Map(standing.alerts);
  for (const [key, was] of standing.alerts) {
    if (was.state !== "taken" || was.takenBy !== from) continue;
    const alert = take(was, to, now);
    alerts.set(key, alert);
    deeds.push({ type: "alert", change: "taken", alert });
  }
  const tasks = new Map(standing.tasks);
  for (const [key, was] of standing.tasks) {
    if (was.state !== "taken" || was.takenBy !== from) continue;
    const task: Task = { ...was, takenBy: to };
    tasks.set(key, task);
    deeds.push({ type: "task", change: "taken", task });
  }
  return { standing: { ...standing, alerts, tasks }, deeds };
}
