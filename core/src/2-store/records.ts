import type { Instant, SubjectId } from "../1-signal/index.ts";

/** A FHIR R4 resource, or one of our own types that maps to one at the border (Alert, Binding, Account, …). */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface Version<R extends Resource = Resource> {
  readonly resource: R;
  /** 1, 2, 3 …; FHIR meta.versionId. */
  readonly version: number;
  readonly at: Instant;
  readonly by: string;
  readonly deleted: boolean;
}

export interface Put<R extends Resource = Resource> {
  readonly resource: R;
  /** The version that the change is based on; 0 for a new record. Left out: whatever is there. */
  readonly ifMatch?: number;
  /** Whose record it is: erased with that person. Left out: whose it was before. */
  readonly subject?: SubjectId;
  readonly deleted?: boolean;
}

/** A line of the journal as it is handed in. `content` is personal: it is encrypted with the key of `subject`. */
export interface NewEntry {
  readonly at: Instant;
  readonly type: string;
  /** Who did it: `staff:tanaka`, `skill:early-warning`, `system`. */
  readonly actor: string;
  readonly subject?: SubjectId;
  readonly content: unknown;
}

/** The state of a skill for one subject, so that a restart goes on where it stopped. */
export interface Checkpoint {
  readonly skill: string;
  readonly version: string;
  readonly subject: SubjectId;
  /** All arrivals up to this number are in the state. */
  readonly arrival: number;
  readonly at: Instant;
  readonly state: unknown;
}

/** One transaction: all of it is durable, or none. */
export interface Change {
  readonly by: string;
  readonly at: Instant;
  readonly puts?: readonly Put[];
  readonly journal?: readonly NewEntry[];
  readonly checkpoints?: readonly Checkpoint[];
}

export interface Conflict {
  readonly resourceType: string;
  readonly id: string;
  readonly wanted: number;
  readonly found: number;
}

export type Committed =
  | { readonly ok: true; readonly versions: readonly number[] }
  | { readonly ok: false; readonly conflict: Conflict };

/** A line of the journal as it is read. `content` and `subject` are null once the person's key is destroyed. */
export interface Entry {
  readonly n: number;
  readonly at: Instant;
  readonly type: string;
  readonly actor: string;
  readonly subject: SubjectId | null;
  readonly content: unknown;
  readonly hash: string;
}

export interface EntryQuery {
  readonly subject?: SubjectId;
  readonly types?: readonly string[];
  readonly actor?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly after?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

export interface Records {
  /** Resolves when durable; a conflict changes nothing. */
  commit(change: Change): Promise<Committed>;
  /** The current version; null where there is none, or it is deleted (its history still tells it). */
  get<R extends Resource>(resourceType: R["resourceType"], id: string): Promise<Version<R> | null>;
  history(resourceType: string, id: string): Promise<readonly Version[]>;
  /** Current versions, deleted ones left out; `where` matches top-level fields by equality. */
  search<R extends Resource>(
    resourceType: R["resourceType"],
    where?: Readonly<Record<string, unknown>>,
  ): Promise<readonly Version<R>[]>;
  /** Current versions, deleted ones left out. */
  ofSubject(subject: SubjectId): Promise<readonly Version[]>;
  entries(query: EntryQuery): Promise<readonly Entry[]>;
  checkpoints(): Promise<readonly Checkpoint[]>;
  /**
   * Destroys the person's key and deletes the person's records; the chain of the journal stays whole, and tells the
   * erasure (an entry of type `erased` that names nobody). Throws RETENTION where a `Retention` of the person forbids it.
   */
  erase(subject: SubjectId, by: string, at: Instant): Promise<void>;
  close(): Promise<void>;
}
