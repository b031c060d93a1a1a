import type { RobotFeatures } from "@sakiyomi/robot";
import { moversOf } from "../body-map.ts";

/** Share of its stiffness with which a joint stays where it is when the robot stops while it touches a person. */
const yieldingShare = 0.05;
/** Time in which stiffness comes back, s: at once it would be a blow. */
const stiffeningTime = 0.2;

/** How stiff each joint is now, as a share of its own stiffness: less at once, more in 0.2 s. */
export class Softness {
  readonly share: Float64Array;
  readonly #dt: number;
  readonly #yields: Uint8Array;
  /** By link: the joints that carry it. */
  readonly #carriers: readonly (readonly number[])[];

  constructor({ joints, links }: RobotFeatures, dt: number) {
    this.#dt = dt;
    this.share = new Float64Array(joints.length).fill(1);
    this.#yields = new Uint8Array(joints.length);
    this.#carriers = links.map((_, i) => moversOf(links, i));
  }

  /** `touching`: 1 for each link whose joints are to yield. */
  step(stiffness: number, touching: Uint8Array | null): void {
    this.#yields.fill(0);
    touching?.forEach(this.#giveWay);
    const rise = this.#dt / stiffeningTime;
    for (let i = 0; i < this.share.length; i++) {
      const wanted = this.#yields[i] ? Math.min(yieldingShare, stiffness) : stiffness;
      this.share[i] = Math.min(wanted, (this.share[i] as number) + rise);
    }
  }

  /** Whether a joint yields, or is not yet as stiff as it can be. */
  isSoft(joint: number): boolean {
    return this.#yields[joint] === 1 || (this.share[joint] as number) < 1;
  }

  readonly #giveWay = (touches: number, link: number): void => {
    if (touches) for (const joint of this.#carriers[link] ?? []) this.#yields[joint] = 1;
  };
}
