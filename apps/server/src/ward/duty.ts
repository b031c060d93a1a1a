import {
  accept,
  defaultPolicy,
  type EscalationPolicy,
  escalationPolicy,
  type Read,
  type Records,
  type Resource,
  refuse,
  type SourceId,
} from "@sakiyomi/core";
import type { AlertView, HandoverView } from "../api.ts";
import { alertsOnBoard, alertView, pendingTasks } from "./board.ts";
import { type Desk, newId } from "./desk.ts";
import { receive } from "./doorway.ts";
import type { Actor } from "./port.ts";

type What = "alert" | "task";
type How = "take" | "done";

export async function attend(
  { loop, names }: Desk,
  what: What,
  id: string,
  how: How,
  by: Actor,
  answer: string | null = null,
): Promise<Read<null>> {
  names.set(by.id, by.name);
  const done = await loop.attend(what, id, how, by.id, answer);
  return done ? accept(null) : refuse("REC_MISSING", what, id, "one that is open and not yet taken");
}

export async function attendAlert(desk: Desk, id: string, how: How, by: Actor): Promise<Read<AlertView>> {
  const done = await attend(desk, "alert", id, how, by);
  if (!done.ok) return done;
  const alert = [...desk.loop.standing.alerts.values()].find((one) => one.id === id);
  return alert ? accept(alertView(desk.sight, alert)) : refuse("REC_MISSING", "alert", id, "an alert that stands");
}

/** Closes the question and tells the skill that asked. */
export async function answer(desk: Desk, id: string, said: string, by: Actor): Promise<Read<AlertView>> {
  const { loop, sight } = desk;
  const alert = [...loop.standing.alerts.values()].find((one) => one.id === id);
  if (!alert) return refuse("REC_MISSING", "alert", id, "an alert that stands");
  if (!alert.answers.includes(said)) return refuse("REC_SHAPE", "answer", said, alert.answers.join(" | "));
  const done = await attend(desk, "alert", id, "done", by, said);
  if (!done.ok) return done;
  const value = { skill: alert.skill, key: alert.key, answer: said };
  const signal = { subject: alert.subject, kind: "answer", value, at: new Date(loop.now()).toISOString() };
  await receive(loop, [signal], { source: by.id as SourceId });
  return accept(alertView(sight, { ...alert, state: "done", answer: said }));
}

interface Handover extends HandoverView {
  /** The actor who gave it. */
  readonly giver: string;
}

/** Who gives the shift, to whom, with what left open; it counts only when the other side has accepted it. */
export class Handovers {
  readonly #desk: Desk;
  readonly #all = new Map<string, Handover>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async load(): Promise<void> {
    for (const { resource } of await this.#desk.records.search<Resource & Handover>("Handover")) {
      const { resourceType: _, ...handover } = resource;
      this.#all.set(handover.id, handover);
    }
  }

  /** Those that wait, and those accepted less than an hour ago. */
  current(): readonly HandoverView[] {
    const since = this.#desk.loop.now() - 3_600_000;
    return [...this.#all.values()].filter(({ acceptedAt }) => acceptedAt === null || acceptedAt > since);
  }

  /** `to` is the id of a member of staff, without its type. */
  async give(to: string, note: string, by: Actor): Promise<Read<string>> {
    const { sight, loop } = this.#desk;
    const open = alertsOnBoard(sight).length + pendingTasks(sight).length;
    const handover: Handover = {
      id: newId("h"),
      giver: by.id,
      from: by.name,
      to,
      at: loop.now(),
      note,
      open,
      acceptedAt: null,
    };
    await this.#keep(handover, "handed-over", by);
    return accept(handover.id);
  }

  /** Only whom it was given to can accept it; with it go the alerts and tasks that the giver had taken. */
  async accept(id: string, by: Actor): Promise<Read<null>> {
    const { loop } = this.#desk;
    const handover = this.#all.get(id);
    if (handover?.acceptedAt !== null) return refuse("REC_MISSING", "handover", id, "one that waits to be accepted");
    if (by.id !== `staff:${handover.to}`) return refuse("ACT_FORBIDDEN", "handover", by.name, "whom it was given to");
    await this.#keep({ ...handover, acceptedAt: loop.now() }, "handover-accepted", by);
    await loop.passOn(handover.giver, by.id);
    return accept(null);
  }

  async #keep(handover: Handover, type: string, by: Actor): Promise<void> {
    const { loop, records, names } = this.#desk;
    names.set(by.id, by.name);
    const at = loop.now();
    const resource = { resourceType: "Handover", ...handover };
    await records.commit({
      by: by.id,
      at,
      puts: [{ resource }],
      journal: [{ at, type, actor: by.id, content: handover }],
    });
    this.#all.set(handover.id, handover);
  }
}

export async function loadPolicy(records: Records): Promise<EscalationPolicy> {
  const saved = await records.get("EscalationPolicy", "ward");
  const read = escalationPolicy.safeParse(
    saved ? { steps: saved.resource.steps, holdMs: saved.resource.holdMs } : null,
  );
  return read.success ? read.data : defaultPolicy;
}

export async function setPolicy({ loop, records }: Desk, policy: unknown, by: Actor): Promise<Read<EscalationPolicy>> {
  const read = escalationPolicy.safeParse(policy);
  const issue = read.error?.issues[0];
  if (!read.success)
    return refuse("REC_SHAPE", issue?.path.join(".") || "policy", policy, issue?.message ?? "a policy");
  const at = loop.now();
  const resource = { resourceType: "EscalationPolicy", id: "ward", ...read.data };
  const line = { at, type: "policy-set", actor: by.id, content: read.data };
  await records.commit({ by: by.id, at, puts: [{ resource }], journal: [line] });
  loop.policy = read.data;
  return accept(read.data);
}
