import {
  accept,
  type Binding,
  bareIdOf,
  type ConsentPurpose,
  consentPurposes,
  defaultPolicy,
  type EscalationPolicy,
  escalationPolicy,
  type Instant,
  isBoundAt,
  type Kind,
  Loop,
  type LoopEvent,
  overlapping,
  type Place,
  present,
  type Read,
  type Records,
  type Resident,
  type Resource,
  type RosterEvent,
  refuse,
  type Skill,
  type SkillHost,
  type SourceId,
  type Store,
  type SubjectId,
  skillKey,
  sourceId,
  steadyClock,
  TICK_MS,
} from "@sakiyomi/core";
import type {
  AlertView,
  BindingView,
  Board,
  BoardPerson,
  ChartEntry,
  HandoverView,
  PersonView,
  PlaceView,
  Plot,
  Receipt,
  SkillView,
} from "../api.ts";
import { alertsOnBoard, alertView, dueOnBoard, personOnBoard, type Sight } from "./board.ts";
import { chart, chartOf, strikeOut } from "./charting.ts";
import { receive, receiveWaves } from "./doorway.ts";
import { LiveState } from "./live-state.ts";
import { liveSignal, plot } from "./plot.ts";
import type { Actor, Admission, Sender, Ward, WardEvent } from "./port.ts";
import { settingsOf } from "./setting-views.ts";

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
}

/** Opens a ward on its store and records and lets it run. Closing it closes both. */
export async function openWard(options: WardOptions): Promise<RunningWard> {
  const live = new LiveState(options.store);
  const listeners = new Set<(event: LoopEvent) => void>();
  const jumps: { at: Instant | null } = { at: null };
  const clock = steadyClock(
    options.wall ?? Date.now,
    options.monotonic ?? (() => performance.now()),
    ({ at, byMs }) => {
      jumps.at = at;
      const line = { at, type: "clock-jumped", actor: "system", content: { byMs } };
      options.records.commit({ by: "system", at, journal: [line] }).catch(options.onTrouble ?? (() => undefined));
    },
  );
  const { store, records, skills, host } = options;
  const policy = await loadPolicy(records);
  const hear = (event: LoopEvent) => {
    if (event.type === "trouble") options.onTrouble?.(event.error);
    for (const listen of listeners) listen(event);
  };
  listeners.add((event) => void live.hear(event).catch((error: unknown) => options.onTrouble?.(error)));
  const loop = await Loop.open({ store, records, host, skills, clock, policy, hear });
  await live.load(loop.roster);
  return new RunningWard(options, loop, live, listeners, jumps);
}

export class RunningWard implements Ward {
  readonly mode: "demo" | "real";
  readonly zone: string;
  readonly store: Store;
  readonly records: Records;
  readonly loop: Loop;
  readonly #skills: readonly Skill[];
  readonly #live: LiveState;
  readonly #sight: Sight;
  readonly #names = new Map<string, string>();
  readonly #handovers = new Map<string, HandoverView>();
  readonly #listeners: Set<(event: LoopEvent) => void>;
  readonly #jumps: { readonly at: Instant | null };
  readonly #timer: NodeJS.Timeout | null;

  constructor(
    options: WardOptions,
    loop: Loop,
    live: LiveState,
    listeners: Set<(event: LoopEvent) => void>,
    jumps: { readonly at: Instant | null },
  ) {
    this.mode = options.mode;
    this.zone = options.zone;
    this.store = options.store;
    this.records = options.records;
    this.loop = loop;
    this.#skills = options.skills;
    this.#live = live;
    this.#listeners = listeners;
    this.#jumps = jumps;
    this.#sight = { loop, live, nameOf: (actor) => this.#names.get(actor) ?? actor.replace(/^staff:/, "") };
    this.#timer = options.ticks === false ? null : setInterval(() => loop.tick(), TICK_MS);
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

  board(): Board {
    const at = this.now();
    return {
      at,
      mode: this.mode,
      people: present(this.loop.roster).map((resident) => personOnBoard(this.#sight, resident)),
      alerts: alertsOnBoard(this.#sight),
      due: dueOnBoard(this.#sight),
      onDuty: [],
      handovers: [...this.#handovers.values()].filter(
        ({ acceptedAt }) => acceptedAt === null || at - acceptedAt < 3_600_000,
      ),
      clockJump: this.#jumps.at !== null && at - this.#jumps.at < 3_600_000 ? this.#jumps.at : null,
    };
  }

  boardPerson(id: string): BoardPerson | null {
    const resident = this.loop.roster.people.get(personId(id));
    return resident && resident.dischargedAt === null ? personOnBoard(this.#sight, resident) : null;
  }

  places(): readonly PlaceView[] {
    const inBed = new Map(present(this.loop.roster).map(({ place, id }) => [place, bareIdOf(id)]));
    return [...this.loop.roster.places.values()].map((place) => ({ ...place, person: inBed.get(place.id) ?? null }));
  }

  async addPlace({ name, type, parent }: Omit<PlaceView, "person" | "id">, by: Actor): Promise<Read<string>> {
    if (parent !== null && !this.loop.roster.places.has(parent))
      return refuse("REC_MISSING", "parent", parent, "a place");
    const place: Place = { id: newId("l"), name, type, parent };
    await this.#change({ type: "place", place }, by, { resourceType: "Location", ...place });
    return accept(place.id);
  }

  async person(id: string): Promise<Read<PersonView>> {
    const subject = personId(id);
    const resident = this.loop.roster.people.get(subject);
    if (!resident) return refuse("REC_MISSING", "person", id, "somebody who is or was here");
    const alerts = [...this.loop.standing.alerts.values()].filter((alert) => alert.subject === subject);
    const extents = await this.store.extents(subject);
    return accept({
      person: personOnBoard(this.#sight, resident),
      birthDate: resident.birthDate,
      admittedAt: resident.admittedAt,
      alerts: alerts.map((alert) => alertView(this.#sight, alert)),
      chart: await chartOf(this.records, subject, 200),
      bindings: this.#bindingsOf(subject),
      consents: await this.#consentsOf(subject),
      skills: this.#skills.map((skill) => this.#skillOf(subject, skill)),
      extents: extents.map(({ kind, source, first, last }) => ({ kind, source, first, last })),
      brokenGlass: false,
    });
  }

  plot(person: string, kind: Kind, from: Instant, to: Instant, buckets: number): Promise<Plot> {
    return plot(this.store, personId(person), kind, from, to, buckets);
  }

  skills(): readonly SkillView[] {
    return this.#skills.map((skill) => ({
      id: skill.id,
      version: skill.version,
      owner: skill.owner,
      risk: skill.risk,
      reads: skill.reads,
      makes: skill.makes,
      does: skill.does,
      periodMs: skill.periodMs,
      settings: settingsOf(skill),
      health: this.#live.health(skill.id),
      people: present(this.loop.roster).map(({ id, name }) => ({
        person: bareIdOf(id),
        name,
        on: this.#skillOf(id, skill).on,
      })),
    }));
  }

  async admit({ name, birthDate, place, consents, id = newId("p") }: Admission, by: Actor): Promise<Read<string>> {
    const person = personId(id);
    if (this.loop.roster.people.get(person)?.dischargedAt === null)
      return refuse("REC_CONFLICT", "id", id, "an id that is free");
    const free = this.#isFree(place, person);
    if (!free.ok) return free;
    const resident: Omit<Resident, "dischargedAt"> = {
      id: person,
      name,
      birthDate,
      pregnant: null,
      place,
      admittedAt: this.now(),
    };
    const patient = {
      resourceType: "Patient",
      id,
      name: [{ text: name }],
      active: true,
      ...(birthDate === null ? {} : { birthDate }),
    };
    await this.#change({ type: "admitted", person: resident, consents }, by, patient, person);
    return accept(id);
  }

  async move(person: string, place: string | null, by: Actor): Promise<Read<null>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    const free = this.#isFree(place, here.value);
    if (!free.ok) return free;
    await this.#change({ type: "moved", person: here.value, place }, by);
    return accept(null);
  }

  async discharge(person: string, by: Actor): Promise<Read<null>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    await this.#change({ type: "discharged", person: here.value, at: this.now() }, by);
    return accept(null);
  }

  async bind(device: string, person: string, from: Instant, by: Actor): Promise<Read<BindingView>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    const source = sourceId.safeParse(device.includes(":") ? device : `device:${device}`);
    if (!source.success) return refuse("SIG_SHAPE", "device", device, "an id of letters, digits, dots and dashes");
    const binding: Binding = { id: newId("b"), device: source.data, subject: here.value, from, until: null };
    const other = overlapping([...this.loop.roster.bindings.values()], binding);
    if (other)
      return refuse("SIG_BINDING", "device", device, `first end its binding to ${this.#nameOf(other.subject)}`);
    await this.#change({ type: "bound", binding }, by, { resourceType: "Binding", ...binding }, here.value);
    return accept(this.#bindingView(binding));
  }

  /** What the device said after `until` is no longer the person's: it is moved back to the device itself (H-01). */
  async endBinding(id: string, until: Instant, by: Actor): Promise<Read<null>> {
    const binding = this.loop.roster.bindings.get(id);
    if (!binding) return refuse("REC_MISSING", "binding", id, "a binding");
    if (until < binding.from)
      return refuse("SIG_TIME", "until", until, `after ${new Date(binding.from).toISOString()}`);
    await this.#change(
      { type: "unbound", id, until },
      by,
      { resourceType: "Binding", ...binding, until },
      binding.subject,
    );
    if (until < this.now()) await this.#moveBack(binding, until);
    return accept(null);
  }

  async consent(person: string, purpose: ConsentPurpose, given: boolean, by: Actor): Promise<Read<null>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    const record = {
      resourceType: "Consent",
      id: `${person}.${purpose}`,
      status: given ? "active" : "inactive",
      purpose,
      person: here.value,
    };
    await this.#change({ type: "consent", person: here.value, purpose, given }, by, record, here.value);
    return accept(null);
  }

  async setSkill(
    person: string,
    skill: string,
    on: boolean,
    settings: unknown,
    version: number,
    by: Actor,
  ): Promise<Read<number>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    const known = this.#skills.find(({ id }) => id === skill);
    if (!known) return refuse("REC_MISSING", "skill", skill, this.#skills.map(({ id }) => id).join(" | "));
    const was = this.loop.roster.skills.get(skillKey(here.value, skill))?.version ?? 0;
    if (was !== version) return refuse("REC_CONFLICT", "version", version, String(was));
    const read = known.settings.safeParse(settings);
    if (!read.success)
      return refuse(
        "REC_SHAPE",
        read.error.issues[0]?.path.join(".") ?? "settings",
        settings,
        read.error.issues[0]?.message ?? "settings",
      );
    await this.#change(
      { type: "skill-set", person: here.value, skill, on, settings: read.data, version: version + 1 },
      by,
    );
    return accept(version + 1);
  }

  async chart(
    person: string,
    kind: string,
    value: unknown,
    unit: string | null,
    at: Instant,
    by: Actor,
  ): Promise<Read<ChartEntry>> {
    const here = this.#present(person);
    if (!here.ok) return here;
    this.#names.set(by.id, by.name);
    return chart(this, here.value, { kind, value, unit, at }, by);
  }

  enteredInError(entry: string, version: number, reason: string, by: Actor): Promise<Read<ChartEntry>> {
    return strikeOut(this, entry, version, reason, by);
  }

  async answer(id: string, answer: string, by: Actor): Promise<Read<AlertView>> {
    const alert = [...this.loop.standing.alerts.values()].find((one) => one.id === id);
    if (!alert) return refuse("REC_MISSING", "alert", id, "an alert that stands");
    if (!alert.answers.includes(answer)) return refuse("REC_SHAPE", "answer", answer, alert.answers.join(" | "));
    const done = await this.#attend("alert", id, "done", by, answer);
    if (!done.ok) return done;
    const said = {
      subject: alert.subject,
      kind: "answer",
      value: { skill: alert.skill, key: alert.key, answer },
      at: new Date(this.now()).toISOString(),
    };
    await receive(this.loop, [said], { source: by.id as SourceId });
    return accept(alertView(this.#sight, { ...alert, state: "done", answer }));
  }

  takeAlert(id: string, by: Actor): Promise<Read<AlertView>> {
    return this.#attendAlert(id, "take", by);
  }

  doneAlert(id: string, by: Actor): Promise<Read<AlertView>> {
    return this.#attendAlert(id, "done", by);
  }

  takeDue(id: string, by: Actor): Promise<Read<null>> {
    return this.#attend("task", id, "take", by);
  }

  doneDue(id: string, by: Actor): Promise<Read<null>> {
    return this.#attend("task", id, "done", by);
  }

  async handOver(to: string, note: string, by: Actor): Promise<Read<string>> {
    this.#names.set(by.id, by.name);
    const open =
      alertsOnBoard(this.#sight).length + dueOnBoard(this.#sight).filter(({ type }) => type === "task").length;
    const handover: HandoverView = { id: newId("h"), from: by.name, to, at: this.now(), note, open, acceptedAt: null };
    await this.#keepHandover(handover, "handed-over", by);
    return accept(handover.id);
  }

  async acceptHandover(id: string, by: Actor): Promise<Read<null>> {
    const handover = this.#handovers.get(id);
    if (!handover || handover.acceptedAt !== null)
      return refuse("REC_MISSING", "handover", id, "one that waits to be accepted");
    await this.#keepHandover({ ...handover, acceptedAt: this.now() }, "handover-accepted", by);
    return accept(null);
  }

  policy(): EscalationPolicy {
    return this.loop.policy;
  }

  async setPolicy(policy: unknown, by: Actor): Promise<Read<EscalationPolicy>> {
    const read = escalationPolicy.safeParse(policy);
    if (!read.success)
      return refuse(
        "REC_SHAPE",
        read.error.issues[0]?.path.join(".") ?? "policy",
        policy,
        read.error.issues[0]?.message ?? "a policy",
      );
    const resource = { resourceType: "EscalationPolicy", id: "ward", ...read.data };
    const at = this.now();
    await this.records.commit({
      by: by.id,
      at,
      puts: [{ resource }],
      journal: [{ at, type: "policy-set", actor: by.id, content: read.data }],
    });
    this.loop.policy = read.data;
    return accept(read.data);
  }

  async journal(type: string, actor: string, subject: SubjectId | null, content: unknown): Promise<void> {
    const at = this.now();
    await this.records.commit({
      by: actor,
      at,
      journal: [{ at, type, actor, content, ...(subject === null ? {} : { subject }) }],
    });
  }

  async erase(person: string, by: Actor): Promise<Read<null>> {
    const subject = personId(person);
    if (!this.loop.roster.people.has(subject))
      return refuse("REC_MISSING", "person", person, "somebody who is or was here");
    await this.loop.change({ type: "erased", person: subject }, by.id);
    await this.loop.idle();
    await this.store.forget({ subject });
    await this.records.erase(subject, by.id, this.now());
    this.#live.erase(subject);
    return accept(null);
  }

  on(listen: (event: WardEvent) => void): () => void {
    const hear = (event: LoopEvent) => {
      for (const told of this.#translate(event)) listen(told);
    };
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.loop.stop();
    await this.store.close();
    await this.records.close();
  }

  #translate(event: LoopEvent): readonly WardEvent[] {
    if (event.type === "arrived") return this.#arrived(event.signals);
    if (event.type === "roster") return [{ type: "people", people: [] }, { type: "alerts" }];
    if (event.type === "turn") {
      const person = bareIdOf(event.taken.subject);
      return [{ type: "predictions", person, predictions: this.#live.predictions(event.taken.subject) }];
    }
    if (event.type !== "deeds") return [];
    const tellings = event.deeds.flatMap((deed) =>
      deed.type === "told"
        ? [
            {
              type: "telling" as const,
              alert: alertView(this.#sight, deed.alert),
              to: deed.telling.to,
              repeat: deed.telling.repeat,
            },
          ]
        : [],
    );
    return [{ type: "alerts" }, ...tellings];
  }

  #arrived(signals: Extract<LoopEvent, { type: "arrived" }>["signals"]): readonly WardEvent[] {
    const byPerson = Map.groupBy(
      signals.filter(({ subject }) => subject.startsWith("person:")),
      ({ subject }) => bareIdOf(subject),
    );
    return [...byPerson].flatMap(([person, theirs]): readonly WardEvent[] => [
      { type: "people", people: [person] },
      { type: "signals", person, signals: theirs.map(liveSignal) },
    ]);
  }

  async #change(event: RosterEvent, by: Actor, resource?: Resource, subject?: SubjectId): Promise<void> {
    this.#names.set(by.id, by.name);
    await this.loop.change(event, by.id, resource ? [{ resource, ...(subject ? { subject } : {}) }] : []);
  }

  #present(person: string): Read<SubjectId> {
    const id = personId(person);
    const isHere = this.loop.roster.people.get(id)?.dischargedAt === null;
    return isHere ? accept(id) : refuse("SIG_SUBJECT", "person", person, "somebody who is here");
  }

  #isFree(place: string | null, person: SubjectId): Read<null> {
    if (place === null) return accept(null);
    if (!this.loop.roster.places.has(place)) return refuse("REC_MISSING", "place", place, "a bed");
    const other = present(this.loop.roster).find((resident) => resident.place === place && resident.id !== person);
    return other ? refuse("REC_CONFLICT", "place", place, `a free bed: ${other.name} is in it`) : accept(null);
  }

  #nameOf(subject: SubjectId): string {
    return this.loop.roster.people.get(subject)?.name ?? subject;
  }

  async #moveBack({ device, subject }: Binding, until: Instant): Promise<void> {
    await this.loop.idle();
    await this.store.reassign(device, until, this.now() + 1, subject, device as unknown as SubjectId);
  }

  #bindingsOf(subject: SubjectId): readonly BindingView[] {
    const bindings = [...this.loop.roster.bindings.values()].filter((binding) => binding.subject === subject);
    return bindings.sort((a, b) => b.from - a.from).map((binding) => this.#bindingView(binding));
  }

  #bindingView({ id, device, subject, from, until }: Binding): BindingView {
    const isNow = isBoundAt({ id, device, subject, from, until }, this.now());
    const doubt = [...this.loop.standing.alerts.values()].find(
      (alert) => alert.subject === subject && alert.state !== "done" && alert.key === `whose.${device}`,
    );
    return { id, device, from, until, doubt: isNow && doubt ? doubt.text : null };
  }

  async #consentsOf(subject: SubjectId): Promise<PersonView["consents"]> {
    const lines = await this.records.entries({ subject, types: ["admitted", "consent"] });
    const given = this.loop.roster.consents.get(subject);
    return consentPurposes.map((purpose) => {
      const last = lines.findLast(
        ({ type, content }) => type === "admitted" || (content as { purpose?: string } | null)?.purpose === purpose,
      );
      return {
        purpose,
        given: given?.has(purpose) ?? false,
        at: last?.at ?? null,
        by: last ? this.#sight.nameOf(last.actor) : null,
      };
    });
  }

  #skillOf(subject: SubjectId, skill: Skill): PersonView["skills"][number] {
    const set = this.loop.roster.skills.get(skillKey(subject, skill.id));
    const settings = skill.settings.parse(set?.settings ?? {}) as Readonly<Record<string, unknown>>;
    return { skill: skill.id, on: set?.on ?? true, version: set?.version ?? 0, settings };
  }

  async #attendAlert(id: string, how: "take" | "done", by: Actor): Promise<Read<AlertView>> {
    const done = await this.#attend("alert", id, how, by);
    if (!done.ok) return done;
    const alert = [...this.loop.standing.alerts.values()].find((one) => one.id === id);
    return alert ? accept(alertView(this.#sight, alert)) : refuse("REC_MISSING", "alert", id, "an alert that stands");
  }

  async #attend(
    what: "alert" | "task",
    id: string,
    how: "take" | "done",
    by: Actor,
    answer: string | null = null,
  ): Promise<Read<null>> {
    this.#names.set(by.id, by.name);
    const done = await this.loop.attend(what, id, how, by.id, answer);
    return done ? accept(null) : refuse("REC_MISSING", what, id, "one that is open and not yet taken");
  }

  async #keepHandover(handover: HandoverView, type: string, by: Actor): Promise<void> {
    const at = this.now();
    const resource = { resourceType: "Handover", ...handover };
    await this.records.commit({
      by: by.id,
      at,
      puts: [{ resource }],
      journal: [{ at, type, actor: by.id, content: handover }],
    });
    this.#handovers.set(handover.id, handover);
    for (const listen of this.#listeners) listen({ type: "deeds", deeds: [] });
  }
}

export const personId = (id: string): SubjectId => `person:${id}` as SubjectId;

const newId = (prefix: string): string => `${prefix}-${crypto.randomUUID().slice(0, 13)}`;

async function loadPolicy(records: Records): Promise<EscalationPolicy> {
  const saved = await records.get("EscalationPolicy", "ward");
  const read = escalationPolicy.safeParse(
    saved ? { steps: saved.resource.steps, holdMs: saved.resource.holdMs } : null,
  );
  return read.success ? read.data : defaultPolicy;
}
