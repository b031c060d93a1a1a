/**
 * What crosses the border about medicines: shapes of `/api/medication`. Types only; docs/guide/medication-api.md lists the
 * routes. The rules are of `@sakiyomi/medication`, and the page runs the very same ones without a network.
 */
import type { Instant, Refusal } from "@sakiyomi/core";
import type {
  Allergy,
  Decision,
  DoseEvent,
  Drug,
  Finding,
  Incident,
  ItemScan,
  Lease,
  MedicationChart,
  MedicationOrder,
  MedicationPolicy,
  NearMiss,
  OneDosePack,
  PackCode,
  PersonScan,
  ScheduledDose,
  Wristband,
} from "@sakiyomi/medication";

/** `GET /api/medication/formulary`, with an ETag: the whole list, for a page that may lose its network. */
export interface FormularyView {
  readonly version: string;
  /** "2025-07-16"; null: nothing was imported yet. */
  readonly listDate: string | null;
  readonly drugs: readonly Drug[];
  readonly packCodes: readonly PackCode[];
}

/** `GET /api/medication/charts?place=ID`: the people of a place (all within reach where none is named), in the order of their beds. */
export interface ChartsView {
  readonly at: Instant;
  readonly zone: string;
  readonly policy: MedicationPolicy;
  readonly formularyVersion: string;
  readonly charts: readonly ChartView[];
  /** Leases that stand, of these people. */
  readonly leases: readonly Lease[];
  /** Leases of these people that somebody else ended in the last 12 hours: whoever held one has to see it. */
  readonly brokenLeases: readonly BrokenLease[];
}

export interface BrokenLease {
  readonly lease: Lease;
  readonly at: Instant;
  /** Who broke it, by name. */
  readonly by: string;
  readonly reason: string;
}

/** Only what the last `keptDays` and the days to come need of the events. */
export interface ChartView extends MedicationChart {
  /** Changes with every change of it. */
  readonly version: string;
  readonly hasPhoto: boolean;
  /** Of these events, those that should not have happened, and what was wrong: `flags.ts`. */
  readonly flagged: readonly { readonly event: string; readonly flags: readonly string[] }[];
}

/** `POST /api/medication/check`. What was scanned and decided is kept, whatever comes of it. */
export interface CheckRequest {
  readonly person: string;
  readonly wanted: readonly string[] | null;
  readonly scan: PersonScan | null;
  readonly items: readonly ItemScan[];
  readonly route: MedicationOrder["route"] | null;
  readonly device: string;
  /** From `POST /api/medication/witness`. */
  readonly witness: string | null;
}
export interface CheckAnswer {
  readonly id: string;
  readonly decision: Decision;
}

/** `POST /api/medication/witness { staff, pin, person, doses }`: a second person signs in, for these doses only. */
export interface WitnessAnswer {
  readonly token: string;
  readonly staff: string;
  readonly name: string;
  readonly until: Instant;
}

/**
 * One link of a device's queue: said in this order, tied to the one before, signed with the device's key (ECDSA P-256,
 * SHA-256, over the canonical JSON of the link without `signature`).
 */
export interface QueueLink {
  /** Of the key that was registered while there was a network. */
  readonly device: string;
  /** 1, 2, 3 …: none is missing. */
  readonly n: number;
  /** SHA-256, hex, of the canonical JSON of the link before, its signature included; "" of the first. */
  readonly before: string;
  /** The signed-in staff member of that moment. */
  readonly staff: string;
  readonly said: QueueSaid;
  /** base64url */
  readonly signature: string;
}

export type QueueSaid =
  | { readonly type: "event"; readonly event: DoseEvent }
  /** A check that was decided on the device: the scan, what was decided, and by which version of the chart. */
  | {
      readonly type: "check";
      readonly id: string;
      readonly at: Instant;
      readonly request: CheckRequest;
      readonly decision: Decision;
      readonly lease: string | null;
      readonly chartVersion: string;
    };

/**
 * `POST /api/medication/queue { links }`. The page says every event this way, with and without a network. One that says
 * `offline: false` is a claim that is still waited for: of two the second is refused. One that says `offline: true` has
 * happened: it is kept, and flagged where it is the second. The same event said again by a later link is "repeated".
 * A refused link is counted, so that the chain goes on after it.
 */
export interface QueueAnswer {
  /** Of the last link that is kept now. Whatever the device has beyond it has to be sent again. */
  readonly n: number;
  readonly results: readonly QueueResult[];
}
export type QueueResult =
  | { readonly n: number; readonly result: "kept" | "repeated" }
  /** Kept, and everybody concerned was told: two of one dose, given without a right to, against the check. */
  | { readonly n: number; readonly result: "flagged"; readonly why: string }
  | { readonly n: number; readonly result: "refused"; readonly refusal: Refusal };

/** `POST /api/medication/devices { id, key }`: registers this device's public key (JWK), while signed in. */
export interface DeviceKey {
  readonly id: string;
  readonly key: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
}

/**
 * The end of its queue as it is known here. A house that was set back to yesterday's copy knows an older one than the device:
 * what was not sent yet is then tied to this one, and signed anew.
 */
export interface DeviceAnswer {
  readonly n: number;
  /** Of link n; "" before the first. */
  readonly hash: string;
}

/** `POST /api/medication/leases { people, device }` */
export interface LeasesAnswer {
  readonly leases: readonly Lease[];
  /** Somebody else has these. */
  readonly taken: readonly Lease[];
  readonly charts: ChartsView;
  /**
   * Bands and packs of the whole house, for saying whose it is: [GSRN or pack's id, "person:ann", name].
   * The name is "" where it is not for this reader.
   */
  readonly whose: readonly (readonly [code: string, person: string, name: string])[];
}

/** `POST /api/people/:id/medication/orders { order, confirmed }`: with `confirmed` false nothing is kept, only said what speaks against it. */
export interface OrderRequest {
  readonly order: Omit<MedicationOrder, "id" | "person" | "by" | "at" | "status" | "holds"> & {
    readonly status?: "active" | "draft";
  };
  readonly confirmed: boolean;
  /** Why it is ordered although something speaks against it. */
  readonly reason: string | null;
}
export interface OrderAnswer {
  readonly order: MedicationOrder;
  readonly findings: readonly Finding[];
  readonly kept: boolean;
  /** The next doses that it asks for. */
  readonly next: readonly ScheduledDose[];
}

/** `GET /api/people/:id/medication` */
export interface PersonMedication {
  readonly chart: ChartView;
  readonly policy: MedicationPolicy;
  /** Every order there ever was, newest first. */
  readonly orders: readonly MedicationOrder[];
  readonly nearMisses: readonly NearMiss[];
}

/** `POST /api/people/:id/wristbands { reason }`: a new band; the older ones are not valid from now on. */
export interface WristbandAnswer {
  readonly band: Wristband;
  /** GS1 element string for the symbol, FNC1 as U+001D. */
  readonly code: string;
}
/** `POST /api/medication/packs { person, doses, expiry, note }`: what the label of a cup or pack says. */
export interface PackAnswer {
  readonly pack: OneDosePack;
  readonly code: string;
}

/** `GET /api/medication/incidents?from&until`: to learn from, so without who it was, who was concerned, and places of fewer than five people (""). */
export interface IncidentsView {
  readonly incidents: readonly Incident[];
  readonly nearMisses: readonly NearMiss[];
}

export type NewAllergy = Omit<Allergy, "id">;

/** `POST /api/medication/incidents` */
export type NewIncident = Omit<Incident, "id" | "reportedAt" | "by" | "person"> & {
  readonly anonymous: boolean;
  readonly person: string | null;
};
