import {
  endOf,
  Fault,
  GAP,
  type Instant,
  identityOf,
  isOfClass,
  type Kind,
  type Signal,
  type SourceId,
  type SubjectId,
} from "../1-signal/index.ts";
import { keptSignal } from "./resolution.ts";
import type { Appended, Arrival, Bucket, Extent, Forget, RangeQuery, Store, SummaryQuery } from "./store.ts";

/** The honest fake of the port: everything in memory, nothing durable, the same answers as the real one. */
export const memoryStore = (): Store => new MemoryStore();

/** How many samples a signal counts: a waveform each of its own, everything else one. */
export const samplesIn = (signal: Signal): number => (isOfClass(signal, "wave") ? signal.value.samples.length : 1);

class MemoryStore implements Store {
  #log: Arrival[] = [];
  #seen = new Set<string>();
  #struck = new Set<string>();
  #arrival = 0;
  #open = true;

  async append(batch: readonly Signal[]): Promise<Appended> {
    if (!this.#open) throw new Fault("STORE_CLOSED", "The store in memory is closed.");
    const isNew = batch.map((signal) => this.#isNew(signal));
    const signals = batch.filter((_, i) => isNew[i]).map(asKept);
    const last = signals.at(-1);
    if (last !== undefined) {
      this.#arrival += 1;
      this.#log.push({ arrival: this.#arrival, receivedAt: last.receivedAt, signals });
    }
    const stored = countOf(signals);
    const repeats = [...isNew.keys()].filter((i) => !isNew[i]);
    return { stored, repeated: countOf(batch) - stored, repeats, arrival: last === undefined ? 0 : this.#arrival };
  }

  async latest(subject: SubjectId, wanted?: readonly Kind[]): Promise<readonly Signal[]> {
    const newest = new Map<string, Signal>();
    for (const signal of this.#standing((one) => one.subject === subject && (wanted?.includes(one.kind) ?? true)))
      newest.set(`${signal.kind} ${signal.source}`, signal);
    return [...newest.values()];
  }

  async range<K extends Kind>(query: RangeQuery<K>): Promise<readonly Extract<Signal, { kind: K }>[]> {
    const { subject, kind, from, to, source, limit } = query;
    const found = this.#standing(
      (one): one is Extract<Signal, { kind: K }> =>
        one.subject === subject &&
        one.kind === kind &&
        (source === undefined || one.source === source) &&
        one.at <= to &&
        endOf(one) >= from,
    ) as Extract<Signal, { kind: K }>[];
    return limit === undefined ? found : found.slice(Math.max(0, found.length - limit));
  }

  async summary({ subject, kind, from, to, buckets }: SummaryQuery): Promise<readonly Bucket[]> {
    const width = (to - from) / buckets;
    const sums = Array.from({ length: buckets }, () => ({ n: 0, sum: 0, min: Number.NaN, max: Number.NaN }));
    const points = this.#standing((one) => one.subject === subject && one.kind === kind).flatMap(pointsOf);
    for (const { at, value } of points) {
      const bucket = at < to ? sums[Math.floor((at - from) / width)] : undefined;
      if (bucket !== undefined) count(bucket, value);
    }
    return sums.map(({ n, sum, min, max }, i) => ({ from: from + i * width, n, min, mean: sum / n, max }));
  }

  async extents(subject: SubjectId): Promise<readonly Extent[]> {
    const rows = new Map<string, Extent>();
    for (const signal of this.#standing((one) => one.subject === subject)) {
      const { kind, source, at: first } = signal;
      const row = rows.get(`${kind} ${source}`) ?? { kind, source, first, last: first, samples: 0 };
      const last = Math.max(row.last, endOf(signal));
      rows.set(`${kind} ${source}`, { ...row, last, samples: row.samples + samplesIn(signal) });
    }
    return [...rows.values()];
  }

  async *arrivals(after: number, until: Instant = Number.POSITIVE_INFINITY): AsyncIterable<Arrival> {
    for (const arrival of [...this.#log])
      if (arrival.arrival > after && arrival.receivedAt <= until && arrival.signals.length > 0) yield arrival;
  }

  async lastArrival(): Promise<number> {
    return this.#arrival;
  }

  async forget(what: Forget): Promise<number> {
    const goes =
      "subject" in what
        ? (one: Signal) => one.subject === what.subject
        : (one: Signal) => endOf(one) < what.before && (what.kinds?.includes(one.kind) ?? true);
    return this.#rewrite(goes, () => []);
  }

  async reassign(source: SourceId, from: Instant, to: Instant, was: SubjectId, is: SubjectId): Promise<number> {
    const goes = (one: Signal) => one.source === source && one.subject === was && one.at >= from && one.at < to;
    return this.#rewrite(goes, (one) => [{ ...one, subject: is }]);
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  /** Says whether it is new, and remembers it. */
  #isNew(signal: Signal): boolean {
    const memory = signal.quality === "entered-in-error" ? this.#struck : this.#seen;
    const names = namesOf(signal);
    if (names.some((name) => memory.has(name))) return false;
    for (const name of names) memory.add(name);
    return true;
  }

  /** What stands, oldest first. */
  #standing(wanted: (signal: Signal) => boolean): Signal[] {
    return this.#log
      .flatMap(({ signals }) => signals)
      .filter((one) => one.quality !== "entered-in-error" && wanted(one) && !this.#struck.has(identityOf(one)))
      .sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  }

  #rewrite(goes: (one: Signal) => boolean, become: (one: Signal) => Signal[]): number {
    const all = this.#log.flatMap(({ signals }) => signals);
    const log = this.#log.map((arrival) => ({
      ...arrival,
      signals: arrival.signals.flatMap((one) => (goes(one) ? become(one) : [one])),
    }));
    this.#log = [];
    this.#seen.clear();
    this.#struck.clear();
    this.#log = log.map((arrival) => ({ ...arrival, signals: arrival.signals.filter((one) => this.#isNew(one)) }));
    return countOf(all.filter(goes));
  }
}

/** A waveform sent again with another count is still the same when it has the same beginning and length. */
const namesOf = (signal: Signal): readonly string[] =>
  isOfClass(signal, "wave") && signal.quality !== "entered-in-error"
    ? [identityOf(signal), `${identityOf({ ...signal, sequence: 0 })} of ${signal.value.samples.length}`]
    : [identityOf(signal)];

const countOf = (signals: readonly Signal[]): number => signals.reduce((sum, signal) => sum + samplesIn(signal), 0);

/** A copy: what the sender does to his own afterwards changes nothing. */
const asKept = (signal: Signal): Signal =>
  ({ ...keptSignal(signal), value: structuredClone(keptSignal(signal).value) }) as Signal;

function count(bucket: { n: number; sum: number; min: number; max: number }, value: number): void {
  bucket.n += 1;
  bucket.sum += value;
  bucket.min = value >= bucket.min ? bucket.min : value;
  bucket.max = value <= bucket.max ? bucket.max : value;
}

function pointsOf(signal: Signal): { at: Instant; value: number }[] {
  if (isOfClass(signal, "quantity")) return [{ at: signal.at, value: signal.value }];
  if (!isOfClass(signal, "wave")) return [];
  const { samples, rate, scale, offset } = signal.value;
  return Array.from(samples)
    .map((sample, i) => ({
      at: signal.at + (i * 1000) / rate,
      value: sample === GAP ? Number.NaN : sample * scale + offset,
    }))
    .filter(({ value }) => !Number.isNaN(value));
}
