/**
 * The chart of the National Early Warning Score 2.
 * Source of every figure in this file: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017,
 * chart 1 (the scoring system) and chart 4 (clinical response). A clinician has to approve it before use on people.
 */
export const parameters = [
  "respiration-rate",
  "spo2",
  "oxygen",
  "systolic",
  "pulse",
  "consciousness",
  "temperature",
] as const;
export type Parameter = (typeof parameters)[number];

/** The five that are numbers and can have a trend. */
export const measured = ["respiration-rate", "spo2", "systolic", "pulse", "temperature"] as const;
export type Measured = (typeof measured)[number];

export type Points = 0 | 1 | 2 | 3;

/** Values up to and including `upTo` get `points`; the rows rise. */
export interface Band {
  readonly upTo: number;
  readonly points: Points;
}

export interface Scale {
  /** The chart is printed at this resolution; a finer reading is rounded to it. */
  readonly resolution: number;
  readonly bands: readonly Band[];
}

const REST = Number.POSITIVE_INFINITY;
const scale = (resolution: number, ...bands: readonly (readonly [upTo: number, points: Points])[]): Scale => ({
  resolution,
  bands: bands.map(([upTo, points]) => ({ upTo, points })),
});

export const chart = {
  "respiration-rate": scale(1, [8, 3], [11, 1], [20, 0], [24, 2], [REST, 3]),
  "spo2-1": scale(1, [91, 3], [93, 2], [95, 1], [REST, 0]),
  "spo2-2-air": scale(1, [83, 3], [85, 2], [87, 1], [REST, 0]),
  "spo2-2-oxygen": scale(1, [83, 3], [85, 2], [87, 1], [92, 0], [94, 1], [96, 2], [REST, 3]),
  systolic: scale(1, [90, 3], [100, 2], [110, 1], [219, 0], [REST, 3]),
  pulse: scale(1, [40, 3], [50, 1], [90, 0], [110, 1], [130, 2], [REST, 3]),
  temperature: scale(0.1, [35, 3], [36, 1], [38, 0], [39, 1], [REST, 2]),
} as const satisfies Record<string, Scale>;

/** Two points for oxygen; three for anything but alert, new confusion included. */
export const oxygenPoints = (onOxygen: boolean): Points => (onOxygen ? 2 : 0);
export const consciousnessPoints = (code: string): Points => (code === "alert" ? 0 : 3);

export interface SpO2Context {
  /** Only where a clinician has prescribed scale 2 for this person (hypercapnic respiratory failure). */
  readonly scale2: boolean;
  readonly onOxygen: boolean;
}

export function scaleOf(parameter: Measured, { scale2, onOxygen }: SpO2Context): Scale {
  if (parameter !== "spo2") return chart[parameter];
  if (!scale2) return chart["spo2-1"];
  return onOxygen ? chart["spo2-2-oxygen"] : chart["spo2-2-air"];
}

/** Rounded to the resolution of the chart; a reading halfway between two steps takes the worse of the two. */
export function pointsOn({ bands, resolution }: Scale, value: number): Points {
  const steps = Number((value / resolution).toFixed(6));
  const at = (step: number): Points => bands.find(({ upTo }) => step <= Math.round(upTo / resolution))?.points ?? 0;
  return Math.max(at(Math.ceil(steps - 0.5)), at(Math.floor(steps + 0.5))) as Points;
}

/** The nearest value above (direction 1) or below (-1) that scores more than `value` does; null where there is none. */
export function nextWorse(
  on: Scale,
  value: number,
  direction: 1 | -1,
): { readonly edge: number; readonly points: Points } | null {
  const now = pointsOn(on, value);
  const edges = on.bands.slice(0, -1).map(({ upTo }) => (direction === 1 ? upTo + on.resolution : upTo));
  const ahead = edges.filter((edge) => (edge - value) * direction > 0 && pointsOn(on, edge) > now);
  if (ahead.length === 0) return null;
  const edge = direction === 1 ? Math.min(...ahead) : Math.max(...ahead);
  return { edge, points: pointsOn(on, edge) };
}

export type Response = "zero" | "low" | "single-three" | "medium" | "high";

/** Chart 4: the response to an aggregate score, and to one parameter that scores 3. */
export function responseTo(total: number, hasThree: boolean): Response {
  if (total >= 7) return "high";
  if (total >= 5) return "medium";
  if (hasThree) return "single-three";
  return total >= 1 ? "low" : "zero";
}
