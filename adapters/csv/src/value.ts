import type { Instant, Kind, WaveBlock } from "@sakiyomi/core";

/** What one cell says, or many cells of a waveform. */
export interface CsvValue {
  readonly column: string;
  readonly kind: Kind;
  /** Milliseconds: from the beginning where the file counts from there, else an instant. */
  readonly at: Instant;
  readonly line: number;
  readonly value: number | string | WaveBlock;
}
