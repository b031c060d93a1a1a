import type { Vector } from "./frames.ts";

/**
 * A waist under gravity: where the trunk points, how high it is, and what hits it, in closed form, so that a day costs
 * nothing. It knows mechanics only, none of the skill's thresholds. Angles in degrees, heights in metres, times in seconds.
 */
export interface Pose {
  /** 0 upright, 90 lying, negative bent forwards. */
  readonly lean: number;
  /** About the long axis: 0 on the back, 90 on the right side (the left one up), -90 on the left, 180 on the front. */
  readonly roll: number;
  /** Of the waist over the floor. */
  readonly height: number;
}

/** One stretch of a life: a pose is reached with least jerk, and held, walked in, or fallen into. */
export interface Stretch {
  readonly seconds: number;
  readonly to: Pose;
  readonly does?: "move" | "walk" | "fall";
  /** Of a movement: so much of the time it takes; the rest is rest. Left out: all of it. */
  readonly movesFor?: number;
  /** Of a fall: which share of gravity pulls (1: nothing holds), how long the blow lasts (s), how lively it rebounds. */
  readonly pull?: number;
  readonly blowS?: number;
  /** A motor does it: nothing trembles. */
  readonly isSmooth?: boolean;
  /** A turn aside on the way: the roll that the pelvis takes in the middle of the movement. */
  readonly asideDeg?: number;
  /** What happens at its beginning, as the truth of a test. */
  readonly truth?: "edge" | "stands" | "lies" | "falls" | "sits-up" | "gets-up";
}

export interface Wearer {
  readonly seed: number;
  /** Columns: the sensor's x, y, z in the body's (front, left, up). */
  readonly mount: readonly [Vector, Vector, Vector];
  /** Of steps, up and down, g; steps a second. */
  readonly stepG: number;
  readonly cadence: number;
  /** Noise of the sensor, g (standard deviation), and its error of scale. */
  readonly noiseG: number;
  readonly scale: number;
  /** How lively a movement is, g: muscles tremble. */
  readonly tremorG: number;
}

export type Chance = () => number;

/** Mulberry32 (T. Ettinger, public domain). */
export function chanceOf(seed: number): Chance {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const RAD = Math.PI / 180;
const G = 9.81;

/** Somebody with a sensor put on in any way. */
export function wearerOf(seed: number): Wearer {
  const chance = chanceOf(seed * 7919 + 1);
  const [a, b, c] = [chance(), chance(), chance()].map((one) => (one - 0.5) * 360 * RAD) as [number, number, number];
  return {
    seed,
    mount: rotation(a, b, c),
    stepG: 0.12 + 0.2 * chance(),
    cadence: 1.4 + 0.5 * chance(),
    noiseG: 0.003 + 0.005 * chance(),
    scale: 0.97 + 0.06 * chance(),
    tremorG: 0.03 + 0.06 * chance(),
  };
}

function rotation(a: number, b: number, c: number): Wearer["mount"] {
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  return [
    [ca * cb, ca * sb * sc - sa * cc, ca * sb * cc + sa * sc],
    [sa * cb, sa * sb * sc + ca * cc, sa * sb * cc - ca * sc],
    [-sb, cb * sc, cb * cc],
  ];
}

/** Least jerk (T. Flash, N. Hogan, J Neurosci 5:1688, 1985): how far, and how hard it speeds up. */
const far = (t: number): number => t * t * t * (10 - 15 * t + 6 * t * t);
const hard = (t: number): number => t * (60 - 180 * t + 120 * t * t);

interface Moment {
  readonly lean: number;
  readonly roll: number;
  /** Upwards and forwards beside gravity, g. */
  readonly upwards: number;
  readonly forwards: number;
  readonly tremor: number;
}

/** What the stretch is at this second, coming from `from`. */
function momentOf(stretch: Stretch, from: Pose, second: number, { stepG, cadence, tremorG }: Wearer): Moment {
  const { to, does = "move" } = stretch;
  if (does === "fall") return fallAt(stretch, from, second);
  const moves = Math.min(stretch.seconds, stretch.movesFor ?? stretch.seconds);
  const t = Math.min(1, second / moves);
  const share = far(t);
  const isMoving = t < 1;
  const aside = (stretch.asideDeg ?? 0) * Math.sin(Math.PI * share);
  const pose = {
    lean: from.lean + (to.lean - from.lean) * share,
    roll: from.roll + (to.roll - from.roll) * share + aside,
  };
  const lift = isMoving ? ((to.height - from.height) * hard(t)) / (moves * moves * G) : 0;
  if (does !== "walk")
    return { ...pose, upwards: lift, forwards: 0, tremor: isMoving && !stretch.isSmooth ? tremorG : 0.004 };
  const phase = 2 * Math.PI * cadence * second;
  return {
    ...pose,
    roll: pose.roll + 4 * Math.sin(phase / 2),
    upwards: stepG * (Math.sin(phase) + 0.35 * Math.sin(2 * phase + 0.6)),
    forwards: 0.4 * stepG * Math.sin(phase + 1.2),
    tremor: tremorG / 2,
  };
}

/** Down with a share of gravity, the trunk turning as it goes, until the floor stops it with a blow. */
function fallAt(stretch: Stretch, from: Pose, second: number): Moment {
  const { to, pull = 0.7, blowS = 0.08 } = stretch;
  const drop = Math.max(0.02, from.height - to.height);
  const lasts = Math.sqrt((2 * drop) / (pull * G));
  const speed = pull * G * lasts;
  const t = Math.min(1, second / (lasts + 0.1));
  const pose = { lean: from.lean + (to.lean - from.lean) * t * t, roll: from.roll + (to.roll - from.roll) * t * t };
  if (second < lasts) return { ...pose, upwards: -pull, forwards: 0.1, tremor: 0.05 };
  const since = second - lasts;
  if (since < blowS) {
    // Half a sine that takes all the speed and gives a tenth back.
    const peak = ((1.1 * speed) / G) * (Math.PI / (2 * blowS));
    const blow = peak * Math.sin((Math.PI * since) / blowS);
    return { ...pose, upwards: blow, forwards: 0.3 * blow, tremor: 0.1 };
  }
  const fades = Math.exp(-(since - blowS) / 0.15);
  return { ...to, upwards: 0.3 * fades * Math.sin(30 * since), forwards: 0.15 * fades, tremor: 0.05 * fades + 0.004 };
}

/** The acceleration in the body's axes: front, left, up. */
function felt({ lean, roll, upwards, forwards }: Moment, breath: number): Vector {
  const [p, r] = [(lean + breath) * RAD, roll * RAD];
  const [cp, sp, cr, sr] = [Math.cos(p), Math.sin(p), Math.cos(r), Math.sin(r)];
  const vertical = 1 + upwards;
  return [
    vertical * sp * cr + forwards * cp * cr,
    vertical * sp * sr + forwards * cp * sr,
    vertical * cp - forwards * sp,
  ];
}

export interface Lived {
  readonly at: number;
  readonly stretch: Stretch;
  readonly from: Pose;
}

/** The stretches with their beginnings, and how long the whole lasts. */
export function livesOf(
  stretches: readonly Stretch[],
  from: Pose,
): { readonly lived: readonly Lived[]; readonly seconds: number } {
  let [at, pose] = [0, from];
  const lived = stretches.map((stretch) => {
    const one = { at, stretch, from: pose };
    at += stretch.seconds;
    pose = stretch.to;
    return one;
  });
  return { lived, seconds: at };
}

/** x, y and z of the sensor in g over [from, to), at `rate`. The same seed and times give the same values. */
export function accelerationOf(
  { lived }: Pick<ReturnType<typeof livesOf>, "lived">,
  wearer: Wearer,
  span: { readonly from: number; readonly to: number; readonly rate: number },
): readonly [Float64Array, Float64Array, Float64Array] {
  const count = Math.round((span.to - span.from) * span.rate);
  const out = [new Float64Array(count), new Float64Array(count), new Float64Array(count)] as const;
  const chance = chanceOf(wearer.seed + Math.round(span.from * 1000));
  let i = lived.findLastIndex(({ at }) => at <= span.from);
  for (let k = 0; k < count; k++) {
    const second = span.from + k / span.rate;
    while ((lived[i + 1]?.at ?? Number.POSITIVE_INFINITY) <= second) i += 1;
    const life = lived[Math.max(0, i)];
    if (life === undefined) break;
    const moment = momentOf(life.stretch, life.from, second - life.at, wearer);
    const body = felt(moment, 0.6 * Math.sin(2 * Math.PI * 0.25 * second));
    const noise = wearer.noiseG + moment.tremor;
    for (const [axis, values] of out.entries()) {
      const [f, l, u] = wearer.mount[axis] as Vector;
      values[k] =
        wearer.scale * (f * body[0] + l * body[1] + u * body[2]) + noise * (chance() + chance() + chance() - 1.5);
    }
  }
  return out;
}
