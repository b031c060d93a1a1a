import type { Kind, Read, Resource, Signal } from "@sakiyomi/core";
import type { Format } from "./report.ts";

/** What comes out of a file: a signal for the store, or a record. */
export type Item =
  | { readonly signal: Signal; readonly channel: number }
  | { readonly resource: Resource; readonly place: string };

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
  readonly troubles: readonly Extract<Read<never>, { ok: false }>["refusal"][];
  readonly annotations: number;
  /** Samples and records, as far as the file says; 0 where it does not. */
  readonly expected: number;
  items(): AsyncIterable<Read<Item>>;
}
