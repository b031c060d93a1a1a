import assert from "node:assert/strict";
import { test } from "node:test";
import { openWardRobot } from "@sakiyomi/server";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { openWorld, type World } from "./world.ts";

/** Waits until it holds, or says what was there instead. */
const when = async <T>(look: () => T | null, ms: number): Promise<T> => {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not come in ${ms} ms`);
};

const orderIn = ({ ward }: World, states: readonly string[]) =>
  when(() => ward.board().orders.find(({ state }) => states.includes(state)) ?? null, 120_000);

test("a carer asks on a person's page for the cup, the simulated robot brings it, and the journal tells it", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const robot = await openWardRobot(1);
  const world = await openWorld(await builtPage(() => undefined), robot);
  try {
    const person = await world.settle("佐藤 和子");
    const carer = await world.as("Nguyen", ["carer"], `/people/${person}`, 390);
    await carer.getByRole("button", { name: /bring: cup/ }).click();
    await carer.getByText("under way").waitFor();
    const began = await robot.robot.run.truth();
    const done = await orderIn(world, ["done", "failed", "cancelled"]);
    assert.deepEqual([done.state, done.why], ["done", null]);
    await carer.locator(".robot-order[data-state=done]").waitFor();
    const [before, after] = [began, await robot.robot.run.truth()].map((truth) => truth?.get("cup")?.at);
    const goal = (await robot.robot.run.truth())?.get("goal")?.at;
    assert.ok(before && after && goal);
    assert.ok(Math.hypot(before[0] - goal[0], before[1] - goal[1]) > 0.8, "the cup stood elsewhere");
    assert.ok(Math.hypot(after[0] - goal[0], after[1] - goal[1], after[2] - goal[2]) < 0.06, "the cup is on the tray");
    const lines = (await world.ward.records.entries({})).filter(({ type }) => type.startsWith("order-"));
    assert.deepEqual(
      lines.map(({ type, actor, subject }) => [type, actor.split(":")[0], subject]),
      [
        ["order-placed", "staff", `person:${person}`],
        ["order-started", "robot", `person:${person}`],
        ["order-done", "robot", `person:${person}`],
      ],
    );
    await carer.goto(`${world.serving.url}/people/${person}?tab=journal`);
    await carer.getByText(/has done: bring cup/).waitFor();
  } finally {
    await world.close();
    await robot.close();
  }
});
