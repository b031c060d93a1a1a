import type { JointFeature } from "@sakiyomi/robot";

/** °C of the room; how much warmer a motor gets that gives its whole torque for ever, K; and how fast, s. */
const room = 25;
const rise = 70;
const slowness = 400;

/**
 * Temperatures of the motors by a model of one mass each, which is warmed by the square of the torque and cooled by the
 * room. The three figures are chosen for a small geared motor, and measured on none.
 */
export class MotorHeat {
  readonly temperatures: Float32Array;
  readonly #most: Float64Array;

  constructor(joints: readonly JointFeature[]) {
    this.temperatures = new Float32Array(joints.length).fill(room);
    this.#most = Float64Array.from(joints, ({ torque }) => torque);
  }

  warm(torque: Float64Array, seconds: number): void {
    const share = seconds / slowness;
    for (let i = 0; i < torque.length; i++) {
      const load = (torque[i] ?? 0) / (this.#most[i] ?? 1);
      const end = room + rise * load * load;
      this.temperatures[i] = (this.temperatures[i] ?? room) + share * (end - (this.temperatures[i] ?? room));
    }
  }
}
