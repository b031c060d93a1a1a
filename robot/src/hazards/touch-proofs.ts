import type { Contact, HandTarget, Observation, Sample } from "../contract/robot.ts";
import type { Off } from "../guard/mitigations.ts";
import { posesOf } from "../kinematics/forward.ts";
import { twoArms } from "../testing/two-arms.ts";
import type { Proof } from "./hazard.ts";
import { ahead, endOf, firstJoint, home, largestStep, period, play, type Step, told } from "./scene.ts";

const touch = (now: number, region: string, force: number): Partial<Observation> => ({
  contacts: [{ at: now, region, force } satisfies Contact],
});

/** Is somebody who is touched so hard still pressed after `steps`? */
const isPressed = (off: Off, region: string, force: number, steps: number, more: Step = {}): boolean => {
  const played = play(off, { steps, step: (now) => ({ seen: touch(now, region, force), ...more }) });
  return endOf(played).command?.stiffness !== 0;
};

export const contactIsLimited: Proof = {
  mitigation: "contact-limit",
  harm: (off) => (isPressed(off, "forearm", 150, 5) ? "an arm presses on with 150 N on a forearm" : null),
};

export const stoppingGivesWay: Proof = {
  mitigation: "yielding",
  harm: (off) =>
    isPressed(off, "chest", 20, 5, { stops: ["page"] })
      ? "a stop is asked for, and the arm stands like a bar across the chest of whom it touches"
      : null,
};

export const headIsSpared: Proof = {
  mitigation: "head-and-neck",
  harm: (off) => (isPressed(off, "face", 10, 5) ? "10 N on a face that no task may touch go on" : null),
};

export const frailAreSpared: Proof = {
  mitigation: "frail-share",
  harm: (off) =>
    isPressed(off, "hand", 50, 60) ? "50 N on a hand go on, which a frail person's bears no longer" : null,
};

export const unknownIsLowest: Proof = {
  mitigation: "unknown-region",
  harm: (off) =>
    isPressed(off, "unknown", 30, 60) ? "30 N go on where nobody knows what is touched, and it may be the face" : null,
};

export const taskLimitHolds: Proof = {
  mitigation: "task-limit",
  harm: (off) =>
    isPressed(off, "forearm", 25, 60, { task: { title: "wipe", limits: { forearm: 20 } } })
      ? "25 N go on in a task that allows 20 and acts at 10"
      : null,
};

export const wristsAreLimited: Proof = {
  mitigation: "wrist-limit",
  harm: (off) => {
    const features = { ...twoArms, sensors: [{ name: "left_wrist/force", shape: [6], unit: "N", rate: 100 }] };
    const sample = (now: number): Sample => ({ at: now, data: Float32Array.of(0, 0, 180, 0, 0, 0) });
    const step = (now: number): Step => ({ seen: { samples: { "left_wrist/force": sample(now) } } });
    const { command } = endOf(play(off, { features, steps: 20, step }));
    return command?.stiffness === 0 ? null : "a hand goes on pushing a table with 180 N";
  },
};

const tooNear = { at: 0, distance: 0.3 };

/** Fastest that the left fore arm's tip moves, m/s. */
const tipSpeed = (off: Off, nearestPerson: (now: number) => Observation["nearestPerson"]): number => {
  const played = play(off, {
    steps: 120,
    step: (now) => ({ command: ahead(now), seen: { nearestPerson: nearestPerson(now) } }),
  });
  const tips = played.map(({ command }) => posesOf(twoArms, command?.position ?? home)[2]?.at ?? [0, 0, 0]);
  return Math.max(
    ...tips.map(([x, y], i) => Math.hypot(x - (tips[i - 1]?.[0] ?? x), y - (tips[i - 1]?.[1] ?? y)) / period),
  );
};

export const nearIsSlow: Proof = {
  mitigation: "separation",
  harm: (off) => {
    const speed = tipSpeed(off, (now) => ({ ...tooNear, at: now }));
    return speed > 0.25 ? `an arm passes a person 30 cm away with ${speed.toFixed(2)} m/s` : null;
  },
};

export const unknownIsNear: Proof = {
  mitigation: "unknown-is-near",
  harm: (off) => {
    const speed = tipSpeed(off, () => null);
    return speed > 0.25 ? `nobody knows where people are, and an arm moves with ${speed.toFixed(2)} m/s` : null;
  },
};

export const stopsStay: Proof = {
  mitigation: "latch",
  harm: (off) => {
    const at = firstJoint(
      play(off, { steps: 120, step: (now, i) => ({ command: ahead(now), stops: i === 20 ? ["key"] : [] }) }),
    );
    return largestStep(at.slice(80)) > 0 ? "the arm moves on by itself after somebody has stopped it" : null;
  },
};

export const releaseHasAName: Proof = {
  mitigation: "named-release",
  harm: (off) => {
    const step = (now: number, i: number): Step => ({
      command: ahead(now),
      stops: i === 20 ? ["page"] : [],
      release: i === 60 ? { person: "" } : null,
    });
    const at = firstJoint(play(off, { steps: 120, step }));
    return largestStep(at.slice(80)) > 0 ? "somebody without a name has let go of a stop, and the arm moves" : null;
  },
};

export const oldSightBrakes: Proof = {
  mitigation: "observation-age",
  harm: (off) => {
    const at = firstJoint(
      play(off, {
        steps: 50,
        step: (now, _, { sent }) => ({
          command: ahead(now),
          seen: {
            joints: { at: 0, position: sent.position, velocity: new Float64Array(4), torque: new Float64Array(4) },
          },
        }),
      }),
    );
    return largestStep(at.slice(40)) > 0 ? "the arm is moved on though nobody has seen it for half a second" : null;
  },
};

export const returnIsSoft: Proof = {
  mitigation: "soft-return",
  harm: (off) => {
    const pushed = Float64Array.of(-0.2, 0.3, -0.3, -0.3);
    const joints = (now: number) => ({
      at: now,
      position: pushed,
      velocity: new Float64Array(4),
      torque: new Float64Array(4),
    });
    const step = (now: number, i: number): Step => ({
      seen: { joints: joints(now), ...(i < 10 ? touch(now, "forearm", 150) : {}) },
      release: i === 20 ? { person: "carer Lee" } : null,
    });
    const { command } = endOf(play(off, { steps: 21, step }));
    return (command?.stiffness ?? 1) > 0.05
      ? "an arm that gave way is stiff again at once, beside whom it touched"
      : null;
  },
};

const hand = (more: Partial<HandTarget>): HandTarget => ({
  link: 2,
  at: [0, 0, 0],
  turn: [1, 0, 0, 0],
  stiffness: 300,
  turning: 0,
  force: 10,
  ...more,
});

export const handsAreLimited: Proof = {
  mitigation: "hand-limits",
  harm: (off) => {
    const { command } = endOf(
      play(off, {
        steps: 1,
        step: (now) => ({
          command: told(now, { hands: [hand({ at: [2, 0, 0], stiffness: 1e5, force: 900 })] }),
          seen: { nearestPerson: { at: now, distance: 0.2 } },
        }),
      }),
    );
    const force = command?.hands?.[0]?.force ?? 0;
    return force > 20 ? `a hand beside a person may pull with ${force} N` : null;
  },
};
