import { type Chance, chanceOf } from "@sakiyomi/core/testing";

/** Chance that depends on the seed and on what it is for alone: a rate that is changed moves nothing else. */
export function drawFor(seed: number, what: string): Chance {
  let sum = seed ^ 0x811c9dc5;
  for (let i = 0; i < what.length; i += 1) sum = Math.imul(sum ^ what.charCodeAt(i), 0x01000193);
  sum ^= sum >>> 15;
  return chanceOf(Math.imul(sum, 0x2c1b3c6d) >>> 0);
}

export const oneOf = <T>(chance: Chance, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** By weight. */
export function weighted<T>(chance: Chance, list: readonly (readonly [T, number])[]): T {
  let left = chance() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [thing, weight] of list) {
    left -= weight;
    if (left < 0) return thing;
  }
  return (list.at(-1) as readonly [T, number])[0];
}

/** Box and Muller. */
export const normal = (chance: Chance, mean: number, deviation: number): number =>
  mean + deviation * Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
