import { DAY, type Instant, MINUTE, type Signal } from "@sakiyomi/core";
import { isZone } from "../basic-care/care-day.ts";
import { withOne } from "../basic-care/hear.ts";

export type Way = "oral" | "suppository" | "enema";

export interface Stool {
  readonly id: string;
  readonly at: Instant;
  readonly bristol: number | null;
  readonly small: boolean;
  readonly leaked: boolean;
}
export interface Laxative {
  readonly id: string;
  readonly at: Instant;
  readonly name: string;
  readonly way: Way;
}
export interface Void {
  readonly id: string;
  readonly at: Instant;
  readonly ml: number | null;
  readonly leaked: boolean;
}
export interface State {
  /** Of the house, where a review has brought it. */
  readonly zone: string | null;
  readonly stools: readonly Stool[];
  readonly laxatives: readonly Laxative[];
  readonly voids: readonly Void[];
  /** The last offer of the toilet. */
  readonly offer: { readonly since: Instant; readonly from: Instant; readonly until: Instant } | null;
}

const KEEPS_STOOLS_MS = 90 * DAY;
const KEEPS_VOIDS_MS = 10 * DAY;
const MOST = 120;
const AHEAD_MS = MINUTE;

export const startingState = (): State => ({ zone: null, stools: [], laxatives: [], voids: [], offer: null });

/** Takes the signals in, in order of arrival. */
export function hear(before: State, signals: readonly Signal[], now: Instant): State {
  const heard = signals
    .filter(({ at, quality }) => at <= now + AHEAD_MS && quality !== "bad")
    .reduce(withSignal, before);
  const since = <T extends { readonly at: Instant }>(list: readonly T[], ms: number): readonly T[] =>
    list.length > MOST || (list[0] !== undefined && now - list[0].at >= ms)
      ? list.filter(({ at }) => now - at < ms).slice(-MOST)
      : list;
  return {
    ...heard,
    stools: since(heard.stools, KEEPS_STOOLS_MS),
    laxatives: since(heard.laxatives, KEEPS_STOOLS_MS),
    voids: since(heard.voids, KEEPS_VOIDS_MS),
  };
}

function withSignal(state: State, signal: Signal): State {
  if (signal.kind === "stool") {
    const { bristol, amount, how, leaked } = signal.value;
    const rest = { bristol: bristol ?? null, small: amount === "small", leaked: leaked ?? how === "pad" };
    return { ...state, stools: withOne(state.stools, signal, rest) };
  }
  if (signal.kind === "laxative") {
    const { name, how = "oral" } = signal.value;
    return { ...state, laxatives: withOne(state.laxatives, signal, { name, way: how }) };
  }
  if (signal.kind === "clinical-review") {
    const { zone } = signal.value;
    return zone !== undefined && isZone(zone) ? { ...state, zone } : state;
  }
  if (signal.kind !== "void") return state;
  const { volumeMl, leaked } = signal.value;
  return { ...state, voids: withOne(state.voids, signal, { ml: volumeMl ?? null, leaked: leaked ?? false }) };
}
