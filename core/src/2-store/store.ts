import type { Instant, Kind, KindsOfClass, Signal, SourceId, SubjectId } from "../1-signal/index.ts";

/** What came of a batch. */
export interface Appended {
  /** New samples (a waveform counts each of its samples). */
  readonly stored: number;
  /** Samples that were there already, and changed nothing. */
  readonly repeated: number;
  /** Indices into the batch of the signals that were there already; ascending. The loop must not see those twice. */
  readonly repeats: readonly number[];
  /** The arrival number under which the new ones were kept; 0 where there was nothing new (no number is used up). */
  readonly arrival: number;
}

export interface RangeQuery<K extends Kind = Kind> {
  readonly subject: SubjectId;
  readonly kind: K;
  /** Both inclusive. */
  readonly from: Instant;
  readonly to: Instant;
  readonly source?: SourceId;
  /** At most so many signals, the newest ones; oldest first all the same. */
  readonly limit?: number;
}

/** One pixel of a plot. `n` is 0 where nothing was measured; the other figures are then NaN. */
export interface Bucket {
  readonly from: Instant;
  readonly n: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

export interface SummaryQuery {
  readonly subject: SubjectId;
  readonly kind: KindsOfClass<"quantity"> | KindsOfClass<"wave">;
  /** [from, to) is cut into `buckets` of equal length. */
  readonly from: Instant;
  readonly to: Instant;
  readonly buckets: number;
}

/** One batch, as it was appended. Arrival numbers rise by one and have no holes until retention cuts the beginning. */
export interface Arrival {
  readonly arrival: number;
  readonly receivedAt: Instant;
  readonly signals: readonly Signal[];
}

export interface Extent {
  readonly kind: Kind;
  readonly source: SourceId;
  readonly first: Instant;
  readonly last: Instant;
  readonly samples: number;
}

export type Forget = { readonly subject: SubjectId } | { readonly before: Instant; readonly kinds?: readonly Kind[] };

/** Where signals rest. Adapters implement it and pass `behavesLikeStore`; the rest of the code sees only this. */
export interface Store {
  /** Resolves when the batch is durable. A repeated sample changes nothing, a late one finds its place. */
  append(batch: readonly Signal[]): Promise<Appended>;
  /** The newest sample of each kind (of those asked for) and source; nothing struck out. */
  latest(subject: SubjectId, kinds?: readonly Kind[]): Promise<readonly Signal[]>;
  /** In order of `at`; waveforms as blocks that touch [from, to], whole; nothing struck out. */
  range<K extends Kind>(query: RangeQuery<K>): Promise<readonly Extract<Signal, { kind: K }>[]>;
  summary(query: SummaryQuery): Promise<readonly Bucket[]>;
  /** What is there of a subject: one row a kind and source. */
  extents(subject: SubjectId): Promise<readonly Extent[]>;
  /** Every batch after arrival number `after`, in order of arrival, strike-outs included: what was known, when. */
  arrivals(after: number, until?: Instant): AsyncIterable<Arrival>;
  /** The number of the newest arrival; 0 where there is none. */
  lastArrival(): Promise<number>;
  /** Retention or erasure. Resolves with the number of samples when they cannot be read again. */
  forget(what: Forget): Promise<number>;
  /** Moves what a device said in [from, to) from one subject to another: a swap that was noticed late (H-01). */
  reassign(source: SourceId, from: Instant, to: Instant, was: SubjectId, is: SubjectId): Promise<number>;
  close(): Promise<void>;
}
