import { coreFrom, thermometer } from "../../body/index.ts";
import type { Observation, Seconds } from "../../contract/robot.ts";

/** It has to read the same for so long, s, from at least so many samples. */
const steadyFor = 2;
const fewest = 15;
/** K between the halves of that time, and between any two samples. */
const drift = 0.2;
const spread = 1;
/** Of a living person's core, Cel: outside of it the thermometer looks at something else. */
const [lowest, highest] = [33, 43];

/** What a head's thermometer says of a person's temperature, from one observation to the next. */
export class Thermometry {
  /** Estimates of the core, Cel, of the last two seconds. */
  #seen: readonly { readonly at: Seconds; readonly core: number }[] = [];
  /** Of the last sample. */
  isFace = false;

  see({ samples }: Pick<Observation, "samples">): void {
    const [skin, room] = [samples[thermometer.sees], samples[thermometer.room]];
    if (!skin || !room || skin.at === this.#seen.at(-1)?.at) return;
    const core = coreFrom(skin.data[0] ?? Number.NaN, room.data[0] ?? Number.NaN);
    this.isFace = core >= lowest && core <= highest;
    // What is something else than a face is no part of the reading, nor what came before it.
    const before = this.#seen.filter(({ at }) => at > skin.at - steadyFor && at < skin.at);
    this.#seen = this.isFace ? [...before, { at: skin.at, core }] : [];
  }

  /** Cel; null: there are too few samples of a face. */
  mean(): number | null {
    return this.#seen.length < fewest ? null : meanOf(this.#seen.map(({ core }) => core));
  }

  /** Has it read the same for two seconds? */
  isSteady(): boolean {
    const cores = this.#seen.map(({ core }) => core);
    const half = Math.floor(cores.length / 2);
    const [first, last] = [this.#seen[0]?.at ?? 0, this.#seen.at(-1)?.at ?? 0];
    return (
      cores.length >= fewest &&
      last - first >= steadyFor * 0.9 &&
      Math.abs(meanOf(cores.slice(0, half)) - meanOf(cores.slice(half))) <= drift &&
      Math.max(...cores) - Math.min(...cores) <= spread
    );
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
