/**
 * What crosses the border between the server and a page: the shapes of the HTTP API and of the live feed.
 * Types only; docs/guide/api.md lists the routes. Texts travel as keys: `GET /api/words` has the sentences.
 */
import type {
  Bucket,
  Capability,
  ConsentPurpose,
  Instant,
  Kind,
  Level,
  Offer,
  OrderState,
  Prediction,
  Quality,
  Refusal,
  Text,
  Words,
} from "@sakiyomi/core";

export type { Capability, ConsentPurpose };

export type Role =
  | "carer"
  | "nurse"
  | "doctor"
  | "pharmacist"
  | "teacher"
  | "family"
  | "auditor"
  | "administrator"
  | "operator"
  | "device";

/** Answer to `POST /api/signals`. 200 when at least one was accepted or repeated, 422 when all were refused. */
export interface Receipt {
  readonly stored: number;
  readonly repeated: number;
  readonly refused: readonly { readonly index: number; readonly refusal: Refusal }[];
}

/** Every error is this shape, with a 4xx or 5xx status. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Session {
  readonly staff: { readonly id: string; readonly name: string; readonly roles: readonly Role[] } | null;
  /** To be sent as header `x-csrf` with every change. */
  readonly csrf: string;
  readonly mode: "demo" | "real";
  /** First start, nobody can sign in yet: the one-time address is needed. */
  readonly needsSetup: boolean;
  /** IANA zone of the house. */
  readonly zone: string;
  readonly version: string;
  /** May be shown on the sign-in page of a shared tablet: names only. */
  readonly recent: readonly { readonly id: string; readonly name: string }[];
}

export interface PlaceView {
  readonly id: string;
  readonly name: string;
  readonly type: "house" | "ward" | "room" | "bed";
  readonly parent: string | null;
  /** The person in the bed. */
  readonly person: string | null;
}

/** A value now, or why it is not known. */
export type Sign =
  | {
      readonly known: true;
      readonly kind: Kind;
      readonly value: number | string;
      readonly unit: string | null;
      readonly at: Instant;
      readonly quality: Quality;
      readonly source: string;
    }
  | { readonly known: false; readonly kind: Kind; readonly why: Text; readonly lastAt: Instant | null };

export interface PredictionView {
  readonly skill: string;
  readonly name: string;
  readonly at: Instant;
  readonly prediction: Prediction;
}

export type AlertState = "open" | "taken" | "done" | "ended";

export interface AlertView {
  readonly id: string;
  readonly person: string;
  readonly personName: string;
  readonly placeName: string;
  readonly skill: string;
  readonly key: string;
  readonly level: Level;
  readonly text: Text;
  /** Where a skill asks: what may be answered. Empty where it tells. */
  readonly answers: readonly string[];
  readonly raisedAt: Instant;
  /** When what was predicted is expected. */
  readonly by: Instant | null;
  readonly state: AlertState;
  readonly takenBy: string | null;
  readonly takenAt: Instant | null;
  /** Who has been told so far, and who is next if nobody takes it. */
  readonly toldTo: readonly string[];
  readonly nextAt: Instant | null;
  readonly nextTo: string | null;
  /** The condition no longer holds, but nobody has taken it yet. */
  readonly over: boolean;
}

export interface DueView {
  readonly id: string;
  readonly person: string;
  readonly personName: string;
  readonly placeName: string;
  readonly skill: string;
  readonly text: Text;
  readonly dueAt: Instant;
  readonly role: string;
  /** `predicted`: a need that is expected, with its interval; `task`: something to do. */
  readonly type: "task" | "predicted";
  readonly state: "open" | "taken" | "done";
  readonly takenBy: string | null;
}

export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly ageYears: number | null;
  readonly place: string | null;
  /** "Ward 1 · 102 · B", empty where the person has no bed. */
  readonly placeName: string;
  readonly signs: readonly Sign[];
  readonly predictions: readonly PredictionView[];
  /** Ids of open and taken alerts, most urgent first. */
  readonly alerts: readonly string[];
  readonly consents: readonly ConsentPurpose[];
}

/** What is new of somebody whom the page has already: these in place of the old ones, and of the predictions those that are named. */
export type PersonChange = Pick<BoardPerson, "id" | "signs" | "alerts" | "predictions">;

export interface HandoverView {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly at: Instant;
  readonly note: string;
  readonly open: number;
  readonly acceptedAt: Instant | null;
}

/** Something that a robot, a person or a device was asked to do. */
export interface OrderView {
  readonly id: string;
  /** For whom; null where it is about nobody. */
  readonly person: string | null;
  readonly capability: Capability;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly state: OrderState;
  readonly bodyTitle: string | null;
  readonly progress: number | null;
  /** The key of a sentence, "phase.approach", or a few words. */
  readonly phase: string | null;
  /** Why it was not done; of one that is done, what else there is to say. A key of the server's words ("why.…"), or a few words. */
  readonly why: string | null;
  /** What was measured. */
  readonly found: { readonly kind: Kind; readonly value: number } | null;
  readonly by: string;
  readonly placedAt: Instant;
  readonly closedAt: Instant | null;
}

/** Who can be asked for what. */
export interface BodyView {
  readonly id: string;
  readonly title: string;
  readonly offers: readonly Offer[];
  readonly isBusy: boolean;
}

export interface Board {
  readonly at: Instant;
  readonly mode: "demo" | "real";
  readonly people: readonly BoardPerson[];
  readonly alerts: readonly AlertView[];
  readonly due: readonly DueView[];
  readonly onDuty: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[] }[];
  readonly handovers: readonly HandoverView[];
  readonly orders: readonly OrderView[];
  readonly bodies: readonly BodyView[];
  readonly clockJump: Instant | null;
  /** How many times rarer than usual skills have a turn, because the machine cannot keep up; 1: it can. */
  readonly slowness: number;
}

export interface ConsentView {
  readonly purpose: ConsentPurpose;
  readonly given: boolean;
  readonly at: Instant | null;
  readonly by: string | null;
}

export interface BindingView {
  readonly id: string;
  readonly device: string;
  readonly from: Instant;
  readonly until: Instant | null;
  /** The device reads like somebody else: a person has to say whose it is. */
  readonly doubt: Text | null;
}

export interface ChartEntry {
  readonly id: string;
  readonly version: number;
  readonly kind: Kind;
  readonly at: Instant;
  readonly value: unknown;
  readonly by: string;
  readonly enteredInError: boolean;
  readonly reason: string | null;
}

export interface SkillOfPerson {
  readonly skill: string;
  readonly on: boolean;
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface PersonView {
  readonly person: BoardPerson;
  readonly birthDate: string | null;
  readonly admittedAt: Instant | null;
  readonly alerts: readonly AlertView[];
  readonly chart: readonly ChartEntry[];
  readonly bindings: readonly BindingView[];
  readonly consents: readonly ConsentView[];
  readonly skills: readonly SkillOfPerson[];
  readonly extents: readonly {
    readonly kind: Kind;
    readonly source: string;
    readonly first: Instant;
    readonly last: Instant;
  }[];
  /** The viewer may look only because of a break-glass reason. */
  readonly brokenGlass: boolean;
}

/** `GET /api/people/:id/signals?kind&from&to&buckets`: buckets, or samples where a bucket would hold fewer than one. */
export type Plot =
  | { readonly type: "buckets"; readonly kind: Kind; readonly unit: string; readonly buckets: readonly Bucket[] }
  | {
      readonly type: "samples";
      readonly kind: Kind;
      readonly unit: string | null;
      readonly series: readonly {
        readonly source: string;
        readonly at: readonly Instant[];
        readonly value: readonly (number | null)[];
      }[];
    };

export interface JournalLine {
  readonly n: number;
  readonly at: Instant;
  readonly type: string;
  readonly actor: string;
  readonly text: Text;
}

export interface SettingView {
  readonly key: string;
  readonly type: "number" | "boolean" | "choice" | "text";
  readonly initial: unknown;
  readonly unit: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly string[];
  readonly source: string | null;
}

export interface SkillView {
  readonly id: string;
  readonly version: string;
  readonly owner: string;
  readonly risk: string;
  readonly reads: readonly Kind[];
  readonly makes: readonly Kind[];
  readonly does: readonly string[];
  readonly periodMs: number;
  readonly settings: readonly SettingView[];
  readonly health: {
    readonly ok: boolean;
    readonly lastTurnAt: Instant | null;
    readonly failures: number;
    readonly lastFailure: string | null;
  };
  readonly people: readonly { readonly person: string; readonly name: string; readonly on: boolean }[];
}

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly boundTo: string | null;
  readonly boundName: string | null;
  readonly lastAt: Instant | null;
  readonly kinds: readonly Kind[];
}

export type AllWords = Readonly<Record<string, Words>>;

/** A signal as the live feed carries it. Waveforms: physical values, null where there is a gap. */
export interface LiveSignal {
  readonly kind: Kind;
  readonly at: Instant;
  readonly source: string;
  readonly quality: Quality;
  readonly value: unknown;
  readonly rate?: number;
}

/** Messages of `GET /api/live` (WebSocket), server to page. A beat comes every 5 s: silence for 15 s means the server is gone. */
export type LiveMessage =
  | { readonly type: "beat"; readonly at: Instant }
  | { readonly type: "board"; readonly board: Board }
  /**
   * What changed since the last board: people who are new or not as they were, what is new of the others, who is gone, and whole lists
   * of alerts and due where they changed.
   */
  | {
      readonly type: "patch";
      readonly at: Instant;
      readonly people: readonly BoardPerson[];
      readonly changes: readonly PersonChange[];
      readonly gone: readonly string[];
      readonly alerts?: readonly AlertView[];
      readonly due?: readonly DueView[];
      readonly handovers?: readonly HandoverView[];
      readonly orders?: readonly OrderView[];
      readonly slowness?: number;
    }
  | { readonly type: "signals"; readonly person: string; readonly signals: readonly LiveSignal[] }
  | { readonly type: "predictions"; readonly person: string; readonly predictions: readonly PredictionView[] }
  /** Whose medicines changed, of those the page may see; nobody named: everybody's. Then the page asks again. */
  | { readonly type: "medication"; readonly people: readonly string[] }
  | { readonly type: "signed-out" };

/** Page to server. `changes`: it takes what is new of a person, too; else it gets each person that changed whole. */
export type LiveRequest =
  | { readonly watch: "board"; readonly place?: string; readonly changes?: boolean }
  | { readonly watch: "person"; readonly person: string; readonly changes?: boolean }
  | { readonly watch: "nothing" };
