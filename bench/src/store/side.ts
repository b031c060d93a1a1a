import type { Piece } from "./signals.ts";

/** One of those that are compared, seen from its client: everything goes over a socket. */
export interface Side {
  /** Resolves when it is durable; false where it only waits for more and nothing was sent. */
  write(pieces: readonly Piece[]): Promise<boolean>;
  /** What was held back goes out. */
  drain(): Promise<void>;
  /** The samples of an ECG channel in [from, to]; resolves with how many were received and turned into numbers. */
  window(channel: number, from: number, to: number): Promise<number>;
  /** The newest value of each ECG channel; resolves with how many there are. */
  latest(): Promise<number>;
  /** Minimum, mean and maximum in each of `buckets`; resolves with how many have any. */
  plot(channel: number, from: number, to: number, buckets: number): Promise<number>;
  /** Bytes that its data take on disk, once it has packed them. */
  size(): Promise<number>;
  close(): void;
}

export type SideName = "sakiyomi" | "influxdb" | "postgres-rows" | "postgres-blocks";

/** How its client reaches it. */
export interface Place {
  readonly port: number;
  readonly dir: string;
}
