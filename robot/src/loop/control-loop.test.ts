import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command, Observation, Policy } from "../contract/robot.ts";
import { guardDefaults } from "../guard/guard.ts";
import { behavesLikeRobot } from "../testing/behaves-like-robot.ts";
import { type FakeRobot, fakeRobot } from "../testing/fake-robot.ts";
import { twoArms } from "../testing/two-arms.ts";
import { steppedClock } from "./clock.ts";
import { controlLoop, type LoopOptions, type Turn } from "./control-loop.ts";

const goal = Float64Array.of(0.8, 0.2, -0.4, 0.1);
const period = guardDefaults.period;

const policyOf = (step: (observation: Observation, now: number) => Command | null): Policy => ({
  reset: async () => {},
  step: async (observation, now) => step(observation, now),
  close: async () => {},
});
const towardsGoal = policyOf((_, now) => ({ at: now, expires: now + 0.05, position: goal }));

interface Played {
  readonly robot: FakeRobot;
  readonly turns: readonly Turn[];
  readonly report: Awaited<ReturnType<ReturnType<typeof controlLoop>["run"]>>;
}

/** Runs for some turns on a stepped clock; `during` sees each turn's number. */
const played = async (
  turns: number,
  more: Partial<LoopOptions> = {},
  during: (
    turn: number,
    at: { loop: ReturnType<typeof controlLoop>; robot: FakeRobot; clock: ReturnType<typeof steppedClock> },
  ) => void = () => {},
): Promise<Played> => {
  const clock = steppedClock(1);
  const robot = fakeRobot(twoArms, clock.now);
  await robot.open();
  const ended = new AbortController();
  const seen: Turn[] = [];
  let count = 0;
  const until = clock.until;
  clock.until = async (time) => {
    await until(time);
    // Lets the policy, which runs beside the loop, answer.
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
    count += 1;
    during(count, { loop, robot, clock });
    if (count >= turns) ended.abort();
  };
  const loop = controlLoop({
    robot,
    policy: async () => towardsGoal,
    guard: { ...guardDefaults, features: twoArms },
    clock,
    onTurn: (turn) => seen.push(turn),
    ...more,
  });
  const report = await loop.run(ended.signal);
  return { robot, turns: seen, report };
};

behavesLikeRobot("the fake", async () => {
  const clock = steppedClock();
  return { robot: fakeRobot(twoArms, clock.now), now: clock.now, pass: async (seconds) => clock.advance(seconds) };
});

test("the policy's goal is reached through the guard, on time", async () => {
  const { robot, report } = await played(300);
  for (const [i, at] of robot.position.entries()) assert.ok(Math.abs(at - (goal[i] as number)) < 1e-6);
  assert.equal(report.lateness.missed, 0);
  assert.equal(report.troubles.length, 0);
});

test("a turn that takes too long is counted, told, and made up for by leaving turns out", async () => {
  const { report } = await played(100, {}, (turn, { clock }) => {
    if (turn === 50) clock.advance(0.055);
  });
  assert.equal(report.lateness.missed, 5);
  assert.ok(report.lateness.longest >= 0.05);
  assert.match(report.troubles[0]?.why ?? "", /55\.0 ms late/);
});

test("a policy that never answers does not hold up the guard", async () => {
  const stuck: Policy = { reset: async () => {}, step: () => new Promise(() => {}), close: async () => {} };
  const { turns, robot } = await played(100, { policy: async () => stuck });
  assert.equal(turns.length, 100);
  assert.ok(turns.every(({ guarded }) => guarded.limits.has("watchdog")));
  assert.ok(robot.velocity.every((speed) => speed === 0));
});

test("a policy that crashes is started again; one that keeps crashing stops the robot until a person takes over", async () => {
  let opened = 0;
  const once = await played(200, {
    policy: async () => {
      opened += 1;
      return opened === 1
        ? policyOf(() => {
            throw new Error("out of memory");
          })
        : towardsGoal;
    },
  });
  assert.equal(opened, 2);
  assert.match(once.report.troubles[0]?.why ?? "", /out of memory: started again/);
  const always = await played(200, {
    policy: async () =>
      policyOf(() => {
        throw new Error("broken");
      }),
  });
  assert.match(always.report.troubles.at(-1)?.why ?? "", /given up/);
  assert.match(always.turns.at(-1)?.guarded.state.latch?.why ?? "", /policy that crashed/);
});

test("a cut line brakes on the robot's side within 100 ms, is told once, and is taken up again", async () => {
  let moved = 0;
  const { report, turns } = await played(200, {}, (turn, { robot }) => {
    if (turn === 20) robot.cut(true);
    if (turn === 60) {
      robot.cut(false);
      moved = robot.position[0] as number;
    }
  });
  const atCut = turns.find(({ at }) => at >= 1 + 19 * period)?.guarded.command?.position[0] ?? 0;
  assert.ok(Math.abs(moved - atCut) < 0.2);
  assert.equal(report.troubles.filter(({ part }) => part === "robot").length, 1);
  assert.equal(turns.at(-1)?.sent?.position.length, 4);
});

test("a stop that is asked for at the robot's own side brakes and stays, as one from the page", async () => {
  const { turns } = await played(60, {}, (turn, { robot }) => {
    if (turn === 20) robot.askStop("a button on the robot");
  });
  const latched = turns.filter(({ guarded }) => guarded.state.latch);
  assert.ok(latched.length >= 38, `${latched.length} turns`);
  assert.equal(latched[0]?.guarded.state.latch?.why, "asked for by a button on the robot");
});

test("a stop from the page brakes and stays; a person by name lets go of it", async () => {
  const { turns } = await played(200, {}, (turn, { loop }) => {
    if (turn === 20) loop.stop("page");
    if (turn === 120) loop.release("nurse Sato");
  });
  const held = turns.slice(80, 118);
  assert.ok(
    held.every(
      ({ guarded }) => guarded.state.latch !== null && guarded.state.sent.velocity.every((speed) => speed === 0),
    ),
  );
  assert.equal(turns.at(-1)?.guarded.state.latch, null);
  assert.ok(Math.abs((turns.at(-1)?.sent?.position[0] ?? 0) - 0.8) < 0.05);
});

test("nobody releases a stop before it has begun: not by name in the same turn, and not without one", async () => {
  for (const person of ["", "nurse Sato"]) {
    const { turns } = await played(60, {}, (turn, { loop }) => {
      if (turn !== 20) return;
      loop.stop("page");
      loop.release(person);
    });
    assert.equal(turns.at(-1)?.guarded.state.latch?.why, "asked for by page", `released by "${person}"`);
  }
});

test("a stop that is asked for while the clock stands is not forgotten", async () => {
  const clock = steppedClock(1);
  const robot = fakeRobot(twoArms, clock.now);
  await robot.open();
  const ended = new AbortController();
  const latches: (string | undefined)[] = [];
  const standing = { from: 10, until: 14 };
  const loop = controlLoop({
    robot,
    policy: null,
    guard: { ...guardDefaults, features: twoArms },
    clock: {
      now: clock.now,
      until: async (time) => {
        const turn = latches.length;
        if (turn === standing.from + 1) loop.stop("page");
        if (turn < standing.from || turn >= standing.until) await clock.until(time);
        if (turn >= 30) ended.abort();
      },
    },
    onTurn: ({ guarded }) => latches.push(guarded.state.latch?.why),
  });
  await loop.run(ended.signal);
  assert.equal(latches[standing.from + 1], undefined, "the guard sends nothing where its clock stands");
  assert.equal(latches.at(-1), "asked for by page");
});

test("what a policy answers about a world that is over is not obeyed in the next one", async () => {
  const asked: ((command: Command) => void)[] = [];
  const slow: Policy = {
    reset: async () => {},
    step: () => new Promise((answer) => asked.push(answer)),
    close: async () => {},
  };
  const { turns } = await played(30, { policy: async () => slow }, (turn, { loop, clock }) => {
    if (turn === 20) {
      loop.renew();
      asked[0]?.({ at: clock.now(), expires: clock.now() + 1, position: goal, note: "of the old world" });
    }
    if (turn === 25) asked[1]?.({ at: clock.now(), expires: clock.now() + 1, position: goal, note: "of the new one" });
  });
  assert.deepEqual(
    turns.flatMap(({ told }) => told?.note ?? []),
    ["of the new one"],
  );
});
