import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Page } from "playwright-core";
import { need } from "../../../tools/debian.ts";
import type { PersonScreeningView } from "../../server/src/screening/shapes.ts";
import { builtPage } from "../src/page.ts";
import { type Asker, askerOf } from "./round-world.ts";
import { openWorld, type World } from "./world.ts";

const why = need("chromium", "fonts-noto-cjk");

let world: World;
let nurse: Page;
let ask: Asker;
/** Opened by the test and closed after it: what a file opens beside its tests is there from the first test of all to the last. */
async function open(t: TestContext): Promise<void> {
  world = await openWorld(await builtPage(() => undefined));
  t.after(() => world.close());
  nurse = await world.as("Sato", ["nurse"], "/settings");
  ask = await askerOf(nurse, world.serving.url);
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });

/** The best answer of each of Braden's items but the last, in which there is a problem. */
async function answerBraden(page: Page): Promise<void> {
  const form = page.locator("details.scr-form").first();
  await form.locator("summary").click();
  const items = form.locator(".scr-item");
  for (let item = 0; item < 6; item += 1)
    await items
      .nth(item)
      .locator(".scr-option")
      .nth(item === 5 ? 2 : 0)
      .click();
  await form.getByText("21 points").waitFor();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await form.getByText(/answered/).waitFor();
}

test("a nurse begins a check-up, asks by tap, pastes the laboratory's values, changes a sentence and gives the report in time", async (t) => {
  if (why) return t.skip(why);
  await open(t);
  const person = await world.settle("髙﨑 花子");
  await nurse.goto(`${world.serving.url}/people/${person}/screening`);
  await button(nurse, "Begin a check-up").click();
  await nurse.getByText("Being measured").waitFor();
  const at = new Date(world.ward.now()).toISOString();
  for (const [kind, value, unit] of [
    ["systolic", 164, "mm[Hg]"],
    ["diastolic", 84, "mm[Hg]"],
  ] as const)
    await ask("post", `/api/people/${person}/chart`, { kind, value, unit, at });
  await answerBraden(nurse);
  await nurse.getByText("Paste a table").first().click();
  await nurse.locator("textarea").first().fill("Hb\t10.8\tg/dL\t11.6\t14.8\nK\t<3.5\tmmol/L");
  await nurse.getByText(/Line 2 cannot be read/).waitFor();
  assert.ok(await button(nurse, /Take over/).isDisabled(), "half a table is not taken over");
  await nurse.locator("textarea").first().fill("Hb\t10.8\tg/dL\t11.6\t14.8");
  await button(nurse, "Take over 1 values").click();
  await nurse.locator(".scr-statement", { hasText: "Below the reference range" }).waitFor();
  await button(nurse, "All is measured").click();
  await nurse.locator(".scr-clock").getByText(/left/).waitFor();
  const pressure = nurse.locator(".scr-statement", { hasText: "164/84 mmHg" });
  await pressure.getByRole("button", { name: "Change words" }).click();
  const sheet = nurse.getByRole("dialog");
  await sheet.getByLabel("Next").fill("Measure again tomorrow morning.");
  assert.ok(await sheet.getByRole("button", { name: "Change words" }).isDisabled(), "not without a reason");
  await sheet.getByLabel("Reason").fill("climbed the stairs before");
  await sheet.getByRole("button", { name: "Change words" }).click();
  await pressure.getByText("Measure again tomorrow morning.").waitFor();
  await button(nurse, "Release the report").click();
  await nurse.getByText("Version 1").waitFor();
  const { reports } = await ask<PersonScreeningView>("get", `/api/people/${person}/screening`);
  assert.deepEqual(reports[0]?.statements.find(({ id }) => id === "pressure")?.edited?.words, {
    next: "Measure again tomorrow morning.",
  });
  const href = await nurse.getByRole("link", { name: /PDF · 日本語/ }).getAttribute("href");
  const pdf = await nurse.request.get(`${world.serving.url}${href}`);
  assert.deepEqual([pdf.status(), pdf.headers()["content-type"]], [200, "application/pdf"]);
  await nurse.goto(`${world.serving.url}/screening`);
  await nurse.getByText(/1 of 1 reports/).waitFor();
});
