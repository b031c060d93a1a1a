import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paddedTable } from "../robot/row.ts";
import { type Asking, type BenchHouse, openBenchHouse } from "./house.ts";

export interface RoundBenchOptions {
  readonly people?: number;
  readonly orders?: number;
  /** Of checks, ten in each; left out: as long as a house of this size goes from one checkpoint to the next. */
  readonly seconds?: number;
  readonly onStep?: (step: string) => void;
}

/** ms, of so many measurements. */
export interface RoundFigure {
  readonly what: string;
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** At most so many ms, of which figure. */
  readonly asked: { readonly figure: "median" | "p99"; readonly ms: number } | null;
}

const CHECKS_A_SECOND = 10;
const BOARDS = 40;

/**
 * A house of 1,000 people with eight orders each on its embedded store, on this machine: the board of what is due, what a
 * phone takes along, and checks at the bedside over HTTP, ten a second, each durable before it is answered.
 */
export async function benchRound({
  people = 1000,
  orders = 8,
  seconds = 240,
  onStep = () => undefined,
}: RoundBenchOptions = {}): Promise<readonly RoundFigure[]> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-bench-round-"));
  onStep(`${people} people with ${orders} orders each are written …`);
  const house = await openBenchHouse(dir, people, orders);
  try {
    onStep("The board is built …");
    const boards = measuredBoards(house);
    onStep("The charts are taken along …");
    const charts = await measured(10, () => house.nurse("GET", "/api/medication/charts"));
    onStep(`${CHECKS_A_SECOND} checks a second for ${seconds} s …`);
    const checks = await measuredChecks(house, seconds);
    return [
      figureOf("board of what is due, the first time", [boards.first], { figure: "median", ms: 50 }),
      figureOf("board of what is due, again as time goes on", boards.next, { figure: "median", ms: 50 }),
      figureOf("charts for a phone, all people, over HTTP", charts, null),
      figureOf("check at the bedside over HTTP, durable", checks, { figure: "p99", ms: 50 }),
    ];
  } finally {
    await house.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The first one has everything to work out; later ones what a clock that goes on asks for. */
function measuredBoards(house: BenchHouse): { readonly first: number; readonly next: readonly number[] } {
  const time = (): number => {
    const began = performance.now();
    const { rows } = house.board();
    if (rows.length === 0) throw new Error("nobody is on the board");
    return performance.now() - began;
  };
  const first = time();
  return { first, next: Array.from({ length: BOARDS }, time) };
}

async function measured(count: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}

/** Begun by the clock, whether the one before was answered or not. */
async function measuredChecks({ checkOf, nurse }: BenchHouse, seconds: number): Promise<readonly number[]> {
  const count = seconds * CHECKS_A_SECOND;
  const began = performance.now();
  const asked = Array.from({ length: count }, async (_, i) => {
    const at = began + (i * 1000) / CHECKS_A_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
    const from = performance.now();
    await ask(nurse, checkOf(i));
    return performance.now() - from;
  });
  return Promise.all(asked);
}

const ask = (nurse: Asking, check: unknown): Promise<unknown> => nurse("POST", "/api/medication/check", check);

function figureOf(what: string, times: readonly number[], asked: RoundFigure["asked"]): RoundFigure {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { what, count: sorted.length, min: at(0), median: at(0.5), p99: at(0.99), max: at(1), asked };
}

export function roundTable(figures: readonly RoundFigure[]): string {
  const head = ["", "n", "min ms", "median", "p99", "max", "asked", ""];
  const lines = figures.map(({ what, count, min, median, p99, max, asked }) => [
    ...[what, String(count)],
    ...[min, median, p99, max].map((ms) => ms.toFixed(1)),
    ...(asked
      ? [`${asked.figure} ≤ ${asked.ms}`, { median, p99 }[asked.figure] <= asked.ms ? "reached" : "NOT reached"]
      : ["", ""]),
  ]);
  return paddedTable(head, lines);
}
