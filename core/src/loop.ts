import { type Instant, MINUTE, SECOND, type Signal, type SourceId, type SubjectId } from "./1-signal/index.ts";
import {
  type Appended,
  after,
  type Change,
  emptyRoster,
  type NewEntry,
  type Put,
  type Records,
  type Resource,
  type Roster,
  type RosterEvent,
  rosterEventTypes,
  type Store,
} from "./2-store/index.ts";
import type { Output, Skill, SkillHost } from "./4-decide/index.ts";
import {
  type Acted,
  type Alert,
  act,
  attend,
  attendTask,
  type Deed,
  type EscalationPolicy,
  emptyStanding,
  errandOf,
  matterOf,
  passTime,
  type Standing,
  type Task,
  withdraw,
} from "./5-act/index.ts";
import { Mind, type Taken } from "./mind.ts";

/** What the loop tells the house, after it is durable. */
export type LoopEvent =
  | { readonly type: "arrived"; readonly signals: readonly Signal[] }
  | { readonly type: "turn"; readonly taken: Taken }
  | { readonly type: "deeds"; readonly deeds: readonly Deed[] }
  | { readonly type: "roster"; readonly event: RosterEvent }
  /** Something did not become durable, or broke: the house has to show it. */
  | { readonly type: "trouble"; readonly error: unknown };

export interface LoopPorts {
  readonly store: Store;
  readonly records: Records;
  readonly host: SkillHost;
  readonly skills: readonly Skill[];
  /** Never goes back; see steadyClock. */
  readonly clock: () => Instant;
  readonly policy: EscalationPolicy;
  readonly hear: (event: LoopEvent) => void;
}

/** A skill that exceeded its time rests so long; doubled each time it does so again, up to an hour. */
const FIRST_REST_MS = MINUTE;
const LONGEST_REST_MS = 60 * MINUTE;
/** The same failure is written down once in so long. */
const SAME_FAILURE_MS = 10 * MINUTE;
const CHECKPOINT_MS = MINUTE;

/**
 * One turn through all six rooms: a signal arrives and is stored, skills predict and decide, act settles what is done,
 * and the record keeps it. Everything happens in one order, the order of arrival, so that it can be replayed.
 *
 *   receive → store.append → mind.learn → skill.step → act → records.commit → hear
 */
export class Loop {
  readonly #ports: LoopPorts;
  readonly #mind: Mind;
  readonly #rests = new Map<string, { readonly ms: number; readonly until: Instant }>();
  readonly #failures = new Map<string, Instant>();
  #roster: Roster;
  #standing: Standing;
  #policy: EscalationPolicy;
  #queue: Promise<unknown> = Promise.resolve();
  #lastNow: Instant = 0;
  #lastArrival = 0;
  #checkpointAt: Instant;

  private constructor(
    ports: LoopPorts,
    roster: Roster,
    standing: Standing,
    checkpoints: Awaited<ReturnType<Records["checkpoints"]>>,
  ) {
    this.#ports = ports;
    this.#roster = roster;
    this.#standing = standing;
    this.#policy = ports.policy;
    const now = this.now();
    this.#checkpointAt = now + CHECKPOINT_MS;
    const { skills, host } = ports;
    this.#mind = new Mind({ skills, host, roster, checkpoints, now, onTurn: (taken) => this.#took(taken) });
  }

  /** Takes up the work where it was left: what arrived after the last checkpoint is gone through again. */
  static async open(ports: LoopPorts): Promise<Loop> {
    const roster = await loadRoster(ports.records);
    const standing = await loadStanding(ports.records);
    const checkpoints = await ports.records.checkpoints();
    const loop = new Loop(ports, roster, standing, checkpoints);
    const known = checkpoints.length === 0 ? 0 : Math.min(...checkpoints.map((one) => one.arrival));
    for await (const arrival of ports.store.arrivals(known)) loop.#mind.learn(arrival);
    await loop.#mind.idle();
    loop.#lastArrival = await ports.store.lastArrival();
    const now = loop.now();
    loop.#mind.resume(now);
    await loop.#commit({
      by: "system",
      at: now,
      journal: [entry(now, "started", "system", { arrival: loop.#lastArrival, skills: versions(ports.skills) })],
    });
    return loop;
  }

  get roster(): Roster {
    return this.#roster;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get policy(): EscalationPolicy {
    return this.#policy;
  }

  set policy(policy: EscalationPolicy) {
    this.#policy = policy;
  }

  /** Our own time; never goes back, whatever the clock does. */
  now(): Instant {
    this.#lastNow = Math.max(this.#lastNow, this.#ports.clock());
    return this.#lastNow;
  }

  /** Signals that the door has let in. Resolves when they are durable; skills have their turn right after. */
  receive(batch: readonly Signal[]): Promise<Appended> {
    const receivedAt = this.now();
    const stamped = batch.map((signal) => ({ ...signal, receivedAt }));
    const appended = this.#ports.store.append(stamped);
    this.#inOrder(async () => this.#arrived(stamped, await appended));
    return appended;
  }

  /** Changes who is here, what is bound, agreed or set. Resolves when it is durable and in effect. */
  change(event: RosterEvent, by: string, puts: readonly Put[] = []): Promise<boolean> {
    return this.#enqueue(async () => {
      const at = this.now();
      const line = { ...entry(at, event.type, by, { ...event, arrival: this.#lastArrival }), ...subjectOf(event) };
      const committed = await this.#ports.records.commit({ by, at, puts, journal: [line] });
      if (committed.ok) this.#settle(event, at);
      return committed.ok;
    });
  }

  /** Somebody takes an alert or a task, or has seen to it. Null: it is not there any more. */
  async attend(
    what: "alert" | "task",
    id: string,
    how: "take" | "done",
    by: string,
    answer: string | null = null,
  ): Promise<Alert | Task | null> {
    const now = this.now();
    const acted =
      what === "alert"
        ? attend(this.#standing, id, how, by, now, answer)
        : attendTask(this.#standing, id, how, by, now);
    const deed = acted?.deeds[0];
    if (!acted || !deed) return null;
    await this.#keep(acted, by, now);
    return deed.type === "alert" ? deed.alert : deed.type === "task" ? deed.task : null;
  }

  /** Time has passed: periodic turns, repeats, escalations, checkpoints. Called a few times a second. */
  tick(): void {
    const now = this.now();
    this.#inOrder(async () => {
      this.#mind.advance(now);
      this.#later(this.#keep(passTime(this.#standing, now, this.#policy), "system", now));
    });
    if (now < this.#checkpointAt) return;
    this.#checkpointAt = now + CHECKPOINT_MS;
    this.#inOrder(async () => this.#later(this.#checkpoint(now)));
  }

  /** Resolves when everything that has arrived so far has been gone through. */
  async idle(): Promise<void> {
    await this.#queue;
    await this.#mind.idle();
    await this.#queue;
  }

  async stop(): Promise<void> {
    const now = this.now();
    await this.#enqueue(async () => {
      this.#mind.advance(now);
      await this.#mind.idle();
      await this.#checkpoint(now);
      await this.#commit({
        by: "system",
        at: now,
        journal: [entry(now, "stopped", "system", { arrival: this.#lastArrival })],
      });
    });
    await this.#ports.host.close();
  }

  #arrived(batch: readonly Signal[], { repeats, arrival }: Appended): void {
    if (arrival === 0) return;
    this.#lastArrival = arrival;
    const old = new Set(repeats);
    const signals = old.size === 0 ? batch : batch.filter((_, i) => !old.has(i));
    const receivedAt = signals[0]?.receivedAt ?? this.now();
    this.#mind.learn({ arrival, receivedAt, signals });
    this.#ports.hear({ type: "arrived", signals });
  }

  #settle(event: RosterEvent, at: Instant): void {
    this.#roster = after(this.#roster, event);
    const left = this.#mind.settle(this.#roster, at);
    for (const { skill, subject } of left) {
      const acted = withdraw(this.#standing, subject, skill, at);
      if (acted.deeds.length > 0) this.#later(this.#keep(acted, "system", at));
    }
    this.#ports.hear({ type: "roster", event });
  }

  #took(taken: Taken): void {
    const { skill, subject, now, output } = taken;
    this.#ports.hear({ type: "turn", taken });
    if (output === null) {
      this.#failed(taken);
      return;
    }
    this.#rests.delete(skill.id);
    const acted = act(this.#standing, { skill, subject, wishes: output.wishes, now }, this.#roster, this.#policy);
    this.#later(this.#keep(acted, `skill:${skill.id}`, now, { skill: skill.id, subject }));
    if (output.made.length > 0) this.#later(this.receive(output.made.map((made) => madeSignal(taken, made))));
  }

  /** Recorded, isolated, reported; the other skills go on. */
  #failed(taken: Taken): void {
    const { skill, subject, now, result } = taken;
    if (result.ok) return;
    const content = { skill: skill.id, version: skill.version, turn: now, code: result.code, why: result.why };
    const rest = result.code === "SKILL_SLOW" ? this.#rest(skill.id, now) : null;
    const key = `${skill.id} ${result.code}`;
    if (rest === null && now - (this.#failures.get(key) ?? Number.NEGATIVE_INFINITY) < SAME_FAILURE_MS) return;
    this.#failures.set(key, now);
    const line = entry(now, "skill-failed", "system", rest === null ? content : { ...content, restsUntil: rest });
    this.#later(this.#commit({ by: "system", at: now, journal: [{ ...line, subject }] }));
  }

  /** The turns that were waiting behind the slow one fail with it: one rest for all of them. */
  #rest(skill: string, now: Instant): Instant {
    const was = this.#rests.get(skill);
    if (was && now < was.until) return was.until;
    const ms = Math.min(LONGEST_REST_MS, was ? was.ms * 2 : FIRST_REST_MS);
    this.#rests.set(skill, { ms, until: now + ms });
    this.#mind.suspend(skill, now + ms);
    return now + ms;
  }

  /** Remembers what was done, makes it durable, and only then tells anybody. */
  async #keep(acted: Acted, by: string, at: Instant, turn?: { skill: string; subject: SubjectId }): Promise<void> {
    this.#standing = acted.standing;
    if (acted.deeds.length === 0) return;
    await this.#commit({
      by,
      at,
      puts: [...putsOf(acted.deeds), ...turnPut(turn, at)],
      journal: acted.deeds.map((deed) => deedEntry(deed, by, at)),
    });
    this.#ports.hear({ type: "deeds", deeds: acted.deeds });
  }

  async #checkpoint(at: Instant): Promise<void> {
    const checkpoints = await this.#mind.checkpoints(at);
    await this.#commit({ by: "system", at, checkpoints });
  }

  async #commit(change: Change): Promise<void> {
    await this.#ports.records.commit(change);
  }

  #later(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#ports.hear({ type: "trouble", error }));
  }

  /** One thing after the other, in the order in which it came. A failure stops nothing that comes after it. */
  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #inOrder(work: () => Promise<void>): void {
    this.#later(this.#enqueue(work));
  }
}

const entry = (at: Instant, type: string, actor: string, content: unknown): NewEntry => ({ at, type, actor, content });

const versions = (skills: readonly Skill[]): Readonly<Record<string, string>> =>
  Object.fromEntries(skills.map(({ id, version }) => [id, version]));

function subjectOf(event: RosterEvent): { readonly subject?: SubjectId } {
  if (event.type === "bound") return { subject: event.binding.subject };
  if (event.type === "place" || event.type === "unbound") return {};
  return { subject: event.type === "admitted" ? event.person.id : event.person };
}

const madeSignal = ({ skill, subject, now }: Taken, made: Output["made"][number]): Signal =>
  ({
    ...made,
    subject,
    source: `skill:${skill.id}` as SourceId,
    sequence: 0,
    quality: "good",
    receivedAt: now,
  }) as Signal;

function putsOf(deeds: readonly Deed[]): readonly Put[] {
  const puts = new Map<string, Put>();
  for (const deed of deeds) {
    if (deed.type === "alert" || deed.type === "told") puts.set(deed.alert.id, alertPut(deed.alert));
    if (deed.type === "task") puts.set(deed.task.id, taskPut(deed.task));
  }
  return [...puts.values()];
}

const alertPut = (alert: Alert): Put => ({
  resource: { resourceType: "Alert", standing: alert.overAt === null, ...alert },
  subject: alert.subject,
});

const taskPut = (task: Task): Put => ({
  resource: { resourceType: "Task", standing: task.state !== "ended", ...task },
  subject: task.subject,
});

/** The last turn whose deeds are durable: after a crash, turns up to it are gone through again without doing anything. */
const turnPut = (turn: { skill: string; subject: SubjectId } | undefined, at: Instant): readonly Put[] =>
  turn
    ? [
        {
          resource: {
            resourceType: "SkillTurn",
            id: `${turn.skill}.${turn.subject.replace(":", ".")}`,
            skill: turn.skill,
            subject: turn.subject,
            at,
          },
          subject: turn.subject,
        },
      ]
    : [];

function deedEntry(deed: Deed, actor: string, at: Instant): NewEntry {
  if (deed.type === "alert")
    return { ...entry(at, `alert-${deed.change}`, actor, alertLine(deed.alert)), subject: deed.alert.subject };
  if (deed.type === "told")
    return {
      ...entry(at, "alert-told", actor, { ...alertLine(deed.alert), telling: deed.telling }),
      subject: deed.alert.subject,
    };
  if (deed.type === "task")
    return { ...entry(at, `task-${deed.change}`, actor, deed.task), subject: deed.task.subject };
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

async function loadRoster(records: Records): Promise<Roster> {
  let roster = emptyRoster;
  for (const { content } of await records.entries({ types: rosterEventTypes }))
    if (content !== null) roster = after(roster, content as RosterEvent);
  return roster;
}

async function loadStanding(records: Records): Promise<Standing> {
  const alerts = await records.search<Resource & Alert>("Alert", { standing: true });
  const tasks = await records.search<Resource & Task>("Task", { standing: true });
  const turns = await records.search<Resource & { skill: string; subject: string; at: Instant }>("SkillTurn");
  return {
    ...emptyStanding,
    alerts: new Map(alerts.map(({ resource }) => [matterOf(resource), resource])),
    tasks: new Map(tasks.map(({ resource }) => [errandOf(resource), resource])),
    turns: new Map(turns.map(({ resource }) => [`${resource.skill} ${resource.subject}`, resource.at])),
  };
}

/** How often `tick` wants to be called: an alert is repeated and escalated with this precision. */
export const TICK_MS = SECOND / 4;
