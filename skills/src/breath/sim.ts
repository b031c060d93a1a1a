import { SECOND, type Signal, type SourceId } from "@sakiyomi/core";
import { ann, BEGIN, beaten } from "../heart/sim.ts";

export { ann, BEGIN } from "../heart/sim.ts";

/** A scripted person who breathes evenly: heart and pulse follow the breath, the chest moves, the impedance rises. */
export interface Breathing {
  readonly seconds: number;
  readonly perMin: number;
  readonly heartPerMin?: number;
  /** Depth of a breath; 0: none is drawn from this second on. */
  readonly depth?: (second: number) => number;
  /** Share by which breath moves pulse and ECG; 0.05 to 0.1 is usual in old people. */
  readonly follows?: number;
  readonly noise?: (i: number) => number;
}

const phase = (perMin: number, second: number): number => 2 * Math.PI * (perMin / 60) * second;

/** ECG and pulse: level, size and interval follow the breath, and the level drifts slowly beside it. */
export function heartOf(life: Breathing): readonly Signal[] {
  const { seconds, perMin, heartPerMin = 75, depth = () => 1, follows = 0.08, noise = () => 0 } = life;
  const swing = (second: number) => depth(second) * Math.sin(phase(perMin, second));
  let at = 0.4;
  return beaten({
    seconds,
    rate: 125,
    interval: () => {
      const ms = (60_000 / heartPerMin) * (1 - 0.5 * follows * swing(at));
      at += ms / 1000;
      return ms;
    },
    size: (second) => 1 + follows * swing(second - 0.3),
    level: (second) =>
      follows * swing(second) + 0.05 * Math.sin(phase(1.7, second)) + 0.03 * Math.sin(phase(2.9, second)),
    noise,
  });
}

type Chest = "respiration-impedance" | "acceleration-x" | "acceleration-y" | "acceleration-z";

/** The chest: its impedance with a little of the heart in it, or its movement by a few thousandths of a g. */
export function chestOf(life: Breathing, kind: Chest = "respiration-impedance", rate = 50): readonly Signal[] {
  const { seconds, perMin, heartPerMin = 75, depth = () => 1, noise = () => 0 } = life;
  const size = kind === "respiration-impedance" ? 0.5 : 0.004;
  return Array.from({ length: seconds }, (_, second): Signal => {
    const samples = Int32Array.from({ length: rate }, (_, i) => {
      const t = second + i / rate;
      const breath = depth(t) * Math.sin(phase(perMin, t)) + 0.08 * Math.sin(phase(heartPerMin, t));
      return Math.round((size * breath + size * noise(second * rate + i)) * 1e5);
    });
    return {
      subject: ann,
      kind,
      at: BEGIN + second * SECOND,
      receivedAt: BEGIN + (second + 1) * SECOND,
      sequence: 0,
      value: { rate, scale: 1e-5, offset: 0, samples },
      quality: "good",
      source: `device:${kind}` as SourceId,
    };
  });
}
