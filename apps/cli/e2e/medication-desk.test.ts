import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { readElements } from "@sakiyomi/medication";
import { inventedCode, inventedDrug, inventedPriceList } from "@sakiyomi/medication/testing";
import type { Locator, Page } from "playwright-core";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { need } from "../../../tools/debian.ts";
import type { ChartsView, IncidentsView, PersonMedication } from "../../server/src/medication/shapes.ts";
import { builtPage } from "../src/page.ts";
import { type Asker, askerOf, bandOf, importDrugs, orderNow } from "./round-world.ts";
import { openWorld, type World } from "./world.ts";

const why = need("chromium", "fonts-noto-cjk");

let world: World;
let doctor: Page;
let ask: Asker;
before(async () => {
  if (why) return;
  world = await openWorld(await builtPage(() => undefined));
  await importDrugs(world);
  doctor = await world.as("Ito", ["doctor", "nurse"], "/settings");
  ask = await askerOf(doctor, world.serving.url);
});
after(() => world?.close());

const chartOf = (person: string) => ask<PersonMedication>("get", `/api/people/${person}/medication`);
const open = async (page: Page, path: string): Promise<Page> => {
  await page.goto(`${world.serving.url}${path}`);
  return page;
};
/** Another window of somebody who is signed in. */
const another = async (page: Page, path: string): Promise<Page> => open(await page.context().newPage(), path);

/** Types a part of the name and takes the first that is found. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByLabel("Medicine", { exact: true }).fill(name);
  await page.locator(".drug-choice").first().click();
}
const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });

test("a doctor orders: what speaks against it is read first and needs a reason, and the next doses are seen before anything is kept", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("佐藤 和子");
  await ask("post", `/api/people/${person}/medication/allergies`, {
    to: { type: "class", code: inventedDrug("penicillin").code.slice(0, 4), text: "Penicillins" },
    severity: "severe",
    note: "rash in 2019",
  });
  const page = await open(doctor, `/people/${person}/medication/order`);
  await choose(page, inventedDrug("penicillin").name.slice(0, 5));
  assert.ok(await button(page, "Order").isDisabled(), "nobody orders without an amount");
  await page.getByLabel("Amount each time").fill("1");
  await page.locator(".findings li[data-result=wrong]").getByText("Penicillins").waitFor();
  assert.ok((await page.locator(".next-doses li").count()) > 2);
  assert.ok(await button(page, "Order").isDisabled(), "against an allergy only with a reason");
  assert.deepEqual((await chartOf(person)).orders, [], "nothing is kept by looking");
  await page.getByLabel("Why it is ordered all the same").fill("tested last week, tolerated");
  await button(page, "Order").click();
  await page.locator(".order-card").getByText(inventedDrug("penicillin").name).waitFor();
  const { orders } = await chartOf(person);
  assert.deepEqual(
    orders.map(({ drug, dose, status }) => [drug.code, dose, status]),
    [[inventedDrug("penicillin").code, { value: 1, unit: inventedDrug("penicillin").unit }, "active"]],
  );
  await page.locator(".allergies").getByText("Penicillins").waitFor();
});

/** Each way of timing as somebody taps it, and how the server says it back. */
const ways: readonly (readonly [kind: string, days: string | null, said: RegExp, next: boolean])[] = [
  ["Times of day", "Every day", /once a day after breakfast/, true],
  ["Times of day", "Every n-th day", /every other day/, true],
  ["Times of day", "On and off", /21 days on and 7 days off/, true],
  ["Every n hours", null, /every 8 hours/, true],
  ["At once", null, /immediately, once/, false],
  ["One time", null, /once, on/, true],
  ["As needed", null, /as needed for pain, not sooner than 6 hours/, false],
  ["Taper", null, /for 7 days/, true],
];

test("every way of timing is said in words with its next doses while the fields are filled in, and switching loses nothing", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("小川 キク");
  const page = await open(doctor, `/people/${person}/medication/order`);
  await choose(page, inventedDrug("painTablet").name.slice(0, 5));
  await page.getByLabel("Amount each time").fill("2");
  for (const [kind, days, said, hasNext] of ways) {
    await button(page, kind).click();
    if (days !== null) await page.getByLabel("On which days").selectOption({ label: days });
    if (kind === "As needed") await page.getByLabel("Needed for").fill("pain");
    if (kind === "Taper") await page.getByLabel(/^Amount \(/).fill("1");
    await page.locator(".order-said").getByText(said).waitFor();
    assert.equal((await page.locator(".next-doses li").count()) > 0, hasNext, kind);
    if (kind === "At once") await page.getByText("Due from the moment in which it is ordered.").waitFor();
  }
  await button(page, "Times of day").click();
  await page.getByLabel("On which days").selectOption({ label: "Days of the week" });
  assert.ok(await button(page, "Order").isDisabled(), "no day of the week is chosen yet");
  await page.getByText("Mon", { exact: true }).click();
  await page
    .locator(".order-said")
    .getByText(/on Mon/)
    .waitFor();
  assert.equal(await page.getByLabel("Amount each time").inputValue(), "2");
  assert.deepEqual((await chartOf(person)).orders, []);
});

test("two people change one order at once: the second one is told, sees what is new, and loses nothing that was typed", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("鈴木 一郎");
  const order = await orderNow(ask, person, "painTablet");
  const path = `/people/${person}/medication/order?order=${order.id}`;
  const [one, two] = [await another(doctor, path), await another(doctor, path)];
  for (const [page, amount] of [
    [one, "2"],
    [two, "3"],
  ] as const) {
    await page.getByLabel("Amount each time").fill(amount);
    await page
      .getByText(new RegExp(`${amount} tablets`))
      .first()
      .waitFor();
  }
  await button(one, "Change").click();
  await one.locator(".order-card").getByText("2 tablets").waitFor();
  // The dry run already says that the order is over; whoever was faster than that is told on keeping.
  const told = two.getByText(/cannot be changed any more|Somebody was faster/).first();
  const late = button(two, "Change");
  if (await late.isEnabled().catch(() => false)) await late.click();
  await told.waitFor();
  assert.equal(await two.getByLabel("Amount each time").inputValue(), "3");
  const { orders } = await chartOf(person);
  assert.deepEqual(
    orders.filter(({ status }) => status === "active").map(({ dose }) => dose?.value),
    [2],
  );
  await one.close();
  await two.close();
});

test("an order is held with a reason and resumed, an imported draft is looked at and confirmed, and each stands in the history", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("高橋 ハナ");
  await orderNow(ask, person, "painTablet");
  await ask("post", `/api/people/${person}/medication/orders`, {
    order: {
      ...{ drug: inventedCode("sleep"), route: "oral", dose: null, timing: null, from: Date.now(), until: null },
      ...{ replaces: null, window: null, needsWitness: false, maySubstitute: false, note: "", status: "draft" },
    },
    confirmed: true,
    reason: "import",
  });
  const page = await open(doctor, `/people/${person}/medication`);
  await button(page, "Hold").click();
  await page.getByRole("dialog").getByLabel("Why").fill("tooth extraction");
  await page.getByRole("dialog").getByRole("button", { name: "Hold" }).click();
  await page.locator(".hold").getByText("tooth extraction").waitFor();
  await button(page, "Resume").click();
  await page.getByRole("dialog").getByLabel("Why").fill("wound has closed");
  await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
  await page.locator(".hold").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Look and confirm" }).click();
  await page.getByLabel("Amount each time").fill("1");
  await page.locator(".next-doses li").first().waitFor();
  await button(page, "Confirm").click();
  await page.locator(".order-card").getByText(inventedDrug("sleep").name).waitFor();
  const { orders } = await chartOf(person);
  assert.deepEqual(orders.map(({ status }) => status).sort(), ["active", "active"]);
  assert.equal(orders.find(({ drug }) => drug.code === inventedDrug("sleep").code)?.dose?.value, 1);
});

const require = createRequire(import.meta.url);
const wasm = () => {
  const root = createRequire(require.resolve("@sakiyomi/web/package.json"));
  return readFileSync(root.resolve("zxing-wasm/reader/zxing_reader.wasm"));
};

/** What a scanner reads from the symbol as it stands on the paper. */
async function readSymbol(symbol: Locator): Promise<string> {
  const bytes = wasm();
  prepareZXingModule({
    overrides: { wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
  });
  const [found] = await readBarcodes(new Uint8Array(await symbol.screenshot()), { formats: ["DataMatrix"] });
  assert.ok(found, "no symbol was read from the picture");
  assert.equal(found.symbologyIdentifier, "]d2");
  return new TextDecoder().decode(found.bytes);
}

test("a pharmacist prepares packs and prints a label on a roll; its symbol is read back and names the pack", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("田中 義男");
  await orderNow(ask, person, "painTablet");
  const page = await world.as("Kobayashi", ["pharmacist", "nurse"], `/medication/labels?person=${person}`);
  await button(page, /Prepare packs: 1/).click();
  const label = page.locator(".pack-label");
  await label.getByText("田中 義男").waitFor();
  await label.getByText(inventedDrug("painTablet").name).waitFor();
  const { packs } = (await chartOf(person)).chart;
  assert.equal(packs.length, 1);
  const elements = readElements(await readSymbol(page.locator(".symbol")));
  assert.ok(elements.ok);
  assert.ok(JSON.stringify(elements.value).includes(packs[0]?.id ?? "?"), "the label names the pack");
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  const [, width = "0", height = "0"] = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
  const mm = (points: string): number => (Number(points) / 72) * 25.4;
  assert.ok(Math.abs(mm(width) - 62) < 0.3 && Math.abs(mm(height) - 40) < 0.3, `${mm(width)} × ${mm(height)} mm`);
  assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g)?.length, 1, "one label, one page, and nothing of the screen");
});

test("a new wristband makes the older one wrong, and says so before and after", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("渡辺 キヨ");
  await bandOf(ask, person);
  const page = await open(doctor, `/medication/labels?tab=bands&person=${person}`);
  await page.getByText(/whose band of now stops working: 1/).waitFor();
  await page.getByLabel("Why it is printed").fill("torn");
  await button(page, /Make new bands: 1/).click();
  await page.getByText("a scan of one blocks").waitFor();
  const code = await readSymbol(page.locator(".band-label .symbol").first());
  const { wristbands } = (await chartOf(person)).chart;
  const now = wristbands.filter(({ until }) => until === null);
  assert.deepEqual([wristbands.length, now.length, now[0]?.printing], [2, 1, 2]);
  assert.ok(code.includes(now[0]?.gsrn ?? "?"));
});

test("the sheet for a power failure is clean A4: every person, allergies, boxes; nothing of the screen", async (t) => {
  if (why) return t.skip(why);
  const person = await world.settle("山本 トメ");
  await orderNow(ask, person, "painTablet");
  await ask("post", `/api/people/${person}/medication/allergies`, {
    to: { type: "medication", drug: { system: "text", code: "soba", text: "Buckwheat" } },
    ...{ severity: "mild", note: "" },
  });
  const page = await open(doctor, "/medication/sheet");
  const block = page.locator(".sheet-person", { hasText: "山本 トメ" });
  await block.locator(".sheet-allergy").getByText("Buckwheat").waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const hidden of [".rail", ".top", ".page-head"])
    assert.equal(await page.locator(hidden).isVisible(), false, `${hidden} is on the paper`);
  const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  assert.equal(ground, "rgb(255, 255, 255)", "paper is white in the dark look, too");
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  const [, width = "0", height = "0"] = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
  assert.deepEqual([Math.round(Number(width)), Math.round(Number(height))], [595, 842]);
  const here = await ask<ChartsView>("get", "/api/medication/charts");
  assert.equal(await page.locator(".sheet-person").count(), here.charts.length);
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("Language").selectOption("ja");
  await page.locator(".sheet-head").first().getByText("与薬確認表（停電時用）").waitFor();
});

test("an incident is told on a phone in at most six taps and without a name; who learns from it sees what, and never who", async (t) => {
  if (why) return t.skip(why);
  await world.settle("中村 フミ");
  const carer = await world.as("Nguyen", ["carer"], "/medication/report", 360);
  let taps = 0;
  const tap = async (what: Locator): Promise<void> => {
    taps += 1;
    await what.click();
  };
  await tap(button(carer, "Wrong drug"));
  await tap(button(carer, "Noticed before it was given."));
  await tap(button(carer, /^B ·/));
  await tap(carer.locator(".taps").last().getByRole("button").first());
  await tap(carer.getByRole("switch", { name: "Without my name" }));
  await tap(button(carer, "Send"));
  await carer.getByText("Thank you. It is kept.").waitFor();
  assert.ok(taps <= 6, `${taps} taps`);
  assert.equal(
    await carer.getByRole("link", { name: "Learning from errors" }).count(),
    0,
    "a carer tells, and sees no list",
  );
  const now = Date.now();
  const day = `from=${now - 86_400_000}&until=${now + 1000}`;
  const { incidents } = await ask<IncidentsView>("get", `/api/medication/incidents?${day}`);
  assert.deepEqual(
    incidents.map(({ mishap, harm, by, person }) => [mishap, harm, by, person]),
    [["wrong-drug", "B", null, null]],
  );
  const page = await open(doctor, "/medication/incidents");
  await page.locator(".incident").getByText("Wrong drug").waitFor();
  assert.ok(!(await page.locator("main").innerText()).includes("Nguyen"));
  await open(page, "/medication/analysis");
  await page.getByRole("img", { name: /Incidents per 1,000 doses over time/ }).waitFor();
  await page.getByText("As a table").last().click();
  await page.getByRole("columnheader", { name: "Special cause" }).last().waitFor();
});

test("a pharmacist imports a list of drugs by a file: what is wrong in it is shown line by line; a nurse is not offered it", async (t) => {
  if (why) return t.skip(why);
  const page = await world.as("Mori", ["pharmacist"], "/medication/drugs");
  const rows = inventedPriceList().split("\n");
  const broken = [...rows.slice(0, 4), (rows[4] ?? "").replace(/[0-9]{7}[A-Z][0-9]{4}/, "SHORT"), ...rows.slice(5)];
  await page.getByLabel("Date of the price list").fill("2025-07-16");
  const chooser = page.waitForEvent("filechooser");
  await button(page, "Choose the price list").click();
  await (await chooser).setFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(broken.join("\n")) });
  await page.getByText(/Refused: 1/).waitFor();
  await page.getByRole("cell", { name: /SHORT/ }).waitFor();
  await page.getByText(/The price list has no barcodes/).waitFor();
  const nurse = await world.as("Abe", ["nurse"], "/medication/drugs");
  await nurse.getByText(/The price list has no barcodes/).waitFor();
  assert.equal(await nurse.getByRole("button", { name: "Choose the price list" }).count(), 0);
});

test("a rule of the house is changed only with a reason, and stays", async (t) => {
  if (why) return t.skip(why);
  const page = await open(doctor, "/medication/policy");
  await page.getByLabel("Breakfast").fill("730");
  await page.getByLabel("Breakfast").blur();
  assert.equal(await page.getByLabel("Breakfast").inputValue(), "07:30");
  assert.ok(await button(page, "Save").isDisabled());
  await page.getByLabel("Why it is changed").fill("earlier breakfast in winter");
  await button(page, "Save").click();
  await page.getByText("Saved").waitFor();
  const policy = await ask<{ meals: { breakfast: string } }>("get", "/api/medication/policy");
  assert.equal(policy.meals.breakfast, "07:30");
});
