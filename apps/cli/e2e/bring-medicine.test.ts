import assert from "node:assert/strict";
import { test } from "node:test";
import { openWardRobot } from "@sakiyomi/server";
import { need } from "../../../tools/debian.ts";
import type { PackAnswer } from "../../server/src/medication/shapes.ts";
import { builtPage } from "../src/page.ts";
import { askerOf, bandOf, importDrugs, nurse, orderNow } from "./round-world.ts";
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

const overOrder = ({ ward }: World) =>
  when(
    () =>
      ward
        .board()
        .orders.find(
          (one) => one.capability === "bring-medicine" && one.state !== "waiting" && one.state !== "doing",
        ) ?? null,
    150_000,
  );

/** The day in the house. */
const dayInTokyo = (at: number): string => new Date(at).toLocaleDateString("sv", { timeZone: "Asia/Tokyo" });

test("a nurse sends the robot with a labelled cup; somebody answers on its page; the ward has both events by the robot", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const robot = await openWardRobot(1);
  const world = await openWorld(await builtPage(() => undefined), robot);
  try {
    await importDrugs(world);
    const person = await world.settle("佐藤 和子");
    const page = await world.as("Tanaka", nurse, `/people/${person}`, 390);
    const ask = await askerOf(page, world.serving.url);
    const order = await orderNow(ask, person, "heart");
    const dose = `${order.id}@${dayInTokyo(Date.now() + 60_000)}/0`;
    await bandOf(ask, person);
    const expiry = `${new Date().getFullYear() + 1}-12-31`;
    const pack = { person: `person:${person}`, doses: [dose], expiry, note: "" };
    await ask<PackAnswer>("post", "/api/medication/packs", pack);
    const bedside = await world.as("Sato", ["operator"], "/robot");
    await bedside.locator(".robot-link[data-link=live]").waitFor();
    await page.getByRole("button", { name: /bring the medicine: \d\d:\d\d/ }).click();
    await page.locator(".robot-order[data-state=doing]").waitFor();
    const answer = bedside.getByLabel("What the person answers");
    const early = overOrder(world).then(({ why: ended }) => assert.fail(`it ended before it asked: ${ended}`));
    await Promise.race([answer.waitFor({ timeout: 150_000 }), early]);
    early.catch(() => undefined);
    await bedside.getByText("お名前をフルネームで").waitFor();
    await answer.fill("佐藤和子です");
    await bedside.getByRole("button", { name: "Answer", exact: true }).click();
    const { state, why: reason } = await overOrder(world);
    assert.deepEqual([state, reason], ["done", "handed over, and seen to be taken by the robot"]);
    const { records } = world.ward;
    const types = (await records.entries({ types: ["medication.handed", "medication.taken", "robot.call"] })).map(
      ({ type, actor }) => `${type} ${actor}`,
    );
    assert.deepEqual(types.toSorted(), ["medication.handed robot:simulated", "medication.taken robot:simulated"]);
  } finally {
    await world.close();
    await robot.close();
  }
});
