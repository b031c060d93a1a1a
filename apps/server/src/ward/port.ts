import type {
  ConsentPurpose,
  EscalationPolicy,
  Instant,
  Kind,
  Read,
  Records,
  Roster,
  Skill,
  SourceId,
  Store,
  SubjectId,
} from "@sakiyomi/core";
import type {
  AlertView,
  BindingView,
  Board,
  BoardPerson,
  ChartEntry,
  LiveSignal,
  OrderView,
  PersonView,
  PlaceView,
  Plot,
  PredictionView,
  Receipt,
  SkillView,
} from "../api.ts";

/** Who does it: `staff:tanaka`, or `system`. Access has been decided before a ward is asked. */
export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** Who sends signals, and for which sources the token speaks. */
export interface Sender {
  readonly source: SourceId;
  /** A gateway may speak for any device whose id begins with this. */
  readonly prefix?: string;
}

export interface Admission {
  readonly name: string;
  readonly birthDate: string | null;
  /** A bed, or null. */
  readonly place: string | null;
  readonly consents: readonly ConsentPurpose[];
  /** Given by imports and the simulator; made otherwise. */
  readonly id?: string;
}

/** What changed, for the live feed. */
export type WardEvent =
  | { readonly type: "alerts" }
  /** What is due changed, and no alert. */
  | { readonly type: "tasks" }
  | { readonly type: "people"; readonly people: readonly string[] }
  | { readonly type: "signals"; readonly person: string; readonly signals: readonly LiveSignal[] }
  | { readonly type: "predictions"; readonly person: string; readonly predictions: readonly PredictionView[] }
  /** Whose medicines changed; nobody named: the rules or the list of drugs, and so everybody's. */
  | { readonly type: "medication"; readonly people: readonly string[] }
  | { readonly type: "telling"; readonly alert: AlertView; readonly to: string; readonly repeat: number };

/**
 * A ward that runs: the loop, the store and the records put together. Everything that an adapter or a page asks for
 * goes through here; each method that changes something resolves when the change is durable and journalled.
 */
export interface Ward {
  readonly mode: "demo" | "real";
  readonly zone: string;
  readonly records: Records;
  readonly store: Store;
  /** Who is here, where, and what they agreed to, as it is now. */
  readonly roster: Roster;
  now(): Instant;
  /** The name under which an actor did something since the house was opened; null: nothing was done under one. */
  nameHeard(actor: string): string | null;

  receive(raw: readonly unknown[], sender: Sender): Promise<Receipt>;
  receiveWaves(message: Uint8Array, sender: Sender): Promise<Receipt>;

  board(): Board;
  /** One person of it; null: not here. */
  boardPerson(id: string): BoardPerson | null;
  places(): readonly PlaceView[];
  addPlace(place: Omit<PlaceView, "person" | "id">, by: Actor): Promise<Read<string>>;
  person(id: string): Promise<Read<PersonView>>;
  plot(person: string, kind: Kind, from: Instant, to: Instant, buckets: number): Promise<Plot>;
  skills(): readonly SkillView[];
  /** The skills themselves. */
  readonly skillset: readonly Skill[];

  admit(admission: Admission, by: Actor): Promise<Read<string>>;
  move(person: string, place: string | null, by: Actor): Promise<Read<null>>;
  discharge(person: string, by: Actor): Promise<Read<null>>;
  bind(device: string, person: string, from: Instant, by: Actor): Promise<Read<BindingView>>;
  endBinding(id: string, until: Instant, by: Actor): Promise<Read<null>>;
  consent(person: string, purpose: ConsentPurpose, given: boolean, by: Actor): Promise<Read<null>>;
  setSkill(
    person: string,
    skill: string,
    on: boolean,
    settings: unknown,
    version: number,
    by: Actor,
  ): Promise<Read<number>>;
  chart(
    person: string,
    kind: string,
    value: unknown,
    unit: string | null,
    at: Instant,
    by: Actor,
  ): Promise<Read<ChartEntry>>;
  enteredInError(entry: string, version: number, reason: string, by: Actor): Promise<Read<ChartEntry>>;
  /** Answers a question of a skill, or of a doubted binding, and closes it. */
  answer(alert: string, answer: string, by: Actor): Promise<Read<AlertView>>;

  takeAlert(id: string, by: Actor): Promise<Read<AlertView>>;
  doneAlert(id: string, by: Actor): Promise<Read<AlertView>>;
  takeDue(id: string, by: Actor): Promise<Read<null>>;
  doneDue(id: string, by: Actor): Promise<Read<null>>;
  /** Asks a robot for something, for a person. */
  order(person: string, capability: string, parameters: unknown, by: Actor): Promise<Read<OrderView>>;
  cancelOrder(id: string, by: Actor): Promise<Read<null>>;
  handOver(to: string, note: string, by: Actor): Promise<Read<string>>;
  acceptHandover(id: string, by: Actor): Promise<Read<null>>;
  policy(): EscalationPolicy;
  setPolicy(policy: unknown, by: Actor): Promise<Read<EscalationPolicy>>;

  /** Writes a line into the journal: a look at a person's data, a sign-in, a refusal. Resolves when durable. */
  journal(type: string, actor: string, subject: SubjectId | null, content: unknown): Promise<void>;
  erase(person: string, by: Actor): Promise<Read<null>>;
  on(listen: (event: WardEvent) => void): () => void;
  /** Says to whoever listens that a part of the house beside the loop has changed, after that is durable. */
  announce(event: WardEvent): void;
  close(): Promise<void>;
}
