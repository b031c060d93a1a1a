import type { Kind, Signal, SourceId, SubjectId } from "@sakiyomi/core";
import { type ChannelRow, type Format, formatOf } from "./channel.ts";

/**
 * Finds the channel of a signal, without making a key for it: this is asked ten thousand times a second. The names in a
 * message are new strings each time, and comparing one is quicker than looking it up; so the first guess is the channel
 * that followed the one before in an earlier batch, which is right for every gateway that keeps its order.
 */
export class ChannelTable {
  readonly #bySubject = new Map<SubjectId, Map<SourceId, Map<Kind, ChannelRow[]>>>();
  readonly #bySource = new Map<Kind, Map<SourceId, ChannelRow[]>>();
  readonly #byId = new Map<number, ChannelRow>();
  /** Defined here, and not known to be on disk yet. */
  readonly #unsaved = new Map<number, ChannelRow>();
  /** By id: the channel that came after that one. */
  #after: (ChannelRow | undefined)[] = [];
  #last = 0;
  #next = 1;

  constructor(channels: readonly ChannelRow[], next: number) {
    for (const channel of channels) this.#add(channel);
    this.#next = Math.max(this.#next, next);
  }

  of(signal: Signal): ChannelRow {
    const guess = this.#after[this.#last];
    const row = guess !== undefined && isOf(guess, signal) ? guess : this.#find(signal);
    if (row !== guess) this.#after[this.#last] = row;
    this.#last = row.id;
    return row;
  }

  get(id: number): ChannelRow {
    const channel = this.#byId.get(id);
    if (channel === undefined) throw new Error(`channel ${id} is not defined`);
    return channel;
  }

  ofSubject(subject: SubjectId, wanted: (channel: ChannelRow) => boolean = () => true): ChannelRow[] {
    const sources = [...(this.#bySubject.get(subject)?.values() ?? [])];
    return sources.flatMap((kinds) => [...kinds.values()].flat()).filter(wanted);
  }

  /** The channel of another subject that takes over. */
  twin({ source, kind, rate, scale, offset }: ChannelRow, subject: SubjectId): ChannelRow {
    const known = this.#bySubject.get(subject)?.get(source)?.get(kind);
    const format = { rate, scale, offset };
    return known?.find((row) => isSame(row, format)) ?? this.#define({ subject, source, kind }, format);
  }

  unsaved(): ChannelRow[] {
    return this.#unsaved.size === 0 ? [] : [...this.#unsaved.values()];
  }

  saved(channels: readonly ChannelRow[]): void {
    for (const { id } of channels) this.#unsaved.delete(id);
  }

  drop(subject: SubjectId): void {
    this.#after = [];
    for (const { id } of this.ofSubject(subject)) {
      this.#byId.delete(id);
      this.#unsaved.delete(id);
    }
    for (const sources of this.#bySource.values())
      for (const [source, rows] of sources)
        sources.set(
          source,
          rows.filter((row) => row.subject !== subject),
        );
    this.#bySubject.delete(subject);
  }

  #find(signal: Signal): ChannelRow {
    const known = this.#bySource.get(signal.kind)?.get(signal.source);
    return known?.find((row) => isOf(row, signal)) ?? this.#define(signal, formatOf(signal));
  }

  #define(
    { subject, source, kind }: Pick<Signal, "subject" | "source" | "kind">,
    { rate, scale, offset }: Format,
  ): ChannelRow {
    const channel = { id: this.#next, subject, source, kind, rate, scale, offset };
    this.#add(channel);
    this.#unsaved.set(channel.id, channel);
    return channel;
  }

  #add(channel: ChannelRow): void {
    const sources = this.#bySubject.get(channel.subject) ?? new Map<SourceId, Map<Kind, ChannelRow[]>>();
    const kinds = sources.get(channel.source) ?? new Map<Kind, ChannelRow[]>();
    kinds.set(channel.kind, [...(kinds.get(channel.kind) ?? []), channel]);
    this.#bySubject.set(channel.subject, sources.set(channel.source, kinds));
    const bySource = this.#bySource.get(channel.kind) ?? new Map<SourceId, ChannelRow[]>();
    // The newest first: what a device sends now is what it sent last.
    bySource.set(channel.source, [channel, ...(bySource.get(channel.source) ?? [])]);
    this.#bySource.set(channel.kind, bySource);
    this.#byId.set(channel.id, channel);
    this.#next = Math.max(this.#next, channel.id + 1);
  }
}

/** What is no waveform has one format only, and a rate of 0. */
const isOf = (row: ChannelRow, { subject, source, kind, value }: Signal): boolean =>
  row.kind === kind &&
  row.source === source &&
  row.subject === subject &&
  (row.rate === 0 || isSame(row, value as Format));

const isSame = (row: ChannelRow, { rate, scale, offset }: Format): boolean =>
  row.rate === rate && row.scale === scale && row.offset === offset;
