import { across, angleBetween, directionOf, dot, type Frames, meanOf, sizeOf, swingOf, type Vector } from "./frames.ts";
import { type Gait, isWalking } from "./gait.ts";

/** `upright`: sitting or standing, a waist cannot tell which. `raised`: the bed's motor raised the trunk. */
export type Is = "unknown" | "lying" | "raised" | "sitting-up" | "edge" | "standing" | "upright" | "walking";

/** How the person holds themselves. Plain data. */
export interface Posture {
  readonly is: Is;
  readonly since: number;
  /** What it seems to become, and since when. */
  readonly next: Is;
  readonly nextSince: number;
  /** Speed upwards that has come together lately, m/s; and what the sensor calls one g. */
  readonly speed: number;
  readonly oneG: number;
  /** The way of getting up that is going on: the trunk across the upright when it began, how far it left that plane, its liveliest moment (g). */
  readonly path: { readonly from: Vector; readonly aside: number; readonly liveliest: number } | null;
  /** The trunk is as upright as at the edge since; 0: is not. */
  readonly uprightSince: number;
  readonly tilt: number;
}

export const newPosture = (at: number): Posture => ({
  ...{
    is: "unknown",
    since: at,
    next: "unknown",
    nextSince: at,
    speed: 0,
    oneG: 1,
    path: null,
    uprightSince: 0,
    tilt: 0,
  },
});

/** Lying is 60° from upright (Kangas 2008: 0.5 g along the trunk). */
const LYING_DEG = 60;
/** A trunk that sits unsupported is within about 25° of upright (project's choice); back to 35° it still is the same. */
const UPRIGHT_DEG = 35;
const STRAIGHT_DEG = 25;
/** Aside of the plane in which somebody sits straight up: about 10°, as when the legs are swung over. The project's choice. */
const ASIDE = 0.17;
/** The bed's motor moves a trunk smoothly, a person does not. The project's choice. */
const LIVELY_G = 0.06;
/** So long upright without a swing of the legs: then it may be the edge all the same. The project's choice. */
const SITS_MS = 3000;
/** Peak speed of rising from a chair: 0.4 to 0.9 m/s in older people (W. Zijlstra et al., J Neuroeng Rehabil 7:32, 2010). */
const RISES_MS = 0.3;
const FADES_MS = 1400;

const dwellMs: Readonly<Record<Is, number>> = {
  ...{ unknown: 0, lying: 1000, raised: 1500, "sitting-up": 500, edge: 800 },
  ...{ standing: 300, upright: 1000, walking: 0 },
};
/** Whoever has not made a step for so long may have sat down. The project's choice. */
const STANDS_MS = 20_000;
/** Who stands and bends to the floor is not lying down yet. The project's choice. */
const BENT_MS = 5000;
const QUIET_G = 0.05;

export interface Seen {
  readonly frames: Frames;
  readonly frameMs: number;
  readonly gait: Gait;
  readonly up: Vector | null;
  readonly at: number;
}

export function look(before: Posture, seen: Seen): Posture {
  const { frames, up, at } = seen;
  const mean = meanOf(frames, 0, 5);
  const way = mean && directionOf(mean);
  if (up === null || way === null) return before.is === "unknown" ? before : newPosture(at);
  const moved = { ...follow(before, way, up, seen), ...speedOf(before, seen), tilt: Math.round(angleBetween(way, up)) };
  return becomes(moved, wanted(moved, seen), at);
}

function becomes(posture: Posture, next: Is, at: number): Posture {
  if (next === posture.is) return { ...posture, next, nextSince: at };
  const nextSince = posture.next === next ? posture.nextSince : at;
  if (at - nextSince < dwellOf(posture.is, next)) return { ...posture, next, nextSince };
  // From here on it is counted anew: what lifted the trunk is not what lifts the person.
  return { ...posture, is: next, since: at, next, nextSince: at, speed: 0 };
}

const dwellOf = (is: Is, next: Is): number =>
  next === "lying" && !fromBed.includes(is) && is !== "unknown" ? BENT_MS : dwellMs[next];

function follow(before: Posture, way: Vector, up: Vector, { frames, at }: Seen): Posture {
  const tilt = angleBetween(way, up);
  const uprightSince = tilt <= UPRIGHT_DEG ? before.uprightSince || at : 0;
  const flat = across(way, up);
  if (before.is === "lying" && tilt >= LYING_DEG) {
    const from = directionOf(flat);
    return { ...before, uprightSince, path: from && { from, aside: 0, liveliest: 0 } };
  }
  if (before.path === null) return { ...before, uprightSince };
  const along = dot(flat, before.path.from);
  const aside = Math.sqrt(Math.max(0, dot(flat, flat) - along * along));
  const path = {
    from: before.path.from,
    aside: Math.round(Math.max(before.path.aside, aside) * 100) / 100,
    liveliest: Math.round(Math.max(before.path.liveliest, swingOf(frames, 10)) * 100) / 100,
  };
  return { ...before, uprightSince, path };
}

function speedOf({ speed, oneG }: Posture, { frames, frameMs }: Seen): Pick<Posture, "speed" | "oneG"> {
  const now = meanOf(frames, 0, 1);
  const rest = meanOf(frames, 0, 10);
  if (now === null || rest === null || sizeOf(rest) < 0.3) return { speed: 0, oneG };
  const isQuiet = swingOf(frames, 10) < QUIET_G && Math.abs(sizeOf(rest) - 1) < 0.1;
  const known = isQuiet ? oneG + (sizeOf(rest) - oneG) / 5 : oneG;
  const upwards = dot(now, rest) / sizeOf(rest) - known;
  const next = speed * (1 - frameMs / FADES_MS) + (upwards * 9.81 * frameMs) / 1000;
  return { speed: round(Math.max(-3, Math.min(3, next))), oneG: round(known) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const fromBed: readonly Is[] = ["lying", "raised", "sitting-up", "edge"];

function wanted(posture: Posture, seen: Seen): Is {
  const { is, tilt } = posture;
  if (tilt >= LYING_DEG) return "lying";
  if (isWalking(seen.gait)) return "walking";
  if (fromBed.includes(is)) return gettingUp(posture, seen.at);
  if (tilt > UPRIGHT_DEG) return is;
  if (is === "walking") return "standing";
  return is === "standing" && seen.at - posture.since < STANDS_MS ? is : "upright";
}

function gettingUp({ is, tilt, path, uprightSince, speed, next }: Posture, at: number): Is {
  const isByMotor = path !== null && path.liveliest < LIVELY_G;
  if (isByMotor && is !== "edge") return "raised";
  if (tilt > UPRIGHT_DEG) return "sitting-up";
  if (is === "edge" && (speed >= RISES_MS || next === "standing")) return "standing";
  if (is === "edge") return "edge";
  const isSwung = (path?.aside ?? 0) >= ASIDE && tilt <= STRAIGHT_DEG;
  return isSwung || at - uprightSince >= SITS_MS ? "edge" : "sitting-up";
}
