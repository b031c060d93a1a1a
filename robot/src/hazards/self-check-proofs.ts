import type { Sample } from "../contract/robot.ts";
import type { Off } from "../guard/mitigations.ts";
import type { Proof } from "./hazard.ts";
import { ahead, endOf, home, play, type Step, settings, told } from "./scene.ts";

const watched = (
  name: string,
  data: (now: number, i: number) => Float32Array,
  shape: readonly number[],
  unit: string,
) => ({
  features: { ...settings.features, sensors: [{ name, shape, unit, rate: 100 }] },
  steps: 200,
  step: (now: number, i: number): Step => ({
    command: ahead(now),
    seen: { samples: { [name]: { at: now, data: data(now, i) } } },
  }),
});

const goesOn = (off: Off, scene: ReturnType<typeof watched>): boolean =>
  endOf(play(off, scene)).guarded.state.latch === null;

export const heatStops: Proof = {
  mitigation: "self-check",
  harm: (off) =>
    goesOn(
      off,
      watched("motor/temperature", () => Float32Array.of(95, 30, 30, 30), [4], "Cel"),
    )
      ? "a motor of 95 °C works on, under a cover that people touch"
      : null,
};

export const brokenForceStops: Proof = {
  mitigation: "self-check",
  harm: (off) => {
    const scene = watched("left_hand/touch", () => Float32Array.of(Number.NaN), [1], "N");
    return goesOn(off, scene) ? "a hand goes on that no longer feels how hard it presses" : null;
  },
};

/** Where the measured joint is, whatever was sent. */
const measured = (joint: (now: number, i: number, sent: number) => number) => ({
  steps: 200,
  step: (now: number, i: number, { sent }: { sent: { position: Float64Array } }): Step => ({
    command: told(now),
    seen: {
      joints: {
        at: now,
        position: sent.position.with(0, joint(now, i, sent.position[0] ?? 0)),
        velocity: new Float64Array(4),
        torque: new Float64Array(4),
      },
    },
  }),
});

export const jumpsStop: Proof = {
  mitigation: "self-check",
  harm: (off) =>
    endOf(
      play(
        off,
        measured((_, i, sent) => (i === 100 ? sent + 0.3 : sent)),
      ),
    ).guarded.state.latch === null
      ? "a reading that jumps by 0.3 rad under a spark is believed"
      : null,
};

export const anotherMasterStops: Proof = {
  mitigation: "self-check",
  harm: (off) =>
    endOf(
      play(
        off,
        measured((now, _, sent) => sent + Math.min(0.5, now / 2)),
      ),
    ).guarded.state.latch === null
      ? "the arm goes where somebody else sends it, and nobody here notices"
      : null,
};

export const wornJointStops: Proof = {
  mitigation: "self-check",
  harm: (off) => {
    const scene = {
      steps: 200,
      step: (now: number): Step => ({
        command: ahead(now),
        seen: { joints: { at: now, position: home, velocity: new Float64Array(4), torque: new Float64Array(4) } },
      }),
    };
    return endOf(play(off, scene)).guarded.state.latch === null
      ? "an arm whose joints no longer follow is driven on"
      : null;
  },
};

export const blindIsSlow: Proof = {
  mitigation: "self-check",
  harm: (off) => {
    const features = {
      ...settings.features,
      sensors: [{ name: "head/left/image", shape: [4, 4, 3], unit: "1", rate: 30 }],
    };
    const picture = (now: number, i: number): Sample => ({
      at: now,
      data: new Uint8Array(48).fill(i < 60 ? 90 + (i % 5) : 0),
    });
    const step = (now: number, i: number): Step => ({
      command: told(now, { base: { forward: 1, sideways: 0, turn: 0 } }),
      seen: { samples: { "head/left/image": picture(now, i) } },
    });
    const speed = endOf(play(off, { features, steps: 400, step })).command?.base?.forward ?? 0;
    return speed > 0.51 ? `the base drives with ${speed.toFixed(1)} m/s while its camera sees nothing` : null;
  },
};
