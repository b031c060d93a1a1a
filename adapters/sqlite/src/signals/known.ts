import { HOUR, SECOND } from "@sakiyomi/core";
import type { Frames } from "./frames.ts";
import { periodOf } from "./period-schema.ts";
import type { Periods } from "./periods.ts";
import type { Shelved } from "./shelf.ts";

/** All blocks that touch [from, to], their frames without samples. */
interface Look {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly Frames[];
}

/** How far one look at the disk reaches: whatever is late comes with more of its like. */
const REACH = { wave: 20 * SECOND, quantity: HOUR, row: 0 } as const;

/** Answers whether a frame that is not later than all others is there already: in memory, or in a block. */
export class Known {
  readonly #periods: Periods;
  readonly #looks = new Map<number, Look>();
  readonly #times = new Map<number, { frames: Frames; at: Set<number>; upTo: number }>();

  constructor(periods: Periods) {
    this.#periods = periods;
  }

  /** The end of the last block; -Infinity where there is none. */
  lastAt(channel: Shelved): number {
    const statement = channel.lane === "row" ? "newestRow" : "lastEnd";
    for (const name of this.#periods.names().reverse()) {
      const found = this.#periods.get(name).get<{ t: number | null }>(statement, channel.id)?.t;
      if (found !== undefined && found !== null) return found;
    }
    return Number.NEGATIVE_INFINITY;
  }

  /** `n` is -1 for what is no samples. */
  has(channel: Shelved, at: number, sequence: number, n: number): boolean {
    if (n < 0) return this.#hasRow(channel, at, sequence);
    const wave = channel.lane === "wave";
    return (
      (this.#isInMemory(channel, at) && holds(channel.pending.frames, at, sequence, n, wave)) ||
      this.#blocksAt(channel, at).some((frames) => holds(frames, at, sequence, n, wave))
    );
  }

  hasStrike(channel: Shelved, at: number, sequence: number): boolean {
    return this.#rowExists(channel, at, sequence, true);
  }

  forget(channel: number): void {
    this.#looks.delete(channel);
    this.#times.delete(channel);
  }

  #hasRow(channel: Shelved, at: number, sequence: number): boolean {
    return (
      channel.rows.some((row) => row.at === at && row.sequence === sequence && row.width === 0) ||
      this.#rowExists(channel, at, sequence, false)
    );
  }

  #rowExists({ id }: Shelved, at: number, sequence: number, struck: boolean): boolean {
    const name = periodOf(at);
    if (!this.#periods.names().includes(name)) return false;
    return this.#periods.get(name).get("hasRow", id, at, sequence, struck ? 1 : 0) !== undefined;
  }

  /** The times in memory as a set, brought up to date as frames are added. */
  #isInMemory({ id, pending }: Shelved, at: number): boolean {
    const { frames } = pending;
    let known = this.#times.get(id);
    if (known?.frames !== frames) {
      known = { frames, at: new Set(), upTo: 0 };
      this.#times.set(id, known);
    }
    for (; known.upTo < frames.count; known.upTo++) known.at.add(frames.at[known.upTo] as number);
    return known.at.has(at);
  }

  #blocksAt({ id, lane }: Shelved, at: number): readonly Frames[] {
    const known = this.#looks.get(id);
    if (known !== undefined && known.from <= at && at <= known.to) return known.blocks;
    const to = at + REACH[lane];
    const found = this.#periods.touching(at, to).flatMap((period) => period.frames(id, at, to));
    const blocks = found.map(({ frames }) => frames);
    for (const frames of blocks) frames.samples = new Int32Array(0);
    this.#looks.set(id, { from: at, to, blocks });
    return blocks;
  }
}

function holds(frames: Frames, at: number, sequence: number, n: number, wave: boolean): boolean {
  for (let i = frames.at.indexOf(at); i >= 0; i = frames.at.indexOf(at, i + 1))
    if (frames.sequence[i] === sequence || (wave && frames.n[i] === n)) return true;
  return false;
}
