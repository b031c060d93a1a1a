import type { Kind, Refusal, Resource, Signal } from "@sakiyomi/core";
import type { Format } from "./report.ts";

/** What comes out of a file: a signal for the store, or a record. */
export type Item =
  | { readonly signal: Signal; readonly channel: number }
  | { readonly resource: Resource; readonly place: string };

/** An item, or why there is none; `count` where it is more than one sample. */
export type Found =
  | { readonly ok: true; readonly value: Item }
  | { readonly ok: false; readonly refusal: Refusal; readonly count?: number };

/** A file that is understood, and can be gone through as often as wanted. */
export interface Plan {
  readonly format: Format;
  readonly title: string;
  readonly channels: readonly {
    readonly channel: string;
    readonly kind: Kind | null;
    readonly source: string | null;
  }[];
  /** Troubles that were found before any sample was read. */
  readonly troubles: readonly Refusal[];
  /** Marks of the file that have no place among signals. */
  readonly annotations: number;
  /** Samples and records, as far as the file says; 0 where it does not. */
  readonly expected: number;
  items(): AsyncIterable<Found>;
}
