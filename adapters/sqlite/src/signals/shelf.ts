import { type ChannelRow, frameName, type Lane, laneOf, STRUCK, seriesOf } from "./channel.ts";
import type { FrameHead } from "./frames.ts";
import type { Strike } from "./head.ts";
import { Known } from "./known.ts";
import { Pending } from "./pending.ts";
import type { Row } from "./period.ts";
import type { Periods } from "./periods.ts";
import { RecordReader } from "./record.ts";

/** A channel with what is not in a block yet. */
export interface Shelved extends ChannelRow {
  readonly lane: Lane;
  readonly series: string;
  pending: Pending;
  rows: Row[];
  /** Whatever is later than this is new without looking. Undefined: to be looked up. */
  lastAt: number | undefined;
  /** When the first frame came that is not in a block; 0 where there is none. */
  since: number;
  /** When it is to be put into a block. */
  due: number;
  /** How often that was done; deflate is tried from time to time. */
  sealed: number;
  deflateWon: boolean;
  /** The newest frame that stands in blocks; undefined: to be looked up. */
  newest: Newest | null | undefined;
}

export type Newest = { readonly head: FrameHead; readonly samples: Int32Array } | { readonly row: Row };

export interface Applied {
  stored: number;
  repeated: number;
  readonly repeats: number[];
  readonly strikes: Strike[];
}

export const countOf = ({ width, n }: { readonly width: number; readonly n: number }): number => (width === 0 ? 1 : n);

/** What was acknowledged and is not in a block yet, in memory; and the answer whether a frame is new. */
export class Shelf {
  readonly channels = new Map<number, Shelved>();
  /** Names of frames that were struck out, by series. */
  readonly struck = new Map<string, Set<string>>();
  readonly #known: Known;
  readonly #waits: Waits;

  constructor(periods: Periods, waits: Waits = usualWaits) {
    this.#known = new Known(periods);
    this.#waits = waits;
  }

  define(row: ChannelRow): Shelved {
    const known = this.channels.get(row.id);
    if (known !== undefined) return known;
    const channel: Shelved = {
      ...row,
      lane: laneOf(row.kind),
      series: seriesOf(row),
      pending: new Pending(),
      rows: [],
      lastAt: undefined,
      since: 0,
      due: 0,
      sealed: 0,
      deflateWon: false,
      newest: undefined,
    };
    this.channels.set(row.id, channel);
    return channel;
  }

  strike({ at, sequence, ...series }: Strike): void {
    const key = seriesOf(series as ChannelRow);
    const names = this.struck.get(key) ?? new Set();
    this.struck.set(key, names.add(frameName(at, sequence)));
    for (const channel of this.channels.values()) if (channel.series === key) channel.newest = undefined;
  }

  isStruck({ series }: Shelved, at: number, sequence: number): boolean {
    return this.struck.get(series)?.has(frameName(at, sequence)) ?? false;
  }

  /**
   * Takes in one lane of a batch: keeps what is new, and says what was not. `recovering`: strike-outs are known
   * already, and are new where no period holds them.
   */
  apply(body: ArrayBuffer, arrival: number, now: number, applied: Applied, recovering = false): void {
    const record = new RecordReader(body, arrival);
    const batch = new RecordReader(body, arrival);
    while (record.next()) {
      const channel = this.channels.get(record.channel);
      if (channel === undefined) throw new Error(`channel ${record.channel} is not defined`);
      const isNew =
        record.quality === STRUCK ? this.#strikes(channel, record, applied, recovering) : this.#isNew(channel, record);
      if (isNew) {
        this.#keep(channel, record, batch, now);
        applied.stored += countOf(record);
      } else {
        applied.repeated += countOf(record);
        applied.repeats.push(record.index);
      }
    }
  }

  /** What was looked up is void: the periods were rewritten. */
  forgetLookups(): void {
    for (const channel of this.channels.values()) {
      channel.lastAt = undefined;
      channel.newest = undefined;
      this.#known.forget(channel.id);
    }
  }

  /** The frames of a channel are in blocks now. */
  cleared(channel: Shelved): void {
    channel.pending = new Pending();
    channel.rows = [];
    channel.since = 0;
    channel.sealed += 1;
    this.#known.forget(channel.id);
  }

  #isNew(channel: Shelved, { at, sequence, n, width }: RecordReader): boolean {
    channel.lastAt ??= this.#known.lastAt(channel);
    return at > channel.lastAt || !this.#known.has(channel, at, sequence, width === 0 ? -1 : n);
  }

  #strikes(channel: Shelved, { at, sequence }: RecordReader, applied: Applied, recovering: boolean): boolean {
    const isNew = recovering ? !this.#known.hasStrike(channel, at, sequence) : !this.isStruck(channel, at, sequence);
    const { subject, source, kind } = channel;
    if (isNew && !recovering) {
      const strike = { subject, source, kind, at, sequence };
      this.strike(strike);
      applied.strikes.push(strike);
    }
    return isNew;
  }

  #keep(channel: Shelved, record: RecordReader, batch: RecordReader, now: number): void {
    if (channel.since === 0) {
      channel.since = now;
      channel.due = now + waitOf(channel, this.#waits);
    }
    if (record.width === 0 || record.quality === STRUCK) {
      channel.rows.push(rowOf(record, record.batch));
      channel.due = Math.min(channel.due, now + this.#waits.row);
    } else channel.pending.push(batch, record);
    if (record.quality !== STRUCK && (channel.lastAt === undefined || record.at > channel.lastAt))
      channel.lastAt = record.at;
  }
}

/** The record as a row; `arrival` is not always in the record itself. */
export const rowOf = (record: RecordReader, arrival = record.arrival): Row => {
  const { channel, at, receivedAt, sequence, index, quality, width, n } = record;
  return { channel, at, receivedAt, sequence, arrival, index, quality, width, n, body: record.bytes() };
};

/** How long frames stay in memory and in the head before they go into a block, ms. */
export type Waits = Readonly<Record<Lane, number>>;

/** Waveforms: 10 s make blocks of the size that packs well. Readings may wait in the head, which is small for them. */
const usualWaits: Waits = { wave: 10_000, quantity: 300_000, row: 1000 };

/**
 * The first wait is a share of the whole, another one for each channel: a thousand channels that began together would
 * otherwise be packed together, and stall acknowledgements for seconds. 0.618…: consecutive numbers spread evenly.
 */
function waitOf({ lane, sealed, id }: Shelved, waits: Waits): number {
  return sealed === 0 ? waits[lane] * (0.1 + 0.9 * ((id * 0.618_033_988_75) % 1)) : waits[lane];
}
