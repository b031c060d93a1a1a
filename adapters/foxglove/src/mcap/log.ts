import { McapRecordBuilder, type McapTypes } from "@mcap/core";
import { schemaText } from "../schemas.ts";
import { type Chunk, type Compression, countsOf, type KnownChannel, newChunk, packed } from "./chunk.ts";
import { type Disk, diskFault } from "./disk.ts";
import { summaryBytes } from "./summary.ts";

export interface LogSettings {
  readonly compression: Compression;
  /** Bytes of a chunk before it is written. */
  readonly chunkSize: number;
  /** Milliseconds between syncs: what a power cut may cost. */
  readonly syncEvery: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Told once whenever writing begins to fail. */
  readonly onFault: (fault: Error) => void;
}

/** One message in bytes. */
export interface Written extends Omit<McapTypes.Message, "channelId"> {
  readonly topic: string;
  readonly schema: string;
  /** ROS says so of a channel whose last message whoever comes later gets, too. */
  readonly isLatched: boolean;
}

/**
 * An MCAP file that grows. Messages are taken at once; chunks of them are compressed and written behind the caller's back,
 * in order. A chunk that a full disk does not take is counted and left out whole, so that what follows can be read.
 */
export class McapLog {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #settings: LogSettings;
  readonly #channels = new Map<string, KnownChannel>();
  readonly #schemas = new Map<string, McapTypes.Schema>();
  /** Definitions that are in the file. */
  readonly #there = new Set<KnownChannel>();
  readonly #chunks: McapTypes.ChunkIndex[] = [];
  readonly #metadata: McapTypes.MetadataIndex[] = [];
  readonly #counts = new Map<number, number>();
  readonly #lost = new Map<string, number>();
  #chunk: Chunk = newChunk();
  #queued = 0;
  #work: Promise<void> = Promise.resolve();
  #position = 0;
  #synced: number;
  #fault: Error | null = null;

  constructor(path: string, disk: Disk, settings: LogSettings) {
    this.#path = path;
    this.#disk = disk;
    this.#settings = settings;
    this.#synced = settings.now();
  }

  /** Bytes that are taken and not on the disk. */
  get waiting(): number {
    return this.#queued + this.#chunk.builder.byteLength;
  }

  get position(): number {
    return this.#position;
  }

  get fault(): Error | null {
    return this.#fault;
  }

  get messages(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Messages that the disk did not take, by topic. */
  get lost(): ReadonlyMap<string, number> {
    return this.#lost;
  }

  /** @throws {FoxgloveFault} "disk" */
  async begin(metadata: McapTypes.Metadata): Promise<void> {
    const out = new McapRecordBuilder();
    out.writeMagic();
    out.writeHeader({ profile: "ros1", library: "sakiyomi" });
    const offset = BigInt(out.length);
    const length = out.writeMetadata(metadata);
    await this.#append(out.buffer);
    await this.#disk.sync();
    this.#metadata.push({ offset, length, name: metadata.name });
  }

  add({ topic, schema, isLatched, ...message }: Written): void {
    const known = this.#channels.get(topic) ?? this.#known(topic, schema, isLatched);
    this.#chunk.channels.add(known);
    this.#chunk.builder.addMessage({ ...message, channelId: known.channel.id });
    if (this.#chunk.builder.byteLength >= this.#settings.chunkSize) this.cut();
  }

  /** What is taken so far goes to the disk. */
  cut(): void {
    if (this.#chunk.builder.numMessages === 0) return;
    const chunk = this.#chunk;
    const size = chunk.builder.byteLength;
    this.#chunk = newChunk();
    this.#queued += size;
    this.#work = this.#work
      .then(() => this.#write(chunk))
      .catch((error: unknown) => this.#failed(chunk, error))
      .finally(() => {
        this.#queued -= size;
      });
  }

  /** Resolves when what was cut so far is written, or known not to be. */
  written(): Promise<void> {
    return this.#work;
  }

  async flush(): Promise<void> {
    this.cut();
    await this.#work;
    await this.#disk.sync().catch((error: unknown) => this.#told(error));
  }

  async end(): Promise<void> {
    this.cut();
    await this.#work;
    const totals = { channels: [...this.#there], chunks: this.#chunks, metadata: this.#metadata, counts: this.#counts };
    try {
      await this.#append(summaryBytes(totals, this.#position));
      await this.#disk.sync();
    } catch (error) {
      this.#told(error);
    } finally {
      await this.#disk.close();
    }
  }

  #known(topic: string, name: string, isLatched: boolean): KnownChannel {
    const schema = this.#schemas.get(name) ?? {
      id: this.#schemas.size + 1,
      name,
      encoding: "ros1msg",
      data: new TextEncoder().encode(schemaText(name)),
    };
    this.#schemas.set(name, schema);
    const metadata = new Map([
      ["callerid", "/sakiyomi"],
      ["latching", isLatched ? "1" : "0"],
    ]);
    const channel = { id: this.#channels.size, schemaId: schema.id, topic, messageEncoding: "ros1", metadata };
    const known = { schema, channel };
    this.#channels.set(topic, known);
    return known;
  }

  async #write(chunk: Chunk): Promise<void> {
    const fresh = [...chunk.channels].filter((one) => !this.#there.has(one));
    const schemas = new Set([...this.#there].map(({ schema }) => schema.id));
    const { bytes, chunkAt, index, indexAt } = await packed(chunk, fresh, schemas, this.#settings.compression);
    const from = this.#position;
    await this.#append(bytes);
    const at = (offset: number): bigint => BigInt(from + offset);
    const messageIndexOffsets = new Map([...indexAt].map(([channel, offset]) => [channel, at(offset)]));
    this.#chunks.push({ ...index, chunkStartOffset: at(chunkAt), messageIndexOffsets });
    for (const one of fresh) this.#there.add(one);
    for (const [channel, count] of countsOf(chunk)) this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + count);
    this.#fault = null;
    if (this.#settings.now() - this.#synced < this.#settings.syncEvery) return;
    await this.#disk.sync();
    this.#synced = this.#settings.now();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    try {
      await this.#disk.append(bytes);
      this.#position += bytes.length;
    } catch (error) {
      // Half a record would hide all that comes after it. A disk that cannot even cut: readers stop there.
      await this.#disk.truncate(this.#position).catch(() => {});
      throw diskFault(this.#path, error);
    }
  }

  #failed(chunk: Chunk, error: unknown): void {
    const topics = new Map([...this.#channels].map(([topic, { channel }]) => [channel.id, topic]));
    for (const [channel, count] of countsOf(chunk)) {
      const topic = topics.get(channel) ?? "";
      this.#lost.set(topic, (this.#lost.get(topic) ?? 0) + count);
    }
    this.#told(error);
  }

  #told(error: unknown): void {
    const isNew = this.#fault === null;
    const fault = diskFault(this.#path, error);
    this.#fault = fault;
    if (isNew) this.#settings.onFault(fault);
  }
}
