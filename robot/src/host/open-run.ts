import type { RobotFeatures } from "../contract/features.ts";
import type { Pose } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { LoopReport, Trouble, Turn } from "../loop/control-loop.ts";
import type { Arrangement } from "../worlds/codes.ts";
import type { Scene, SceneState } from "../worlds/simulation.ts";
import { withKnown } from "./fresh.ts";
import type { RobotRun, RunOptions } from "./run.ts";
import { startThread, type Thread } from "./thread.ts";

/** Starts robot, guard and policy, each in its thread, and the loop with them. */
export const openRun = async (options: RunOptions): Promise<RobotRun> => {
  const thread = startThread("guard-thread", options);
  try {
    const { features, scene } = (await thread.calls.ask("hello")) as Pick<RobotRun, "features" | "scene">;
    return new Run(thread, features, scene);
  } catch (error) {
    await thread.end();
    throw error;
  }
};

class Run implements RobotRun {
  readonly features: RobotFeatures;
  readonly scene: Scene | null;
  readonly #thread: Thread;
  readonly #turns = new Set<(turn: Turn) => void>();
  readonly #troubles = new Set<(trouble: Trouble) => void>();
  readonly #known = withKnown();

  constructor(thread: Thread, features: RobotFeatures, scene: Scene | null) {
    this.features = features;
    this.scene = scene;
    this.#thread = thread;
    thread.worker.on("message", (message: { turn?: Turn; trouble?: Trouble }) => {
      if (message.turn) this.#turned(message.turn);
      if (message.trouble) for (const listener of this.#troubles) listener(message.trouble);
    });
  }

  onTurn(listener: (turn: Turn) => void): () => void {
    this.#turns.add(listener);
    return () => this.#turns.delete(listener);
  }

  onTrouble(listener: (trouble: Trouble) => void): () => void {
    this.#troubles.add(listener);
    return () => this.#troubles.delete(listener);
  }

  stop(by: string): void {
    this.#thread.calls.tell("stop", by);
  }

  release(person: string): void {
    this.#thread.calls.tell("release", person);
  }

  setTask(task: RunOptions["task"]): void {
    this.#thread.calls.tell("setTask", task ?? null);
  }

  setPolicy(policy: RunOptions["policy"]): void {
    this.#thread.calls.tell("setPolicy", policy);
  }

  tell(message: unknown): void {
    this.#thread.calls.tell("tell", message);
  }

  async state(): Promise<SceneState | null> {
    return (await this.#thread.calls.ask("state")) as SceneState | null;
  }

  async truth(): Promise<ReadonlyMap<string, Pose> | null> {
    return (await this.#thread.calls.ask("truth")) as ReadonlyMap<string, Pose> | null;
  }

  async reset(seed: number): Promise<void> {
    if (!this.scene) throw new RobotFault("real", "A real robot cannot begin anew.", "Reset a simulation.");
    await this.#thread.calls.ask("reset", [seed]);
  }

  async arrange(what: Arrangement): Promise<void> {
    if (!this.scene) throw new RobotFault("real", "A real room cannot be arranged from here.", "Go there, by foot.");
    await this.#thread.calls.ask("arrange", [what]);
  }

  async report(): Promise<LoopReport> {
    return (await this.#thread.calls.ask("report")) as LoopReport;
  }

  async close(): Promise<LoopReport> {
    try {
      return (await this.#thread.calls.ask("close", [], 5000)) as LoopReport;
    } finally {
      await this.#thread.end();
    }
  }

  #turned(turn: Turn): void {
    const whole = { ...turn, observation: this.#known(turn.observation) };
    for (const listener of this.#turns) listener(whole);
  }
}
