import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { after, type TestContext, test } from "node:test";
import { type RobotDeed, type RobotTasks, serveRobotPage } from "@sakiyomi/server";
import { type Browser, chromium, type Page } from "playwright-core";
import { PerspectiveCamera, Vector3 } from "three";
import { need } from "../../../tools/debian.ts";
import { type FakeRun, fakeRun, sway } from "../../server/src/testing/fake-run.ts";
import { lookAt, viewAngle, views } from "../../web/src/robot/sights.ts";
import { builtPage } from "../src/page.ts";

const why = need("chromium", "fonts-noto-cjk");
const flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"];
/** WebGL without a graphics card; the rest of the page is put together without it, which is three times as quick. */
const software = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing"];

let browser: Browser | null = null;
after(() => browser?.close());

interface Opened {
  readonly run: FakeRun;
  readonly page: Page;
  readonly deeds: RobotDeed[];
  readonly complaints: string[];
}

/** Its own sway is the only task. */
const tasksOf = (run: FakeRun): RobotTasks => {
  let id: string | null = "reach";
  return {
    list: [{ id: "reach", title: "reach" }],
    state: () => ({ id, phase: null, isDone: null, time: null, seed: 1 }),
    choose: async (chosen) => {
      id = chosen;
      run.setPolicy(chosen === null ? null : sway);
    },
  };
};

/** The page that `sakiyomi robot sim` opens, around a robot without physics. */
async function opened(t: TestContext, width = 1440): Promise<Opened> {
  const webDir = await builtPage(() => undefined);
  const run = await fakeRun();
  const deeds: RobotDeed[] = [];
  const robot = { id: "sim", name: "Care robot", run, tasks: tasksOf(run) };
  const served = await serveRobotPage({ robot, webDir, onDeed: (deed) => deeds.push(deed) });
  browser ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: [...flags, ...software] });
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB" });
  t.after(async () => {
    await context.close();
    await served.close();
    await run.close();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("console", (said) => {
    if (said.type() === "error") complaints.push(said.text());
  });
  page.on("pageerror", ({ message }) => complaints.push(message));
  await page.goto(served.url);
  await page.locator(".robot-stage[data-rate]").waitFor();
  return { run, page, deeds, complaints };
}

/** Looks again until it is so. */
async function until(is: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await is())) {
    if (performance.now() > end) assert.fail(what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

const palmOf = (run: FakeRun): Vector3 => {
  const link = run.features.links.findIndex(({ name }) => name === "left_hand/palm");
  const [x, y, z] = run.poses()[link]?.at ?? [0, 0, 0];
  return new Vector3(x, y, z);
};

test("the page shows the robot moving, in three dimensions and through its eyes, and complains of nothing", async (t) => {
  if (why) return t.skip(why);
  const { page, complaints } = await opened(t);
  const rate = async () => Number(await page.locator(".robot-stage").getAttribute("data-rate"));
  // What one processor draws is only known where others leave it alone.
  const least = (loadavg()[0] ?? 0) < availableParallelism() / 2 ? 25 : 1;
  await until(async () => (await rate()) >= least, `fewer than ${least} frames a second`);
  const canvas = page.locator(".robot-stage canvas");
  const first = await canvas.screenshot();
  await until(async () => !first.equals(await canvas.screenshot()), "the picture stands still");
  assert.equal(await page.locator(".robot-picture canvas[data-seen='true']").count(), 3);
  t.diagnostic(`${await rate()} frames/s drawn by the processor, asked for ${least}`);
  assert.deepEqual(complaints, []);
});

test("a stop by button or key holds within 0.1 s of its arrival, and only somebody with a name releases it", async (t) => {
  if (why) return t.skip(why);
  const { run, page, deeds } = await opened(t);
  await button(page, "Request a stop Space or Escape").click();
  await page.getByText("Stopped: A stop was requested").waitFor();
  const told = await page.getByText(/The guard held \d+ ms after/).innerText();
  const [, held = "999"] = /held (\d+) ms/.exec(told) ?? [];
  assert.ok(Number(held) < 100, told);
  t.diagnostic(told);
  const stood = palmOf(run);
  await button(page, "Release").click();
  await page.getByText("A stop is released by a person: give your name.").waitFor();
  assert.ok(palmOf(run).distanceTo(stood) < 1e-3);
  await page.getByLabel("Your name").fill("Sato");
  await button(page, "Release").click();
  await page.getByText("Stopped: A stop was requested").waitFor({ state: "detached" });
  await page.keyboard.press("Space");
  await page.getByText("Stopped: A stop was requested").waitFor();
  assert.deepEqual(
    deeds.map(({ type, content }) => [type, content.person]),
    [
      ["robot.stop", undefined],
      ["robot.release", "Sato"],
      ["robot.stop", undefined],
    ],
  );
});

test("a hand is moved by a button, by a key and by dragging its ring, and stands when it is let go", async (t) => {
  if (why) return t.skip(why);
  const { run, page } = await opened(t);
  await button(page, "Take the robot by hand").click();
  await page.getByText("You move the robot.").waitFor();
  await movedBy(
    run,
    "a button",
    ({ z }, from) => z > from.z + 0.02,
    async (end) => {
      await page.locator("[data-motion='up']").hover();
      await page.mouse.down();
      await end;
      await page.mouse.up();
    },
  );
  await movedBy(
    run,
    "a key",
    ({ z }, from) => z < from.z - 0.02,
    async (end) => {
      await page.keyboard.down("f");
      await end;
      await page.keyboard.up("f");
    },
  );
  await page.locator(".robot-stage").scrollIntoViewIfNeeded();
  await movedBy(
    run,
    "dragging",
    ({ z }, from) => z > from.z + 0.02,
    async (end) => {
      const [x, y] = await onScreen(page, run);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - 90, { steps: 12 });
      await end;
      await page.mouse.up();
    },
  );
  await button(page, "Let go").click();
  await button(page, "Take the robot by hand").waitFor();
});

/** Holds until the hand is where it is to be, lets go, and sees it stand. */
async function movedBy(
  run: FakeRun,
  how: string,
  isThere: (now: Vector3, from: Vector3) => boolean,
  hold: (end: Promise<void>) => Promise<void>,
): Promise<void> {
  const from = palmOf(run);
  await hold(until(() => isThere(palmOf(run), from), `${how} moved nothing: ${palmOf(run).z} after ${from.z}`));
  let before = palmOf(run);
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const distance = palmOf(run).distanceTo(before);
    before = palmOf(run);
    return distance < 1e-4;
  }, `${how}: it did not stand when it was let go`);
}

/** Where the left palm is in the window, seen from the side. */
async function onScreen(page: Page, run: FakeRun): Promise<[number, number]> {
  const box = await page.locator(".robot-stage canvas").boundingBox();
  assert(box);
  const camera = new PerspectiveCamera(viewAngle, box.width / box.height, 0.05, 40);
  camera.up.set(0, 0, 1);
  // The eye goes along with the base.
  const [x0, y0] = run.poses()[0]?.at ?? [0, 0];
  camera.position.set(...views.side).add(new Vector3(x0, y0, 0));
  camera.lookAt(new Vector3(...lookAt).add(new Vector3(x0, y0, 0)));
  camera.updateMatrixWorld();
  const { x, y } = palmOf(run).project(camera);
  return [box.x + ((x + 1) / 2) * box.width, box.y + ((1 - y) / 2) * box.height];
}

test("on a phone, in each language, nothing is wider than the window and the stop lies within reach", async (t) => {
  if (why) return t.skip(why);
  const { page, complaints } = await opened(t, 360);
  for (const language of ["English", "日本語", "한국어"]) {
    await page.getByText(language, { exact: true }).click();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false, language);
    const stop = await page.locator(".robot-stop").boundingBox();
    assert.ok(stop && stop.height >= 60 && stop.y + stop.height <= 900 && stop.y > 600, language);
  }
  assert.deepEqual(complaints, []);
});
