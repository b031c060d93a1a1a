import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { guardDefaults } from "../guard/index.ts";
import type { Trouble, Turn } from "../loop/control-loop.ts";
import type { FakeThread } from "../testing/fake-thread.ts";
import { openRun } from "./open-run.ts";
import type { RobotRun } from "./run.ts";

const url = new URL("../testing/fake-thread.ts", import.meta.url).href;

interface Started {
  readonly run: RobotRun;
  readonly turns: Turn[];
  readonly troubles: Trouble[];
  /** Resolves with the first turn, from now on, of which `is` holds. */
  readonly when: (is: (turn: Turn) => boolean) => Promise<Turn>;
}

const started = async (t: TestContext, robot: FakeThread, policy: FakeThread | null): Promise<Started> => {
  const run = await openRun({
    robot: { url, data: robot },
    policy: policy && { url, data: policy },
    guard: guardDefaults,
  });
  t.after(() => run.close().catch(() => {}));
  const [turns, troubles]: [Turn[], Trouble[]] = [[], []];
  run.onTurn((turn) => turns.push(turn));
  run.onTrouble((trouble) => troubles.push(trouble));
  const when = (is: (turn: Turn) => boolean): Promise<Turn> =>
    new Promise((resolve) => {
      const end = run.onTurn((turn) => {
        if (!is(turn)) return;
        end();
        resolve(turn);
      });
    });
  return { run, turns, troubles, when };
};

/** Nothing here takes longer, however busy the machine is: what waits in vain is told. */
const limit = { timeout: 60_000 };

const first = ({ observation }: Turn): number => observation.joints.position[0] ?? Number.NaN;

test("robot, guard and policy work in threads of their own, towards the policy's goal", limit, async (t) => {
  const { run, when } = await started(t, {}, {});
  assert.equal(run.features.joints.length, 4);
  await when((turn) => Math.abs(first(turn) - 0.8) < 1e-3);
  const report = await run.close();
  assert.ok(report.lateness.ticks > 20);
});

test("a policy that computes for a second delays no turn of the guard, which brakes meanwhile", limit, async (t) => {
  const { turns, when } = await started(t, {}, { busyAt: 20, busy: 1 });
  const last = await when(({ told }) => told?.note === "step 19");
  const next = await when(({ told }) => told !== null && told.note !== "step 19");
  assert.ok(next.at - last.at > 0.9, "the policy was busy for a second");
  const meanwhile = turns.filter(({ at }) => at > last.at && at < next.at);
  const gaps = meanwhile.slice(1).map(({ at }, i) => at - (meanwhile[i]?.at ?? 0));
  // A loaded machine may take turns away; a guard that waited would have none at all.
  assert.ok(meanwhile.length > 40, `${meanwhile.length} turns of the guard in that second`);
  assert.ok(Math.max(...gaps) < 0.5, `${Math.max(...gaps)} s between two turns`);
  const bites = meanwhile.filter(({ at, guarded }) => at - last.at > 0.1 && guarded.limits.has("watchdog"));
  assert.ok(bites.length > 30, "without a fresh command the guard brakes");
});

test("a policy that crashes is started again; what it is told reaches it", limit, async (t) => {
  const { run, troubles, when } = await started(t, {}, { crashAt: 12 });
  await when(({ told }) => told?.note === "step 11");
  await when(({ told }) => told?.note === "step 3");
  assert.match(troubles.find(({ part }) => part === "policy")?.why ?? "", /fell over.*started again/);
  run.setPolicy({ url, data: {} });
  await when(({ told }) => told?.note === "step 2");
  run.tell([0.1, 0.1, -0.1, 0.1]);
  await when((turn) => Math.abs(first(turn) - 0.1) < 1e-3);
});

test("a robot's adapter that dies is started again, and the task goes on", limit, async (t) => {
  const { run, turns, when } = await started(t, { dies: 0.5 }, { goal: [0.7, 0.2, -0.4, 0.1] });
  // On a busy machine its silence is noticed before its end is.
  const why = await new Promise<string>((resolve) => run.onTrouble((one) => one.part === "robot" && resolve(one.why)));
  assert.match(why, /gone|did not answer/);
  assert.ok(turns.some((turn) => first(turn) > 0.4));
  await when((turn) => Math.abs(first(turn) - 0.3) < 1e-9);
  await when((turn) => first(turn) > 0.4);
});

test("a stop asked for in another thread stays until a person lets go of it, by name", limit, async (t) => {
  const { run, when } = await started(t, {}, {});
  await when(({ sent }) => sent !== null);
  run.stop("page");
  const { guarded } = await when((turn) => turn.guarded.limits.has("stop-requested"));
  assert.equal(guarded.state.latch?.why, "asked for by page");
  run.release("");
  await when((turn) => turn.guarded.limits.has("latched"));
  run.release("Sato");
  await when((turn) => turn.guarded.state.latch === null);
  await when((turn) => Math.abs(first(turn) - 0.8) < 1e-3);
});

test("a module that cannot be opened is told when the run is started", limit, async () => {
  const nothing = { url: new URL("./clock.ts", import.meta.url).href };
  await assert.rejects(openRun({ robot: nothing, policy: null, guard: guardDefaults }), /exports no openRobot/);
});
