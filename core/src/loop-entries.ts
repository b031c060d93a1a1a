import type { Instant, Signal, SourceId, SubjectId } from "./1-signal/index.ts";
import {
  type Checkpoint,
  concerned,
  type NewEntry,
  type Put,
  type Records,
  type Resource,
  type RosterEvent,
} from "./2-store/index.ts";
import type { Output, Skill } from "./4-decide/index.ts";
import {
  type Alert,
  type Deed,
  emptyStanding,
  errandOf,
  isRunning,
  matterOf,
  type Order,
  orderKeyOf,
  type Standing,
  type Task,
  type TurnMark,
  TurnMarks,
} from "./5-act/index.ts";
import type { Versions } from "./history.ts";
import type { Taken } from "./mind.ts";
import { digest } from "./seat.ts";

export const entry = (at: Instant, type: string, actor: string, content: unknown): NewEntry => ({
  at,
  type,
  actor,
  content,
});

export const versions = (skills: readonly Skill[]): Versions =>
  Object.fromEntries(skills.map(({ id, version }) => [id, version]));

export function subjectOf(event: RosterEvent): { readonly subject?: SubjectId } {
  if (event.type === "bound") return { subject: event.binding.subject };
  const whom = concerned(event);
  return whom === "everybody" || whom === "nobody" ? {} : { subject: whom };
}

export const madeSignal = ({ skill, subject, now }: Taken, made: Output["made"][number]): Signal =>
  ({
    ...made,
    subject,
    source: `skill:${skill.id}` as SourceId,
    sequence: 0,
    quality: "good",
    receivedAt: now,
  }) as Signal;

export function putsOf(deeds: readonly Deed[]): readonly Put[] {
  const puts = new Map<string, Put>();
  for (const deed of deeds) {
    if (deed.type === "alert" || deed.type === "told") puts.set(deed.alert.id, alertPut(deed.alert));
    if (deed.type === "task") puts.set(deed.task.id, taskPut(deed.task));
    if (deed.type === "order") puts.set(deed.order.id, orderPut(deed.order, deed.change === "over"));
  }
  return [...puts.values()];
}

const alertPut = (alert: Alert): Put => ({
  resource: { ...alert, resourceType: "Alert", standing: alert.overAt === null },
  subject: alert.subject,
});

const taskPut = (task: Task): Put => ({
  resource: { ...task, resourceType: "Task", standing: task.state !== "ended" },
  subject: task.subject,
});

/** What a skill has ordered stands until it no longer wishes it: after a start it must not be done again. */
const orderPut = (order: Order, isOver: boolean): Put => ({
  resource: {
    ...order,
    resourceType: "Order",
    standing: !isOver && (isRunning(order) || order.by.startsWith("skill:")),
  },
  subject: order.subject,
});

/** The last turn whose deeds are durable: after a crash, turns up to it are gone through again without doing anything. */
export const turnPut = (skill: string, subject: SubjectId, { at, arrival }: TurnMark): Put => ({
  resource: { resourceType: "SkillTurn", id: seatId(skill, subject), skill, subject, at, arrival },
  subject,
});

/** FHIR id: at most 64 characters. */
function seatId(skill: string, subject: SubjectId): string {
  const id = `${skill}.${subject.replace(":", ".")}`;
  return id.length <= 64 ? id : `${skill.slice(0, 40)}.${digest(id)}`;
}

export const traceId = (at: Instant, skill: string, subject: SubjectId): string =>
  `${at.toString(36)}.${digest(`${skill} ${subject}`)}`;

/** What a replay begins with, and is compared with. */
export const tracePut = (checkpoint: Checkpoint): Put => ({
  resource: {
    resourceType: "SkillTrace",
    id: traceId(checkpoint.at, checkpoint.skill, checkpoint.subject),
    ...checkpoint,
  },
  subject: checkpoint.subject,
});

export function deedEntry(deed: Deed, actor: string, at: Instant): NewEntry {
  if (deed.type === "alert")
    return { ...entry(at, `alert-${deed.change}`, actor, alertLine(deed.alert)), subject: deed.alert.subject };
  if (deed.type === "told")
    return {
      ...entry(at, "alert-told", actor, { ...alertLine(deed.alert), telling: deed.telling }),
      subject: deed.alert.subject,
    };
  if (deed.type === "task")
    return { ...entry(at, `task-${deed.change}`, actor, deed.task), subject: deed.task.subject };
  if (deed.type === "order")
    return { ...entry(at, `order-${deed.change}`, actor, deed.order), subject: deed.order.subject };
  return { ...entry(at, "refused", actor, { wish: deed.wish, refusal: deed.refusal }), subject: deed.subject };
}

const alertLine = ({ id, skill, key, level, text, takenBy, answer }: Alert) => ({
  id,
  skill,
  key,
  level,
  text,
  takenBy,
  answer,
});

/** Without what only the record needs: it must not come along when the thing is written again. */
function bare<T extends Resource>({ resourceType: _, standing: __, ...thing }: T): T {
  return thing as unknown as T;
}

export async function loadStanding(records: Records): Promise<Standing> {
  const alerts = await records.search<Resource & Alert>("Alert", { standing: true });
  const tasks = await records.search<Resource & Task>("Task", { standing: true });
  const orders = await records.search<Resource & Order>("Order", { standing: true });
  const turns = await records.search<Resource & TurnMark & { skill: string; subject: string }>("SkillTurn");
  return {
    ...emptyStanding,
    alerts: new Map(alerts.map(({ resource }) => [matterOf(resource), bare(resource)])),
    tasks: new Map(tasks.map(({ resource }) => [errandOf(resource), bare(resource)])),
    orders: new Map(orders.map(({ resource }) => [orderKeyOf(resource), bare(resource)])),
    turns: TurnMarks.of(turns.map(({ resource }) => [`${resource.skill} ${resource.subject}`, resource])),
  };
}
