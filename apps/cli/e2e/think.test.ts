import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { need } from "../../../tools/debian.ts";
import { builtPage } from "../src/page.ts";
import { hostFiles } from "./file-host.ts";

const why = need("chromium", "fonts-noto-cjk");
const flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"];
/** WebGL and WebGPU without a graphics card. */
const software = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

let browser: Browser | null = null;
after(() => browser?.close());

/** think.html from a host that only hands out files; whatever the browser complains of is kept. */
async function opened(isIsolated: boolean) {
  const host = await hostFiles(await builtPage(() => undefined), isIsolated);
  browser ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: [...flags, ...software] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const complaints: string[] = [];
  page.on("console", (said) => {
    if (said.type() === "error") complaints.push(said.text());
  });
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("requestfailed", (request) => complaints.push(request.url()));
  await page.goto(`${host.url}/think.html`);
  const close = async (): Promise<void> => {
    await context.close();
    await host.close();
  };
  return { page, complaints, close };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Loss of a step, as the page says it. */
async function lossAt(page: Page, step: number): Promise<number> {
  const said = await page.waitForFunction(
    (wanted) => {
      // In the browser.
      const shown = (
        globalThis as unknown as { document: { querySelector(of: string): { dataset: Record<string, string> } | null } }
      ).document.querySelector(".think-step");
      return Number(shown?.dataset.step) >= wanted ? Number(shown?.dataset.loss) : null;
    },
    step,
    { polling: 20 },
  );
  return Number(await said.jsonValue());
}

test("the page of models trains from plain files: the loss falls, points are drawn, the model is saved and opened, a foreign file is refused", async (t) => {
  if (why) return t.skip(why);
  const { page, complaints, close } = await opened(false);
  try {
    await page.locator("canvas[data-points='4']").waitFor();
    await button(page, "Train").click();
    const first = await lossAt(page, 1);
    const later = await lossAt(page, 30);
    assert.ok(later < first / 2, `${first} → ${later}`);
    await button(page, "Pause").click();
    await page.getByText("One thread").waitFor();
    const saving = page.waitForEvent("download");
    await button(page, "Save the model").click();
    const file = await (await saving).path();
    await page.locator("input[type=file]").first().setInputFiles(file);
    // The file's own name stands among the models now, beside the toys.
    await page.locator("option[value=file]").waitFor({ state: "attached" });
    await page.locator("canvas[data-points='4']").waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
    await page.setViewportSize({ width: 360, height: 800 });
    const foreign = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no model at all") };
    await page.locator("input[type=file]").first().setInputFiles(foreign);
    assert.match(await page.getByRole("alert").innerText(), /model/);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false, "wider than a phone");
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});

test("an isolated page trains with several threads", async (t) => {
  if (why) return t.skip(why);
  const { page, complaints, close } = await opened(true);
  try {
    await page.locator("canvas[data-points='4']").waitFor();
    await page.getByLabel("Model", { exact: true }).selectOption("lstm");
    await page.locator("canvas").first().waitFor();
    await page.getByText("Several threads").waitFor();
    await button(page, "Train").click();
    const first = await lossAt(page, 1);
    const later = await lossAt(page, 25);
    assert.ok(later < first / 2, `${first} → ${later}`);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});
