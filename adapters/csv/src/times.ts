import { accept, Fault, type Read, refuse } from "@sakiyomi/core";
import { number } from "./cells.ts";
import type { CsvMapping } from "./mapping.ts";
import type { CsvRow } from "./rows.ts";
import { instantIn } from "./zone.ts";

/** The time of a row, in milliseconds. */
export type TimeOfRow = (row: CsvRow, index: number) => Read<number>;

const steps = { seconds: 1000, milliseconds: 1, unix: 1000, "unix-ms": 1 } as const;

export function timeReader({ time, start }: CsvMapping, header: readonly string[], path: string): TimeOfRow {
  const begin = start === undefined ? 0 : Date.parse(start);
  if (time.is === "row") return (_, index) => accept(begin + (index * 1000) / time.rate);
  const cell = header.indexOf(time.column);
  const place = ({ line }: CsvRow) => `${path}, line ${line}, column "${time.column}"`;
  if (time.is === "iso")
    return (row) => {
      const text = (row.cells[cell] ?? "").trim();
      const at = isoInstant(text, time.zone);
      return at === null
        ? refuse("SIG_TIME", place(row), text, "ISO 8601 with a zone, or a `zone` in the mapping")
        : accept(at);
    };
  const from = time.is === "unix" || time.is === "unix-ms" ? 0 : begin;
  return (row) => {
    const text = (row.cells[cell] ?? "").trim();
    const value = number(text);
    return Number.isNaN(value)
      ? refuse("SIG_TIME", place(row), text, time.is)
      : accept(from + exactMs(value, steps[time.is]));
  };
}

/** 0.008 s is 8 ms, not 8.000000000000002. */
const exactMs = (value: number, step: number): number => Math.round(value * step * 1e6) / 1e6;

const withZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function isoInstant(text: string, zone: string | undefined): number | null {
  if (withZone.test(text)) {
    const at = Date.parse(text.replace(" ", "T"));
    return Number.isNaN(at) ? null : at;
  }
  return zone === undefined ? null : instantIn(zone, text);
}

/** How far the rows may be from the declared rate: a clock that drifts, not one that runs at another rate. */
const RATE_TOLERANCE = 0.05;

/** @throws Fault FILE_MAP */
export function checkRate(times: readonly number[], rate: number, place: string): void {
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number));
  if (gaps.length < 2) return;
  const middle = gaps.sort((a, b) => a - b)[gaps.length >> 1] as number;
  const found = 1000 / middle;
  if (!(Math.abs(found / rate - 1) <= RATE_TOLERANCE))
    throw new Fault(
      "FILE_MAP",
      `${place}: ${rate} Hz are declared, and the rows come at ${Number(found.toPrecision(4))} Hz.`,
    );
}
