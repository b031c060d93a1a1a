// A house in which medicines are due right now, what a camera sees of their labels, and phones that hold its round.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import type { MedicationOrder } from "@sakiyomi/medication";
import {
  type InventedKey,
  inventedCode,
  inventedGtin,
  inventedPackCodes,
  inventedPriceList,
} from "@sakiyomi/medication/testing";
import type { OrderAnswer, OrderRequest, Role, WristbandAnswer } from "@sakiyomi/server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type PrintedSymbol, symbolPicture } from "../../web/src/round/testing/symbol-picture.ts";
import { builtPage } from "../src/page.ts";
import { openWorld, type World } from "./world.ts";

/** Somebody who asks the API as the page does. */
export type Asker = <T>(method: "get" | "post", path: string, data?: unknown) => Promise<T>;

/** The API as whoever is signed in on the page has it. */
export async function askerOf(page: Page, url: string): Promise<Asker> {
  const { csrf } = (await (await page.request.get(`${url}/api/session`)).json()) as { csrf: string };
  return async (method, path, data) => {
    const answer = await page.request[method](`${url}${path}`, {
      headers: { "x-csrf": csrf },
      ...(data === undefined ? {} : { data }),
    });
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${(await answer.text()).slice(0, 400)}`);
    return (await answer.json()) as never;
  };
}

export async function importDrugs(world: World): Promise<void> {
  const page = await world.as("Pharmacist", ["pharmacist"], "/");
  const ask = await askerOf(page, world.serving.url);
  await ask("post", "/api/medication/formulary", { text: inventedPriceList(), listDate: "2025-07-16" });
  await ask("post", "/api/medication/pack-codes", { text: inventedPackCodes() });
  await page.context().close();
}

/** "08:05" on the wall of the house. */
const wallClock = (at: number): string =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });

/** One tablet by mouth, every day at this minute of the house's clock: due now. */
export async function orderNow(
  ask: Asker,
  person: string,
  drug: InventedKey,
  more: Partial<OrderRequest["order"]> = {},
): Promise<MedicationOrder> {
  const now = Date.now();
  const order: OrderRequest["order"] = {
    ...{
      drug: inventedCode(drug),
      route: "oral",
      dose: { value: 1, unit: "{tablet}" },
      from: now - 60_000,
      until: null,
    },
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: [wallClock(now + 60_000)] } },
    ...{ replaces: null, window: null, needsWitness: false, maySubstitute: false, note: "" },
    ...more,
  };
  const body: OrderRequest = { order, confirmed: true, reason: "agreed with the doctor" };
  const { kept, order: made } = await ask<OrderAnswer>("post", `/api/people/${person}/medication/orders`, body);
  assert.ok(kept);
  return made;
}

/** What the wristband's symbol says. */
export const bandOf = async (ask: Asker, person: string): Promise<string> =>
  (await ask<WristbandAnswer>("post", `/api/people/${person}/wristbands`, { reason: "admission" })).code;

/** Good until the end of next year. */
const expiry = `${(new Date().getFullYear() + 1) % 100}1231`;

/** What the package's symbol says. */
export const packageOf = (drug: InventedKey): string => `01${inventedGtin(drug)}17${expiry}10LOT7`;

/** A hand scanner: all keys in one burst, FNC1 as Ctrl+], Enter at the end, whatever has the focus. */
export async function scanByHand(page: Page, code: string): Promise<void> {
  const scanner = await page.context().newCDPSession(page);
  const startedAt = Date.now() / 1000;
  const keys = [...code, "Enter"].map((sign, i) => ({
    type: "keyDown" as const,
    timestamp: startedAt + i * 0.004,
    ...(sign === "\u001d" ? { key: "]", code: "BracketRight", modifiers: CONTROL } : { key: sign }),
    ...(sign.length === 1 && sign !== "\u001d" ? { text: sign } : {}),
  }));
  await Promise.all(keys.map((key) => scanner.send("Input.dispatchKeyEvent", key)));
  await scanner.detach();
}
const CONTROL = 2;

/** Another look at the same sign-in: a language, a brightness, a phone's width. */
export async function phoneAs(
  browser: Browser,
  signedIn: Page,
  more: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 780 },
    locale: "en-GB",
    hasTouch: true,
    permissions: ["camera"],
    ...more,
  });
  await context.addCookies(await signedIn.context().cookies());
  return { page: await context.newPage(), context };
}

export const nurse: readonly Role[] = ["nurse"];

const WIDTH = 640;
const HEIGHT = 480;

/** Grey with grain: a picture as a phone's camera makes it in a dim room. */
function grain(seed: number): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  let state = seed * 2_654_435_761;
  for (let i = 0; i < luma.length; i++) {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    luma[i] = 96 + (state >>> 28);
  }
  return luma;
}

/** A label in the hand: the symbol in the middle, neither white nor black. */
async function frameOf(symbol: PrintedSymbol | null, seed: number): Promise<Buffer> {
  const luma = grain(seed);
  const { width, height, data } = symbol === null ? blank : await symbolPicture(symbol);
  const start = ((HEIGHT - height) >> 1) * WIDTH + ((WIDTH - width) >> 1);
  for (let i = 0; i < data.length; i++) {
    const at = start + Math.floor(i / width) * WIDTH + (i % width);
    luma[at] = ((data[i] ?? 0) > 127 ? 208 : 36) + ((luma[at] ?? 0) & 7);
  }
  return Buffer.concat([luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
}
const blank = { width: 0, height: 0, data: new Uint8Array() };

/** A film for Chromium's fake camera (YUV4MPEG2, 10 pictures a second, over and over): each label for so many pictures. */
export async function writeFilm(
  file: string,
  scenes: readonly { readonly symbol: PrintedSymbol | null; readonly pictures: number }[],
): Promise<void> {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)];
  let seed = 1;
  for (const { symbol, pictures } of scenes)
    for (let i = 0; i < pictures; i++) {
      parts.push(Buffer.from("FRAME\n"), await frameOf(symbol, seed));
      seed += 1;
    }
  await writeFile(file, Buffer.concat(parts));
}

/** As a GS1 DataMatrix, in the brackets that the drawing package wants. */
export const dataMatrix = (text: string, scale = 5): PrintedSymbol =>
  ({ bcid: "gs1datamatrix", text, scale, dontlint: true }) as PrintedSymbol;

export interface RoundWorld {
  readonly world: World;
  /** A nurse. */
  readonly signedIn: Page;
  readonly ask: Asker;
}

/** A house with invented drugs, and a nurse who is signed in. */
export async function openRoundWorld(): Promise<RoundWorld> {
  const world = await openWorld(await builtPage(() => undefined));
  await importDrugs(world);
  const signedIn = await world.as("Tanaka", nurse, "/settings");
  return { world, signedIn, ask: await askerOf(signedIn, world.serving.url) };
}
