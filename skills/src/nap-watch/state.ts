import type { Instant } from "@sakiyomi/core";
import type { Channel } from "./channel.ts";
import type { Look, Word } from "./looks.ts";
import type { Lies } from "./settings.ts";
import { freshMount } from "./worn.ts";

/** A posture that calls; it stands until somebody has looked or the sensor shows that it is over, also while the sensor is silent. */
export interface Unsafe {
  readonly lies: Lies;
  readonly since: Instant;
  readonly by: "sensor" | "look";
  /** The look that said otherwise. */
  readonly against: Instant | null;
}

/** No breathing movement; stands as `Unsafe` does. */
export interface Still {
  readonly since: Instant;
  readonly calledAt: Instant;
}

export interface State {
  readonly words: readonly Word[];
  readonly looks: readonly Look[];
  readonly channels: readonly Channel[];
  /** The strictest interval since the nap began: a birthday or a change of the rules loosens none that runs. */
  readonly agreed: { readonly from: Instant; readonly everyMin: number } | null;
  readonly unsafe: Unsafe | null;
  /** Since when it has lain in one posture after another that calls; kept while nobody knows how it lies. */
  readonly unsafeSince: Instant | null;
  readonly still: Still | null;
  /** Somebody saw the breathing that the sensor does not: it does not call again until it has seen some for a while. */
  readonly mutedAt: Instant | null;
  /** How often somebody saw the breathing that it did not, since it saw a whole minute of it. */
  readonly refuted: number;
  /** Since when it has seen movement without a break. */
  readonly steadySince: Instant | null;
  readonly awakeSince: Instant | null;
  /** The posture that was made a signal last. */
  readonly made: { readonly lies: Lies; readonly at: Instant } | null;
}

export const startingState = (): State => ({
  ...{ words: [], looks: [], channels: [], agreed: null, unsafe: null, unsafeSince: null, still: null },
  ...{ mutedAt: null, refuted: 0, steadySince: null, awakeSince: null, made: null },
});

/** Of 1.0.0, which did not know that a sensor may be worn in two ways: a nap that runs while the house is updated goes on. */
export function upgraded(state: unknown, from: string): State | null {
  if (from !== "1.0.0") return null;
  const was = state as State;
  const channels = was.channels.map((channel) => ({ ...freshMount, ...channel, turnAt: channel.slip?.at ?? null }));
  return { ...startingState(), ...was, channels };
}
