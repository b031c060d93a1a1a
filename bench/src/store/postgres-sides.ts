import { riceDecode, riceEncode } from "@sakiyomi/sqlite";
import { CopyRows, copiedRows, PostgresWire } from "./postgres-wire.ts";
import type { Place, Side } from "./side.ts";
import { channels, type Piece } from "./signals.ts";

export const POSTGRES_USER = "bench";

/** A row a sample with its key, filled by COPY in binary: the fastest way that PostgreSQL has. */
export async function postgresRows({ port }: Place): Promise<Side> {
  const wire = await PostgresWire.connect(port, POSTGRES_USER);
  await wire.query("create table if not exists sample(channel int4, at int8, value int4, primary key(channel, at))");
  return {
    write: async (pieces) => {
      const rows = new CopyRows(pieces.reduce((sum, { samples }) => sum + samples.length * 30, 0));
      for (const { channel, at, stepMs, samples } of pieces)
        for (let i = 0; i < samples.length; i++) {
          rows.row(3);
          rows.int4(channel);
          rows.int8(at + i * stepMs);
          rows.int4(samples[i] as number);
        }
      await wire.copyIn("copy sample from stdin (format binary)", rows.taken());
      return true;
    },
    drain: async () => {},
    window: async (channel, from, to) => {
      const sql = `select value from sample where channel = ${channel} and at between ${from} and ${to} order by at`;
      const values: number[] = [];
      for (const [value] of copiedRows(await wire.copyOut(`copy (${sql}) to stdout (format binary)`)))
        values.push(value?.readInt32BE(0) ?? 0);
      return Float64Array.from(values).length;
    },
    latest: async () => {
      const newest = "select value from sample where channel = c order by at desc limit 1";
      return (await wire.query(`select c, (${newest}) from generate_series(0, ${channels - 1}) c`)).length;
    },
    plot: async (channel, from, to, buckets) => {
      const bucket = `(at - ${from}) * ${buckets} / ${to - from}`;
      const where = `channel = ${channel} and at >= ${from} and at < ${to}`;
      return (
        await wire.query(`select ${bucket}, min(value), avg(value), max(value) from sample where ${where} group by 1`)
      ).length;
    },
    size: async () => {
      await wire.query("checkpoint");
      return Number((await wire.query("select pg_total_relation_size('sample')"))[0]?.[0]);
    },
    close: () => wire.close(),
  };
}

/** So many samples a block, and so many blocks a transaction. */
const BLOCK = 250;

/** The same PostgreSQL holding blocks that the client has packed with our codec. */
export async function postgresBlocks({ port }: Place): Promise<Side> {
  const wire = await PostgresWire.connect(port, POSTGRES_USER);
  await wire.query(
    "create table if not exists block(channel int4, t0 int8, step int4, n int4, body bytea, primary key(channel, t0))",
  );
  await wire.query("alter table block alter body set storage external");
  const waiting = new Map<number, Waiting>();
  const flush = async (full: boolean): Promise<boolean> => {
    const rows = new CopyRows(1 << 20);
    let n = 0;
    for (const one of waiting.values()) n += putBlocks(rows, one, full);
    if (n > 0) await wire.copyIn("copy block from stdin (format binary)", rows.taken());
    return n > 0;
  };
  const unpacked = async (where: string): Promise<number[]> => {
    const found: number[] = [];
    for (const [n, body] of copiedRows(
      await wire.copyOut(`copy (select n, body from block where ${where} order by t0) to stdout (format binary)`),
    ))
      if (n && body) for (const value of riceDecode(Uint8Array.from(body), n.readInt32BE(0))) found.push(value);
    return found;
  };
  return {
    write: (pieces) => {
      for (const piece of pieces) hold(waiting, piece);
      return flush(true);
    },
    drain: async () => {
      await flush(false);
    },
    window: async (channel, from, to) => {
      const values = await unpacked(`channel = ${channel} and t0 between ${from} and ${to}`);
      return Float64Array.from(values).length;
    },
    latest: async () => {
      const newest = "(select n, body from block where channel = c order by t0 desc limit 1)";
      const sql = `select n, body from generate_series(0, ${channels - 1}) c, lateral ${newest} b`;
      const rows = [...copiedRows(await wire.copyOut(`copy (${sql}) to stdout (format binary)`))];
      return rows.map(([n, body]) => n && body && riceDecode(Uint8Array.from(body), n.readInt32BE(0)).at(-1)).length;
    },
    plot: async (channel, from, to, buckets) => {
      const values = await unpacked(`channel = ${channel} and t0 >= ${from} and t0 < ${to}`);
      return plotted(values, buckets);
    },
    size: async () => {
      await wire.query("checkpoint");
      return Number((await wire.query("select pg_total_relation_size('block')"))[0]?.[0]);
    },
    close: () => wire.close(),
  };
}

interface Waiting {
  readonly channel: number;
  readonly stepMs: number;
  at: number;
  samples: Int32Array;
  used: number;
}

function hold(waiting: Map<number, Waiting>, { channel, at, stepMs, samples }: Piece): void {
  const one = waiting.get(channel) ?? { channel, stepMs, at, samples: new Int32Array(BLOCK), used: 0 };
  waiting.set(channel, one);
  if (one.used === 0) one.at = at;
  if (one.used + samples.length > one.samples.length) {
    const larger = new Int32Array((one.used + samples.length) * 2);
    larger.set(one.samples);
    one.samples = larger;
  }
  one.samples.set(samples, one.used);
  one.used += samples.length;
}

function putBlocks(rows: CopyRows, one: Waiting, full: boolean): number {
  let begin = 0;
  let n = 0;
  while (one.used - begin >= (full ? BLOCK : 1)) {
    const end = Math.min(one.used, begin + BLOCK);
    rows.row(5);
    rows.int4(one.channel);
    rows.int8(one.at + begin * one.stepMs);
    rows.int4(one.stepMs);
    rows.int4(end - begin);
    rows.bytes(riceEncode(one.samples.slice(begin, end)));
    begin = end;
    n += 1;
  }
  one.at += begin * one.stepMs;
  one.samples.copyWithin(0, begin, one.used);
  one.used -= begin;
  return n;
}

function plotted(values: readonly number[], buckets: number): number {
  const min = new Float64Array(buckets).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(buckets).fill(Number.NEGATIVE_INFINITY);
  for (const [i, value] of values.entries()) {
    const bucket = Math.floor((i * buckets) / values.length);
    min[bucket] = Math.min(min[bucket] as number, value);
    max[bucket] = Math.max(max[bucket] as number, value);
  }
  return min.filter((value, i) => value <= (max[i] as number)).length;
}
