import { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { unpackBlock } from "./block.ts";
import type { ChannelRow } from "./channel.ts";
import type { Period, Row } from "./period.ts";
import { inTransaction } from "./sqlite.ts";

/** Copies what can be read of a damaged period into a new one; returns how many blocks and rows that were. */
export function salvage(path: string, open: () => Period): number {
  const damaged = opened(path);
  if (damaged === null) return 0;
  try {
    const channels = new Map(
      attempt(() => damaged.prepare("select * from channels").all(), []).map((row) => [
        Number(row.id),
        row as unknown as ChannelRow,
      ]),
    );
    if (channels.size === 0) return 0;
    const period = open();
    return inTransaction(period.db, () => copyBlocks(damaged, period, channels) + copyRows(damaged, period, channels));
  } finally {
    damaged.close();
  }
}

function copyBlocks(from: DatabaseSync, to: Period, channels: ReadonlyMap<number, ChannelRow>): number {
  const one = from.prepare("select channel, crc, body from blocks where id = ?");
  return eachId(from, "blocks", (id) => {
    const block = one.get(id) as { channel: number; crc: number; body: Uint8Array } | undefined;
    const channel = channels.get(block?.channel ?? -1);
    if (block === undefined || channel === undefined || crc32(block.body) !== block.crc) return false;
    to.addBlock(channel, unpackBlock(block.body), false);
    return true;
  });
}

function copyRows(from: DatabaseSync, to: Period, channels: ReadonlyMap<number, ChannelRow>): number {
  const one = from.prepare(
    `select channel, at, sequence, received as receivedAt, quality, arrival, place as "index", width, n, body from rows where id = ?`,
  );
  return eachId(from, "rows", (id) => {
    const row = one.get(id) as unknown as Row | undefined;
    const channel = channels.get(row?.channel ?? -1);
    if (row === undefined || channel === undefined) return false;
    to.addRow(channel, row);
    return true;
  });
}

/** By number, one after the other: a damaged page costs only what is on it. */
function eachId(db: DatabaseSync, table: string, copy: (id: number) => boolean): number {
  const last = Number(
    attempt(() => db.prepare("select seq from sqlite_sequence where name = ?").get(table), undefined)?.seq ?? 0,
  );
  let copied = 0;
  for (let id = 1; id <= last; id++) if (attempt(() => copy(id), false)) copied += 1;
  return copied;
}

const opened = (path: string): DatabaseSync | null => attempt(() => new DatabaseSync(path), null);

/** What cannot be read of a damaged file is what this is about: it is counted by the caller, not reported one by one. */
function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
