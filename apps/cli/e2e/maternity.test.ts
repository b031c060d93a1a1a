import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import type { Page } from "playwright-core";
import { signalsOf } from "../../../skills/src/maternity/sim.ts";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { askerOf } from "./round-world.ts";
import { openWorld, type World } from "./world.ts";

const why = need("chromium", "fonts-noto-cjk");
const by = { id: "staff:e2e", name: "E2E" };

let world: World;
/** Opened by the test and closed after it: what a file opens beside its tests is there from the first test of all to the last. */
async function open(t: TestContext): Promise<void> {
  world = await openWorld(await builtPage(() => undefined));
  t.after(() => world.close());
}

/** A mother at home, whose strap has sent twelve minutes until now and goes on sending. */
async function recording(person: string) {
  const { ward } = world;
  const until = ward.now();
  const from = until - 12 * MINUTE;
  const said = signalsOf({ minutes: 14, seed: 5, baselineBpm: 140 }, from).map(
    (signal) => ({ ...signal, subject: `person:${person}`, receivedAt: until }) as Signal,
  );
  const send = (begin: number, end: number) =>
    ward.loop.receive(said.filter(({ at }) => at >= begin && at + 10 * SECOND <= end));
  await send(from, until);
  return { from, more: () => send(until - 10 * SECOND, until + 60 * SECOND) };
}

/** How long the paper is, px: it grows with what comes. */
const length = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.querySelector('.ctg-room > div')?.offsetWidth"));

const family = async (person: string, path: string): Promise<Page> => {
  const { serving, ward, browser } = world;
  const account = { name: "Sato Ken", roles: ["family" as const], places: null, familyOf: [person] };
  const added = await serving.access.accounts.add(account, by.id, ward.now());
  assert.ok(added.ok);
  const { token } = await serving.access.sessions.start(
    { staff: added.value.id, strength: "full" },
    undefined,
    ward.now(),
  );
  const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: "ja" });
  await context.addCookies([{ name: "sakiyomi-session", value: token, url: serving.url }]);
  const page = await context.newPage();
  await page.goto(`${serving.url}${path}`);
  return page;
};

async function growsLive(doctor: Page, more: () => Promise<unknown>): Promise<void> {
  const before = await length(doctor);
  const saidAt = Date.now();
  await more();
  while ((await length(doctor)) <= before) {
    assert.ok(
      Date.now() - saidAt < 10_000,
      "what the strap says is on the paper within seconds, before anybody asks again",
    );
    await doctor.waitForTimeout(100);
  }
}

/** Draws over the paper as a hand does, and writes. */
async function annotate(doctor: Page, words: string): Promise<void> {
  await doctor.getByRole("button", { name: "Mark a stretch" }).click();
  const box = await doctor.locator("canvas.ctg-canvas").boundingBox();
  assert.ok(box);
  await doctor.mouse.move(box.x + 120, box.y + 100);
  await doctor.mouse.down();
  await doctor.mouse.move(box.x + 200, box.y + 100);
  await doctor.mouse.up();
  await doctor.getByLabel("What is to be seen there").fill(words);
  await doctor.getByRole("button", { name: "Write", exact: true }).click();
}

test("a doctor far away sees a trace as it comes, writes at a stretch of it, answers, and the family reads the words at home", async (t) => {
  if (why) return t.skip(why);
  await open(t);
  const person = await world.settle("佐藤 美咲");
  await world.ward.consent(person, "family", true, by);
  const doctor = await world.as("Ito", ["doctor"], "/maternity");
  const ask = await askerOf(doctor, world.serving.url);
  const due = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await ask("post", `/api/people/${person}/handbook/pregnancy`, { due, dueBy: "ultrasound", fetuses: 1 });
  const strap = await recording(person);
  await doctor.reload();
  await doctor.locator(".mat-row").getByText("佐藤 美咲").click();
  await doctor.getByText("Dawes-Redman criteria").waitFor();
  await growsLive(doctor, strap.more);
  const nurse = await world.as("Kimura", ["nurse"], `/people/${person}/maternity`);
  await nurse.locator("canvas.ctg-canvas").waitFor();
  await annotate(doctor, "acceleration with movement");
  await nurse.locator(".ctg-notes").getByText("acceleration with movement").waitFor();

  await doctor.getByLabel("Words to the mother").fill("赤ちゃんは元気です。");
  await doctor.getByRole("button", { name: "Send the answer" }).click();
  await doctor.locator(".mat-advice").getByText("赤ちゃんは元気です。").waitFor();
  const home = await family(person, `/people/${person}/handbook`);
  await home.locator(".mat-advice").getByText("赤ちゃんは元気です。").waitFor();
  assert.equal(await home.getByRole("button", { name: "健診を記入" }).count(), 0, "the family writes nothing");
  const over = await home.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(over, 0, "a phone shows it all");
  await home.context().close();
});
