import assert from "node:assert/strict";
import { test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { deteriorate, openWorld } from "./world.ts";

test("a simulated deterioration raises an alert on the board, somebody takes it, the other screen sees it, the journal tells it", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const world = await openWorld(await builtPage(() => undefined));
  try {
    const person = await world.settle("佐藤 和子");
    const nurse = await world.as("Tanaka", ["nurse"], "/");
    const carer = await world.as("Nguyen", ["carer"], "/", 390);
    for (const page of [nurse, carer]) await page.getByText("佐藤 和子").first().waitFor();
    await deteriorate(world, person);
    // Consciousness is charted by hand: the score gets its turn at once, and with it the alert.
    await world.ward.chart(person, "consciousness", "voice", null, world.ward.now(), { id: "staff:e2e", name: "E2E" });
    for (const page of [nurse, carer]) await page.locator("article.alert[data-level=high]").waitFor();
    await nurse.locator("article.alert[data-level=high] button").first().click();
    await carer.locator("article.alert[data-state=taken]").getByText("Tanaka").waitFor();
    await nurse.goto(`${world.serving.url}/people/${person}`);
    // The name stands on an alert, too; the tabs only where the person was asked for.
    await nurse.getByRole("tab").first().waitFor();
    const types = (await world.ward.records.entries({})).map(({ type }) => type);
    for (const type of ["alert-raised", "alert-told", "alert-taken", "access.look"]) assert(types.includes(type), type);
    assert(`no look in ${[...new Set(types)].join(", ")}`);
  } finally {
    await world.close();
  }
});
