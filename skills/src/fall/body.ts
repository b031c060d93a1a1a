import { MINUTE, SECOND } from "@sakiyomi/core";
import { type Bed, moveOn, newBed, out, stageOf } from "./bed.ts";
import { type Fallen, fell, watch } from "./fallen.ts";
import { angleBetween, directionOf, meanOf, swingOf, type Vector } from "./frames.ts";
import { type Gait, isWalking, newGait, step } from "./gait.ts";
import { type Impact, judge } from "./impact.ts";
import { bent, type Front, frontOf, newFront, wayOf } from "./mounting.ts";
import { look, newPosture, type Posture } from "./posture.ts";
import type { Settings } from "./settings.ts";
import { frameMs, type Stream } from "./stream.ts";

/** Everything that is known of the person from the sensor. Plain data. */
export interface Body {
  readonly gait: Gait;
  readonly front: Front;
  readonly posture: Posture;
  readonly impact: Impact | null;
  readonly fallen: readonly Fallen[];
  readonly bed: Bed;
  /** The sensor has lain like this, and not moved at all, since. */
  readonly still: { readonly since: number; readonly way: Vector } | null;
  /** The last frame. */
  readonly at: number;
}

export const newBody = (at: number): Body => ({
  ...{
    gait: newGait,
    front: newFront,
    posture: newPosture(at),
    impact: null,
    fallen: [],
    bed: newBed,
    still: null,
    at,
  },
});

export const upOf = ({ gait }: Pick<Body, "gait">, { up }: Settings): Vector | null => wayOf(up) ?? gait.up;
export const frontKnown = ({ front }: Pick<Body, "front">, settings: Settings): Vector | null =>
  wayOf(settings.front) ?? frontOf(front);

/** `isInBed`: a bed sensor says so; then nobody falls softly. */
export function live(body: Body, stream: Stream, settings: Settings, at: number, isInBed: boolean): Body {
  const { frames } = stream;
  const gait = step(body.gait, frames, at);
  const up = upOf({ gait }, settings);
  const known = { ...gait, up };
  const isAnew = body.gait.up !== null && gait.upFrom === 1 && body.gait.upFrom > 1;
  const around = { frames, frameMs: frameMs(stream), gait: known, clippedAt: stream.clippedAt };
  const judged = judge(body.impact, { ...around, softHoldsMs: settings.softHoldsS * SECOND }, at);
  const posture = look(body.posture, { ...around, up, at });
  // Who sits in bed, or at its edge, and lies down hard has a softer way to fall: only a sure one counts.
  const isOnBed = isInBed || body.bed.stage === "rising" || body.bed.stage === "edge";
  const found = judged.found === null || (isOnBed && !judged.found.isSure) ? null : judged.found;
  const fallen = found
    ? fell(body.fallen, { at: found.at, how: found.isSure ? "sure" : "soft", before: found.before })
    : body.fallen;
  return {
    gait,
    front: isAnew ? newFront : bentOver(body.front, posture, stream, gait, up, at),
    posture,
    impact: judged.impact,
    fallen: fallen.length === 0 ? fallen : fallen.map((one) => watch(one, { frames, gait, up, at })),
    bed: bedAfter(body.bed, posture, fallen, at),
    still: stillAfter(body.still, stream, at),
    at,
  };
}

function bentOver(
  front: Front,
  { tilt }: Posture,
  { frames }: Stream,
  gait: Gait,
  up: Vector | null,
  at: number,
): Front {
  if (up === null || (front.bend === null && tilt < 30) || isWalking(gait)) return front;
  const mean = meanOf(frames, 0, 5);
  const way = mean && directionOf(mean);
  return way === null ? front : bent(front, way, up, gait.stepAt, at);
}

/** What was known so long ago says nothing of the bed now. */
const FORGETS_BED_MS = 30 * MINUTE;

/** What was said before a gap says nothing of now; another sensor may sit another way round. */
export function afterGap(body: Body, at: number, isOther: boolean): Body {
  const fresh = newBody(at);
  const gait = isOther ? newGait : { ...newGait, up: body.gait.up, upFrom: body.gait.upFrom };
  const front = isOther ? fresh.front : { ...body.front, bend: null };
  const bed = Math.abs(at - body.at) > FORGETS_BED_MS ? out(body.bed, at) : body.bed;
  return { ...body, gait, front, bed, posture: fresh.posture, still: null, at };
}

/** Who lies after a fall is not in bed, and who gets up then is no bed's exit. */
function bedAfter(bed: Bed, { is }: Posture, fallen: readonly Fallen[], at: number): Bed {
  if (fallen.some(({ gotUpAt }) => gotUpAt === null)) return bed.stage === null ? bed : out(bed, at);
  // First seen upright after a gap: since lying, at the edge at least.
  const isOut = is === "upright" && (bed.stage === "in" || bed.stage === "rising");
  return moveOn(bed, isOut ? "edge" : stageOf(is), at);
}

/** Noise of a sensor on a table; breathing alone turns a worn one by more (V. T. van Hees et al., PLOS ONE 6:e22922, 2011: 3 to 13 mg). */
const STILL_G = 0.03;
const STILL_DEG = 1.5;

function stillAfter(still: Body["still"], { frames }: Stream, at: number): Body["still"] {
  if (swingOf(frames, 1) > STILL_G) return null;
  if (still !== null && at % SECOND >= 100) return still;
  const mean = meanOf(frames, 0, 5);
  const way = mean && directionOf(mean);
  if (way === null) return null;
  return still !== null && angleBetween(still.way, way) <= STILL_DEG ? still : { since: at, way };
}
