import type { Instant, Refusal, SourceId } from "@sakiyomi/core";

/** Who speaks, and for which devices besides: a gateway has a prefix. */
export interface Sender {
  readonly source: SourceId;
  readonly prefix?: string;
}

export interface Receipt {
  readonly stored: number;
  readonly repeated: number;
  readonly refused: readonly { readonly index: number; readonly refusal: Refusal }[];
}

/** What this adapter needs of the house. `receive` resolves when what was taken is durable: only then is a message acknowledged. */
export interface Inlet {
  now(): Instant;
  /** For whom the token speaks; null: for nobody. */
  check(token: string): Sender | null;
  receive(raw: readonly unknown[], sender: Sender): Promise<Receipt>;
  receiveWaves(message: Uint8Array, sender: Sender): Promise<Receipt>;
  /** A token was withdrawn: its connection ends. */
  onWithdrawn?(listen: (device: string) => void): () => void;
}

export const nothing: Receipt = { stored: 0, repeated: 0, refused: [] };

export const refusedWhole = (refusal: Refusal): Receipt => ({ ...nothing, refused: [{ index: 0, refusal }] });
