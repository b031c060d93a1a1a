import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation, Policy, Sample } from "../contract/robot.ts";
import { type GuardSettings, guardDefaults } from "../guard/guard.ts";
import { steppedClock } from "../loop/clock.ts";
import { type ControlLoop, controlLoop, type LoopOptions, type Trouble, type Turn } from "../loop/control-loop.ts";
import { type FakeRobot, fakeRobot } from "./fake-robot.ts";
import { twoArms } from "./two-arms.ts";

/** Two arms with every form of sensor, each at its own rate. */
export const feelingArms: RobotFeatures = {
  ...twoArms,
  sensors: [
    { name: "left_wrist/force", shape: [6], unit: "N", rate: 100 },
    { name: "left_hand/touch", shape: [3], unit: "N", rate: 50 },
    { name: "head/left/image", shape: [4, 5, 3], unit: "1", rate: 10 },
    { name: "head/depth", shape: [4, 5], unit: "m", rate: 10 },
    { name: "truth/cup", shape: [7], unit: "1", rate: 100 },
    { name: "motor/temperature", shape: [4], unit: "Cel", rate: 10 },
  ],
};

const sampled = (at: number, rate: number, data: (at: number) => Sample["data"]): Sample => {
  const taken = Math.floor(at * rate + 1e-9) / rate;
  return { at: taken, data: data(taken) };
};

/** What the sensors show at a moment: the same numbers for the same moment. */
export const samplesAt = (at: number): Readonly<Record<string, Sample>> => ({
  "left_wrist/force": sampled(at, 100, (t) => Float32Array.from({ length: 6 }, (_, i) => Math.sin(t * 3 + i))),
  "left_hand/touch": sampled(at, 50, (t) => Float32Array.of(t, 0, -0)),
  "head/left/image": sampled(at, 10, (t) => Uint8Array.from({ length: 60 }, (_, i) => (i * 4 + t * 10) % 256)),
  "head/depth": sampled(at, 10, (t) => Float32Array.from({ length: 20 }, (_, i) => 0.5 + i / 7 + t)),
  // It gets hot: watched by its self-check the robot is slowed down.
  "motor/temperature": sampled(at, 10, (t) => new Float32Array(4).fill(30 + 9 * Math.max(0, t - 1))),
  "truth/cup": sampled(at, 100, (t) => Float32Array.of(0.4, t / 9, 0.8, 1, 0, 0, 0)),
});

const goals = [
  [0.8, 0.2, -0.4, 0.1],
  [-0.7, 1.9, 0.6, 2.6],
] as const;

/** Goes to and fro, beyond a joint's range, with a hand's target and an expectation; sometimes it says nothing. */
const restless: Policy = {
  reset: async () => {},
  step: async ({ joints }, now): Promise<Command | null> => {
    const beat = Math.floor(now);
    if (beat % 7 === 6) return null;
    const position = Float64Array.from(goals[beat % 2] ?? []);
    return {
      at: now,
      expires: now + 0.05,
      position,
      velocity: position.map((to, i) => 0.1 * (to - (joints.position[i] ?? 0))),
      base: { forward: 0.4, sideways: -0, turn: 0.1 },
      expects: { position: joints.position.map((at) => at + 0.01) },
      note: beat % 2 ? "back" : "forth",
    };
  },
  close: async () => {},
};

type Deed = (at: { loop: ControlLoop; robot: FakeRobot; now: number }) => void;

const face = (now: number): Partial<Observation> => ({ contacts: [{ at: now, region: "chest", force: 80 }] });

/** By the number of the turn. */
const deeds: Readonly<Record<number, Deed>> = {
  150: ({ loop }) => loop.setTask({ title: "wipe the hand", limits: { hand: 20 } }),
  200: ({ loop }) => loop.stop("page"),
  260: ({ loop }) => loop.release("Aiko"),
  320: ({ robot, now }) => robot.notice(face(now)),
  340: ({ robot }) => robot.notice({ nearestPerson: null }),
  380: ({ loop }) => loop.release("Aiko"),
  430: ({ robot }) => robot.cut(true),
  450: ({ robot }) => robot.cut(false),
  500: ({ loop }) => loop.setTask(null),
  560: ({ loop }) => loop.renew(),
};

export interface EventfulRun {
  readonly guard: GuardSettings;
  readonly turns: readonly Turn[];
  readonly troubles: readonly Trouble[];
}

/** Some turns of a real loop in which everything happens that a recording has to hold: on a stepped clock, in no time. */
export const eventfulRun = async (count = 600, more: Partial<LoopOptions> = {}): Promise<EventfulRun> => {
  const clock = steppedClock(1);
  const robot = fakeRobot(feelingArms, clock.now);
  const observe = robot.observe.bind(robot);
  robot.observe = async () => ({ ...(await observe()), samples: samplesAt(clock.now()) });
  await robot.open();
  const ended = new AbortController();
  const [turns, troubles]: [Turn[], Trouble[]] = [[], []];
  let ticks = 0;
  const until = clock.until;
  clock.until = async (time) => {
    await until(time);
    // Lets the policy, which runs beside the loop, answer.
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
    ticks += 1;
    deeds[ticks]?.({ loop, robot, now: clock.now() });
    if (ticks >= count) ended.abort();
  };
  const guard = { ...guardDefaults, features: feelingArms };
  const loop = controlLoop({
    robot,
    policy: async () => restless,
    guard,
    clock,
    onTurn: (turn) => turns.push(turn),
    onTrouble: (trouble) => troubles.push(trouble),
    ...more,
  });
  await loop.run(ended.signal);
  return { guard, turns, troubles };
};
