import type { Issue } from "./issue.ts";

/** A step longer than this many frames is a hole. */
const GAP_FRAMES = 1.5;
/** Share by which an episode's own rate may differ from the declared one. */
const RATE_TOLERANCE = 0.02;
/** Below, a rate cannot be told. */
const LEAST_STEPS = 10;

/** Watches the times of one episode. */
export interface TimeWatch {
  add(at: Float64Array, start: number): void;
  issues(): readonly Issue[];
}

export function watchTimes(episode: number, rate: number): TimeWatch {
  const gaps = { count: 0, frame: 0, longest: 0 };
  const order = { count: 0, frame: 0 };
  let last = Number.NaN;
  let [steps, seconds] = [0, 0];
  const addStep = (step: number, frame: number) => {
    if (step <= 0) {
      if (order.count++ === 0) order.frame = frame;
    } else if (step * rate > GAP_FRAMES) {
      if (gaps.count++ === 0) gaps.frame = frame;
      gaps.longest = Math.max(gaps.longest, step);
    } else {
      steps++;
      seconds += step;
    }
  };
  return {
    add: (at, start) => {
      at.forEach((time, i) => {
        if (!Number.isNaN(last)) addStep(time - last, start + i);
        last = time;
      });
    },
    issues: () => [
      ...(order.count === 0 ? [] : [orderIssue(episode, order)]),
      ...(gaps.count === 0 ? [] : [gapIssue(episode, gaps, rate)]),
      ...rateIssue(episode, steps, seconds, rate),
    ],
  };
}

const orderIssue = (episode: number, { count, frame }: { count: number; frame: number }): Issue => ({
  kind: "order",
  episode,
  frame,
  what: `time stands still or runs back ${times(count)}.`,
  remedy: "Sort the frames by time, or record again.",
});

const gapIssue = (
  episode: number,
  { count, frame, longest }: { count: number; frame: number; longest: number },
  rate: number,
): Issue => ({
  kind: "gap",
  episode,
  frame,
  what: `${count === 1 ? "a hole" : `${count} holes`} in time, the longest ${longest.toFixed(3)} s where ${(1 / rate).toFixed(3)} s are due.`,
  remedy: "Split the episode there or record it again: a model takes every step for the same time.",
});

function rateIssue(episode: number, steps: number, seconds: number, rate: number): readonly Issue[] {
  const found = steps / seconds;
  if (steps < LEAST_STEPS || Math.abs(found / rate - 1) <= RATE_TOLERANCE) return [];
  const what = `runs at ${found.toFixed(2)} frames a second; the set says ${rate}.`;
  return [{ kind: "rate", episode, what, remedy: "Correct the declared rate, or resample the episode." }];
}

export const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
