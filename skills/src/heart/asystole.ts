import { type Instant, MINUTE, SECOND } from "@sakiyomi/core";
import { endOfChannel, measuredUntil } from "./channel.ts";
import { beatsAfter, type Heard, isFresh, isNoisy } from "./heard.ts";
import type { Beating } from "./shape.ts";

export type Heards = Readonly<Record<Beating, Heard | null>>;

/** What the waves together say of the heart standing still. */
export type Stillness =
  | { readonly is: "beating" | "not-measured" }
  /** The ECG shows nothing, a pulse is there: electrode or noise, not the heart. */
  | { readonly is: "ecg-lost"; readonly since: Instant }
  | { readonly is: "still"; readonly since: Instant; readonly pulse: "gone" | "not-measured" };

/** A pulse arrives so long after its beat at the latest; earlier ones belong to the last beat that was seen. */
const TRANSIT_MS = 700;
/** So many pulses contradict; one alone may be a movement. */
const PULSES = 2;
/** And the last of them is not older than this: 20 /min. */
const PULSE_WITHIN_MS = 3 * SECOND;
const BEATS_TO_END = 2;
/** When the ECG falls silent in an alarm, the alarm stands so long. */
const STANDS_MS = 10 * MINUTE;

export function stillness(heards: Heards, forMs: number, now: Instant): Stillness {
  const { ecg } = heards;
  if (ecg === null || ecg.lastBeatAt === null || !isFresh(ecg, now)) return { is: "not-measured" };
  const silentSince = Math.max(ecg.lastBeatAt, ecg.channel.origin);
  if (measuredUntil(ecg.channel) - silentSince < forMs) return { is: "beating" };
  const seconds = [heards.ppg, heards["arterial-pressure"]].map((pulse) => second(pulse, silentSince, ecg));
  const since = Math.ceil(silentSince);
  if (seconds.includes("beats")) return { is: "ecg-lost", since };
  return { is: "still", since, pulse: seconds.includes("gone") ? "gone" : "not-measured" };
}

/** What a second signal says of the time in which the ECG shows nothing. */
function second(pulse: Heard | null, silentSince: number, ecg: Heard): "beats" | "gone" | "not-measured" {
  if (pulse === null || isNoisy(pulse)) return "not-measured";
  const until = measuredUntil(pulse.channel);
  const isWithIt = measuredUntil(ecg.channel) - until <= PULSE_WITHIN_MS && pulse.channel.origin <= silentSince;
  if (!isWithIt) return "not-measured";
  const pulses = beatsAfter(pulse, silentSince + TRANSIT_MS);
  const isLately = (pulses[0] ?? 0) > Math.min(until, endOfChannel(pulse.channel)) - PULSE_WITHIN_MS;
  return pulses.length >= PULSES && isLately ? "beats" : "gone";
}

/** The alarm that stands: it ends with beats or a pulse, not with a wire that is pulled. */
export function standingStill(before: Instant | null, found: Stillness, heards: Heards, now: Instant): Instant | null {
  if (found.is === "still") return before ?? found.since;
  if (before === null || found.is === "ecg-lost") return null;
  const { ecg } = heards;
  const isBack = ecg !== null && beatsAfter(ecg, before).length >= BEATS_TO_END;
  return isBack || now - before > STANDS_MS ? null : before;
}
