import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { need } from "../../../tools/debian.ts";
import type { PersonMedication } from "../../server/src/medication/shapes.ts";
import { type Asker, bandOf, nurse, openRoundWorld, orderNow, packageOf, phoneAs, scanByHand } from "./round-world.ts";
import type { World } from "./world.ts";

const why = need("chromium", "fonts-noto-cjk");

let world: World;
let signedIn: Page;
let ask: Asker;
before(async () => {
  if (why) return;
  ({ world, signedIn, ask } = await openRoundWorld());
});
after(() => world?.close());

const chartOf = async (person: string) =>
  (await ask<PersonMedication>("get", `/api/people/${person}/medication`)).chart;
const verdict = (page: Page, of: "give" | "warn" | "block") => page.locator(`.verdict[data-verdict=${of}]`);
const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

async function bedside(person: string, name: string) {
  const { page, context } = await phoneAs(world.browser, signedIn);
  await page.goto(`${world.serving.url}/round?person=${encodeURIComponent(`person:${person}`)}`);
  await page.getByRole("heading", { name }).waitFor();
  return { page, context };
}

test("several medicines of one person go in one go, and each has its own word", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("Mori Aoi");
  for (const drug of ["painTablet", "pressure"] as const) await orderNow(ask, person, drug);
  const band = await bandOf(ask, person);
  const { page, context } = await bedside(person, "Mori Aoi");
  await scanByHand(page, band);
  await scanByHand(page, packageOf("painTablet"));
  await scanByHand(page, packageOf("pressure"));
  await button(page, "Hand over 2").click();
  await button(page, "Other").first().click();
  await button(page, "Refused").last().click();
  await button(page, "Nausea").click();
  await button(page, "Save").click();
  await button(page, "Swallowed").first().click();
  await page.getByText("Recorded: Mori Aoi").waitFor();
  const { events } = await chartOf(person);
  assert.deepEqual(events.map(({ type }) => type).sort(), ["handed", "handed", "not-taken", "taken"]);
  const refused = events.find((event) => event.type === "not-taken");
  assert.ok(refused?.type === "not-taken");
  assert.deepEqual([refused.outcome, refused.reason], ["refused", "Nausea"]);
  assert.match(refused.next, /Offer it again/);
  await context.close();
});

test("a narcotic waits for a second person, who signs with their own PIN on the same phone", async (t) => {
  if (why) return t.skip(why);
  const { access } = world.serving;
  const second = { name: "Ogawa", roles: ["nurse" as const], places: null, familyOf: [], pin: "482915" };
  const added = await access.accounts.add(second, "staff:e2e", world.ward.now());
  assert.ok(added.ok);
  const person = await world.settle("Hayashi Ren");
  await orderNow(ask, person, "narcotic");
  const band = await bandOf(ask, person);
  const { page, context } = await bedside(person, "Hayashi Ren");
  await scanByHand(page, band);
  await scanByHand(page, packageOf("narcotic"));
  await verdict(page, "block").waitFor();
  await button(page, "A second person signs").click();
  await button(page, "Ogawa").click();
  for (const digit of "482915") await button(page, digit).click();
  await verdict(page, "give").waitFor();
  await button(page, "Hand over").click();
  await button(page, "Swallowed").click();
  await page.getByText("Recorded: Hayashi Ren").waitFor();
  const { events } = await chartOf(person);
  const handed = events.find((event) => event.type === "handed");
  assert.ok(handed?.type === "handed");
  assert.equal(handed.witness, `staff:${added.value.id}`);
  await context.close();
});

test("somebody without a band is known by face and by what they say; what is overruled asks for a reason and keeps it", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("Ito Emi");
  await orderNow(ask, person, "painTablet", {
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: [hoursAhead(5)] } },
  });
  const { page, context } = await bedside(person, "Ito Emi");
  await button(page, "No band").click();
  await button(page, /know Ito Emi/).click();
  await page.getByLabel("Date of birth, as the person says it").fill("19400501");
  await button(page, "Take it").click();
  await scanByHand(page, packageOf("painTablet"));
  await verdict(page, "block").waitFor();
  await button(page, "Give all the same").click();
  await button(page, "A doctor asked for it").click();
  await button(page, "I take it on myself: hand over").click();
  await button(page, "Swallowed").click();
  await page.getByText("Recorded: Ito Emi").waitFor();
  const handed = (await chartOf(person)).events.find((event) => event.type === "handed");
  assert.ok(handed?.type === "handed");
  assert.deepEqual(handed.identified, ["photo", "birth-date"]);
  assert.deepEqual(handed.override, { reason: "A doctor asked for it", checks: ["time"] });
  await context.close();
});

/** "17:05": so many hours from now on the wall of the house. */
const hoursAhead = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Tokyo",
  });

test("one dose given by a phone without a network, and meanwhile by another: both are kept, and the phone says so in red", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("Baek Seoyeon");
  await orderNow(ask, person, "painTablet");
  const band = await bandOf(ask, person);
  const give = async (page: Page) => {
    await scanByHand(page, band);
    await scanByHand(page, packageOf("painTablet"));
  };
  const away = await bedside(person, "Baek Seoyeon");
  await button(away.page, "Back to the round").click();
  await button(away.page, "Take along").click();
  await away.page.getByText(/People on this phone/).waitFor();
  await away.context.setOffline(true);
  const here = await bedside(person, "Baek Seoyeon");
  await give(here.page);
  // The other phone has this person's round: it has to be overruled.
  await button(here.page, "Give all the same").click();
  await button(here.page, "Emergency").click();
  await button(here.page, "I take it on myself: hand over").click();
  await button(here.page, "Swallowed").click();
  await here.page.getByText("Recorded: Baek Seoyeon").waitFor();
  await give(away.page);
  await button(away.page, "Hand over").click();
  await button(away.page, "Swallowed").click();
  await away.page.getByText(/Not sent yet/).waitFor();
  await away.context.setOffline(false);
  await away.page.getByText("This dose was given twice.").waitFor();
  const chart = await chartOf(person);
  assert.equal(chart.events.filter(({ type }) => type === "handed").length, 2);
  assert.ok(chart.flagged.some(({ flags }) => flags.includes("given-twice")));
  await button(away.page, "I have read it").click();
  await away.page.getByText("This dose was given twice.").waitFor({ state: "detached" });
  for (const { context } of [away, here]) await context.close();
});

/** Names of what lies in the round's drawer on the device. In the browser. */
const namesInDrawer = `new Promise((resolve, reject) => {
  const open = indexedDB.open("sakiyomi-round", 1);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction("things").objectStore("things").getAllKeys();
    all.onsuccess = () => {
      open.result.close();
      resolve(all.result.map(String));
    };
  };
})`;
const inDrawer = (page: Page): Promise<readonly string[]> => page.evaluate(namesInDrawer);

test("signing out with something unsent is warned about; what was taken along is wiped, what is unsent stays, sealed", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("Ueda Sora");
  await orderNow(ask, person, "painTablet");
  const band = await bandOf(ask, person);
  const leaving = await world.as("Kato", nurse, "/settings");
  const { page, context } = await phoneAs(world.browser, leaving);
  await page.goto(`${world.serving.url}/round`);
  await button(page, "Take along").click();
  await page.getByText(/People on this phone/).waitFor();
  assert.ok((await inDrawer(page)).includes("held"));
  await context.setOffline(true);
  await scanByHand(page, band);
  await scanByHand(page, packageOf("painTablet"));
  await button(page, "Hand over").click();
  await button(page, "Swallowed").click();
  await page.getByText(/Not sent yet: 3/).waitFor();
  await button(page, "Signed in as Kato").click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByText("Not everything is sent").waitFor();
  await button(page, "Sign out all the same").click();
  for (let tries = 0; (await inDrawer(page)).includes("held"); tries++) {
    assert.ok(tries < 100, "it is still there");
    await page.waitForTimeout(50);
  }
  const left = await inDrawer(page);
  assert.equal(left.filter((name) => name.startsWith("queue-link-")).length, 3);
  assert.ok(!left.includes("key-round"), "the key of what was taken along is gone");
  assert.ok(left.includes("key-queue"));
  await context.setOffline(false);
  await page.goto(`${world.serving.url}/`);
  const ends = Date.now() + 20_000;
  while ((await chartOf(person)).events.length < 2 && Date.now() < ends) await page.waitForTimeout(200);
  assert.deepEqual(
    (await chartOf(person)).events.map(({ type }) => type),
    ["handed", "taken"],
  );
  await context.close();
});

test("in three languages, light and dark, nothing is wider than a phone and no target smaller than a gloved thumb", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("Watanabe-Montgomery Katsunosuke");
  await orderNow(ask, person, "painTablet");
  await orderNow(ask, person, "narcotic");
  const band = await bandOf(ask, person);
  const looks = [
    { locale: "en-GB", colorScheme: "light", title: "Medicine round" },
    { locale: "ja-JP", colorScheme: "dark", title: "与薬ラウンド" },
    { locale: "ko-KR", colorScheme: "light", title: "투약 라운드" },
  ] as const;
  for (const { title, ...look } of looks) {
    const { page, context } = await phoneAs(world.browser, signedIn, look);
    const fits = async (what: string) => {
      const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(over, 0, `${look.locale} ${what}`);
      const small = await page.evaluate(smallTargets);
      assert.deepEqual(small, [], `${look.locale} ${what}`);
    };
    await page.goto(`${world.serving.url}/round`);
    await page.getByRole("heading", { name: title }).waitFor();
    await page.locator(".round-person").first().waitFor();
    await fits("list");
    await scanByHand(page, band);
    await scanByHand(page, packageOf("narcotic"));
    await verdict(page, "block").waitFor();
    await fits("bedside");
    await context.close();
  }
});

/** Buttons of the round below 44 px either way (WCAG 2.5.5, Target Size, enhanced). In the browser. */
const smallTargets = `[...document.querySelectorAll("main button, .phone-bar a")]
  .map((one) => ({ words: one.textContent, box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < 44 || box.width < 44))
  .map(({ words, box }) => words + " " + Math.round(box.width) + "×" + Math.round(box.height))`;
