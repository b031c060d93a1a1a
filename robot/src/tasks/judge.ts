import { checkOf } from "./criteria.ts";
import { measuring } from "./measures.ts";
import type { Judgement, Task, TaskFrame } from "./task.ts";

/** Follows a run as it goes on. */
export interface Judge {
  see(frame: TaskFrame): Judgement;
}

/** The tools whose smoothness is measured. */
const tools = ["left_hand/palm", "right_hand/palm"] as const;

/** A task that is done stays done; what comes after is measured no more. */
export const openJudge = ({ success }: Pick<Task, "success">): Judge => {
  const checks = success.map(checkOf);
  const meter = measuring(tools);
  let [began, done]: [number | null, Judgement | null] = [null, null];
  return {
    see: (frame) => {
      if (done) return done;
      began ??= frame.at;
      meter.see(frame);
      const progress = checks.map((check) => check(frame));
      const isDone = progress.every((share) => share >= 1);
      const judgement = { isDone, progress, measures: meter.measures(isDone ? frame.at - began : null) };
      if (isDone) done = judgement;
      return judgement;
    },
  };
};

const unseen: Judgement = {
  isDone: false,
  progress: [],
  measures: { time: null, peakForce: {}, jerk: 0, interventions: 0 },
};

/** Judges a run from its frames alone: what was recorded can be judged again, and by another task. */
export const judgeTask = (task: Pick<Task, "success">, frames: Iterable<TaskFrame>): Judgement => {
  const judge = openJudge(task);
  let last = unseen;
  for (const frame of frames) last = judge.see(frame);
  return last;
};
