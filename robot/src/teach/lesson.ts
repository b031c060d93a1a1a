import type { EpisodeWriter } from "@sakiyomi/learn/node";
import type { RobotFeatures } from "../contract/features.ts";
import type { Sample, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { Turn } from "../loop/control-loop.ts";
import type { RobotRecorder } from "../record/recorder.ts";
import { type Column, type ColumnOptions, lessonColumns } from "./columns.ts";
import { type EpisodeReport, reported, type Tally, tally } from "./report.ts";

/** What a lesson needs of learn's crash-safe writer: `openEpisodeWriter` of @sakiyomi/learn/node. */
export type LessonWriter = Pick<EpisodeWriter, "features" | "rate" | "begin" | "append" | "label" | "end" | "discard">;

export interface LessonOptions extends ColumnOptions {
  /** Opened with the features of `lessonColumns` and this rate. */
  readonly writer: LessonWriter;
  readonly features: RobotFeatures;
  /** Frames a second. */
  readonly rate: number;
  /** Is told in words where episodes begin and end. */
  readonly recorder?: RobotRecorder;
}

/** Demonstrations, taken out of the turns of a running loop. */
export interface Lesson {
  readonly isTaking: boolean;
  /** Begins an episode with the next turn in which everything is known. @throws where one is open. */
  start(task?: string): Promise<number>;
  /** Names what is shown; the last label counts. */
  label(task: string): void;
  /** Every turn of the loop, taken or not. Never throws and never waits: a full disk is told by `stop`. */
  turn(turn: Turn): void;
  /** So far, of the open episode. */
  report(): EpisodeReport;
  /** Ends the episode: it is kept whatever happens now. null: nothing was taken, and nothing is kept. */
  stop(): Promise<EpisodeReport | null>;
  discard(): Promise<void>;
}

/**
 * How frames come out of turns of other rates: frame k is due at k/rate after the first, and is the turn nearest to that. Each column takes the newest sample that this turn knows; where one is older than its `maxAge`, or the turn
 * came more than half a frame late, the frame is kept and marked late. Frames for which no turn came are filled with what
 * is known, and marked: frame k always stands for k/rate.
 * @throws {RobotFault} "lesson" where the writer was opened with other columns or another rate.
 */
export const openLesson = (options: LessonOptions): Lesson => new Taken(options);

/** A pause longer than this ends what can be filled, s: the episode goes on without frames being invented for it. */
const longestFill = 2;

class Taken implements Lesson {
  readonly #writer: LessonWriter;
  readonly #recorder: RobotRecorder | null;
  readonly #rate: number;
  readonly #columns: readonly Column[];
  readonly #known = new Map<string, Sample>();
  /** A turn so much before a frame is due still is that frame, s: turns are not quite even. */
  readonly #early: Seconds;
  #isTaking = false;
  #index = 0;
  #from: Seconds | null = null;
  #at: Seconds = 0;
  #frames = 0;
  #tally: Tally = tally(0, []);

  constructor({ writer, features, rate, recorder, ...columns }: LessonOptions) {
    this.#writer = writer;
    this.#recorder = recorder ?? null;
    this.#rate = rate;
    this.#early = Math.min(0.25 / rate, 0.5 / features.rate);
    this.#columns = lessonColumns(features, columns);
    const [given, wanted] = [writer.features, this.#columns.map(({ feature }) => feature)].map((list) =>
      JSON.stringify(list.map(({ name, shape }) => [name, shape])),
    );
    if (given !== wanted || writer.rate !== rate)
      throw new RobotFault(
        "lesson",
        "The writer records other columns or another rate.",
        "Open it with lessonColumns.",
      );
  }

  get isTaking(): boolean {
    return this.#isTaking;
  }

  async start(task?: string): Promise<number> {
    this.#index = await this.#writer.begin(task);
    this.#known.clear();
    this.#tally = tally(this.#rate, this.#columns);
    this.#from = null;
    this.#frames = 0;
    this.#isTaking = true;
    this.#recorder?.note(this.#at, `episode ${this.#index} begins${task === undefined ? "" : `: ${task}`}`);
    return this.#index;
  }

  label(task: string): void {
    this.#writer.label(task);
    this.#recorder?.note(this.#at, `episode ${this.#index} is: ${task}`);
  }

  turn(turn: Turn): void {
    this.#at = turn.at;
    if (!this.#isTaking || this.#tally.fault) return;
    for (const { source, read } of this.#columns) {
      const sample = read(turn);
      if (sample) this.#known.set(source, sample);
    }
    this.#tally.waiting = this.#columns.filter(({ source }) => !this.#known.has(source)).map(({ source }) => source);
    if (this.#tally.waiting.length > 0) return;
    this.#from ??= turn.at;
    this.#take(turn.at - this.#from);
  }

  report(): EpisodeReport {
    return reported(this.#tally, this.#index, this.#frames, 0);
  }

  async stop(): Promise<EpisodeReport | null> {
    this.#isTaking = false;
    const kept = await this.#writer.end();
    const report = kept && reported(this.#tally, kept.index, kept.frames, kept.lost);
    const words = report ? [`${report.frames} frames.`, ...report.words].join(" ") : "nothing was taken.";
    this.#recorder?.note(this.#at, `episode ${this.#index} ends: ${words}`);
    return report;
  }

  async discard(): Promise<void> {
    this.#isTaking = false;
    await this.#writer.discard();
    this.#recorder?.note(this.#at, `episode ${this.#index} is discarded`);
  }

  /** Writes every frame that is due, `since` the first. */
  #take(since: Seconds): void {
    const due = Math.floor((since + this.#early) * this.#rate);
    const fillable = Math.round(longestFill * this.#rate);
    if (due - this.#frames > fillable) {
      this.#tally.pauses += 1;
      const skipped = (due - this.#frames) / this.#rate;
      this.#from = (this.#from ?? 0) + skipped;
      this.#frame(since - skipped, true);
      return;
    }
    while (this.#frames < due) {
      this.#tally.missed += 1;
      this.#frame(since, true);
    }
    if (this.#frames === due) this.#frame(since, false);
  }

  #frame(since: Seconds, isFilled: boolean): void {
    const now = (this.#from ?? 0) + since;
    const at = this.#frames / this.#rate;
    const stale = this.#columns.filter(({ source, maxAge }) => now - (this.#known.get(source)?.at ?? 0) > maxAge);
    const isLate = isFilled || since - at > 0.5 / this.#rate || stale.length > 0;
    for (const { source } of stale) this.#tally.stale.set(source, (this.#tally.stale.get(source) ?? 0) + 1);
    if (isLate) this.#tally.late += 1;
    try {
      this.#writer.append({ at, values: this.#values(), isLate });
      this.#frames += 1;
    } catch (error) {
      this.#tally.fault = error instanceof Error ? error : new Error(String(error));
    }
  }

  #values(): Readonly<Record<string, ArrayLike<number>>> {
    return Object.fromEntries(
      this.#columns.map(({ feature, source }) => [feature.name, this.#known.get(source)?.data ?? []]),
    );
  }
}
