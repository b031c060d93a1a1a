import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import type { RenderOptions } from "bwip-js/node";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { symbolPicture } from "../testing/symbol-picture.ts";
import { seenIn } from "./seen.ts";

// GTINs and GSRNs of prefix 952 are GS1's own for demonstration.
const GS = "\u001d";

before(async () => {
  const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const bytes = await readFile(wasm);
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer } });
});

/** Draws the symbol and reads it as the worker does. */
async function read(symbol: RenderOptions) {
  const { width, height, data } = await symbolPicture(symbol);
  const rgba = new Uint8ClampedArray(width * height * 4).map((_, i) => (i % 4 === 3 ? 255 : (data[i >> 2] ?? 0)));
  const found = await readBarcodes({ width, height, data: rgba, colorSpace: "srgb" } as ImageData, {
    formats: ["DataMatrix", "QRCode", "Code128", "DataBar", "ITF", "EANUPC"],
    textMode: "Plain",
    tryHarder: true,
  });
  return seenIn(found, { width, height, data: rgba });
}

const gs1 = "(01)09520123456788(17)270331(10)AB12(21)7";
const plain = "010952012345678817270331";

for (const { bcid, text, code } of [
  { bcid: "gs1datamatrix", text: gs1, code: `]d2${plain}10AB12${GS}217` },
  { bcid: "gs1qrcode", text: gs1, code: `]Q3${plain}10AB12${GS}217` },
  { bcid: "gs1-128", text: "(01)09520123456788(17)270331", code: `]C1${plain}` },
  { bcid: "databarlimited", text: "(01)09520123456788", code: "]e00109520123456788" },
  { bcid: "databarstackedomni", text: "(01)09520123456788", code: "]e00109520123456788" },
  { bcid: "databarexpanded", text: "(01)09520123456788(10)XX", code: "]e0010952012345678810XX" },
  { bcid: "ean13", text: "9520123456788", code: "]E09520123456788" },
  { bcid: "itf14", text: "19520123456785", code: "]I119520123456785" },
  { bcid: "gs1datamatrix", text: "(8018)952000000000000014(8019)1", code: `]d28018952000000000000014${GS}80191` },
])
  test(`${bcid} is read with its identifier and FNC1, and is whole: ${text}`, async () => {
    assert.deepEqual(await read({ bcid, text, dontlint: true } as RenderOptions), [{ code, isPartial: false }]);
  });

for (const bcid of [
  "databarlimitedcomposite",
  "databaromnicomposite",
  "databarstackedomnicomposite",
  "gs1-128composite",
])
  test(`of a ${bcid} only the lower part is read, and that is told`, async () => {
    const symbol = { bcid, text: "(01)09520123456788|(17)270331(10)XX", dontlint: true } as RenderOptions;
    const [seen] = await read(symbol);
    assert.equal(seen?.code.slice(3), "0109520123456788");
    assert.equal(seen?.isPartial, true);
  });

test("text that stands above a code does not make it a composite", async () => {
  const symbol = { bcid: "databarlimited", text: "(01)09520123456788", includetext: true, textyalign: "above" };
  const [seen] = await read({ ...symbol, dontlint: true } as RenderOptions);
  assert.equal(seen?.isPartial, false);
});
