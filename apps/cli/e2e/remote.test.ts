import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { SourceId } from "@sakiyomi/core";
import type { Page } from "playwright-core";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { openWorld, type World } from "./world.ts";

const why = need("chromium", "fonts-noto-cjk");
const by = { id: "staff:e2e", name: "E2E" };

let world: World;
/** Opened by the test and closed after it: what a file opens beside its tests is there from the first test of all to the last. */
async function open(t: TestContext): Promise<void> {
  world = await openWorld(await builtPage(() => undefined));
  t.after(() => world.close());
}

/** Half a minute of an ECG, 75 beats a minute, as a device says it. */
async function wear(person: string): Promise<void> {
  const { ward } = world;
  const from = ward.now() - 45_000;
  await ward.bind("ecg-1", person, from - 60_000, by);
  const samples = Array.from({ length: 250 * 45 }, (_, i) =>
    Math.round(1000 * Math.exp(-(((i % 200) - 20) ** 2) / 18)),
  );
  const blocks = Array.from({ length: 45 }, (_, second) => ({
    ...{ kind: "ecg", unit: "mV", at: new Date(from + second * 1000).toISOString() },
    value: { rate: 250, scale: 0.001, offset: 0, samples: samples.slice(second * 250, (second + 1) * 250) },
  }));
  const { refused } = await ward.receive(blocks, { source: "device:ecg-1" as SourceId });
  assert.deepEqual(refused, []);
}

/** Somebody's daughter, who sees that one person and nobody else. */
async function daughterOf(person: string): Promise<Page> {
  const { ward, serving, browser } = world;
  await ward.consent(person, "family", true, by);
  const added = await serving.access.accounts.add(
    { name: "Yuki", roles: ["family"], places: null, familyOf: [person] },
    by.id,
    ward.now(),
  );
  assert(added.ok);
  const { token } = await serving.access.sessions.start(
    { staff: added.value.id, strength: "full" },
    undefined,
    ward.now(),
  );
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: "en-GB" });
  await context.addCookies([{ name: "sakiyomi-session", value: token, url: serving.url }]);
  const page = await context.newPage();
  await page.goto(`${serving.url}/people/${person}`);
  return page;
}

test("a daughter asks for a doctor's eye on an ECG, the doctor measures it on the paper and answers, and she reads it", async (t) => {
  if (why) return t.skip(why);
  await open(t);
  const person = await world.settle("佐藤 花子");
  await wear(person);
  const home = await daughterOf(person);
  await home.getByRole("button", { name: "Ask a doctor" }).click();
  await home.getByText("ECG is there").waitFor();
  await home.getByLabel("Why").fill("Her heart stumbles since noon");
  await home.getByRole("button", { name: "Ask", exact: true }).click();
  await home.getByText("Waits for an answer").waitFor();

  const doctor = await world.as("Mori", ["doctor"], "/remote");
  await doctor.getByText("Her heart stumbles since noon").click();
  const wave = doctor.getByTestId("ecg-wave").first();
  await wave.waitFor();
  const drawn = (await wave.getAttribute("d")) ?? "";
  assert.ok(drawn.split(/[ML]/).length > 2000, "every sample of the first line is drawn");
  const line = doctor.locator(".ecg-line").first();
  const box = await line.boundingBox();
  assert(box);
  // 25 mm of this screen are a second.
  const mm = box.width / Number((await line.getAttribute("viewBox"))?.split(" ")[2]);
  await doctor.mouse.move(box.x + 20 * mm, box.y + 40);
  await doctor.mouse.down();
  await doctor.mouse.move(box.x + 40 * mm, box.y + 40, { steps: 4 });
  await doctor.mouse.up();
  const rr = Number(await doctor.getByLabel("RR (ms)").inputValue());
  assert.ok(Math.abs(rr - 800) <= 15, `20 mm are 800 ms, measured ${rr}`);
  await doctor.getByLabel("QT (ms)").fill("360");
  await doctor.getByText(/Bazett 40\d ms/).waitFor();
  await doctor.getByRole("button", { name: "I look at it" }).click();
  await doctor.getByLabel("Words to the person").fill("The beats are even. Come to the next visit as planned.");
  await doctor.getByText("At the next visit").click();
  await doctor.getByRole("button", { name: "Send the answer" }).click();
  await doctor.getByText("Mori answered").waitFor();

  await home.reload();
  await home.getByText("The beats are even.").waitFor();
  await home.getByText("At the next visit").waitFor();
});
