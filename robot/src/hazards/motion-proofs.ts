import { ballsOf, selfDistance } from "../kinematics/kinematics.ts";
import { twoArms } from "../testing/two-arms.ts";
import type { Proof } from "./hazard.ts";
import { drivenBy, endOf, firstJoint, home, largestStep, period, play, settings, told } from "./scene.ts";

/** Everything at once to the other end of its range. */
const jump = (now: number) => told(now, { position: Float64Array.of(1.9, 0.3, -0.3, -0.3) });

export const startsWhereItStands: Proof = {
  mitigation: "start-where-it-stands",
  harm: (off) => {
    const first = firstJoint(play(off, { steps: 1, from: Float64Array.of(1.2, 0.3, -0.3, -0.3), step: () => ({}) }))[0];
    const by = Math.abs((first ?? 0) - 1.2);
    return by > 0.02 ? `the first command is ${by.toFixed(2)} rad from where the arm stands` : null;
  },
};

export const speedIsLimited: Proof = {
  mitigation: "speed-limit",
  harm: (off) => {
    const far = { ...settings, toolSpeed: 1e9 };
    const most = largestStep(
      firstJoint(play(off, { settings: far, steps: 60, step: (now) => ({ command: jump(now) }) })),
    );
    return most > 1.5 * period * 1.001 ? `a joint moves with ${(most / period).toFixed(1)} rad/s, which may 1.5` : null;
  },
};

export const accelerationIsLimited: Proof = {
  mitigation: "acceleration-limit",
  harm: (off) => {
    const ways = firstJoint(play(off, { steps: 10, step: (now) => ({ command: jump(now) }) }));
    const first = Math.abs((ways[0] ?? 0) - 0.3) / period / period;
    return first > 6.01 ? `a joint starts with ${first.toFixed(0)} rad/s², which may 6` : null;
  },
};

export const rangeIsLimited: Proof = {
  mitigation: "position-limit",
  harm: (off) => {
    const beyond = told(0, { position: Float64Array.of(9, 0.3, -0.3, -0.3) });
    const at = Math.max(
      ...firstJoint(
        play(off, { steps: 400, step: (now) => ({ command: { ...beyond, at: now, expires: now + 0.05 } }) }),
      ),
    );
    return at > 2 ? `a joint is sent to ${at.toFixed(2)} rad, which ends at 2` : null;
  },
};

/** 45 degrees, told as if they were radians. */
export const unitsDoNotMatter: Proof = {
  mitigation: "position-limit",
  harm: (off) => {
    const at = (now: number) => told(now, { position: Float64Array.of(45, 0.3, -0.3, -0.3) });
    const end = Math.max(...firstJoint(play(off, { steps: 400, step: (now) => ({ command: at(now) }) })));
    return end > 2 ? `45 degrees are taken for radians: the joint is sent to ${end.toFixed(1)} rad` : null;
  },
};

export const boxIsKept: Proof = {
  mitigation: "workspace",
  harm: (off) => {
    const box = { ...settings, workspace: { lowest: [-1, -1, -1], highest: [0.66, 1, 1] } as const };
    const ahead = Float64Array.of(0, 0, -0.3, -0.3);
    const { command } = endOf(
      play(off, { settings: box, steps: 200, step: (now) => ({ command: told(now, { position: ahead }) }) }),
    );
    const at = ballsOf(twoArms, command?.position ?? home).at;
    const most = Math.max(...at.filter((_, i) => i % 3 === 0)) + 0.05;
    return most > 0.661 ? `a hand is ${most.toFixed(2)} m ahead, where the bed begins at 0.66 m` : null;
  },
};

export const armsKeepApart: Proof = {
  mitigation: "self-distance",
  harm: (off) => {
    const crossed = Float64Array.of(-0.9, -0.9, 0.9, 0.9);
    const played = play(off, { steps: 200, step: (now) => ({ command: told(now, { position: crossed }) }) });
    const least = Math.min(
      ...played.map(({ command }) => selfDistance(twoArms, ballsOf(twoArms, command?.position ?? home))),
    );
    return least <= 0 ? `the arms go ${(-1000 * least).toFixed(0)} mm into each other` : null;
  },
};

export const baseIsGentle: Proof = {
  mitigation: "base-limit",
  harm: (off) => {
    const step = (now: number, i: number) => ({
      command: told(now, { base: { forward: i < 100 ? 1 : -1, sideways: 0, turn: 0 } }),
    });
    const speeds = play(off, { steps: 130, step }).map(({ command }) => command?.base?.forward ?? 0);
    const most = largestStep(speeds) / period;
    return most > 1.01 ? `the base changes its speed with ${most.toFixed(0)} m/s², where 1 tips nothing over` : null;
  },
};

const driving = (now: number) => told(now, { base: { forward: 1, sideways: 0, turn: 0 } });

export const silenceBrakes: Proof = {
  mitigation: "watchdog",
  harm: (off) => {
    const played = play(off, { steps: 400, step: (now, i) => ({ command: i < 100 ? driving(now) : null }) });
    const way = drivenBy(played, 4) - drivenBy(played.slice(0, 100), 1);
    return way > 0.8 ? `the base drives on for ${way.toFixed(1)} m after its policy's last word` : null;
  },
};

export const commandsExpire: Proof = {
  mitigation: "expiry",
  harm: (off) => {
    // The host is cut off, killed, or hangs in a recorder after a second: the robot has only its last command.
    const played = play(off, { steps: 100, step: (now) => ({ command: driving(now) }) });
    const way = drivenBy(played, 4) - drivenBy(played, 1);
    return way > 0.11 ? `the base drives on for ${way.toFixed(1)} m after the line was cut` : null;
  },
};

export const oldCommandsAreRefused: Proof = {
  mitigation: "staleness",
  harm: (off) => {
    const late = (now: number) => ({ ...jump(now), at: now - 1, expires: now - 0.95 });
    const at = firstJoint(play(off, { steps: 60, step: (now, i) => ({ command: i < 5 ? late(now) : null }) }));
    return Math.max(...at) > 0.31 ? "a command of a second ago moves the arm" : null;
  },
};

export const orderIsKept: Proof = {
  mitigation: "order",
  harm: (off) => {
    // The person at the joystick turns back after 0.1 s; packets from before that still arrive between those of after.
    const back = (now: number) => told(now, { position: Float64Array.of(-0.5, 0.3, -0.3, -0.3) });
    const step = (now: number, i: number) => {
      if (i < 10) return { command: jump(now) };
      return { command: i % 2 === 0 ? back(now) : { ...jump(now), at: now - 0.015 } };
    };
    const at = firstJoint(play(off, { steps: 40, step }));
    const on = Math.max(...at) - (at[10] ?? 0);
    return on > 0.08 ? `the arm goes on by ${on.toFixed(2)} rad after packets that were overtaken` : null;
  },
};

export const clockIsChecked: Proof = {
  mitigation: "clock-check",
  harm: (off) => {
    const frozen = (due: number): number => Math.min(due, 5 * period);
    const played = play(off, { steps: 20, step: (due) => ({ now: frozen(due), command: jump(frozen(due)) }) });
    const same = played.filter(({ command }) => command?.at === 5 * period).length;
    return same > 1 ? `the clock stands, and ${same} commands of one moment are sent, of which none is ever old` : null;
  },
};

export const numbersAreFinite: Proof = {
  mitigation: "finite-numbers",
  harm: (off) => {
    const broken = (now: number) => told(now, { torque: Float64Array.of(Number.NaN, 0, 0, 0) });
    const { command } = endOf(play(off, { steps: 1, step: (now) => ({ command: broken(now) }) }));
    return command?.torque?.some(Number.isNaN) ? "a torque that is no number is sent" : null;
  },
};

export const shapesAreChecked: Proof = {
  mitigation: "shape-check",
  harm: (off) => {
    const other = (now: number) => told(now, { torque: Float64Array.of(5) });
    const { command } = endOf(play(off, { steps: 1, step: (now) => ({ command: other(now) }) }));
    return command?.torque && command.torque.length !== 4 ? "torques of a robot with one joint are sent to four" : null;
  },
};

export const torqueIsLimited: Proof = {
  mitigation: "torque-limit",
  harm: (off) => {
    const { command } = endOf(
      play(off, { steps: 1, step: (now) => ({ command: told(now, { torque: new Float64Array(4).fill(500) }) }) }),
    );
    const most = Math.max(...(command?.torque ?? [0]));
    return most > 40 ? `${most} N·m are sent to a joint that bears 40` : null;
  },
};
