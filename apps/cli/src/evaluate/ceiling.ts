import { type Instant, MINUTE } from "@sakiyomi/core";
import type { SimulatedPerson } from "@sakiyomi/simulator";

/**
 * Somebody who knows what nobody can know: the true volume, all that will flow in the next 45 min, when the last void was,
 * and at which volume the fill would usually end. Only chance is left: by how much this fill differs, habit and urgency.
 * What this one cannot tell in time, no skill can.
 */
export interface Omniscient {
  /** How probably the person goes within 30 and within 45 min, at each minute. */
  readonly within30: Float64Array;
  readonly within45: Float64Array;
}

export function omniscient(person: SimulatedPerson, from: Instant, to: Instant): Omniscient {
  const minutes = (to - from) / MINUTE;
  const made = urineMade(person, from, minutes + 60);
  const reach = Math.round(person.profile.reachMin);
  const [within30, within45] = [new Float64Array(minutes), new Float64Array(minutes)];
  for (let i = 0; i < minutes; i += 1) {
    const volume = person.bladderMlAt(from + i * MINUTE);
    const usual = person.usuallyGoesAtMl(from + i * MINUTE);
    const flows = (minute: number) => (made[Math.max(0, i + minute)] ?? 0) - (made[i] ?? 0);
    const reached = (minute: number) =>
      normal(Math.log(Math.max(1, volume + flows(minute - reach)) / usual) / person.profile.urgeSpread);
    const already = reached(0);
    const within = (minute: number) => (already >= 1 ? 1 : Math.max(0, (reached(minute) - already) / (1 - already)));
    within30[i] = within(30);
    within45[i] = within(45);
  }
  return { within30, within45 };
}

/** mL that the kidneys have made since the beginning, at each minute: the volume, with what was passed added again. */
function urineMade(person: SimulatedPerson, from: Instant, minutes: number): Float64Array {
  const made = new Float64Array(minutes);
  let passed = 0;
  let before = person.bladderMlAt(from);
  for (let i = 0; i < minutes; i += 1) {
    const volume = person.bladderMlAt(from + i * MINUTE);
    if (volume < before) passed += before - volume;
    made[i] = volume + passed;
    before = volume;
  }
  return made;
}

/** The normal distribution function, by the logistic that comes within 0.0002 of it (Page, Applied Statistics 26:75, 1977). */
const normal = (z: number): number => 1 / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * z * (1 + 0.044715 * z * z)));
