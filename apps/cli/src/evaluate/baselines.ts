import { type Instant, MINUTE } from "@sakiyomi/core";
import type { SimulatedPerson } from "@sakiyomi/simulator";

/** Told again after so long while it still holds: the baselines may do what the skill may. */
const AGAIN_MS = 25 * MINUTE;

/** What the sensor shows each minute: the median of the last five readings. NaN before the first. */
export function shownVolumes(person: SimulatedPerson, from: Instant, to: Instant): Float64Array {
  const shown = new Float64Array((to - from) / MINUTE).fill(Number.NaN);
  let last: readonly number[] = [];
  for (let i = 0; i < shown.length; i += 1) {
    const signals = person.signalsBetween(from + (i - 1) * MINUTE, from + i * MINUTE);
    const readings = signals.flatMap((signal) =>
      signal.kind === "bladder-volume" && signal.quality === "good" ? [signal.value] : [],
    );
    if (readings.length > 0) last = [...last, ...readings].slice(-5);
    shown[i] = last.toSorted((a, b) => a - b)[Math.floor(last.length / 2)] ?? Number.NaN;
  }
  return shown;
}

/** Tells that begin where something is so, and again every 25 min while it stays so. */
export function tellsWhere(isSo: (minute: number) => boolean, from: Instant, to: Instant): readonly Instant[] {
  const tells: Instant[] = [];
  for (let at = from; at < to; at += MINUTE)
    if (isSo((at - from) / MINUTE) && at - (tells.at(-1) ?? Number.NEGATIVE_INFINITY) >= AGAIN_MS) tells.push(at);
  return tells;
}

/** Tells by the clock, every so many minutes of the day. */
export const tellsByClock = (everyMin: number, from: Instant, to: Instant): readonly Instant[] =>
  Array.from({ length: Math.floor((to - from) / MINUTE / everyMin) }, (_, i) => from + (i + 1) * everyMin * MINUTE);
