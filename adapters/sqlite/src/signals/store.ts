import { mkdirSync } from "node:fs";
import {
  type Appended,
  type Arrival,
  type Bucket,
  type Code,
  type Extent,
  Fault,
  type Forget,
  type Instant,
  type Kind,
  type RangeQuery,
  type Signal,
  type SourceId,
  type Store,
  type SubjectId,
  type SummaryQuery,
} from "@sakiyomi/core";
import { backup } from "./backup.ts";
import { type ChannelRow, laneOf } from "./channel.ts";
import { ChannelTable } from "./channel-table.ts";
import type { AppendJob, Kept } from "./keeper.ts";
import { inThisThread, inThread } from "./lines.ts";
import type { Row } from "./period.ts";
import type { FoundExtent, FoundFrames } from "./reading.ts";
import { RecordReader, RecordWriter } from "./record.ts";
import { Asking } from "./rpc.ts";
import type { Waits } from "./shelf.ts";
import { putSignal, signalOfBytes, signalOfSamples } from "./signal-records.ts";
import type { Buckets } from "./summary.ts";

export interface SignalStoreOptions {
  /** Made where it is not there; holds `signals-head.db` and a file a month. */
  readonly dir: string;
  /** Told of a damaged file that was set aside, and of a disk that is full. */
  readonly onTrouble?: (fault: Fault) => void;
  /** False: everything happens in the calling thread, which then waits for the disk. For tools and tests. */
  readonly threads?: boolean;
  /** For tests: how long frames wait in memory, so that packing happens within a second. */
  readonly waits?: Waits;
  /** For tests: the head cannot grow beyond so many pages, as on a full disk. */
  readonly maxPages?: number;
}

export interface SignalStore extends Store {
  /** A copy of everything that was acknowledged, made while the store goes on. Throws a Fault where `to` has one already. */
  backup(to: string): Promise<void>;
  /** Puts what is in memory into blocks now; nobody needs that, but measurements. */
  flush(): Promise<void>;
  /** For tests: as `maxPages`, from now on. */
  limitPages(pages: number): Promise<void>;
}

/** The embedded store. Rejects with STORE_LOCKED, STORE_VERSION, STORE_CORRUPT or STORE_FULL. */
export async function openSignalStore(options: SignalStoreOptions): Promise<SignalStore> {
  mkdirSync(options.dir, { recursive: true });
  const notice = (said: unknown) => {
    const { code, what } = said as { code: Code; what: string };
    options.onTrouble?.(new Fault(code, what));
  };
  const desk = { dir: options.dir, maxPages: options.maxPages, waits: options.waits };
  const line = options.threads === false ? inThisThread : inThread;
  const writer = new Asking(line("writer", desk), notice);
  try {
    const { channels, nextChannel } = await writer.ask<{ channels: ChannelRow[]; nextChannel: number }>("open", null);
    const reader = new Asking(line("reader", desk), notice);
    return new SqliteSignalStore(options.dir, writer, reader, new ChannelTable(channels, nextChannel));
  } catch (error) {
    await writer.end();
    throw error;
  }
}

/** What the writer still holds, and what it knows that the reader has to know. */
interface Held {
  readonly records: ArrayBuffer;
  readonly struck: Record<number, string[]>;
  readonly periods: string[];
  readonly arrival: number;
}

const EVER = 2 ** 53;
/** So many samples at most are read at once for `arrivals`. */
const PAGE_BYTES = 4 << 20;

class SqliteSignalStore implements SignalStore {
  readonly #dir: string;
  readonly #writer: Asking;
  readonly #reader: Asking;
  readonly #channels: ChannelTable;
  #open = true;
  /** What the last batch took, bytes: a gateway sends about the same again. */
  #usual = { waves: 0, others: 0 };
  #latest: { readonly ids: number[]; readonly found: Promise<Map<number, Signal>> } | null = null;

  constructor(dir: string, writer: Asking, reader: Asking, channels: ChannelTable) {
    this.#dir = dir;
    this.#writer = writer;
    this.#reader = reader;
    this.#channels = channels;
  }

  async append(batch: readonly Signal[]): Promise<Appended> {
    this.#mustBeOpen();
    if (batch.length === 0) return { stored: 0, repeated: 0, repeats: [], arrival: 0 };
    const lanes = { waves: new RecordWriter(this.#usual.waves), others: new RecordWriter(this.#usual.others) };
    for (const [index, signal] of batch.entries()) putSignal(lanes, this.#channels.of(signal), index, signal);
    const channels = this.#channels.unsaved();
    this.#usual = { waves: lanes.waves.length, others: lanes.others.length };
    const [waves, others] = [takenFrom(lanes.waves), takenFrom(lanes.others)];
    const job: AppendJob = { channels, waves, others };
    const buffers = [waves, others].filter((buffer) => buffer !== null);
    const kept = await this.#writer.ask<Kept>("append", job, buffers);
    this.#channels.saved(channels);
    return kept;
  }

  async latest(subject: SubjectId, kinds?: readonly Kind[]): Promise<readonly Signal[]> {
    const channels = this.#channels.ofSubject(subject, ({ kind }) => kinds?.includes(kind) ?? true);
    if (channels.length === 0) return [];
    return this.#latestOf(channels.map(({ id }) => id));
  }

  async range<K extends Kind>(query: RangeQuery<K>): Promise<readonly Extract<Signal, { kind: K }>[]> {
    const { subject, kind, from, to, source, limit } = query;
    const channels = this.#channels.ofSubject(
      subject,
      (channel) => channel.kind === kind && (source === undefined || channel.source === source),
    );
    const asked = { from: Math.max(-EVER, from), to: Math.min(EVER, to) };
    const found =
      laneOf(kind) === "row"
        ? (await this.#ask<Row[]>("rows", channels, asked)).map((row) => this.#ofRow(row))
        : this.#ofFrames(await this.#ask<FoundFrames[]>("range", channels, asked));
    const ordered = channels.length > 1 ? found.sort((a, b) => a.at - b.at || a.sequence - b.sequence) : found;
    const wanted = limit === undefined ? ordered : ordered.slice(Math.max(0, ordered.length - limit));
    return wanted as Extract<Signal, { kind: K }>[];
  }

  async summary({ subject, kind, from, to, buckets }: SummaryQuery): Promise<readonly Bucket[]> {
    const channels = this.#channels.ofSubject(subject, (channel) => channel.kind === kind);
    const { n, sum, min, max } = await this.#ask<Buckets>("summary", channels, { from, to, buckets });
    const width = (to - from) / buckets;
    return Array.from(n, (count, i) => {
      const figures = { min: min[i] ?? Number.NaN, mean: (sum[i] ?? 0) / count, max: max[i] ?? Number.NaN };
      const none = { min: Number.NaN, mean: Number.NaN, max: Number.NaN };
      return { from: from + i * width, n: count, ...(count > 0 ? figures : none) };
    });
  }

  async extents(subject: SubjectId): Promise<readonly Extent[]> {
    const found = await this.#ask<FoundExtent[]>("extents", this.#channels.ofSubject(subject), {});
    const rows = new Map<string, Extent>();
    for (const { channel, first, last, samples } of found) {
      const { kind, source } = this.#channels.get(channel);
      const row = rows.get(`${kind} ${source}`) ?? { kind, source, first, last, samples: 0 };
      const span = { first: Math.min(row.first, first), last: Math.max(row.last, last) };
      rows.set(`${kind} ${source}`, { kind, source, ...span, samples: row.samples + samples });
    }
    return [...rows.values()];
  }

  async *arrivals(after: number, until: Instant = Number.POSITIVE_INFINITY): AsyncIterable<Arrival> {
    const end = await this.lastArrival();
    let step = 16;
    for (let from = after; from < end; ) {
      const upTo = Math.min(end, from + step);
      const records = await this.#ask<ArrayBuffer>("arrivals", null, { after: from, upTo });
      for (const arrival of groups(this.#signalsIn(records))) {
        if (arrival.receivedAt > until) return;
        yield arrival;
      }
      if (records.byteLength < PAGE_BYTES / 2) step = Math.min(step * 2, 1 << 16);
      else if (records.byteLength > PAGE_BYTES) step = Math.max(1, step >> 1);
      from = upTo;
    }
  }

  lastArrival(): Promise<number> {
    return this.#writer.ask<number>("lastArrival", null);
  }

  async forget(what: Forget): Promise<number> {
    const gone = await this.#writer.ask<number>("forget", what);
    if ("subject" in what) this.#channels.drop(what.subject);
    return gone;
  }

  async reassign(source: SourceId, from: Instant, to: Instant, was: SubjectId, is: SubjectId): Promise<number> {
    const channels = this.#channels.ofSubject(was, (channel) => channel.source === source);
    const moves = channels.map((channel) => ({ from: channel, to: this.#channels.twin(channel, is) }));
    const moved = await this.#writer.ask<number>("reassign", { moves, from, to });
    this.#channels.saved(moves.map((move) => move.to));
    return moved;
  }

  async backup(to: string): Promise<void> {
    this.#mustBeOpen();
    const periods = await this.#writer.ask<string[]>("periods", null);
    await backup(this.#dir, to, periods);
  }

  flush(): Promise<void> {
    return this.#writer.ask("flush", null);
  }

  limitPages(pages: number): Promise<void> {
    return this.#writer.ask("limit", pages);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#reader.ask("close", null);
    await this.#reader.end();
    try {
      await this.#writer.ask("close", null);
    } finally {
      await this.#writer.end();
    }
  }

  /** First what the writer holds, then the files: what moves into a block between the two is found twice, never missed. */
  async #ask<T>(
    method: string,
    channels: readonly ChannelRow[] | null,
    params: Partial<Record<string, number>>,
  ): Promise<T> {
    this.#mustBeOpen();
    const { from = -EVER, to = EVER, after = -1, upTo = EVER } = params;
    const ids = channels?.map(({ id }) => id) ?? null;
    const { records, struck, periods } = await this.#writer.ask<Held>("held", { channels: ids, after, upTo, from, to });
    try {
      return await this.#reader.ask<T>(method, { ...params, channels: channels ?? [], records, struck, periods });
    } catch (error) {
      if (error instanceof Fault && error.code === "STORE_CORRUPT") await this.#setAside(periods);
      throw error;
    }
  }

  /** The reader found damage: it looks where, and the writer takes those files out of the way. */
  async #setAside(periods: readonly string[]): Promise<void> {
    const damaged = await this.#reader.ask<string[]>("damaged", { periods });
    await this.#reader.ask(
      "follow",
      periods.filter((name) => !damaged.includes(name)),
    );
    await this.#writer.ask("setAside", damaged);
  }

  /** A board asks for everybody at once: what is asked in one turn of the event loop is one question to the writer. */
  async #latestOf(ids: readonly number[]): Promise<Signal[]> {
    this.#latest ??= this.#askLatest();
    for (const id of ids) this.#latest.ids.push(id);
    const found = await this.#latest.found;
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  #askLatest(): { readonly ids: number[]; readonly found: Promise<Map<number, Signal>> } {
    const ids: number[] = [];
    const ask = async () => {
      await Promise.resolve();
      this.#latest = null;
      const records = await this.#writer.ask<ArrayBuffer>("latest", ids);
      return new Map(this.#signalsIn(records).map(({ channel, signal }) => [channel, signal]));
    };
    return { ids, found: ask() };
  }

  #signalsIn(records: ArrayBuffer): { arrival: number; channel: number; signal: Signal }[] {
    const record = new RecordReader(records);
    const found: { arrival: number; channel: number; signal: Signal }[] = [];
    while (record.next()) {
      const channel = this.#channels.get(record.channel);
      const isBytes = laneOf(channel.kind) === "row";
      const signal = isBytes
        ? signalOfBytes(channel, record, record.bytes())
        : signalOfSamples(channel, record, record.samples());
      found.push({ arrival: record.arrival, channel: channel.id, signal });
    }
    return found;
  }

  #ofRow(row: Row): Signal {
    return signalOfBytes(this.#channels.get(row.channel), row, row.body);
  }

  #ofFrames(found: readonly FoundFrames[]): Signal[] {
    const signals: Signal[] = [];
    for (const { channel, at, receivedAt, sequence, quality, n, samples } of found) {
      const row = this.#channels.get(channel);
      let begin = 0;
      for (let i = 0; i < at.length; i++) {
        const end = begin + (n[i] as number);
        const head = {
          at: at[i] as number,
          receivedAt: receivedAt[i] as number,
          sequence: sequence[i] as number,
          quality: quality[i] as number,
        };
        signals.push(signalOfSamples(row, head, samples.subarray(begin, end)));
        begin = end;
      }
    }
    return signals;
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new Fault("STORE_CLOSED", "The store of signals is closed.");
  }
}

const takenFrom = (writer: RecordWriter): ArrayBuffer | null => (writer.length > 0 ? writer.taken() : null);

function* groups(signals: readonly { arrival: number; signal: Signal }[]): Generator<Arrival> {
  let begin = 0;
  for (let i = 1; i <= signals.length; i++) {
    const first = signals[begin];
    if (first === undefined || signals[i]?.arrival === first.arrival) continue;
    const batch = signals.slice(begin, i).map(({ signal }) => signal);
    yield { arrival: first.arrival, receivedAt: batch.at(-1)?.receivedAt ?? 0, signals: batch };
    begin = i;
  }
}
