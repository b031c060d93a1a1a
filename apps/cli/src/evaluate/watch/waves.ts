import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  Fault,
  GAP,
  type Instant,
  type Kind,
  type Made,
  type Prediction,
  type Signal,
  type Skill,
  type SourceId,
  type SubjectId,
  takeTurn,
  type Wish,
} from "@sakiyomi/core";

/** A wave of a record, whole, in physical units; NaN where nothing was measured. */
export interface Wave {
  readonly kind: Kind;
  readonly rate: number;
  readonly values: Float64Array;
}

export const START: Instant = Date.parse("2026-01-01T00:00:00Z");
const SECOND = 1000;
const subject = "person:evaluated" as SubjectId;
const person = { id: subject, ageYears: 70, pregnant: null };
/** Fine enough that rounding changes nothing that is measured here. */
const SCALE = 1e-5;

/** The stretch from `from` to `to` (seconds since the beginning) as the block that a device would send. */
export function blockOf(wave: Wave, from: number, to: number): Signal {
  const [first, last] = [Math.round(from * wave.rate), Math.min(wave.values.length, Math.round(to * wave.rate))];
  const samples = Int32Array.from({ length: Math.max(0, last - first) }, (_, i) => {
    const value = wave.values[first + i] as number;
    return Number.isNaN(value) ? GAP : Math.round(value / SCALE);
  });
  const at = Math.round(START + (first * 1000) / wave.rate);
  return {
    subject,
    kind: wave.kind,
    at,
    receivedAt: Math.round(START + to * SECOND),
    sequence: 0,
    value: { rate: wave.rate, scale: SCALE, offset: 0, samples },
    quality: "good",
    source: `device:${wave.kind}` as SourceId,
  } as Signal;
}

export const secondsOf = (waves: readonly Wave[]): number =>
  Math.floor(Math.max(0, ...waves.map(({ values, rate }) => values.length / rate)));

export interface Said {
  readonly now: Instant;
  readonly output: ReturnType<typeof readOutput>;
}

const readOutput = (output: string) =>
  JSON.parse(output) as {
    readonly predictions: Readonly<Record<string, Prediction>>;
    readonly wishes: readonly Wish[];
    readonly made: readonly Made[];
  };

interface Living {
  readonly everyS?: number;
  readonly settings?: unknown;
}

/** Gives the skill a turn a second, as the loop does: through its host, the state as text in between. */
export function live(
  skill: Skill,
  waves: readonly Wave[],
  onSaid: (said: Said) => void,
  { everyS = 1, settings = {} }: Living = {},
): void {
  let state: string | null = null;
  for (let second = everyS; second <= secondsOf(waves); second += everyS) {
    const now = START + second * SECOND;
    const signals = waves.map((wave) => blockOf(wave, second - everyS, second));
    const result = takeTurn(skill, { skill: skill.id, subject, state, signals, settings, person, now });
    if (!result.ok) throw new Fault(result.code, `${skill.id}: ${result.why}`);
    state = result.state;
    onSaid({ now, output: readOutput(result.output) });
  }
}

/** A folder of the set under the root of all data, or the root itself where it is the set. */
export const setOf = (dataDir: string, set: string): string => {
  const inside = join(dataDir, set);
  return existsSync(inside) ? inside : dataDir;
};
