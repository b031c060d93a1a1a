import { accept, GAP, type Read, rowOf } from "@sakiyomi/core";
import type { CsvColumn } from "./mapping.ts";
import type { CsvValue } from "./value.ts";

/** Samples of about so long make a block. */
const BLOCK_SECONDS = 10;

/**
 * A row that is off by more than this part of a sample's time begins a new block. More than half: files round their
 * times (bidmc: 100.016 s is written as 100.02). Less than one: a missing row is found.
 */
const TOLERANCE = 0.75;

/** Gathers the cells of a waveform into blocks. As long as no row is off, times are counted, not rounded. */
export class WaveColumn {
  readonly #column: CsvColumn;
  readonly #rate: number;
  readonly #scale: number;
  readonly #samples: Int32Array;
  #count = 0;
  #measured = 0;
  #first = { at: 0, line: 0 };
  /** Rows without a gap between them: the time of the first, and how many. */
  #run = { at: 0, count: 0 };

  constructor(column: CsvColumn) {
    const row = rowOf(column.kind);
    this.#column = column;
    this.#rate = column.rate ?? 1;
    this.#scale = column.resolution ?? (row.class === "wave" ? row.resolution : 1);
    this.#samples = new Int32Array(Math.max(1, Math.ceil(BLOCK_SECONDS * this.#rate)));
  }

  *add(at: number, value: number | null, line: number): Generator<Read<CsvValue>> {
    const expected = this.#run.at + (this.#run.count * 1000) / this.#rate;
    const isOff = Math.abs(at - expected) > (TOLERANCE * 1000) / this.#rate;
    if (isOff || this.#count === this.#samples.length) yield* this.end();
    if (isOff || this.#run.count === 0) this.#run = { at, count: 0 };
    if (this.#count === 0) this.#first = { at: this.#run.at + (this.#run.count * 1000) / this.#rate, line };
    this.#samples[this.#count++] = value === null ? GAP : this.#units(value);
    this.#run.count += 1;
    if (value !== null) this.#measured += 1;
  }

  /** A value outside 32 bits is the farthest one inside, which is outside of every kind's range: the door refuses it. */
  #units(value: number): number {
    return Math.max(GAP + 1, Math.min(0x7fff_ffff, Math.round(value / this.#scale)));
  }

  *end(): Generator<Read<CsvValue>> {
    const { column, kind } = this.#column;
    const samples = this.#samples.slice(0, this.#count);
    const block = { rate: this.#rate, scale: this.#scale, offset: 0, samples };
    if (this.#measured > 0) yield accept({ column, kind, ...this.#first, value: block });
    this.#count = 0;
    this.#measured = 0;
  }
}
