import {
  DAY,
  type Instant,
  type Kind,
  MINUTE,
  type Quality,
  type SignalOf,
  type SourceId,
  type ValueOf,
} from "@sakiyomi/core";

/** What a device or a member of staff sends: a signal without the subject (a binding says whose it is) and arrival. */
export type Simulated = { [K in Kind]: Omit<SignalOf<K>, "subject" | "receivedAt"> }[Kind];

/** A signal, and when it is sent: later than it was so, where it was charted later or a radio had no contact. */
export interface Delivery {
  readonly deliveredAt: Instant;
  readonly signal: Simulated;
}

export interface Sent<K extends Kind> {
  readonly kind: K;
  readonly at: Instant;
  readonly value: ValueOf<K>;
  readonly source: SourceId;
  readonly quality?: Quality;
  readonly sequence?: number;
  readonly deliveredAt?: Instant;
}

export const deliver = <K extends Kind>({
  deliveredAt,
  quality = "good",
  sequence = 0,
  ...sent
}: Sent<K>): Delivery => ({
  deliveredAt: deliveredAt ?? sent.at,
  signal: { ...sent, quality, sequence } as unknown as Simulated,
});

/** Days are counted in the local time of the house. */
export interface Calendar {
  readonly utcOffsetMin: number;
}

export const dayOf = (at: Instant, { utcOffsetMin }: Calendar): number =>
  Math.floor((at + utcOffsetMin * MINUTE) / DAY);
export const startOfDay = (day: number, { utcOffsetMin }: Calendar): Instant => day * DAY - utcOffsetMin * MINUTE;
