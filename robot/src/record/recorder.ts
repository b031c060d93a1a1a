import type { Seconds } from "../contract/robot.ts";
import type { Trouble, Turn } from "../loop/control-loop.ts";
import type { SceneState } from "../worlds/simulation.ts";

export interface RecordReport {
  readonly turns: number;
  readonly messages: number;
  /** Written so far. */
  readonly bytes: number;
  /** Messages that had no room, or no disk, by topic: marked in the recording as well. */
  readonly dropped: ReadonlyMap<string, number>;
  /** Why nothing more is written, and what to do; null: all is well. */
  readonly fault: Error | null;
}

/** Takes what happens to a robot. Nothing here waits, throws or delays a turn: what cannot be taken is counted. */
export interface RobotRecorder {
  turn(turn: Turn): void;
  trouble(trouble: Trouble): void;
  /** Where everything of a simulated world is, at its own rate. */
  scene(state: SceneState): void;
  /** Something worth a line: "demonstration 3 begins". */
  note(at: Seconds, why: string): void;
  report(): RecordReport;
  /** At once while there is room; else when there is again. For whoever can wait: time that stands between turns. */
  drained(): Promise<void>;
  /** Resolves when everything so far is on the disk, or known not to get there. */
  flush(): Promise<void>;
  close(): Promise<RecordReport>;
}

/** One turn to several recorders: a file and a window. */
export const together = (...all: readonly RobotRecorder[]): RobotRecorder => {
  const [first] = all;
  if (!first) throw new TypeError("There is no recorder. Name one at least.");
  const each = (tell: (one: RobotRecorder) => void): void => {
    for (const one of all) tell(one);
  };
  return {
    turn: (turn) => each((one) => one.turn(turn)),
    trouble: (trouble) => each((one) => one.trouble(trouble)),
    scene: (state) => each((one) => one.scene(state)),
    note: (at, why) => each((one) => one.note(at, why)),
    report: () => first.report(),
    drained: async () => void (await Promise.all(all.map((one) => one.drained()))),
    flush: async () => void (await Promise.all(all.map((one) => one.flush()))),
    close: async () => (await Promise.all(all.map((one) => one.close())))[0] as RecordReport,
  };
};
