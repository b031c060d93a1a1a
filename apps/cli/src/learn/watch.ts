import type { FitProgress } from "@sakiyomi/learn";
import { progressOn } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { memoryInUse } from "./machine.ts";

/** Where nobody watches a bar, a line is said from time to time. */
const LINE_MS = 10_000;

export interface Watch {
  readonly onStep: (progress: FitProgress) => void;
  end(): void;
}

/** A bar with loss, time left and memory; in a log, a line now and then. */
export function watchOn(terminal: Terminal): Watch {
  const bar = progressOn(terminal, "steps");
  let test = "";
  let said = performance.now();
  return {
    onStep: ({ step, steps, loss, point }) => {
      if (point?.test) test = ` · test ${shown(point.test.loss)}`;
      bar.at(step, steps, `· loss ${shown(loss)}${test} · ${memoryInUse()}`);
      if (terminal.isWatched || point === null || performance.now() - said < LINE_MS) return;
      said = performance.now();
      terminal.note(`step ${step} of ${steps}: loss ${shown(point.train.loss)}${test}, ${memoryInUse()}`);
    },
    end: () => bar.end(),
  };
}

export const shown = (loss: number): string => loss.toPrecision(3);
