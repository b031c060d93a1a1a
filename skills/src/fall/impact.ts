import {
  angleBetween,
  directionOf,
  type Frames,
  framesIn,
  highAt,
  lowAt,
  meanOf,
  sizeAt,
  type Vector,
} from "./frames.ts";
import type { Gait } from "./gait.ts";

/** A blow that may have been a fall; what came before it is known, what comes after decides. Plain data. */
export interface Impact {
  readonly at: number;
  /** The hardest moment, the lightest one before it (g), and the speed downwards that it came to in between (m/s). */
  readonly peak: number;
  readonly pit: number;
  readonly drop: number;
  /** The way up before it, in the sensor's axes. */
  readonly before: Vector;
  /** How much speaks for a fall: 1 for each published criterion that is just met. */
  readonly score: number;
  /** Since when the person lies as after a fall; null: does not. */
  readonly downSince: number | null;
}

export interface Found {
  readonly at: number;
  readonly isSure: boolean;
  readonly before: Vector;
}

/** The floor that the project was given is 1.6 g at 200 Hz, which is about 1.5 g as it is averaged here; below it nothing is a blow. */
const BLOW_G = 1.5;
/**
 * Where each criterion counts 1: impact 2.0 g, begin of the fall below 0.6 g, speed 0.7 m/s, at the waist.
 * M. Kangas et al., Gait & Posture 28:285 (2008), "Comparison of low-complexity fall detection algorithms".
 */
const KANGAS = { impactG: 2.0, pitG: 0.6, dropMs: 0.7 } as const;
/** No single one decides alone: a knock at the sensor is hard, too. The project's choice. */
const MOST_OF_ONE = 2.5;
/** Whoever was walking just now and lies now did not sit down first: it counts like one and a half criteria. The project's choice. */
const WALKED_MS = 3000;
const WALKED = 1.5;
/**
 * Two of the three criteria for a fall at all; below four it is a suspicion, told after the whole wait. From there to five the
 * wait grows shorter, and then there is none. The project's choice: a trunk that drops back onto a bed is hard and light, too,
 * but seldom so much, and whoever lay down gets up or stays as they please.
 */
const LEAST = 2;
const LIKELY = 4;
const SURE = 5;
/** Out of a bed there is less height and no change from upright to lying: only what is very sure counts. The project's choice. */
const SURE_FROM_LYING = 5;
/** The floor's own tilt; a lying trunk is 60° from upright (Kangas 2008: 0.5 g along the trunk). */
const TILT_DEG = 45;
/** A pelvis that slouches in a car's seat comes near 45°, so a soft blow asks for more. The project's choice. */
const SOFT_TILT_DEG = 50;
const LYING_DEG = 60;
/** Fall and blow last about a second (A. K. Bourke et al., Gait & Posture 26:194, 2007). */
const FALLS_MS = 1200;
/** The posture before is taken from before that. */
const BEFORE_MS = [1600, 3600] as const;
const SETTLES_MS = 600;
const SURE_HOLDS_MS = 700;
/** Whoever stands again so soon is not told of. */
const GIVEN_UP_MS = 3000;
/** A blow of which nothing has come by then. */
const OVER_MS = 20_000;
/** Clipped by the sensor's range: it was at least so hard. */
const CLIPPED_G = 3.5;

export interface Around {
  readonly frames: Frames;
  readonly frameMs: number;
  readonly gait: Gait;
  readonly clippedAt: number;
  /** How long somebody has to lie after a soft fall before it is told, ms. */
  readonly softHoldsMs: number;
}

export interface Judged {
  readonly impact: Impact | null;
  readonly found: Found | null;
}

export function judge(impact: Impact | null, around: Around, at: number): Judged {
  const blow = highAt(around.frames, 0) >= BLOW_G ? struck(impact, around, at) : impact;
  if (blow === null || at - blow.at < SETTLES_MS) return { impact: blow, found: null };
  if (at - blow.at > OVER_MS + around.softHoldsMs) return { impact: null, found: null };
  return settled(blow, around, at);
}

/** A new blow, or one more of the same fall. Rolling over on the floor is no new one. */
function struck(before: Impact | null, around: Around, at: number): Impact | null {
  const { frames, frameMs, gait, clippedAt } = around;
  if (before !== null && before.downSince !== null) return before;
  const isSame = before !== null && at - before.at <= FALLS_MS;
  const isClipped = clippedAt > 0 && at - clippedAt < 2 * frameMs;
  const peak = isClipped ? Math.max(CLIPPED_G, highAt(frames, 0)) : highAt(frames, 0);
  if (isSame && before.peak >= peak) return before;
  const [pit, drop] = fallBefore(frames, frameMs);
  const way = wayBefore(frames, frameMs);
  if (way === null) return before;
  const blow = {
    at,
    peak,
    pit: isSame ? Math.min(pit, before.pit) : pit,
    drop: isSame ? Math.max(drop, before.drop) : drop,
    before: way,
  };
  return { ...blow, score: scoreOf(blow, gait, at), downSince: null };
}

function wayBefore(frames: Frames, frameMs: number): Vector | null {
  const known = framesIn(frames);
  const from = Math.min(Math.round(BEFORE_MS[0] / frameMs), known - 3);
  const mean = from < 1 ? null : meanOf(frames, from, Math.round((BEFORE_MS[1] - BEFORE_MS[0]) / frameMs));
  return mean && directionOf(mean);
}

/** The lightest moment, and the greatest speed downwards: what is lacking to 1 g, added up (Kangas 2008). */
function fallBefore(frames: Frames, frameMs: number): readonly [pit: number, drop: number] {
  let [pit, speed, drop] = [1, 0, 0];
  for (let back = Math.min(Math.round(FALLS_MS / frameMs), framesIn(frames) - 1); back >= 0; back--) {
    pit = Math.min(pit, lowAt(frames, back));
    speed = Math.max(0, speed + ((1 - sizeAt(frames, back)) * 9.81 * frameMs) / 1000);
    drop = Math.max(drop, speed);
  }
  return [pit, Math.round(drop * 1000) / 1000];
}

function scoreOf({ peak, pit, drop }: Pick<Impact, "peak" | "pit" | "drop">, gait: Gait, at: number): number {
  const parts = [(peak - 1) / (KANGAS.impactG - 1), (1 - pit) / (1 - KANGAS.pitG), drop / KANGAS.dropMs];
  const sum = parts.reduce((all, part) => all + Math.min(MOST_OF_ONE, Math.max(0, part)), 0);
  const hasWalked = gait.stepAt > 0 && at - gait.stepAt <= WALKED_MS;
  return Math.round((sum + (hasWalked ? WALKED : 0)) * 100) / 100;
}

function settled(impact: Impact, around: Around, at: number): Judged {
  const way = quietWay(around.frames);
  if (way === null) return { impact, found: null };
  if (!isDown(impact, around.gait.up, way)) {
    const isOver = impact.downSince !== null || at - impact.at > GIVEN_UP_MS;
    return { impact: isOver ? null : impact, found: null };
  }
  const downSince = impact.downSince ?? at;
  if (at - downSince < holdsMs(impact.score, around.softHoldsMs))
    return { impact: { ...impact, downSince }, found: null };
  return { impact: null, found: { at: impact.at, isSure: impact.score >= LIKELY, before: impact.before } };
}

function holdsMs(score: number, softMs: number): number {
  const softness = Math.max(0, Math.min(1, (SURE - score) / (SURE - LIKELY)));
  return SURE_HOLDS_MS + softness * Math.max(0, softMs - SURE_HOLDS_MS);
}

/** Where up is now; null while it moves so much that this cannot be told. */
export function quietWay(frames: Frames, count = 5): Vector | null {
  for (let back = 0; back < count; back++) if (highAt(frames, back) > 1.35 || lowAt(frames, back) < 0.65) return null;
  const mean = meanOf(frames, 0, count);
  return mean && directionOf(mean);
}

function isDown({ before, score }: Impact, up: Vector | null, now: Vector): boolean {
  const tilt = score >= LIKELY ? TILT_DEG : SOFT_TILT_DEG;
  if (score < LEAST || angleBetween(before, now) < tilt) return false;
  if (up === null) return true;
  if (angleBetween(up, now) < tilt) return false;
  return angleBetween(up, before) < LYING_DEG || score >= SURE_FROM_LYING;
}
