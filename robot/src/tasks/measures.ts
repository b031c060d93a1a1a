import type { Vector3 } from "../contract/features.ts";
import type { TaskFrame, TaskMeasures } from "./task.ts";

/** Places are compared so far apart in time, s: a jerk by differences of nearer ones is noise. */
const spacing = 0.05;

/** Integral of the squared third derivative of a place, by differences, m²/s⁵. */
const jerkMeter = () => {
  let places: readonly Vector3[] = [];
  let [last, sum] = [Number.NEGATIVE_INFINITY, 0];
  return {
    see: (at: number, place: Vector3): void => {
      if (at - last < spacing - 1e-9) return;
      last = at;
      places = [...places.slice(-3), place];
      const [a, b, c, d] = places;
      if (!a || !b || !c || !d) return;
      const square = a.reduce((total, x, i) => {
        const jerk = ((d[i] ?? 0) - 3 * (c[i] ?? 0) + 3 * (b[i] ?? 0) - x) / spacing ** 3;
        return total + jerk * jerk;
      }, 0);
      sum += square * spacing;
    },
    sum: (): number => sum,
  };
};

/** Contacts of one region are borne together. */
const forcesOf = ({ contacts }: TaskFrame): ReadonlyMap<string, number> => {
  const forces = new Map<string, number>();
  for (const { region, force } of contacts) forces.set(region, (forces.get(region) ?? 0) + Math.abs(force));
  return forces;
};

/** Follows a run: all that is measured but the time. */
export const measuring = (tools: readonly string[]) => {
  const meters = tools.map((tool) => ({ tool, meter: jerkMeter() }));
  const peaks = new Map<string, number>();
  let interventions = 0;
  return {
    see: (frame: TaskFrame): void => {
      interventions = frame.interventions;
      for (const [region, force] of forcesOf(frame)) peaks.set(region, Math.max(peaks.get(region) ?? 0, force));
      for (const { tool, meter } of meters) {
        const pose = frame.poses.get(tool);
        if (pose) meter.see(frame.at, pose.at);
      }
    },
    measures: (time: number | null): TaskMeasures => ({
      time,
      peakForce: Object.fromEntries(peaks),
      jerk: meters.reduce((sum, { meter }) => sum + meter.sum(), 0),
      interventions,
    }),
  };
};
