import assert from "node:assert/strict";
import { test } from "node:test";
import { bringWorld, buildWorld } from "@sakiyomi/robot";
import { openWardRobot } from "@sakiyomi/server";
import type { Page } from "playwright-core";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { openWorld, type World } from "./world.ts";

/** Waits until it holds, or says what was there instead. */
const when = async <T>(look: () => T | null, ms: number, instead: () => unknown = () => ""): Promise<T> => {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not come in ${ms} ms; there was ${JSON.stringify(instead())}`);
};

const orderNot = ({ ward }: World, capability: string, states: readonly string[], ms: number) =>
  when(
    () => ward.board().orders.find((one) => one.capability === capability && !states.includes(one.state)) ?? null,
    ms,
    () => ward.board().orders,
  );

/** The newest order for this, once the robot has heard it. */
const startedOrder = (world: World, capability: string) => orderNot(world, capability, ["waiting"], 30_000);

/** The newest order for this, once it is over. */
const overOrder = (world: World, capability: string) => orderNot(world, capability, ["waiting", "doing"], 120_000);

/** It stands at the person: the thermometer is bound to them for as long as it looks, and the value is theirs. */
async function measures(world: World, carer: Page, person: string): Promise<void> {
  const { ward } = world;
  await carer.getByRole("button", { name: /measure: temperature/i }).click();
  const { state, why, found } = await overOrder(world, "measure");
  assert.deepEqual([state, why], ["done", null]);
  await carer
    .locator(".robot-order-found")
    .getByText(/3\d\.\d °C/)
    .waitFor();
  const sign = await when(
    () => ward.boardPerson(person)?.signs.find(({ kind, known }) => known && kind === "body-temperature") ?? null,
    5000,
  );
  assert.ok(sign.known);
  assert.deepEqual([sign.value, sign.quality], [found?.value, "questionable"]);
  assert.equal(sign.source, "device:robot-simulated.infrared-skin");
  const { core } = buildWorld(bringWorld, 1).sensing.warmth;
  assert.ok(Math.abs(Number(sign.value) - core) < 0.8, `${sign.value} °C, and it is ${core} °C`);
  const view = await ward.person(person);
  assert.ok(view.ok && view.value.bindings.length === 1 && view.value.bindings[0]?.until !== null);
}

/** Nobody has the robot's page open: it cannot speak. Then somebody has, and reads it there. */
async function says(world: World, carer: Page): Promise<void> {
  const say = async (words: string): Promise<void> => {
    await carer.getByLabel("Say something").fill(words);
    await carer.getByRole("button", { name: "Say", exact: true }).click();
  };
  await say("Good morning");
  await carer.getByText(/no page of the robot is open/).waitFor();
  const page = await world.as("Sato", ["operator"], "/robot");
  await page.locator(".robot-link[data-link=live]").waitFor();
  await say("お茶です");
  await page.locator(".robot-said").getByText("お茶です").waitFor();
  await carer.locator(".robot-order[data-state=done]").getByText("お茶です").waitFor();
  const lines = await world.ward.records.entries({ types: ["robot.say"] });
  assert.ok(
    lines.length === 1 && !JSON.stringify(lines).includes("お茶"),
    "its words stand in the order, and only there",
  );
}

test("a carer asks on a person's page for the cup, the simulated robot brings it, takes a temperature, speaks, and the journal tells it", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const robot = await openWardRobot(1);
  const world = await openWorld(await builtPage(() => undefined), robot);
  try {
    const person = await world.settle("佐藤 和子");
    const carer = await world.as("Nguyen", ["carer"], `/people/${person}`, 390);
    await carer.getByRole("button", { name: /bring: cup/ }).click();
    const begun = await startedOrder(world, "bring");
    assert.deepEqual([begun.state, begun.why], ["doing", null]);
    await carer.getByText("under way").waitFor();
    const began = await robot.robot.run.truth();
    const done = await overOrder(world, "bring");
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
    await measures(world, carer, person);
    await says(world, carer);
    await carer.goto(`${world.serving.url}/people/${person}?tab=journal`);
    await carer.getByText(/has done: bring cup/).waitFor();
    await carer.getByText(/has measured body temperature: 3\d(\.\d)? Cel \(an estimate\)/).waitFor();
    await carer.getByText(/has done: say お茶です/).waitFor();
  } finally {
    await world.close();
    await robot.close();
  }
});
