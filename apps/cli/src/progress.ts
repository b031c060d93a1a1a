import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.ts";

export interface Progress {
  /** `total` may change on the way. */
  at(done: number, total: number, what?: string): void;
  end(): void;
}

/** What takes longer is watched with a bar. */
const PATIENCE_MS = 2000;

const silent: Progress = { at: () => {}, end: () => {} };

/** A bar on stderr that shows itself after two seconds, and only where somebody watches. */
export function progressOn(terminal: Terminal, unit: string): Progress {
  if (!terminal.isWatched) return silent;
  const begun = performance.now();
  let bar: SingleBar | null = null;
  return {
    at(done, total, what = "") {
      if (performance.now() - begun < PATIENCE_MS) return;
      bar ??= started(total, unit);
      bar.setTotal(total);
      bar.update(done, { what });
    },
    end: () => bar?.stop(),
  };
}

function started(total: number, unit: string): SingleBar {
  const format = `{bar} {percentage} % · {value} of {total} ${unit} · {eta_formatted} left {what}`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0, { what: "" });
  return bar;
}
