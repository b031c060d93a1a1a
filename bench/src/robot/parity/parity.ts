import {
  awaited,
  controlLoop,
  expertFor,
  guardDefaults,
  openJudge,
  type Task,
  type Turn,
  taskFrame,
  taskNamed,
} from "@sakiyomi/robot";
import { type Side, sides } from "./sides.ts";

export interface ParityOptions {
  readonly task?: string;
  readonly seed?: number;
  /** Of the scene in lockstep. */
  readonly turns?: number;
  /** Running freely, each; the task's own limit at most. */
  readonly onStep?: (step: string) => void;
}

export interface ParityRow {
  readonly side: string;
  /** In lockstep: turns, and how far a number of a command is at most from the simulator's, rad and m/s. */
  readonly turns: number;
  readonly farthest: number;
  /** Running freely: was the task done, and when. */
  readonly isDone: boolean;
  readonly time: number | null;
  /** What the policy was at last, and why the guard had stopped, if it had. */
  readonly last: string;
  /** Age of what the loop decides on, and how long a command takes to be taken, ms. */
  readonly seen: Latency;
  readonly taken: Latency;
  /** Turns of the loop that were left out, because one before took too long. */
  readonly missed: number;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** Standard deviation. */
  readonly jitter: number;
}

const latencyOf = (seconds: readonly number[]): Latency => {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number): number => 1000 * (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  const square = seconds.reduce((sum, one) => sum + (one - mean) ** 2, 0) / seconds.length;
  return { p50: at(0.5), p99: at(0.99), jitter: 1000 * Math.sqrt(square) };
};

interface Run {
  readonly turns: readonly Turn[];
  readonly isDone: boolean;
  readonly time: number | null;
  readonly missed: number;
  /** s, of each command. */
  readonly taken: readonly number[];
}

const now = (): number => performance.now() / 1000;

/** The task's expert through guard and loop, until it is done, or so many turns or seconds have passed. */
const play = async (side: Side, task: Task, most: { turns?: number; seconds?: number }): Promise<Run> => {
  const { robot } = side;
  const turns: Turn[] = [];
  const taken: number[] = [];
  const timed: typeof robot = {
    features: robot.features,
    open: () => robot.open(),
    observe: () => robot.observe(),
    act: async (command) => {
      const began = now();
      const sent = await robot.act(command);
      taken.push(now() - began);
      return sent;
    },
    stop: (reason) => robot.stop(reason),
    close: () => robot.close(),
  };
  const expert = awaited(expertFor(task.id, robot.features));
  const judge = openJudge(task);
  const end = new AbortController();
  let [isDone, time]: [boolean, number | null] = [false, null];
  const loop = controlLoop({
    robot: timed,
    policy: async () => expert.policy,
    guard: { ...guardDefaults, features: robot.features },
    clock: side.clock(expert.pending),
    onTurn: (turn) => {
      turns.push(turn);
      const judged = judge.see(taskFrame(robot.features, turn.observation, 0));
      isDone ||= judged.isDone;
      time ??= judged.measures.time;
      const passed = turn.at - (turns[0]?.at ?? turn.at);
      const isOver = most.seconds !== undefined && (isDone || passed > most.seconds);
      if (turns.length >= (most.turns ?? Number.POSITIVE_INFINITY) || isOver) end.abort();
    },
  });
  const { lateness } = await loop.run(end.signal);
  return { turns, isDone, time, missed: lateness.missed, taken };
};

const numbersOf = ({ sent, told }: Turn): readonly number[] =>
  [sent, told].flatMap((command) =>
    command
      ? [...command.position, ...(command.velocity ?? []), command.base?.forward ?? 0, command.base?.turn ?? 0]
      : [],
  );

const lastOf = (turns: readonly Turn[]): string => {
  const note = turns.findLast(({ told }) => told?.note)?.told?.note ?? "nothing";
  const latch = turns.at(-1)?.guarded.state.latch;
  return latch ? `${note}, stopped: ${latch.why}` : note;
};

const farthestOf = (ones: readonly Turn[], others: readonly Turn[]): number => {
  let most = ones.length === others.length ? 0 : Number.POSITIVE_INFINITY;
  for (const [i, one] of ones.entries()) {
    const [a, b] = [numbersOf(one), others[i] ? numbersOf(others[i]) : []];
    if (a.length !== b.length) return Number.POSITIVE_INFINITY;
    for (const [j, x] of a.entries()) most = Math.max(most, Math.abs(x - (b[j] ?? Number.NaN)));
  }
  return most;
};

const opened = async <T>(opening: Promise<Side>, work: (side: Side) => Promise<T>): Promise<T> => {
  const side = await opening;
  try {
    return await work(side);
  } finally {
    await side.end();
  }
};

/**
 * One policy and one scene through the simulator itself, a rospy node around it and a C++ component of OpenRTM around it:
 * in lockstep, where all commands have to be the same, and running freely. Needs Debian's ROS 1 and omniORB.
 */
export const robotParity = async (options: ParityOptions = {}): Promise<readonly ParityRow[]> => {
  const { task: id = "pick-and-place", seed = 1, turns = 600, onStep = () => {} } = options;
  const task = taskNamed(id);
  if (!task) throw new Error(`There is no task "${id}".`);
  const world = task.world.name;
  const rows: ParityRow[] = [];
  let first: readonly Turn[] | null = null;
  for (const [name, open] of Object.entries(sides)) {
    onStep(`${name}, in lockstep …`);
    const steps = await opened(open({ world, seed, isLockstep: true }), (side) => play(side, task, { turns }));
    first ??= steps.turns;
    onStep(`${name}, running freely …`);
    const free = await opened(open({ world, seed, isLockstep: false }), (side) =>
      play(side, task, { seconds: task.timeLimit }),
    );
    rows.push({
      side: name,
      turns: steps.turns.length,
      farthest: farthestOf(first, steps.turns),
      isDone: free.isDone,
      time: free.time,
      last: lastOf(free.turns),
      seen: latencyOf(free.turns.map(({ at, observation }) => Math.max(0, at - observation.joints.at))),
      taken: latencyOf(free.taken),
      missed: free.missed,
    });
  }
  return rows;
};
