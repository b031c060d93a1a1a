import { HOUR, type Instant, MINUTE } from "./ids.ts";
import { rowOf } from "./kinds.ts";
import { endOf, identityOf, type Signal } from "./signal.ts";
import { type Text, text } from "./text.ts";

/** What is known now of a kind; where nothing is, the reason in words of `coreWords`. Never a default value. */
export type KnownReading<S extends Signal = Signal> =
  | { readonly known: true; readonly signal: S }
  | { readonly known: false; readonly why: Text };

/** After this time without a reading the value is unknown; null: an event, which does not grow old. */
export const staleAfter = (signal: Signal): number | null => {
  const row = rowOf(signal.kind);
  return row.class === "event" ? null : row.staleAfterMs;
};

/** The newest of these signals that stands: nothing struck out, nothing that its sensor calls bad. */
export function freshest<S extends Signal>(signals: readonly S[]): S | null {
  const struck = new Set(signals.filter(({ quality }) => quality === "entered-in-error").map(identityOf));
  let newest: S | null = null;
  for (const signal of signals) {
    if (signal.quality === "bad" || struck.has(identityOf(signal))) continue;
    if (newest === null || endOf(signal) >= endOf(newest)) newest = signal;
  }
  return newest;
}

/** Whether the newest signal still tells anything of now. */
export function readingAt<S extends Signal>(latest: S | null, now: Instant): KnownReading<S> {
  if (latest === null) return { known: false, why: text("core.never") };
  if (latest.quality === "entered-in-error") return { known: false, why: text("core.struck") };
  if (latest.quality === "bad") return { known: false, why: text("core.bad") };
  const limit = staleAfter(latest);
  const age = now - endOf(latest);
  return limit === null || age <= limit ? { known: true, signal: latest } : { known: false, why: silentFor(age) };
}

const silentFor = (age: number): Text =>
  age < 2 * HOUR
    ? text("core.stale", { minutes: Math.floor(age / MINUTE) })
    : text("core.staleHours", { hours: Math.floor(age / HOUR) });
