import type { RobotFeatures } from "../contract/features.ts";
import type { Observation, Policy, Pose, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import { type GuardSettings, guardDefaults } from "../guard/index.ts";
import { basePose, posesOf, poseTimes } from "../kinematics/index.ts";
import { controlLoop, type Trouble, type Turn } from "../loop/index.ts";
import type { Simulation } from "../worlds/simulation.ts";
import { openJudge } from "./judge.ts";
import { awaited, lockstepClock } from "./lockstep.ts";
import type { Judgement, Task, TaskFrame } from "./task.ts";

export interface TaskRun {
  /** Of the guard; left out: its defaults. */
  readonly guard?: Partial<Omit<GuardSettings, "features">>;
  /** A stop is let go of by a person after so long, and counted; left out: 1 s. */
  readonly patience?: Seconds;
  /** More stops than this end the run; left out: 3. */
  readonly mostInterventions?: number;
  /** Each turn of the loop, for whoever records. */
  readonly onTurn?: (turn: Turn, frame: TaskFrame, judgement: Judgement) => void;
}

export interface TaskResult extends Judgement {
  readonly task: string;
  readonly seed: number;
  /** Simulated time that the run took. */
  readonly took: Seconds;
  /** Turns in which each limit of the guard bit. */
  readonly limits: ReadonlyMap<string, number>;
  readonly troubles: readonly Trouble[];
  /** Why the guard stopped, each time. */
  readonly stops: readonly string[];
}

const truthPrefix = "truth/";

/** What a judge sees of an observation with `truth/…` in it. */
export const taskFrame = (features: RobotFeatures, observation: Observation, interventions: number): TaskFrame => {
  const { joints, base, contacts, samples } = observation;
  const poses = new Map<string, Pose>();
  for (const [name, { data }] of Object.entries(samples)) {
    if (!name.startsWith(truthPrefix)) continue;
    const [x = 0, y = 0, z = 0, w = 1, a = 0, b = 0, c = 0] = data;
    poses.set(name.slice(truthPrefix.length), { at: [x, y, z], turn: [w, a, b, c] });
  }
  const outer = basePose(base ?? { x: 0, y: 0, yaw: 0 });
  const links = posesOf(features, joints.position);
  for (const [i, { isTool, name }] of features.links.entries()) {
    const pose = links[i];
    if (isTool && pose) poses.set(name, poseTimes(outer, pose));
  }
  return { at: joints.at, poses, contacts, interventions };
};

/** Who stands beside a run: lets go of a stop after a while, and counts. */
const bystander = (patience: Seconds) => {
  const stops: string[] = [];
  let since: Seconds | null = null;
  return {
    stops,
    /** Is it time to let go? */
    watch: ({ at, guarded: { state } }: Turn): boolean => {
      if (!state.latch) since = null;
      else if (since === null) {
        since = at;
        stops.push(state.latch.why);
      }
      return since !== null && at - since >= patience;
    },
  };
};

/**
 * Runs a policy on a task through control loop and guard, in lockstep with the simulated world: no wall clock, and the
 * same seed gives the same run. The simulation is open, of the task's world, and tells the truth in its observations.
 */
export const runTask = async (
  simulation: Simulation,
  policy: Policy,
  task: Task,
  seed: number,
  options: TaskRun = {},
): Promise<TaskResult> => {
  const { features } = simulation;
  if (!features.sensors.some(({ name }) => name.startsWith(truthPrefix)))
    throw new RobotFault("no-truth", "The simulation does not tell where things are.", "Open it with `truth: true`.");
  await simulation.reset(seed);
  const began = simulation.now();
  const judge = openJudge(task);
  const aside = bystander(options.patience ?? 1);
  const end = new AbortController();
  const slow = awaited(policy);
  let judgement = judge.see(taskFrame(features, await simulation.observe(), 0));
  const loop = controlLoop({
    robot: simulation,
    policy: async () => slow.policy,
    guard: { ...guardDefaults, ...options.guard, features },
    clock: lockstepClock(simulation, slow.pending),
    onTurn: (turn) => {
      if (aside.watch(turn)) loop.release("runner");
      const frame = taskFrame(features, turn.observation, aside.stops.length);
      judgement = judge.see(frame);
      options.onTurn?.(turn, frame, judgement);
      const isOver = turn.at - began >= task.timeLimit || aside.stops.length > (options.mostInterventions ?? 3);
      if (judgement.isDone || isOver) end.abort();
    },
  });
  loop.setTask(task.touch);
  const { limits, troubles } = await loop.run(end.signal);
  const took = simulation.now() - began;
  return { ...judgement, task: task.id, seed, took, limits, troubles, stops: aside.stops };
};
