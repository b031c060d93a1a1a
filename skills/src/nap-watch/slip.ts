import type { Instant } from "@sakiyomi/core";
import { liesBy } from "./mounting.ts";
import { angleBetween, BIN_MS, dot, endOf, type Series, type Vector, varies } from "./series.ts";
import type { Lies } from "./settings.ts";

/** A sensor that has turned, and not the child: where "up" was for it before, and is now. */
export interface Slip {
  readonly at: Instant;
  /** Between: the child would not rest so; else it may have been the child. */
  readonly angle: "between" | "quarter" | "half";
  readonly before: Vector;
  readonly after: Vector;
}

/**
 * A trunk cannot turn so far in so short a time out of rest and into rest: a child needs one to several seconds to roll over, braces
 * itself before and moves afterwards; and one that topples lands with a jolt. A clip that swings round, or a shirt that jumps back,
 * needs less than half a second, and the child lies still. Project's choice, to be measured on children and clips.
 */
const LEAST_TURN = 50;
const SWINGS_BINS = 2;
/** Two seconds of rest on each side, in which the chest tilts with its breath by far less than 40 mg (in 1/10000 g). */
const REST_BINS = 10;
const REST = 400;
const G = 10_000;
/** Who rests feels 1 g. A jolt is more in the moment of turning. */
const AT_REST = 0.1;
const JOLT = 1.25;

/**
 * A child comes to rest on its back, a side or its front, so it has turned by about 90° or 180°; a sensor stops anywhere. What
 * is nearer to those than to the angles between them may be a child, however fast it was: then the sensor is believed.
 */
function kindOf(angle: number): Slip["angle"] {
  if (Math.abs((angle % 90) - 45) < 22.5) return "between";
  return angle < 135 ? "quarter" : "half";
}

/** Sensor and child are told apart only where all of that is seen, without a hole, and the child has breathed since. Else null. */
export function slipIn(series: Series): Slip | null {
  const all = vectorsOf(series);
  const after = restBefore(all, all.length);
  if (after === null || all.length - after.from < REST_BINS) return null;
  for (let gap = 0; gap <= SWINGS_BINS; gap++) {
    const rest = restBefore(all, after.from - gap);
    if (rest === null || after.from - gap - rest.from < REST_BINS) continue;
    const angle = angleBetween(rest.up, after.up);
    if (angle < LEAST_TURN || isJolt(all.slice(after.from - gap, after.from))) return null;
    if (!varies(series, all.length - after.from)) return null;
    const at = endOf(series) - (all.length - after.from) * BIN_MS;
    return { at, angle: kindOf(angle), before: rest.up, after: after.up };
  }
  return null;
}

type Bin = Vector | null;

const vectorsOf = ({ axes: [x = [], y = [], z = []] }: Series): readonly Bin[] =>
  x.map((one, k) => {
    const [b, c] = [y[k] ?? null, z[k] ?? null];
    return one === null || b === null || c === null ? null : [one / G, b / G, c / G];
  });

const sizeOf = (v: Vector): number => Math.sqrt(dot(v, v));
const isJolt = (bins: readonly Bin[]): boolean => bins.some((bin) => bin === null || sizeOf(bin) > JOLT);

/** The longest stretch at rest that ends before bin `to`, and where up is in it; null where there is none. */
function restBefore(all: readonly Bin[], to: number): { readonly from: number; readonly up: Vector } | null {
  const mean = meanOf(all.slice(Math.max(0, to - REST_BINS), to));
  if (mean === null || Math.abs(sizeOf(mean) - 1) > AT_REST) return null;
  let from = to;
  while (from > 0 && isNear(all[from - 1] ?? null, mean)) from -= 1;
  const size = sizeOf(mean);
  return from === to ? null : { from, up: [mean[0] / size, mean[1] / size, mean[2] / size] };
}

function meanOf(bins: readonly Bin[]): Vector | null {
  const here = bins.filter((bin) => bin !== null);
  if (here.length < REST_BINS) return null;
  const sum = (k: 0 | 1 | 2) => here.reduce((total, bin) => total + bin[k], 0) / here.length;
  return [sum(0), sum(1), sum(2)];
}

const isNear = (bin: Bin, [x, y, z]: Vector): boolean =>
  bin !== null && Math.hypot(bin[0] - x, bin[1] - y, bin[2] - z) * G <= REST;

/** What is up along the body may differ by so much (15°), and the sensor has still turned about the body. */
const ALONG = 0.26;

/**
 * What points out of the chest after the slip; null: it cannot be told, so the sensor is believed, and calls. A belt or shirt turns
 * about the body: then the head's axis stays. Without that axis it is told only of a child that lies on its back.
 */
export function outAfter({ before, after }: Slip, out: Vector, head: Vector | null): Vector | null {
  if (head === null) return isOnBack(liesBy(before, out, null, null)) ? after : null;
  if (Math.abs(dot(before, head) - dot(after, head)) > ALONG) return null;
  const angle = Math.atan2(dot(cross(before, after), head), across(before, after, head));
  return turned(out, head, angle);
}

const isOnBack = (lies: Lies | null): boolean => lies === "back";
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
/** Product of what of two vectors is not along `axis`. */
const across = (a: Vector, b: Vector, axis: Vector): number => dot(a, b) - dot(a, axis) * dot(b, axis);

/** Rodrigues' rotation. */
function turned(v: Vector, axis: Vector, angle: number): Vector {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const side = cross(axis, v);
  const along = dot(axis, v) * (1 - cos);
  const at = (k: 0 | 1 | 2) => v[k] * cos + side[k] * sin + axis[k] * along;
  return [at(0), at(1), at(2)];
}
