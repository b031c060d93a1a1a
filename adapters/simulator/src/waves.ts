import { type Instant, SECOND, type SourceId, type WaveBlock } from "@sakiyomi/core";
import { type Chance, chanceOf } from "./chance.ts";
import { type Delivery, deliver } from "./delivery.ts";
import type { Posture } from "./routine.ts";

/** What a second of waveform is made from. */
export interface Moment {
  /** Beats and breaths since some beginning, at the start of the second; the part after the point is the phase. */
  readonly beats: number;
  readonly breaths: number;
  readonly heartRate: number;
  readonly respirationRate: number;
  readonly posture: Posture;
  /** Seconds since a fall; null where there was none in the last minute. */
  readonly sinceFall: number | null;
}

export const waveNames = ["ecg", "ppg", "respiration-impedance", "acceleration"] as const;
export type WaveName = (typeof waveNames)[number];

/** A bump of a waveform: where in the beat (0 to 1), how high, how wide. */
type Bump = readonly [at: number, height: number, width: number];

/** P, Q, R, S, T as Gaussians over the phase of a beat, after McSharry et al., IEEE Trans Biomed Eng 50:289, 2003. mV. */
const ecgBumps: readonly Bump[] = [
  [0.22, 0.12, 0.025],
  [0.37, -0.1, 0.009],
  [0.4, 1, 0.011],
  [0.43, -0.22, 0.01],
  [0.65, 0.28, 0.05],
];
/** The pulse wave and its second, smaller peak. */
const ppgBumps: readonly Bump[] = [
  [0.35, 1, 0.09],
  [0.62, 0.35, 0.1],
];

const bumpsAt = (bumps: readonly Bump[], phase: number): number =>
  bumps.reduce((sum, [at, height, width]) => sum + height * Math.exp(-((phase - at) ** 2) / (2 * width ** 2)), 0);

/** Where gravity points in each posture, for a sensor on the chest (x to the head, y to the left, z forward), in g. */
const gravity: Readonly<Record<Posture, readonly [number, number, number]>> = {
  supine: [0.05, 0, 1],
  left: [0.05, -1, 0.05],
  right: [0.05, 1, 0.05],
  sitting: [0.95, 0, 0.3],
  standing: [1, 0, 0.08],
  walking: [1, 0, 0.08],
};

/** One second of the waveform, beginning at `at`. */
export function wavesAt(
  name: WaveName,
  at: Instant,
  moment: Moment,
  source: SourceId,
  seed: number | string,
): readonly Delivery[] {
  const c = chanceOf(seed, name, at);
  if (name === "acceleration")
    return (["acceleration-x", "acceleration-y", "acceleration-z"] as const).map((kind, axis) =>
      deliver({
        kind,
        at,
        source,
        value: block(50, 0.0001, (t) => swing(moment, axis, t, c)),
        deliveredAt: at + SECOND,
      }),
    );
  const kind = name;
  return [deliver({ kind, at, source, value: shapes[kind](moment, c), deliveredAt: at + SECOND })];
}

const shapes: Readonly<Record<Exclude<WaveName, "acceleration">, (moment: Moment, c: Chance) => WaveBlock>> = {
  ecg: (m, c) =>
    block(
      250,
      0.001,
      (t) => bumpsAt(ecgBumps, phase(m.beats, m.heartRate, t)) + 0.04 * breath(m, t) + c.normal(0, 0.01),
    ),
  ppg: (m, c) =>
    block(
      125,
      0.0001,
      (t) => bumpsAt(ppgBumps, phase(m.beats, m.heartRate, t)) + 0.08 * breath(m, t) + c.normal(0, 0.005),
    ),
  "respiration-impedance": (m, c) => block(125, 0.0001, (t) => breath(m, t) + c.normal(0, 0.01)),
};

const phase = (turns: number, perMinute: number, t: number): number => (turns + (perMinute * t) / 60) % 1;
const breath = ({ breaths, respirationRate }: Moment, t: number): number =>
  Math.sin(2 * Math.PI * phase(breaths, respirationRate, t));

function swing(moment: Moment, axis: number, t: number, c: Chance): number {
  const still = (gravity[moment.posture][axis] ?? 0) + 0.006 * breath(moment, t) + c.normal(0, 0.004);
  const step = moment.posture === "walking" ? 0.25 * Math.sin(2 * Math.PI * 1.8 * t + axis) : 0;
  return still + step + (moment.sinceFall === null ? 0 : fallAt(moment.sinceFall + t, axis));
}

/** A fall: less weight for a third of a second, a blow of several g, then rest. Own choice of figures. */
function fallAt(since: number, axis: number): number {
  if (since < 0.35) return axis === 0 ? -0.7 : 0;
  return since < 0.5 ? 3.5 * Math.cos((since - 0.35) * 20) * (axis === 2 ? 1 : 0.5) : 0;
}

function block(rate: number, scale: number, value: (seconds: number) => number): WaveBlock {
  const samples = new Int32Array(rate);
  for (let i = 0; i < rate; i += 1) samples[i] = Math.round(value(i / rate) / scale);
  return { rate, scale, offset: 0, samples };
}
