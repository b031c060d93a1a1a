import { paddedTable } from "../row.ts";
import type { Latency, ParityRow } from "./parity.ts";

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const latency = ({ p50, p99, jitter }: Latency): readonly string[] => [ms(p50), ms(p99), ms(jitter)];

const head = [
  ...["", "lockstep turns", "farthest", "freely", "done after s"],
  ...["seen p50 ms", "p99", "jitter", "taken p50 ms", "p99", "jitter", "turns left out"],
];

/** The rows as a table in plain text; 1e-6 is what commands in lockstep may differ by. */
export const parityTable = (rows: readonly ParityRow[]): string => {
  const lines = rows.map((row) => [
    row.side,
    String(row.turns),
    `${row.farthest.toExponential(1)} ${row.farthest <= 1e-6 ? "the same" : "NOT the same"}`,
    row.isDone ? "done" : `not done, at "${row.last}"`,
    row.time?.toFixed(1) ?? "–",
    ...latency(row.seen),
    ...latency(row.taken),
    String(row.missed),
  ]);
  return paddedTable(head, lines);
};
