import { createHash } from "node:crypto";
import type { Instant, Resource, SubjectId } from "@sakiyomi/core";
import type {
  Allergy,
  Decision,
  DoseEvent,
  Incident,
  Lease,
  MedicationOrder,
  MedicationPolicy,
  NearMiss,
  OneDosePack,
  Wristband,
} from "@sakiyomi/medication";
import type { CheckRequest, DeviceKey, QueueLink } from "./shapes.ts";

/**
 * What is kept about medicines: types of our own, which become FHIR at the border. Each record of a person has the person as
 * its subject and is erased with them, not before the law lets it (`Retention`). What is not asked for by a field lies one
 * level deeper, so that the index of the records stays small.
 */
interface OfPerson extends Resource {
  /** "person:ann" */
  readonly person: SubjectId;
}

/** A link of a device's queue without what it says; with it, its signature can be checked again. */
export type LinkTie = Omit<QueueLink, "said">;

export interface KeptOrder extends OfPerson {
  readonly resourceType: "MedicationOrder";
  readonly order: MedicationOrder;
}

/** One thing that happened to a dose. Its id follows from the event's, so that what is said twice is kept once. */
export interface KeptEvent extends OfPerson {
  readonly resourceType: "DoseEvent";
  /** "2026-11-23" in UTC, of when it happened: what a start and an analysis read. */
  readonly day: string;
  readonly type: DoseEvent["type"];
  readonly order: string;
  readonly said: {
    readonly event: DoseEvent;
    readonly receivedAt: Instant;
    /** Where the person was then. */
    readonly place: string;
    /** What was wrong about it although it happened: see `flags.ts`. */
    readonly flags: readonly string[];
    /** null: said by the house itself, or by a robot. */
    readonly link: LinkTie | null;
  };
}

/**
 * Who has a dose. The id follows from the dose's: of two commits of one version only one succeeds, whoever makes them. It
 * stands as long as the dose counts as given.
 */
export interface DoseClaim extends OfPerson {
  readonly resourceType: "DoseClaim";
  readonly event: string;
}

/** A scan with what was decided, whatever came of it. */
export interface BedsideCheck extends OfPerson {
  readonly resourceType: "BedsideCheck";
  readonly day: string;
  readonly said: {
    readonly at: Instant;
    readonly by: string;
    readonly device: string;
    readonly offline: boolean;
    readonly lease: string | null;
    readonly chartVersion: string | null;
    readonly request: Omit<CheckRequest, "witness">;
    /** Of one that was decided here without the findings that say "right": they are all that are not named. */
    readonly decision: Decision;
    /** The second person who had signed in for it, and by which token. */
    readonly witness: { readonly staff: string; readonly token: string } | null;
    /** null: decided here. */
    readonly link: LinkTie | null;
  };
}

export interface KeptAllergy extends OfPerson {
  readonly resourceType: "Allergy";
  readonly allergy: Allergy;
}

/** The number of the person's relation to the house (GSRN): its id. On bands and packs, in the place of a name. */
export interface KeptNumber extends OfPerson {
  readonly resourceType: "PersonGsrn";
}
export interface KeptBand extends OfPerson {
  readonly resourceType: "Wristband";
  readonly band: Wristband;
}

export interface KeptPack extends OfPerson {
  readonly resourceType: "OneDosePack";
  readonly pack: OneDosePack;
}

export interface KeptLease extends OfPerson {
  readonly resourceType: "MedicationLease";
  readonly lease: Lease;
  /** null: it stands until its time is over. */
  readonly ended: {
    readonly at: Instant;
    readonly by: string;
    readonly name: string;
    /** null: given back. */
    readonly reason: string | null;
  } | null;
}

/** A device that says what happened, with the end of its queue as it was last heard. */
export interface KeptDevice extends Resource {
  readonly resourceType: "MedicationDevice";
  readonly key: DeviceKey["key"];
  readonly staff: string;
  readonly at: Instant;
}
export interface QueueHead extends Resource {
  readonly resourceType: "MedicationQueue";
  readonly n: number;
  /** Of link n; "" before the first. */
  readonly hash: string;
}

/** What a device said and the house could not take, whole: of the person it names, where it names one who is or was here. */
export interface RefusedLink extends Resource {
  readonly resourceType: "RefusedLink";
  readonly code: string;
  readonly link: QueueLink;
}

export interface KeptPolicy extends Resource {
  readonly resourceType: "MedicationPolicy";
  readonly policy: MedicationPolicy;
}

/** Which list of drugs holds; its rows are in chunks. */
export interface FormularyHead extends Resource {
  readonly resourceType: "Formulary";
  readonly version: string;
  /** "2025-07-16" */
  readonly listDate: string | null;
}
export interface FormularyChunk extends Resource {
  readonly resourceType: "FormularyChunk";
  readonly part: "drugs" | "pack-codes";
  readonly n: number;
  /** JSON of an array of rows. */
  readonly rows: string;
}

/** Names nobody. Who it was is in a record of that person, and goes with it. */
export interface KeptNearMiss extends Resource {
  readonly resourceType: "NearMiss";
  readonly day: string;
  readonly miss: NearMiss;
}
export interface KeptIncident extends Resource {
  readonly resourceType: "Incident";
  readonly incident: Incident;
}
/** Whom a near miss or an incident was about: its id is the other's. */
export interface PersonOfMishap extends OfPerson {
  readonly resourceType: "PersonOfMishap";
}

/** An id of a record for anything with a name of its own: 64 hex digits. */
export const keyOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** The day of a record, in UTC: only a shelf mark, nobody reads it. */
export const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

export const keptOrder = (order: MedicationOrder): KeptOrder => ({
  resourceType: "MedicationOrder",
  id: order.id,
  person: order.person as SubjectId,
  order,
});

export const keptEvent = (event: DoseEvent, more: Omit<KeptEvent["said"], "event">): KeptEvent => ({
  resourceType: "DoseEvent",
  id: keyOf("event", event.id),
  person: event.person as SubjectId,
  // What a clock put days ahead has happened: a start that reads the days until tomorrow has to find it.
  day: dayOf(Math.min(event.at, more.receivedAt)),
  type: event.type,
  order: event.order,
  said: { event, ...more },
});

export const claimOf = (person: SubjectId, dose: string, event: string): DoseClaim => ({
  resourceType: "DoseClaim",
  id: keyOf("claim", person, dose),
  person,
  event,
});
