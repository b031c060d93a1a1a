import {
  accept,
  type Body,
  bareIdOf,
  type ConsentPurpose,
  type EscalationPolicy,
  type Instant,
  type Kind,
  Loop,
  type LoopEvent,
  type Place,
  present,
  type Read,
  type Records,
  type Roster,
  refuse,
  type Skill,
  type SkillHost,
  type Store,
  type SubjectId,
  steadyClock,
  TICK_MS,
} from "@sakiyomi/core";
import type {
  AlertView,
  BindingView,
  Board,
  BoardPerson,
  ChartEntry,
  OrderView,
  PersonView,
  PlaceView,
  Plot,
  Receipt,
  SkillView,
} from "../api.ts";
import { alertsOnBoard, alertView, bodiesOnBoard, dueOnBoard, ordersOnBoard, type Sight } from "./board.ts";
import { chart, isPregnant, strikeOut } from "./charting.ts";
import { change, type Desk, newId, personId, whoIsHere } from "./desk.ts";
import { bind, endBinding } from "./devices.ts";
import { receive, receiveWaves } from "./doorway.ts";
import { answer, attend, attendAlert, Handovers, loadPolicy, setPolicy } from "./duty.ts";
import { LiveState } from "./live-state.ts";
import { Measurements } from "./measured.ts";
import { cancelOrder, order } from "./orders.ts";
import { liveSignal, plot } from "./plot.ts";
import type { Actor, Admission, Sender, Ward, WardEvent } from "./port.ts";
import { admit, consent, discharge, erase, move, personView, setPregnant, setSkill, skillOf } from "./residents.ts";
import { settingsOf } from "./setting-views.ts";
import { Whiteboard } from "./whiteboard.ts";

export interface WardOptions {
  readonly mode: "demo" | "real";
  /** IANA zone of the house. */
  readonly zone: string;
  readonly store: Store;
  readonly records: Records;
  readonly skills: readonly Skill[];
  readonly host: SkillHost;
  /** Wall clock and monotonic clock; tests give their own. */
  readonly wall?: () => Instant;
  readonly monotonic?: () => number;
  /** False: the caller ticks (tests). */
  readonly ticks?: boolean;
  readonly onTrouble?: (error: unknown) => void;
  /** Robots that can be asked for something. */
  readonly bodies?: readonly Body[];
}

/** A clock that was set is shown on the board for so long. */
const SHOW_JUMP_MS = 3_600_000;

/** Opens a ward on its store and records and lets it run. Closing it closes both. */
export async function openWard(options: WardOptions): Promise<RunningWard> {
  const { store, records, skills, host, bodies = [], onTrouble = () => undefined } = options;
  const live = new LiveState(store);
  const ears = new Set<(event: LoopEvent) => void>();
  const jumps: { at: Instant | null } = { at: null };
  const clock = steadyClock(
    options.wall ?? Date.now,
    options.monotonic ?? (() => performance.now()),
    ({ at, byMs }) => {
      jumps.at = at;
      const line = { at, type: "clock-jumped", actor: "system", content: { byMs } };
      records.commit({ by: "system", at, journal: [line] }).catch(onTrouble);
    },
  );
  const hear = (event: LoopEvent) => {
    if (event.type === "trouble") onTrouble(event.error);
    live.hear(event).catch(onTrouble);
    for (const listen of ears) listen(event);
  };
  const policy = await loadPolicy(records);
  const loop = await Loop.open({ store, records, host, skills, clock, policy, hear, bodies });
  // The journal says since when the house's clocks are so; skills that count days ask for it.
  if (loop.roster.zone !== options.zone) await loop.change({ type: "zone", zone: options.zone }, "system");
  await live.load(loop.roster);
  const names = new Map<string, string>();
  const nameOf = (actor: string) => names.get(actor) ?? actor.replace(/^staff:/, "");
  const sight: Sight = { loop, live, nameOf };
  const desk: Desk = { loop, records, store, skills, live, names, sight, whiteboard: new Whiteboard(sight) };
  const measurements = new Measurements(desk, onTrouble);
  ears.add((event) => measurements.hear(event));
  const ward = new RunningWard(options, desk, ears, jumps, measurements);
  await measurements.endOld();
  await ward.handovers.load();
  return ward;
}

export class RunningWard implements Ward {
  readonly mode: "demo" | "real";
  readonly zone: string;
  readonly store: Store;
  readonly records: Records;
  readonly loop: Loop;
  readonly handovers: Handovers;
  readonly #desk: Desk;
  readonly #listeners = new Set<(event: WardEvent) => void>();
  readonly #jumps: { readonly at: Instant | null };
  readonly #measurements: Measurements;
  readonly #timer: NodeJS.Timeout | null;

  constructor(
    { mode, zone, ticks }: WardOptions,
    desk: Desk,
    ears: Set<(event: LoopEvent) => void>,
    jumps: { readonly at: Instant | null },
    measurements: Measurements,
  ) {
    this.mode = mode;
    this.zone = zone;
    this.store = desk.store;
    this.records = desk.records;
    this.loop = desk.loop;
    this.handovers = new Handovers(desk);
    this.#desk = desk;
    ears.add((event) => this.#hear(event));
    this.#jumps = jumps;
    this.#measurements = measurements;
    this.#timer = ticks === false ? null : setInterval(() => desk.loop.tick(), TICK_MS);
  }

  get roster(): Roster {
    return this.loop.roster;
  }

  now(): Instant {
    return this.loop.now();
  }

  receive(raw: readonly unknown[], sender: Sender): Promise<Receipt> {
    return receive(this.loop, raw, sender);
  }

  receiveWaves(message: Uint8Array, sender: Sender): Promise<Receipt> {
    return receiveWaves(this.loop, message, sender);
  }

  nameHeard(actor: string): string | null {
    return this.#desk.names.get(actor) ?? null;
  }

  board(): Board {
    const at = this.now();
    const { sight, whiteboard } = this.#desk;
    const { people, needs } = whiteboard.people(at);
    return {
      at,
      mode: this.mode,
      people,
      alerts: alertsOnBoard(sight),
      due: dueOnBoard(sight, needs),
      onDuty: [],
      handovers: this.handovers.current(),
      orders: ordersOnBoard(sight),
      bodies: bodiesOnBoard(sight),
      clockJump: this.#jumps.at !== null && at - this.#jumps.at < SHOW_JUMP_MS ? this.#jumps.at : null,
      slowness: this.loop.roster.slowness,
    };
  }

  boardPerson(id: string): BoardPerson | null {
    const resident = this.loop.roster.people.get(personId(id));
    return resident?.dischargedAt === null ? this.#desk.whiteboard.person(resident, this.now()) : null;
  }

  places(): readonly PlaceView[] {
    const inBed = new Map(present(this.loop.roster).map(({ place, id }) => [place, bareIdOf(id)]));
    return [...this.loop.roster.places.values()].map((place) => ({ ...place, person: inBed.get(place.id) ?? null }));
  }

  async addPlace({ name, type, parent }: Omit<PlaceView, "person" | "id">, by: Actor): Promise<Read<string>> {
    if (parent !== null && !this.loop.roster.places.has(parent))
      return refuse("REC_MISSING", "parent", parent, "a place");
    const place: Place = { id: newId("l"), name, type, parent };
    await change(this.#desk, { type: "place", place }, by, { resourceType: "Location", ...place });
    return accept(place.id);
  }

  person(id: string): Promise<Read<PersonView>> {
    return personView(this.#desk, id);
  }

  plot(person: string, kind: Kind, from: Instant, to: Instant, buckets: number): Promise<Plot> {
    return plot(this.store, personId(person), kind, from, to, buckets);
  }

  get skillset(): readonly Skill[] {
    return this.#desk.skills;
  }

  skills(): readonly SkillView[] {
    const { skills, live, loop } = this.#desk;
    return skills.map((skill) => ({
      id: skill.id,
      version: skill.version,
      owner: skill.owner,
      risk: skill.risk,
      reads: skill.reads,
      makes: skill.makes,
      does: skill.does,
      periodMs: skill.periodMs,
      settings: settingsOf(skill),
      health: live.health(skill.id),
      people: present(loop.roster).map(({ id, name }) => ({
        person: bareIdOf(id),
        name,
        on: skillOf(this.#desk, id, skill).on,
      })),
    }));
  }

  admit(admission: Admission, by: Actor): Promise<Read<string>> {
    return admit(this.#desk, admission, by);
  }

  move(person: string, place: string | null, by: Actor): Promise<Read<null>> {
    return move(this.#desk, person, place, by);
  }

  discharge(person: string, by: Actor): Promise<Read<null>> {
    return discharge(this.#desk, person, by);
  }

  bind(device: string, person: string, from: Instant, by: Actor): Promise<Read<BindingView>> {
    return bind(this.#desk, device, person, from, by);
  }

  endBinding(id: string, until: Instant, by: Actor): Promise<Read<null>> {
    return endBinding(this.#desk, id, until, by);
  }

  consent(person: string, purpose: ConsentPurpose, given: boolean, by: Actor): Promise<Read<null>> {
    return consent(this.#desk, person, purpose, given, by);
  }

  setSkill(
    person: string,
    skill: string,
    on: boolean,
    settings: unknown,
    version: number,
    by: Actor,
  ): Promise<Read<number>> {
    return setSkill(this.#desk, person, { skill, on, settings, version }, by);
  }

  async chart(
    person: string,
    kind: string,
    value: unknown,
    unit: string | null,
    at: Instant,
    by: Actor,
  ): Promise<Read<ChartEntry>> {
    const here = whoIsHere(this.#desk, person);
    if (!here.ok) return here;
    this.#desk.names.set(by.id, by.name);
    const charted = await chart(this, here.value, { kind, value, unit, at }, by);
    if (charted.ok) await this.#followPregnancy(charted.value.kind, here.value, by);
    return charted;
  }

  async enteredInError(entry: string, version: number, reason: string, by: Actor): Promise<Read<ChartEntry>> {
    const struck = await strikeOut(this, entry, version, reason, by);
    const found = struck.ok ? await this.records.get("Observation", entry) : null;
    if (struck.ok && found) await this.#followPregnancy(struck.value.kind, found.resource.person as SubjectId, by);
    return struck;
  }

  /** The newest word on it that stands. */
  async #followPregnancy(kind: Kind, person: SubjectId, by: Actor): Promise<void> {
    if (kind === "pregnancy") await setPregnant(this.#desk, person, await isPregnant(this.records, person), by);
  }

  answer(alert: string, said: string, by: Actor): Promise<Read<AlertView>> {
    return answer(this.#desk, alert, said, by);
  }

  takeAlert(id: string, by: Actor): Promise<Read<AlertView>> {
    return attendAlert(this.#desk, id, "take", by);
  }

  doneAlert(id: string, by: Actor): Promise<Read<AlertView>> {
    return attendAlert(this.#desk, id, "done", by);
  }

  takeDue(id: string, by: Actor): Promise<Read<null>> {
    return attend(this.#desk, "task", id, "take", by);
  }

  doneDue(id: string, by: Actor): Promise<Read<null>> {
    return attend(this.#desk, "task", id, "done", by);
  }

  async order(person: string, capability: string, parameters: unknown, by: Actor): Promise<Read<OrderView>> {
    return order(this.#desk, person, capability, parameters, by);
  }

  async cancelOrder(id: string, by: Actor): Promise<Read<null>> {
    return cancelOrder(this.#desk, id, by);
  }

  async handOver(to: string, note: string, by: Actor): Promise<Read<string>> {
    const given = await this.handovers.give(to, note, by);
    this.#boardChanged();
    return given;
  }

  async acceptHandover(id: string, by: Actor): Promise<Read<null>> {
    const accepted = await this.handovers.accept(id, by);
    this.#boardChanged();
    return accepted;
  }

  policy(): EscalationPolicy {
    return this.loop.policy;
  }

  setPolicy(policy: unknown, by: Actor): Promise<Read<EscalationPolicy>> {
    return setPolicy(this.#desk, policy, by);
  }

  async journal(type: string, actor: string, subject: SubjectId | null, content: unknown): Promise<void> {
    const at = this.now();
    await this.records.commit({
      by: actor,
      at,
      journal: [{ at, type, actor, content, ...(subject === null ? {} : { subject }) }],
    });
  }

  erase(person: string, by: Actor): Promise<Read<null>> {
    return erase(this.#desk, person, by);
  }

  on(listen: (event: WardEvent) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  announce(event: WardEvent): void {
    this.#tell(event);
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#measurements.idle();
    await this.loop.stop();
    await this.#measurements.idle();
    await this.store.close();
    await this.records.close();
  }

  #boardChanged(): void {
    this.#tell({ type: "alerts" });
  }

  /** Translated once, however many listen. */
  #hear(event: LoopEvent): void {
    if (this.#listeners.size === 0) return;
    for (const told of this.#translate(event)) this.#tell(told);
  }

  #tell(event: WardEvent): void {
    for (const listen of this.#listeners) listen(event);
  }

  #translate(event: LoopEvent): readonly WardEvent[] {
    if (event.type === "arrived") return arrived(event.signals);
    if (event.type === "roster") return [{ type: "people", people: [] }, { type: "alerts" }];
    if (event.type === "turn") {
      const { subject } = event.taken;
      const { live } = this.#desk;
      // Listed only where somebody looks at them.
      const told = {
        ...{ type: "predictions" as const, person: bareIdOf(subject) },
        get predictions() {
          return live.predictions(subject);
        },
      };
      return [told];
    }
    if (event.type !== "deeds") return [];
    // Who takes a task tells the others at once, or two set off for it.
    const areTasks = event.deeds.every((deed) => deed.type === "task" && !attended.includes(deed.change));
    return areTasks ? [{ type: "tasks" }] : [{ type: "alerts" }, ...this.#tellings(event.deeds)];
  }

  #tellings(deeds: Extract<LoopEvent, { type: "deeds" }>["deeds"]): readonly WardEvent[] {
    return deeds.flatMap((deed) => {
      if (deed.type !== "told") return [];
      const { to, repeat } = deed.telling;
      return [{ type: "telling" as const, alert: alertView(this.#desk.sight, deed.alert), to, repeat }];
    });
  }
}

const attended: readonly string[] = ["taken", "done"];

/** Samples are turned into physical values only where somebody looks at them. */
function arrived(signals: Extract<LoopEvent, { type: "arrived" }>["signals"]): readonly WardEvent[] {
  const byPerson = Map.groupBy(
    signals.filter(({ subject }) => subject.startsWith("person:")),
    ({ subject }) => bareIdOf(subject),
  );
  return [...byPerson].flatMap(([person, theirs]): readonly WardEvent[] => [
    { type: "people", people: [person] },
    {
      type: "signals",
      person,
      get signals() {
        return theirs.map(liveSignal);
      },
    },
  ]);
}
