import assert from "node:assert/strict";
import { test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { openWorld } from "./world.ts";

test("a nurse reviews, a carer charts a cup in one tap from the person's page and takes it back, and the day adds up", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const world = await openWorld(await builtPage(() => undefined));
  try {
    const person = await world.settle("佐藤 和子");
    const carer = await world.as("Nguyen", ["carer"], `/people/${person}`, 360);
    await carer.getByRole("button", { name: "Drink 150 mL" }).click();
    await carer.getByText("Drink 150 mL", { exact: false }).last().waitFor();
    const nurse = await world.as("Tanaka", ["nurse"], `/people/${person}/daily`);
    for (const organ of ["Heart", "Kidney", "Swallowing"]) {
      await nurse.locator("li.review", { hasText: organ }).getByRole("button").click();
      await nurse.getByRole("radiogroup").getByText("Allowed", { exact: true }).click();
      await nurse.getByRole("button", { name: "Save" }).click();
      await nurse.locator("li.review", { hasText: organ }).getByText("Tanaka").waitFor();
    }
    await carer.goto(`${world.serving.url}/people/${person}/daily`);
    const water = carer.locator(".daily-card", { hasText: "Water" });
    await water.getByText("/ 1,500 mL").waitFor();
    await water.getByRole("button", { name: "Drink 200 mL" }).click();
    await water.getByText("350", { exact: true }).waitFor();
    await carer.getByRole("button", { name: "Undo" }).last().click();
    await water.getByText("150", { exact: true }).first().waitFor();
    const over = await carer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert.equal(over, 0, "wider than a phone");
    await carer.goto(`${world.serving.url}/people/${person}/excretion`);
    await carer.getByRole("button", { name: "Void 200 mL" }).click();
    await carer.locator(".diary-day").last().getByText("All 2 entries").waitFor();
    const types = (await world.ward.records.entries({})).map(({ type }) => type);
    for (const type of ["charted", "struck-out"]) assert.ok(types.includes(type), type);
  } finally {
    await world.close();
  }
});
