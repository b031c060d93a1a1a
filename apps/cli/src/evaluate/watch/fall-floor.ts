import { type FallRecord, SISFALL_HZ } from "./fall-records.ts";

/** The floor that was given: a peak over 1.6 g, and more than 45° between the first and the last second. It sees the end before it answers. */
const PEAK_G = 1.6;
const TILT_DEG = 45;

type Triple = readonly [number, number, number];

const meanOver = ({ axes }: FallRecord, from: number, to: number): Triple =>
  axes.map((values) => {
    const part = values.subarray(Math.max(0, from), to);
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  }) as unknown as Triple;

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function floorSees(record: FallRecord): boolean {
  const count = record.axes[0].length;
  const first = meanOver(record, 0, SISFALL_HZ);
  const last = meanOver(record, count - SISFALL_HZ, count);
  const cos = dot(first, last) / Math.sqrt(dot(first, first) * dot(last, last));
  const tilt = (Math.acos(Math.max(-1, Math.min(1, cos))) * 180) / Math.PI;
  return tilt > TILT_DEG && peakOf(record).g > PEAK_G;
}

/** The hardest moment of the record: where a fall hit the floor, as far as the record says. */
export function peakOf({ axes: [x, y, z] }: FallRecord): { readonly g: number; readonly second: number } {
  let [most, at] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const size = Math.hypot(x[i] as number, y[i] as number, z[i] as number);
    if (size > most) [most, at] = [size, i];
  }
  return { g: most, second: at / SISFALL_HZ };
}
