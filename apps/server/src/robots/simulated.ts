import { Fault } from "@sakiyomi/core";
import {
  tasks as allTasks,
  expertTasks,
  guardDefaults,
  type Judge,
  type Noise,
  openJudge,
  type Task,
  type Turn,
  taskFrame,
  taskNamed,
} from "@sakiyomi/robot";
import { openRun, type RobotRun, type ThreadModule } from "@sakiyomi/robot/node";
import type { MedicinePort } from "./medicine-port.ts";
import type { Acquaintance, RobotTasks, ShownRobot } from "./port.ts";
import type { RobotTaskRow, RobotTaskState } from "./shapes.ts";
import { RobotVoice } from "./voice.ts";

export interface SimulatedOptions {
  /** Of a world, as `worldNames` of @sakiyomi/mujoco has them. */
  readonly world: string;
  readonly seed: number;
  /** Whose expert decides at first; null: nobody. */
  readonly task?: string | null;
  readonly noise?: Noise;
  /** Those that may be chosen; left out: all of the world. */
  readonly tasks?: readonly string[];
  /** Who decides in the expert's place: a trained model. */
  readonly decides?: (run: Pick<RobotRun, "features">) => ThreadModule;
  /** Commands a second; left out: 100. */
  readonly rate?: number;
  /** Of all cameras; null: none, which is much cheaper. */
  readonly pictures?: { readonly width?: number; readonly height?: number; readonly rate?: number } | null;
  /** When a task is done, or its time is over, the world begins anew with the next seed. */
  readonly goesOn?: boolean;
}

/** The expert of a task as a module for the run's policy thread. */
export const expertModule = (
  run: Pick<RobotRun, "features">,
  task: string,
  seed: number,
  noise?: Noise,
): ThreadModule => ({
  url: import.meta.resolve("@sakiyomi/robot/experts"),
  data: { task, features: run.features, seed, ...(noise ? { noise } : {}) },
});

/** A simulated care robot in a world, in threads of its own, with the tasks that this world has. */
export const openSimulatedRobot = async (options: SimulatedOptions): Promise<SimulatedRobot> => {
  const { world, seed, pictures } = options;
  const run = await openRun({
    robot: {
      url: import.meta.resolve("@sakiyomi/mujoco/worker"),
      data: { world, seed, truth: true, ...(pictures === undefined ? {} : { pictures }) },
    },
    policy: null,
    guard: { ...guardDefaults, ...(options.rate === undefined ? {} : { commandPeriod: 1 / options.rate }) },
  });
  const robot = new SimulatedRobot(run, options);
  if (options.task) await robot.tasks.choose(options.task);
  return robot;
};

/** A moment after it is done, for whoever watches, s. */
const lingers = 2;

export class SimulatedRobot implements ShownRobot {
  readonly id = "simulated";
  readonly name: string;
  readonly run: RobotRun;
  readonly tasks: RobotTasks;
  readonly voice = new RobotVoice();
  medicines: MedicinePort | null = null;
  acquaintances: ((person: string) => Acquaintance | null) | null = null;
  readonly #options: SimulatedOptions;
  readonly #rows: readonly RobotTaskRow[];
  #task: Task | null = null;
  #judge: Judge | null = null;
  #seed: number;
  #began: number | null = null;
  #now = 0;
  #doneAt: number | null = null;
  #phase: string | null = null;
  #isResetting = false;
  #isByHand = false;
  readonly #counts = { done: 0, failed: 0 };

  constructor(run: RobotRun, options: SimulatedOptions) {
    this.run = run;
    this.name = run.features.name;
    this.#options = options;
    this.#seed = options.seed;
    const isOffered = (task: Task): boolean => options.tasks?.includes(task.id) ?? task.world.name === options.world;
    this.#rows = allTasks
      .filter((task) => isOffered(task) && expertTasks.includes(task.id))
      .map(({ id, title }) => ({ id, title }));
    this.tasks = {
      list: this.#rows,
      state: () => this.#state(),
      choose: (id) => this.#choose(id),
      reset: (seed) => this.#reset(seed),
      byHand: (isByHand) => {
        this.#isByHand = isByHand;
      },
    };
    run.onTurn((turn) => this.#turned(turn));
  }

  /** A person has it in hand, from its page. */
  get isByHand(): boolean {
    return this.#isByHand;
  }

  /** Runs of the task that were done, and that were not. */
  get counts(): { readonly done: number; readonly failed: number } {
    return { ...this.#counts };
  }

  #state(): RobotTaskState {
    return {
      id: this.#task?.id ?? null,
      phase: this.#phase,
      isDone: this.#task ? this.#doneAt !== null : null,
      time: this.#began === null ? null : this.#now - this.#began,
      seed: this.#seed,
    };
  }

  async #choose(id: string | null): Promise<void> {
    const task = id === null ? null : taskNamed(id);
    if (id !== null && !this.#rows.some((row) => row.id === id)) {
      const has = this.#rows.map((row) => row.id).join(", ") || "none";
      throw new Fault("CLI_USAGE", `This world has no task "${id}": ${has}.`);
    }
    this.#task = task;
    this.#begin();
    this.run.setTask(task?.touch ?? null);
    // The task is judged, whoever does it; its expert does nothing while a person does.
    if (this.#isByHand) return;
    const { decides, noise } = this.#options;
    this.run.setPolicy(id === null ? null : (decides?.(this.run) ?? expertModule(this.run, id, this.#seed, noise)));
  }

  async #reset(seed: number): Promise<void> {
    if (this.#isResetting) return;
    this.#isResetting = true;
    try {
      if (!this.#isByHand) this.run.setPolicy(null);
      await this.run.reset(seed);
      this.#seed = seed;
      await this.#choose(this.#task?.id ?? null);
    } finally {
      this.#isResetting = false;
    }
  }

  #begin(): void {
    this.#judge = this.#task ? openJudge(this.#task) : null;
    [this.#began, this.#doneAt, this.#phase] = [null, null, null];
  }

  #turned(turn: Turn): void {
    if (this.#isResetting) return;
    this.#now = turn.at;
    this.#began ??= turn.at;
    this.#phase = turn.told?.note ?? this.#phase;
    if (this.#task && this.#judge) this.#judged(this.#task, this.#judge, turn);
  }

  #judged(task: Task, judge: Judge, turn: Turn): void {
    const { isDone } = judge.see(taskFrame(this.run.features, turn.observation, 0));
    if (isDone && this.#doneAt === null) {
      this.#doneAt = turn.at;
      this.#counts.done += 1;
    }
    const isLate = this.#doneAt === null && turn.at - (this.#began ?? turn.at) > task.timeLimit;
    if (isLate) this.#counts.failed += 1;
    const isOver = isLate || (this.#doneAt !== null && turn.at - this.#doneAt > lingers);
    if (isOver && this.#options.goesOn && !this.#isByHand) void this.#reset(this.#seed + 1).catch(() => {});
  }
}
