import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import type {
  EpisodeReport,
  GuardSettings,
  Lesson,
  Policy,
  RecordReport,
  RobotFeatures,
  RobotRecorder,
  Simulation,
  Task,
  TaskResult,
  Turn,
} from "@sakiyomi/robot";
import type { Terminal } from "../terminal.ts";

export const recordForms = ["mcap", "lerobot", "both"] as const;
export type RecordForm = (typeof recordForms)[number];

export interface RecordOptions {
  readonly task: string;
  /** A new folder: recordings, and the data set in `dataset`. */
  readonly out: string;
  readonly form: RecordForm;
  readonly episodes: number;
  /** Of the first episode; the next has the next. */
  readonly seed: number;
  /** Frames a second of the data set. */
  readonly rate: number;
  /** Of each camera a second; 0: none. */
  readonly pictures: number;
  /** How much demonstrations differ: standard deviation of where a way ends, m; 0: not at all. */
  readonly noise: number;
  /** Demonstrations that failed are kept in the data set, too. */
  readonly keepsFailed?: boolean;
  /** Who decides; left out: the task's expert. */
  readonly policy?: (features: RobotFeatures, seed: number) => Promise<Policy>;
  /** As it stands in the recording; left out: "expert:TASK". */
  readonly model?: string;
}

/** Runs a task in the simulator, again and again, and keeps what happens: MCAP for eyes and replay, LeRobot to learn from. */
export async function recordRobot(options: RecordOptions, terminal: Terminal): Promise<void> {
  const task = await taskOf(options.task);
  await mkdir(options.out, { recursive: true }).catch((cause: unknown) => {
    throw new Fault("CLI_FILE", `--out ${options.out}: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  });
  const demonstrations = await Demonstrations.open(options, task, terminal);
  const interrupted = new AbortController();
  void terminal.stopped().then(() => interrupted.abort());
  try {
    for (let i = 0; i < options.episodes && !interrupted.signal.aborted; i += 1)
      await demonstrations.take(options.seed + i);
  } finally {
    await demonstrations.close();
  }
}

async function taskOf(id: string): Promise<Task> {
  const { expertTasks, taskNamed } = await import("@sakiyomi/robot");
  const task = taskNamed(id);
  if (task) return task;
  throw new Fault("CLI_USAGE", `There is no task "${id}": ${expertTasks.join(", ")}.`);
}

type Writer = Awaited<ReturnType<typeof import("@sakiyomi/learn/node")["openEpisodeWriter"]>>;

/** One episode after the other, of one robot, into one folder. */
class Demonstrations {
  readonly #options: RecordOptions;
  readonly #task: Task;
  readonly #terminal: Terminal;
  readonly #writer: Writer | null;
  readonly #features: RobotFeatures;
  #done = 0;
  #all = 0;

  static async open(options: RecordOptions, task: Task, terminal: Terminal): Promise<Demonstrations> {
    const { lessonColumns } = await import("@sakiyomi/robot");
    const { openEpisodeWriter } = await import("@sakiyomi/learn/node");
    const { features } = await simulationOf(options, task, options.seed);
    const columns = lessonColumns(features).map(({ feature }) => feature);
    const writer =
      options.form === "mcap" ? null : await openEpisodeWriter(join(options.out, "dataset"), columns, options.rate);
    for (const { index, frames } of writer?.recovered ?? [])
      terminal.note(`Episode ${index} of an earlier recording is recovered: ${frames} frames.`);
    return new Demonstrations(options, task, terminal, writer, features);
  }

  constructor(options: RecordOptions, task: Task, terminal: Terminal, writer: Writer | null, features: RobotFeatures) {
    this.#options = options;
    this.#task = task;
    this.#terminal = terminal;
    this.#writer = writer;
    this.#features = features;
  }

  async take(seed: number): Promise<void> {
    const simulation = await simulationOf(this.#options, this.#task, seed);
    await simulation.open();
    const recorder = await this.#recorder(simulation, seed);
    try {
      await this.#demonstrate(simulation, recorder, seed);
    } finally {
      await recorder?.close();
      await simulation.close();
    }
  }

  async close(): Promise<void> {
    const { episodes, form, out, rate } = this.#options;
    if (form !== "lerobot")
      await writeFile(join(out, "mapping.yaml"), await mappingText(this.#features, rate, this.#task));
    if (this.#writer && this.#writer.kept().length > 0) {
      const set = await this.#writer.finish({ robot: this.#features.name });
      this.#terminal.say(`${join(out, "dataset")}: ${set.episodes.length} episodes at ${set.rate} frames a second`);
      await set.close();
    } else await this.#writer?.close();
    this.#terminal.say(
      `${this.#task.id}: ${this.#done} of ${this.#all} done${this.#all < episodes ? ", interrupted" : ""}`,
    );
  }

  async #demonstrate(simulation: Simulation, recorder: RobotRecorder | null, seed: number): Promise<void> {
    const { openLesson, runTask } = await import("@sakiyomi/robot");
    const { features } = simulation;
    const { rate } = this.#options;
    const lesson = this.#writer && openLesson({ writer: this.#writer, features, rate, ...(recorder && { recorder }) });
    await lesson?.start(this.#task.title);
    const policy = watching(await this.#policy(features, seed), simulation, recorder);
    const onTurn = (turn: Turn): void => {
      recorder?.turn(turn);
      lesson?.turn(turn);
    };
    const result = await runTask(simulation, policy, this.#task, seed, { onTurn });
    for (const trouble of result.troubles) recorder?.trouble(trouble);
    recorder?.note(simulation.now(), result.isDone ? "done" : "not done");
    const episode = await this.#kept(lesson, result);
    await recorder?.flush();
    this.#tell(result, recorder?.report() ?? null, episode);
  }

  async #kept(lesson: Lesson | null, { isDone }: TaskResult): Promise<EpisodeReport | null> {
    this.#all += 1;
    if (isDone) this.#done += 1;
    if (isDone || this.#options.keepsFailed) return (await lesson?.stop()) ?? null;
    await lesson?.discard();
    return null;
  }

  async #policy(features: RobotFeatures, seed: number): Promise<Policy> {
    const { expertFor } = await import("@sakiyomi/robot");
    const { policy, noise } = this.#options;
    if (policy) return policy(features, seed);
    return expertFor(this.#task.id, features, {
      seed,
      ...(noise > 0 && { noise: { place: noise, turn: noise, pace: 0.1 } }),
    });
  }

  async #recorder(simulation: Simulation, seed: number): Promise<RobotRecorder | null> {
    if (this.#options.form === "lerobot") return null;
    const { openMcapRecorder } = await import("@sakiyomi/foxglove");
    const { epochOf, guardDefaults, robotUrdf } = await import("@sakiyomi/robot");
    const { features, scene } = simulation;
    const guard: GuardSettings = { ...guardDefaults, features };
    const { noise, rate, pictures, model = `expert:${this.#task.id}` } = this.#options;
    return openMcapRecorder(join(this.#options.out, `${this.#task.id}-${seed}.mcap`), features, {
      guard,
      epoch: epochOf(Date.now(), simulation.now()),
      from: simulation.now(),
      description: robotUrdf(),
      scene,
      task: this.#task.id,
      seed,
      model,
      settings: { noise, rate, pictures },
      onFault: ({ message }) => this.#terminal.note(message),
    });
  }

  #tell(result: TaskResult, report: RecordReport | null, episode: EpisodeReport | null): void {
    const { isDone, seed, took, limits, stops, troubles } = result;
    const parts = [
      `${isDone ? "done" : "NOT done"} in ${took.toFixed(1)} s`,
      ...(report ? [`${report.turns} turns, ${(report.bytes / 1e6).toFixed(1)} MB`] : []),
      ...(episode ? [`${episode.frames} frames`] : []),
      ...(limits.size > 0 ? [`limits that bit: ${[...limits.keys()].join(", ")}`] : []),
      ...(stops.length > 0 ? [`stopped: ${stops.join("; ")}`] : []),
    ];
    this.#terminal.say(`seed ${seed}: ${parts.join(", ")}`);
    for (const why of new Set(troubles.map((one) => one.why))) this.#terminal.note(`seed ${seed}: ${why}`);
    for (const words of episode?.words ?? []) this.#terminal.note(`seed ${seed}: ${words}`);
    for (const [topic, count] of report?.dropped ?? [])
      this.#terminal.note(`seed ${seed}: ${topic}: ${count} left out`);
  }
}

async function simulationOf({ pictures }: RecordOptions, { world }: Task, seed: number): Promise<Simulation> {
  const { openSimulation } = await import("@sakiyomi/mujoco");
  return openSimulation({ world, seed, truth: true, pictures: pictures > 0 ? { rate: pictures } : null });
}

/** Steps of a policy between two states of the scene: 20 a second at 100 steps. */
const sceneEvery = 5;

/** In lockstep nothing waits by itself: between two steps the disk has its turn, and the scene is looked at. */
const watching = (policy: Policy, simulation: Simulation, recorder: RobotRecorder | null): Policy => {
  let steps = 0;
  return {
    reset: () => policy.reset(),
    step: async (observation, now) => {
      steps += 1;
      if (steps % sceneEvery === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        recorder?.scene(await simulation.state());
        await recorder?.drained();
      }
      return policy.step(observation, now);
    },
    tell: (message) => policy.tell?.(message),
    close: () => policy.close(),
  };
};

async function mappingText(features: RobotFeatures, rate: number, task: Task): Promise<string> {
  const { recordingMapping } = await import("@sakiyomi/robot");
  const { stringify } = await import("yaml");
  return `# For \`sakiyomi dataset convert\` and training straight from these recordings: --mapping mapping.yaml\n${stringify(
    recordingMapping(features, rate, { task: task.title }),
  )}`;
}
