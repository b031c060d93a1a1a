import type { Instant } from "@sakiyomi/core";
import type { Upgrades } from "./sqlite.ts";

/**
 * A file holds a month (UTC, by the time of measuring), so that retention is an unlink. Rows of `blocks` are only added
 * at the end, and the covering index answers a plot without touching them: with the rows clustered by channel a sample
 * cost 11 to 68 bytes of writing instead of 3.
 */
export const periodUpgrades: Upgrades = [
  (db) =>
    db.exec(`
      create table channels(
        id integer primary key, subject text not null, source text not null, kind text not null,
        rate real not null, scale real not null, offset real not null,
        span real not null default 0 -- the longest block of it, ms
      );
      create table blocks(
        id integer primary key autoincrement, channel integer not null,
        t0 numeric not null, t1 numeric not null,       -- first and last sample
        n integer not null, valid integer not null,     -- samples, and those that are no gap
        min integer not null, max integer not null, sum numeric not null,
        a0 integer not null, a1 integer not null,       -- first and last arrival
        crc integer not null, body blob not null
      );
      create index blocks_by_time on blocks(channel, t0, t1, n, valid, min, max, sum);
      create index blocks_by_arrival on blocks(a0, a1);
      create index long_blocks_by_arrival on blocks(a0, a1) where a1 - a0 > ${LONG_ARRIVALS};
      create table rows(
        id integer primary key autoincrement, channel integer not null, at numeric not null, sequence integer not null,
        received numeric not null, quality integer not null, arrival integer not null, place integer not null,
        width integer not null, n integer not null, body blob not null
      );
      create index rows_by_time on rows(channel, at);
      create index rows_by_arrival on rows(arrival);
      create table meta(key text primary key, value integer not null) without rowid;
    `),
];

/** A block over more arrivals than this is looked up through an index of its own; most are far below. */
export const LONG_ARRIVALS = 4096;

/** `2026-04` */
export const periodOf = (at: Instant): string => new Date(at).toISOString().slice(0, 7);

/** The first instant of a period, and of the one after it. */
export function periodSpan(period: string): readonly [from: Instant, to: Instant] {
  const [year = 0, month = 0] = period.split("-").map(Number);
  return [Date.UTC(year, month - 1), Date.UTC(year, month)];
}

export const periodFile = (period: string): string => `signals-${period}.db`;

const pattern = /^signals-(\d{4}-\d\d)\.db$/;
export const periodOfFile = (name: string): string | null => pattern.exec(name)?.[1] ?? null;
