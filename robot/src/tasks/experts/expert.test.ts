import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition } from "../../body/index.ts";
import type { Command, Observation, Policy } from "../../contract/robot.ts";
import { poseOf } from "../../kinematics/index.ts";
import { lengthOf, minus } from "../../kinematics/rotation.ts";
import { seenAt } from "../../testing/two-arms.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import type { Phase, Script, Way } from "./phase.ts";
import { palmLink } from "./seen.ts";

const side = "left";
const period = 0.01;
const palm = palmLink(careRobot, side);
const begin = poseOf(careRobot, homePosition(), palm);

const shifted = (by: readonly [number, number, number]): Way => ({
  by: "line",
  speed: 0.3,
  to: { at: [begin.at[0] + by[0], begin.at[1] + by[1], begin.at[2] + by[2]], turn: begin.turn },
});

interface Told {
  readonly command: Command;
  readonly place: readonly [number, number, number];
}

/** Plays a policy on a robot that is at once where it was told to be; `more` is what it sees beside. */
const played = async (
  policy: Policy,
  seconds: number,
  more: (now: number) => Partial<Observation> = () => ({}),
): Promise<readonly Told[]> => {
  let position = homePosition();
  const all: Told[] = [];
  await policy.reset();
  for (let i = 0; i * period < seconds; i += 1) {
    const now = i * period;
    const command = await policy.step(seenAt(now, position, more(now)), now);
    assert.ok(command);
    position = command.position.slice();
    all.push({ command, place: [...poseOf(careRobot, position, palm).at] });
  }
  return all;
};

const scripted = (phases: readonly Phase<number>[]): Script<number> => ({ decide: (_, attempt) => attempt, phases });

const notesOf = (all: readonly Told[]): readonly string[] =>
  all.map(({ command }) => command.note ?? "").filter((note, i, notes) => note !== notes[i - 1]);

test("the rows are gone through in order, the hand goes where they say, and at the end it stays", async () => {
  const out: Phase<number> = { name: "out", side, way: () => shifted([0.1, 0, 0]) };
  const up: Phase<number> = { name: "up", side, way: () => shifted([0.1, 0, 0.08]) };
  const all = await played(expert(careRobot, scripted([out, up])), 4);
  assert.deepEqual(notesOf(all), ["out", "up", "done"]);
  const last = all.at(-1)?.place ?? [0, 0, 0];
  assert.ok(lengthOf(minus(last, [begin.at[0] + 0.1, begin.at[1], begin.at[2] + 0.08])) < 1e-3);
});

test("a straight way is straight, keeps to its speed, and its speeds are told with the positions", async () => {
  const all = await played(
    expert(careRobot, scripted([{ name: "out", side, way: () => shifted([0.12, 0.05, 0]) }])),
    2,
  );
  for (const [i, { place, command }] of all.entries()) {
    const [x, y, z] = minus(place, begin.at);
    assert.ok(Math.abs(y * 0.12 - x * 0.05) < 1e-4 && Math.abs(z) < 1e-3);
    const before = all[i - 1];
    if (!before) continue;
    assert.ok(lengthOf(minus(place, before.place)) / period < 0.31);
    for (const [j, { speed }] of careRobot.joints.entries()) {
      assert.ok(Math.abs(command.velocity?.[j] ?? 0) <= speed);
      assert.ok(
        Math.abs(
          (command.position[j] ?? 0) - (before.command.position[j] ?? 0) - (command.velocity?.[j] ?? 0) * period,
        ) < 1e-9,
      );
    }
  }
});

test("what has failed is begun anew at the row that is named, with what is decided then", async () => {
  const seen: number[] = [];
  const all = await played(
    expert(
      careRobot,
      scripted([
        { name: "prepare", side, rest: 0.05 },
        { name: "take", side, rest: 0.05, until: (_, attempt) => seen.push(attempt) > 0 },
        { name: "lift", side, rest: 0.05, failed: (_, attempt) => attempt < 2, again: "take" },
      ]),
    ),
    2,
  );
  assert.deepEqual(notesOf(all), ["prepare", "take", "lift", "take", "lift", "take", "lift", "done"]);
  assert.deepEqual([...new Set(seen)], [0, 1, 2]);
});

test("a row that takes too long has failed too", async () => {
  const all = await played(
    expert(careRobot, scripted([{ name: "wait", side, until: (_, attempt) => attempt > 0, patience: 0.5, rest: 0 }])),
    1,
  );
  assert.equal(all.findIndex(({ command }) => command.note === "done") > 50, true);
});

test("a hand held by a spring is told as one, in the frame of the base, with its push turned into it", async () => {
  const base = { at: 0, x: 1, y: 2, yaw: Math.PI / 2, forward: 0, sideways: 0, turn: 0 };
  const row: Phase<number> = {
    name: "press",
    side,
    spring: { stiffness: 300, turning: 20, force: 15, push: () => [5, 0, 0] },
    rest: 9,
  };
  const all = await played(expert(careRobot, scripted([row])), 0.1, () => ({ base }));
  const hand = all.at(-1)?.command.hands?.[0];
  assert.equal(hand?.link, palm);
  assert.ok(lengthOf(minus(hand?.at ?? [0, 0, 0], begin.at)) < 1e-6);
  assert.ok(lengthOf(minus(hand?.push ?? [0, 0, 0], [0, -5, 0])) < 1e-9);
});

test("fingers are told by name of a posture, and only from their row on", async () => {
  const closed = careRobot.joints.findIndex(({ name }) => name === `${side}_hand/index`);
  const rows: readonly Phase<number>[] = [
    { name: "wait", side, rest: 0.1 },
    { name: "close", side, fingers: "closed", rest: 9 },
  ];
  const all = await played(expert(careRobot, scripted(rows)), 0.5);
  const angle = (note: string): number | undefined =>
    all.find(({ command }) => command.note === note)?.command.position[closed];
  assert.equal(angle("wait"), homePosition()[closed]);
  assert.ok((angle("close") ?? 0) > 1);
});

test("noise is drawn by the seed: the same seed the same way, another one another way, none without it", async () => {
  const script = scripted([{ name: "out", side, way: () => shifted([0.1, 0, 0]) }]);
  const end = async (options: ExpertOptions): Promise<readonly number[]> =>
    (await played(expert(careRobot, script, options), 2)).at(-1)?.place ?? [];
  const noise = { place: 0.01, turn: 0.02, pace: 0.2 };
  const [first, again, other, none] = [
    await end({ noise, seed: 1 }),
    await end({ noise, seed: 1 }),
    await end({ noise, seed: 2 }),
    await end({ seed: 1 }),
  ];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
  assert.ok(Math.abs((none?.[0] ?? 0) - begin.at[0] - 0.1) < 1e-3);
});
