import { deviceOf } from "../end-to-end/server.ts";

/** What people's bodies and devices say, a second at a time: drawn once and played in a loop, so that it costs next to nothing. */
export const ECG_RATE = 250;
export const PULSE_RATE = 125;
export const MOVE_RATE = 50;
const LOOP_S = 120;
const DIFFERENT = 8;
const TAU = 2 * Math.PI;

interface Body {
  readonly ecg: Int16Array;
  readonly ppg: Int16Array;
  readonly moves: readonly [Int16Array, Int16Array, Int16Array];
  /** Of the R waves, seconds in the loop. */
  readonly beats: readonly number[];
}

/** [seconds from the R wave, size, width]: P, Q, R, S, T. After McSharry et al., IEEE Trans Biomed Eng 50:289 (2003). */
const complex = [
  [-0.17, 0.12, 0.025],
  [-0.025, -0.12, 0.01],
  [0, 1, 0.011],
  [0.025, -0.2, 0.01],
  [0.28, 0.3, 0.05],
] as const;
const pulse = [
  [0.25, 1, 0.07],
  [0.55, 0.35, 0.09],
] as const;

/** 60 to 95 beats a minute that follow the breath; a whole number of them fills the loop. */
function beatsOf(n: number): readonly number[] {
  const count = Math.round((LOOP_S / 60) * (60 + 5 * n));
  const mean = LOOP_S / count;
  return Array.from({ length: count }, (_, i) => i * mean + 0.03 * Math.sin(TAU * 0.25 * i * mean) + 0.3);
}

function drawn(rate: number, beats: readonly number[], shape: readonly (readonly [number, number, number])[]) {
  const wave = new Int16Array(LOOP_S * rate);
  for (const beat of beats)
    for (let i = Math.floor((beat - 0.6) * rate); i < (beat + 1.2) * rate; i++) {
      const t = i / rate - beat;
      const value = shape.reduce(
        (sum, [at, size, width]) => sum + size * Math.exp(-((t - at) ** 2) / (2 * width ** 2)),
        0,
      );
      const place = (i + wave.length) % wave.length;
      wave[place] = (wave[place] ?? 0) + Math.round(value * 1000);
    }
  return wave.map((value, i) => value + Math.round(12 * Math.sin(i * 1.7) + 9 * Math.sin(i * 0.61)));
}

/** Somebody lies on the back, the chest moves with the breath. */
const lying = (axis: number): Int16Array =>
  Int16Array.from({ length: LOOP_S * MOVE_RATE }, (_, i) => {
    const breath = 8 * Math.sin((TAU * 0.25 * i) / MOVE_RATE);
    return Math.round((axis === 2 ? 1000 : 20) + breath + 3 * Math.sin(i * 2.3 + axis));
  });

const bodies: readonly Body[] = Array.from({ length: DIFFERENT }, (_, n) => {
  const beats = beatsOf(n);
  const moves = [lying(0), lying(1), lying(2)] as const;
  return { beats, moves, ecg: drawn(ECG_RATE, beats, complex), ppg: drawn(PULSE_RATE, beats, pulse) };
});
const bodyOf = (person: number): Body => bodies[person % DIFFERENT] as Body;
/** Not everybody's heart beats at once. */
const placeOf = (person: number, second: number): number => (second + person * 37) % LOOP_S;

const secondOf = (wave: Int16Array, rate: number, place: number): Int16Array =>
  wave.subarray(place * rate, (place + 1) * rate);
const flat = (wave: Int16Array, rate: number, place: number): Int16Array =>
  new Int16Array(rate).fill(wave[(place * rate + wave.length - 1) % wave.length] ?? 0);

/** The frames of one second of a person; whose heart has stopped has a flat line from that second on in both. */
export function framesOf(person: number, second: number, at: number, stoppedAt: number | null) {
  const { ecg, ppg, moves } = bodyOf(person);
  const place = placeOf(person, second);
  const of = (wave: Int16Array, rate: number) =>
    stoppedAt === null || second < stoppedAt
      ? secondOf(wave, rate, place)
      : flat(wave, rate, placeOf(person, stoppedAt));
  const frame = (kind: string, unit: string, rate: number, samples: Int16Array) => ({
    ...{ source: deviceOf(person), kind, unit, at, sequence: 0, rate, scale: 0.001, offset: 0, samples },
  });
  return [
    frame("ecg", "mV", ECG_RATE, of(ecg, ECG_RATE)),
    frame("ppg", "1", PULSE_RATE, of(ppg, PULSE_RATE)),
    ...(["x", "y", "z"] as const).map((axis, k) =>
      frame(`acceleration-${axis}`, "[g]", MOVE_RATE, secondOf(moves[k] as Int16Array, MOVE_RATE, place)),
    ),
  ];
}

/** The last R wave before this second of the person begins, in seconds of the person's own count. */
export function lastBeatBefore(person: number, second: number): number {
  const place = placeOf(person, second);
  const before = bodyOf(person)
    .beats.filter((beat) => beat < place)
    .at(-1);
  return second - place + (before ?? (bodyOf(person).beats.at(-1) ?? 0) - LOOP_S);
}
