import { type Instant, kinds, MINUTE, SECOND } from "@sakiyomi/core";
import { upOf } from "./body.ts";
import { missingAxis } from "./intake.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { measuredUntil, type Stream, sameFor } from "./stream.ts";

/** Why nothing can be said of now; `key` is a sentence. */
export interface Why {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export const SILENT_MS = Math.min(10 * SECOND, kinds["acceleration-x"].staleAfterMs);
/** A sensor that lives shows noise. */
const FLAT_MS = 10 * SECOND;
/** Nobody lies so still: breathing turns a worn sensor (van Hees 2011: windows of an hour). */
const OFF_MS = 60 * MINUTE;
/** At rest a sensor shows 1 g: what is far from it is another unit, or broken. */
const REST_G = [0.75, 1.3] as const;
const REST_FRAMES = 30;
const QUIET_G = 0.05;

/** Whether the sensor tells anything of the person now; null: it does. */
export function unheard({ intake, stream, body }: State, now: Instant): Why | null {
  if (intake === null) return { key: "never" };
  const missing = missingAxis(intake);
  if (missing !== null) return { key: "axis-missing", values: { axis: missing.slice(-1).toUpperCase() } };
  if (stream === null || stream.origin === 0) return { key: "waiting" };
  const until = Math.floor(measuredUntil(stream));
  if (now - until > SILENT_MS) return { key: "silent", values: { sinceAt: Math.max(0, until) } };
  if (sameFor(stream) >= FLAT_MS) return { key: "flat" };
  if (!isOneG(stream)) return { key: "not-gravity" };
  if (body.still !== null && until - body.still.since >= OFF_MS)
    return { key: "off", values: { sinceAt: Math.max(0, Math.floor(body.still.since)) } };
  return null;
}

/** Three quiet seconds that are far from one g. */
function isOneG({ frames }: Stream): boolean {
  if (frames.length < REST_FRAMES * 5) return true;
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (let i = frames.length - REST_FRAMES * 5; i < frames.length; i += 5) {
    high = Math.max(high, (frames[i + 3] as number) / 1000);
    low = Math.min(low, (frames[i + 4] as number) / 1000);
  }
  return high - low > QUIET_G || (low >= REST_G[0] && high <= REST_G[1]);
}

/** Whether the way up is known, too: without it falls are seen, postures are not. */
export function unheardPosture(state: State, settings: Settings, now: Instant): Why | null {
  const why = unheard(state, now);
  if (why !== null) return why;
  if (upOf(state.body, settings) === null) return { key: "up-unknown" };
  return state.body.posture.is === "unknown" ? { key: "waiting" } : null;
}

const broken: readonly string[] = ["axis-missing", "flat", "not-gravity", "off"];

/** What somebody has to see to, and since when it is so. */
export function brokenNow(state: State, settings: Settings, now: Instant): State["broken"] {
  const why = unheard(state, now);
  const isUpUnknown = why === null && settings.callsFor !== "nobody" && upOf(state.body, settings) === null;
  const key = isUpUnknown ? "up-unknown" : (why?.key ?? "");
  if (!isUpUnknown && !broken.includes(key)) return null;
  const axis = typeof why?.values?.axis === "string" ? why.values.axis : null;
  const isSame = state.broken?.key === key && state.broken.axis === axis;
  return isSame ? state.broken : { key, axis, since: now };
}

/** The sensor's range ended in a blow lately: how hard, nobody knows. */
export const isClipped = ({ stream }: State, now: Instant): boolean =>
  stream !== null && stream.clippedAt > 0 && now - stream.clippedAt < 30 * MINUTE;
