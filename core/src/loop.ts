import {
  accept,
  type Instant,
  MINUTE,
  notBefore,
  type Read,
  refuse,
  SECOND,
  type Signal,
  type SubjectId,
} from "./1-signal/index.ts";
import {
  type Appended,
  after,
  type Change,
  type Checkpoint,
  clash,
  isOutdated,
  keptSignal,
  type Put,
  type Records,
  type Roster,
  type RosterEvent,
  type Store,
} from "./2-store/index.ts";
import type { BodyOffers, Skill, SkillHost } from "./4-decide/index.ts";
import {
  type Acted,
  type Alert,
  act,
  attend,
  attendTask,
  type Body,
  type Deed,
  type EscalationPolicy,
  endedBy,
  isRunning,
  type NewOrder,
  type Order,
  type OrderNews,
  order,
  passOn,
  passTime,
  type Standing,
  sayAgain,
  type Task,
  tellOrder,
  toldSince,
  withdraw,
} from "./5-act/index.ts";
import { Backlog } from "./backlog.ts";
import { Birthdays } from "./birthdays.ts";
import { type Happening, happenings, type Kept, newestKept, type Past, readPast, rosterAt } from "./history.ts";
import {
  deedEntry,
  entry,
  loadStanding,
  madeSignal,
  putsOf,
  subjectOf,
  tracePut,
  turnPut,
  versions,
} from "./loop-entries.ts";
import { type GivenUp, Mind, type Taken, works } from "./mind.ts";
import { OrderDesk } from "./order-desk.ts";
import { Pace } from "./pace.ts";
import { SickList } from "./sick-list.ts";

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
  /** Robots, people and devices that can be ordered to do something; left out: none. */
  readonly bodies?: readonly Body[];
}

const CHECKPOINT_MS = MINUTE;
/**
 * Of so many seats or fewer; who sleeps is not written again. A checkpoint is one transaction, for it has to be of one instant,
 * and others wait for it: 4,000 seats that are awake are 14 MB. There it is made every four minutes, and a start goes through
 * as many again.
 */
const SEATS_A_CHECKPOINT = 1000;
/** A replay can begin at each of these, and is compared with it. Each one keeps the state of every seat, for good. */
const TRACE_MS = 6 * 60 * MINUTE;
/** Time that passed without a sign of life for so long was not lived: the machine slept, or its clock was set. */
const SLEPT_MS = 30 * MINUTE;
/** So many arrivals are gone through again before their turns are waited for. */
const BREATH = 100;

/**
 * One turn through all six rooms: a signal arrives and is stored, skills predict and decide, act settles what is done,
 * and the record keeps it. Everything happens in one order, the order of arrival, so that it can be replayed.
 *
 *   receive → store.append → mind.learn → skill.step → act → records.commit → hear
 */
export class Loop {
  readonly #ports: LoopPorts;
  readonly #past: Past;
  readonly #mind: Mind;
  readonly #backlog: Backlog;
  readonly #sick = new SickList();
  readonly #desk: OrderDesk;
  #clock: () => Instant;
  #roster: Roster;
  #standing: Standing;
  #policy: EscalationPolicy;
  #queue: Promise<unknown> = Promise.resolve();
  #isOpen = false;
  #lastNow: Instant = 0;
  #lastArrival: number;
  #changes: number;
  readonly #pace = new Pace();
  #isPacing = false;
  readonly #birthdays = new Birthdays();
  #checkpointAt: Instant = 0;
  /** How many seats the last checkpoint wrote. */
  #written = 0;
  #traceAt: Instant = 0;
  /** What was told right before the start may not have been heard; null once it was said again. */
  #unheard: ReturnType<typeof toldSince> | null = null;

  private constructor(ports: LoopPorts, past: Past, kept: Kept, standing: Standing) {
    const { skills, host } = ports;
    this.#ports = ports;
    this.#past = past;
    this.#clock = ports.clock;
    this.#roster = rosterAt(past, kept.changes);
    this.#standing = standing;
    this.#policy = ports.policy;
    this.#lastArrival = kept.seen;
    this.#changes = Math.max(kept.changes, ...past.points.map(({ change }) => change));
    this.#desk = new OrderDesk(
      ports.bodies ?? [],
      () => this.#standing.orders.values(),
      (id, news, body) => this.#orderNews(id, news, body),
    );
    this.#backlog = new Backlog(ports.records, (error) => this.#hear({ type: "trouble", error }));
    this.#mind = new Mind({
      skills,
      host,
      roster: this.#roster,
      checkpoints: kept.seats,
      arrival: kept.seen,
      now: kept.at,
      rests: past.rests,
      known: past.known,
      onTurn: (taken) => this.#took(taken),
      onTrouble: (error) => this.#hear({ type: "trouble", error }),
    });
  }

  /** Takes up the work where it was left: what happened after the last checkpoint is gone through again. */
  static async open(ports: LoopPorts): Promise<Loop> {
    const past = await readPast(ports.records);
    const kept = newestKept(await ports.records.checkpoints(), seatedIn(ports, past));
    const loop = new Loop(ports, past, kept, await loadStanding(ports.records));
    await loop.#enqueue(() => loop.#recover(kept));
    return loop;
  }

  get roster(): Roster {
    return this.#roster;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Who can be ordered to do something. */
  get bodies(): readonly BodyOffers[] {
    return this.#desk.bodies;
  }

  get policy(): EscalationPolicy {
    return this.#policy;
  }

  set policy(policy: EscalationPolicy) {
    this.#policy = policy;
  }

  /** Our own time; never goes back, whatever the clock does. */
  now(): Instant {
    const was = this.#lastNow;
    this.#lastNow = Math.max(was, this.#clock());
    if (this.#isOpen && this.#lastNow - was > SLEPT_MS) this.#wake(was, this.#lastNow);
    return this.#lastNow;
  }

  /** Signals that the door has let in. Resolves when they are durable; skills have their turn right after. */
  receive(batch: readonly Signal[]): Promise<Appended> {
    const receivedAt = this.now();
    // As the store keeps it: a replay must not see other digits than the skills did.
    const stamped = batch.map((signal) => keptSignal({ ...signal, receivedAt }));
    const appended = this.#ports.store.append(stamped);
    this.#inOrder(async () => this.#arrived(stamped, await appended));
    return appended;
  }

  /**
   * Changes who is here, what is bound, agreed or set. Resolves when it is durable and in effect; with false where it
   * was refused: a device cannot be on two people at once, or somebody changed a record meanwhile.
   */
  change(event: RosterEvent, by: string, puts: readonly Put[] = []): Promise<boolean> {
    const at = this.now();
    return this.#enqueue(async () => {
      if (clash(this.#roster, event) || isOutdated(this.#roster, event)) return false;
      const content = { ...event, arrival: this.#lastArrival, change: this.#changes + 1 };
      const line = { ...entry(at, event.type, by, content), ...subjectOf(event) };
      const committed = await this.#ports.records.commit({ by, at, puts, journal: [line] });
      if (!committed.ok) return false;
      this.#changes += 1;
      await this.#settle(event, at);
      this.#hear({ type: "roster", event });
      return true;
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

  /** A person of the staff asks a body for something. Resolves when it is durable and on its way. */
  async order(wanted: NewOrder): Promise<Read<Order>> {
    const now = this.now();
    const read = order(this.#standing, wanted, this.#roster, this.#desk.bodies, now, this.#lastArrival);
    if (!read.ok) return read;
    const placed = read.value.deeds.at(-1);
    await this.#keep(read.value, wanted.by, now);
    return placed?.type === "order" ? accept(placed.order) : refuse("ACT_FORBIDDEN", "capability", "it", "another");
  }

  /** False: it is over already. */
  cancelOrder(id: string, by: string): Promise<boolean> {
    return this.#toldOrder(id, { type: "cancelled", why: `by ${by}` }, by);
  }

  /** A shift was handed over and accepted: what the one had taken is the other's. */
  async passOn(from: string, to: string): Promise<void> {
    const now = this.now();
    await this.#keep(passOn(this.#standing, from, to, now), to, now);
  }

  /** Time has passed: periodic turns, repeats, escalations, checkpoints. Called a few times a second. */
  tick(): void {
    const now = this.now();
    if (this.#unheard) this.#later(this.#keep(sayAgain(this.#standing, this.#unheard, now), "system", now));
    this.#unheard = null;
    // Repeats and escalations do not stand in the queue: a disk that hangs must not silence an alert.
    this.#later(this.#keep(passTime(this.#standing, now, this.#policy), "system", now));
    this.#later(this.#backlog.payOwed());
    this.#inOrder(async () => this.#mind.advance(now));
    this.#keepPace(now);
    for (const event of this.#birthdays.next(this.#roster, now)) this.#later(this.change(event, "system"));
    if (now < this.#checkpointAt) return;
    this.#checkpointAt = now + CHECKPOINT_MS * Math.max(1, this.#written / SEATS_A_CHECKPOINT);
    const isTraced = now >= this.#traceAt;
    if (isTraced) this.#traceAt = now + TRACE_MS;
    this.#inOrder(async () => this.#later(this.#checkpoint(now, isTraced)));
  }

  /** One step at a time: a disk that hangs must not gather them. */
  #keepPace(now: Instant): void {
    const slowness = this.#pace.next(now, this.#mind.waiting, this.#roster.slowness);
    if (slowness === null || this.#isPacing) return;
    this.#isPacing = true;
    const done = this.change({ type: "pace", slowness }, "system").finally(() => {
      this.#isPacing = false;
    });
    this.#later(done);
  }

  /** Resolves when everything that has arrived so far has been gone through. */
  async idle(): Promise<void> {
    await this.#queue;
    await this.#mind.idle();
    await this.#queue;
  }

  async stop(): Promise<void> {
    const now = this.now();
    this.#desk.close();
    await this.#enqueue(async () => {
      this.#mind.advance(now);
      await this.#mind.idle();
      await this.#checkpoint(now, true);
      const content = { arrival: this.#lastArrival };
      await this.#backlog.commit({ by: "system", at: now, journal: [entry(now, "stopped", "system", content)] });
    });
    await this.#ports.host.close();
  }

  /** The past since the checkpoint, once more and in its order, with what held then; then the present begins. */
  async #recover(kept: Kept): Promise<void> {
    const { store, records, skills } = this.#ports;
    const last = await store.lastArrival();
    const points = this.#past.points.filter(({ change, type }) => change > kept.changes && type !== "traced");
    const newest = await records.entries({ newestFirst: true, limit: 1 });
    let lived = Math.max(kept.at, newest[0]?.at ?? 0);
    let told = 0;
    for await (const happening of happenings(store, points, kept.after, last)) {
      if (happening.type !== "arrival" || told++ % BREATH === 0) await this.#mind.idle();
      lived = Math.max(lived, happening.type === "arrival" ? happening.arrival.receivedAt : happening.at);
      await this.#relive(happening);
    }
    this.#lastArrival = last;
    this.#clock = notBefore(this.#ports.clock, lived);
    const now = this.now();
    await this.#resume("started", lived, now, { skills: versions(skills) });
    await this.#sweep(now);
    await this.#checkpoint(now, true);
    this.#checkpointAt = now + CHECKPOINT_MS;
    this.#traceAt = now + TRACE_MS;
    await this.#dropOrders();
    this.#unheard = toldSince(this.#standing, Math.min(kept.at, lived - MINUTE));
    this.#isOpen = true;
  }

  async #relive(happening: Happening): Promise<void> {
    if (happening.type === "arrival") {
      this.#lastArrival = happening.arrival.arrival;
      this.#mind.learn(happening.arrival);
    }
    if (happening.type === "roster") await this.#settle(happening.event, happening.at);
    if (happening.type !== "resumed") return;
    this.#mind.advance(happening.lived);
    await this.#giveUp(this.#mind.resume(happening.at), happening.at);
  }

  /** Turns until `lived` are taken; from there until now nobody was there, which the journal tells. */
  async #resume(type: "started" | "woke", lived: Instant, now: Instant, more: object = {}): Promise<void> {
    this.#mind.advance(lived);
    await this.#mind.idle();
    const content = { ...more, lived, arrival: this.#lastArrival, change: this.#changes + 1 };
    await this.#ports.records.commit({ by: "system", at: now, journal: [entry(now, type, "system", content)] });
    this.#changes += 1;
    await this.#giveUp(this.#mind.resume(now), now);
  }

  async #giveUp(left: readonly GivenUp[], at: Instant): Promise<void> {
    await Promise.all(left.map(({ skill, subject }) => this.#withdraw(skill, subject, at)));
  }

  #wake(lived: Instant, now: Instant): void {
    this.#inOrder(() => this.#resume("woke", lived, now));
  }

  /** What stands of a skill that does not work for the person any more: it was removed, or a crash came in between. */
  async #sweep(now: Instant): Promise<void> {
    const { alerts, tasks } = this.#standing;
    for (const { skill, subject } of [...alerts.values(), ...tasks.values()])
      if (!this.#mind.sits(skill, subject)) await this.#withdraw(skill, subject, now);
  }

  #arrived(batch: readonly Signal[], { repeats, arrival }: Appended): void {
    if (arrival === 0) return;
    this.#lastArrival = arrival;
    const old = new Set(repeats);
    const signals = old.size === 0 ? batch : batch.filter((_, i) => !old.has(i));
    const receivedAt = signals[0]?.receivedAt ?? this.now();
    this.#mind.learn({ arrival, receivedAt, signals });
    this.#hear({ type: "arrived", signals });
  }

  async #settle(event: RosterEvent, at: Instant): Promise<void> {
    this.#roster = after(this.#roster, event);
    await this.#giveUp(this.#mind.settle(this.#roster, event, at), at);
    for (const one of [...this.#standing.orders.values()].filter(isRunning)) {
      const why = endedBy(this.#roster, one);
      if (why !== null) await this.#toldOrder(one.id, { type: "cancelled", why }, "system");
    }
  }

  async #withdraw(skill: string, subject: SubjectId, at: Instant): Promise<void> {
    const was = this.#standing;
    const acted = withdraw(was, subject, skill, at, this.#lastArrival);
    if (acted.standing !== was)
      await this.#keep(acted, "system", at, turnPut(skill, subject, { at, arrival: this.#lastArrival }));
  }

  #took(taken: Taken): void {
    const { skill, subject, now, arrival, output } = taken;
    if (output !== null) this.#pace.taken(skill.id);
    this.#hear({ type: "turn", taken });
    if (output === null) {
      this.#failed(taken);
      return;
    }
    this.#sick.isWell(skill.id, subject);
    const turn = { skill, subject, wishes: output.wishes, now, arrival, bodies: this.#desk.bodies };
    const acted = act(this.#standing, turn, this.#roster, this.#policy);
    this.#standing = acted.standing;
    if (acted.deeds.length > 0)
      this.#later(this.#keep(acted, `skill:${skill.id}`, now, turnPut(skill.id, subject, { at: now, arrival })));
    if (output.made.length > 0) this.#later(this.receive(output.made.map((made) => madeSignal(taken, made))));
  }

  async #orderNews(id: string, news: OrderNews, body: SubjectId): Promise<void> {
    await this.#toldOrder(id, news, body).catch((error: unknown) => this.#hear({ type: "trouble", error }));
  }

  async #toldOrder(id: string, news: OrderNews, by: string): Promise<boolean> {
    const now = this.now();
    const acted = tellOrder(this.#standing, id, news, now);
    if (!acted) return false;
    this.#standing = acted.standing;
    // How far it is, is told a few times a second: seen, not recorded.
    if (news.type === "progress") this.#hear({ type: "deeds", deeds: acted.deeds });
    else await this.#keep(acted, by, now);
    return true;
  }

  /** What a body was doing when the house stopped is over: nobody knows how it ended, and it is not begun again. */
  async #dropOrders(): Promise<void> {
    const why = "the house was stopped meanwhile";
    for (const { id } of [...this.#standing.orders.values()].filter(isRunning))
      await this.#toldOrder(id, { type: "failed", why }, "system");
  }

  /** Recorded, isolated, reported; the other skills go on. */
  #failed({ skill, subject, now, arrival, result }: Taken): void {
    if (result.ok || this.#past.known(skill.id, subject, now, arrival) !== null) return;
    const { code, why } = result;
    const restMs = code === "SKILL_SLOW" || code === "SKILL_DIED" ? this.#sick.rest(skill.id, subject) : null;
    if (restMs === null && !this.#sick.isNews(`${skill.id} ${code}`, now)) return;
    const rest = restMs === null ? null : this.#mind.suspend(skill.id, subject, now + restMs);
    const rests = rest === null ? {} : { restsFrom: rest.from, restsUntil: rest.until };
    const content = { skill: skill.id, version: skill.version, turn: now, arrival, code, why, ...rests };
    const line = { ...entry(now, "skill-failed", "system", content), subject };
    this.#later(this.#backlog.commit({ by: "system", at: now, journal: [line] }));
  }

  /** Remembers what was done, makes it durable, and only then tells anybody. */
  async #keep(acted: Acted, by: string, at: Instant, mark?: Put): Promise<void> {
    this.#standing = acted.standing;
    const { deeds } = acted;
    if (deeds.length === 0 && !mark) return;
    const puts = [...putsOf(deeds), ...(mark ? [mark] : [])];
    await this.#backlog.commit({ by, at, puts, journal: deeds.map((deed) => deedEntry(deed, by, at)) });
    if (deeds.length > 0) this.#hear({ type: "deeds", deeds });
    if (deeds.some(({ type }) => type === "order")) this.#desk.settle();
  }

  async #checkpoint(at: Instant, isTraced: boolean): Promise<void> {
    const place = { arrival: this.#lastArrival, change: this.#changes };
    const checkpoints = isTraced
      ? await this.#mind.checkpoints(at, this.#changes)
      : await this.#mind.changedCheckpoints(at, this.#changes);
    this.#written = checkpoints.length;
    const change: Change = { by: "system", at, checkpoints };
    const journal = [entry(at, "traced", "system", place)];
    await this.#backlog.commit(isTraced ? { ...change, puts: checkpoints.map(tracePut), journal } : change);
  }

  /** A listener that breaks must not take the loop along. */
  #hear(event: LoopEvent): void {
    try {
      this.#ports.hear(event);
    } catch (error) {
      if (event.type !== "trouble") this.#hear({ type: "trouble", error });
    }
  }

  #later(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#hear({ type: "trouble", error }));
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

/** Whether a skill worked for the person at that turning point of the journal. */
function seatedIn({ skills }: LoopPorts, past: Past) {
  const byId = new Map(skills.map((skill) => [skill.id, skill]));
  let then: { readonly changes: number; readonly roster: Roster } | null = null;
  return ({ skill, subject, at }: Checkpoint, changes: number): boolean => {
    if (then?.changes !== changes) then = { changes, roster: rosterAt(past, changes) };
    const found = byId.get(skill);
    return found !== undefined && works(then.roster, subject, found, at);
  };
}

/** How often `tick` wants to be called: an alert is repeated and escalated with this precision. */
export const TICK_MS = SECOND / 4;
