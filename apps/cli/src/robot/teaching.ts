import type { Lesson, Turn } from "@sakiyomi/robot";
import type { RobotRun } from "@sakiyomi/robot/node";
import type { EpisodeState, RobotTeaching } from "@sakiyomi/server";
import type { Terminal } from "../terminal.ts";

export interface TeachingOptions {
  /** A LeRobot data set, new or of an earlier lesson. */
  readonly out: string;
  /** Frames a second. */
  readonly rate: number;
}

export interface OpenTeaching extends RobotTeaching {
  close(): Promise<void>;
}

/** s, over which the page's rate is told */
const window = 1;

/** Demonstrations of whoever moves the robot from the page, into a LeRobot data set. */
export async function openTeaching(run: RobotRun, options: TeachingOptions, terminal: Terminal): Promise<OpenTeaching> {
  const { lessonColumns, openLesson } = await import("@sakiyomi/robot");
  const { openEpisodeWriter } = await import("@sakiyomi/learn/node");
  const { features } = run;
  const columns = lessonColumns(features).map(({ feature }) => feature);
  const writer = await openEpisodeWriter(options.out, columns, options.rate);
  for (const { index, frames } of writer.recovered)
    terminal.note(`Episode ${index} of an earlier lesson is recovered: ${frames} frames.`);
  const lesson = openLesson({ writer, features, rate: options.rate });
  return new Teaching(run, lesson, options.rate, terminal, () => writer.finish().then(() => {}));
}

class Teaching implements OpenTeaching {
  readonly #lesson: Lesson;
  readonly #rate: number;
  readonly #terminal: Terminal;
  readonly #finish: () => Promise<void>;
  readonly #off: () => void;
  /** When each of the newest frames was taken, by the loop's clock. */
  #taken: { readonly at: number; readonly frames: number }[] = [];
  #label: string | null = null;
  readonly #counts = { saved: 0, discarded: 0 };

  constructor(run: RobotRun, lesson: Lesson, rate: number, terminal: Terminal, finish: () => Promise<void>) {
    this.#lesson = lesson;
    this.#rate = rate;
    this.#terminal = terminal;
    this.#finish = finish;
    this.#off = run.onTurn((turn) => this.#turned(turn));
  }

  state(): EpisodeState {
    const { isTaking } = this.#lesson;
    const { frames, words } = this.#lesson.report();
    const [first, last] = [this.#taken[0], this.#taken.at(-1)];
    const passed = first && last ? last.at - first.at : 0;
    const rate = isTaking && first && last && passed >= window / 2 ? (last.frames - first.frames) / passed : null;
    return {
      isRecording: isTaking,
      frames: isTaking ? frames : 0,
      rate,
      isSlow: isTaking && (words.length > 0 || (rate !== null && rate < 0.9 * this.#rate)),
      label: this.#label,
      ...this.#counts,
    };
  }

  async start(): Promise<void> {
    this.#taken = [];
    await this.#lesson.start(this.#label ?? undefined);
  }

  async stop(): Promise<void> {
    const report = await this.#lesson.stop();
    if (!report) return;
    this.#counts.saved += 1;
    this.#terminal.say(`episode ${report.index}: ${[`${report.frames} frames`, ...report.words].join(", ")}`);
  }

  async discard(): Promise<void> {
    await this.#lesson.discard();
    this.#counts.discarded += 1;
  }

  async label(label: string): Promise<void> {
    this.#label = label;
    if (this.#lesson.isTaking) this.#lesson.label(label);
  }

  /** An episode that is open is kept: whoever ends the program has not discarded it. */
  async close(): Promise<void> {
    this.#off();
    if (this.#lesson.isTaking) await this.stop();
    await this.#finish();
  }

  #turned(turn: Turn): void {
    this.#lesson.turn(turn);
    if (!this.#lesson.isTaking) return;
    this.#taken.push({ at: turn.at, frames: this.#lesson.report().frames });
    while ((this.#taken[0]?.at ?? turn.at) < turn.at - window) this.#taken.shift();
  }
}
