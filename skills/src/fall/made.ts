import { type Instant, type Made, MINUTE, SECOND, type ValueOf } from "@sakiyomi/core";
import { freshMat } from "./hear.ts";
import { unheardPosture } from "./judged.ts";
import { lyingSide } from "./predictions.ts";
import type { Settings } from "./settings.ts";
import type { InBed, State } from "./state.ts";
import { measuredUntil } from "./stream.ts";

/** A walk of stops and steps is not a signal each second. */
const LEAST_MS = 2 * SECOND;
/** Said again while it holds; after ten minutes it would be unknown. */
const AGAIN_MS = 5 * MINUTE;
/** Whoever lies so long lies in bed. The project's choice. */
const IN_BED_MS = 30 * SECOND;

export interface Making {
  readonly state: State;
  readonly made: readonly Made[];
}

export function make(state: State, settings: Settings, now: Instant): Making {
  const falls = state.body.fallen.filter(({ isMade, how }) => !isMade && how === "sure");
  const made: Made[] = falls.map(({ at }) => ({
    kind: "fall",
    at: Math.max(0, Math.min(now, Math.floor(at))),
    value: {},
  }));
  const fallen =
    falls.length === 0
      ? state.body.fallen
      : state.body.fallen.map((one) => (falls.includes(one) ? { ...one, isMade: true } : one));
  const at = state.stream === null ? now : Math.max(0, Math.min(now, Math.floor(measuredUntil(state.stream))));
  const is = unheardPosture(state, settings, now) === null;
  const posture = is ? postureSaid(state, settings) : null;
  const bed = is && freshMat(state, now) === null ? bedSaid(state, at) : null;
  let last = state.made;
  if (posture !== null && isDue(last.posture, last.postureAt, posture, at)) {
    made.push({ kind: "posture", at, value: posture });
    last = { ...last, posture, postureAt: at };
  }
  if (bed !== null && isDue(last.bed, last.bedAt, bed, at)) {
    made.push({ kind: "bed-occupancy", at, value: bed });
    last = { ...last, bed, bedAt: at };
  }
  return { state: { ...state, made: last, body: { ...state.body, fallen } }, made };
}

const isDue = (was: string | null, wasAt: Instant, is: string, at: Instant): boolean =>
  Math.abs(at - wasAt) >= (was === is ? AGAIN_MS : LEAST_MS);

function postureSaid(state: State, settings: Settings): ValueOf<"posture"> | null {
  const { is } = state.body.posture;
  if (is === "lying") return lyingSide(state, settings);
  if (is === "sitting-up" || is === "edge") return "sitting";
  return is === "standing" || is === "walking" ? is : null;
}

function bedSaid({ body }: State, at: Instant): InBed | null {
  const { is, since } = body.posture;
  if (body.fallen.some(({ gotUpAt }) => gotUpAt === null)) return null;
  if (is === "lying") return at - since >= IN_BED_MS || body.bed.reached !== "in" ? "in-bed" : null;
  if (is === "raised" || is === "sitting-up") return "in-bed";
  if (is === "edge") return "edge";
  return is === "standing" || is === "walking" ? "out" : null;
}
