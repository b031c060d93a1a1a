import assert from "node:assert/strict";
import { test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { openWorld } from "./world.ts";

/** What was shown and has moved, each with its share of the window (the layout shifts of web.dev/cls). */
const watch = `moved = []; new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    moved.push({ value, what: sources.map(({ node }) => (node?.outerHTML ?? "").slice(0, 80)) });
}).observe({ type: "layout-shift", buffered: true })`;

test("nothing moves away under a finger while a page comes", async (t) => {
  const why = need("chromium", "fonts-noto-cjk");
  if (why) return t.skip(why);
  const world = await openWorld(await builtPage(() => undefined));
  t.after(() => world.close());
  const person = await world.settle("佐藤 和子");
  const tabs = ["now", "chart", "medicines", "journal", "care", "devices", "skills"];
  const paths = ["/", "/round", ...tabs.map((tab) => `/people/${person}?tab=${tab}`)];
  for (const width of [390, 1440]) {
    const page = await world.as(`Nurse at ${width}`, ["nurse"], "/", width);
    await page.addInitScript(watch);
    for (const path of paths) {
      await page.goto(`${world.serving.url}${path}`);
      await page.locator("[data-link=live]").first().waitFor();
      await page.waitForLoadState("networkidle");
      const moved = (await page.evaluate("moved")) as readonly { readonly value: number; readonly what: unknown }[];
      const share = moved.reduce((sum, { value }) => sum + value, 0);
      // A panel that came late above the buttons had .08: a tap went to what had been there before.
      assert.ok(share < 0.03, `${path} at ${width} px: ${share.toFixed(3)} of the window, ${JSON.stringify(moved)}`);
    }
  }
});
