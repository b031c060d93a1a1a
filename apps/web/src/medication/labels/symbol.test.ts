import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { gs1DataMatrix, QUIET, type Symbol2d } from "./symbol.ts";

const require = createRequire(import.meta.url);
const reader = (() => {
  const wasm = readFileSync(require.resolve("zxing-wasm/reader/zxing_reader.wasm"));
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) } });
  return readBarcodes;
})();

const SCALE = 6;

/** Pixels of a symbol, drawn by the even-odd rule as a browser draws its path. */
function pixelsOf({ width, height, path }: Symbol2d) {
  const polygons = path
    .split("Z")
    .filter((part) => part !== "")
    .map((part) =>
      part
        .slice(1)
        .split("L")
        .map((point) => point.split(" ").map(Number) as [number, number]),
    );
  const isDark = (x: number, y: number): boolean =>
    polygons.reduce((crossings, points) => crossings + crossed(points, x, y), 0) % 2 === 1;
  const [w, h] = [(width + 2 * QUIET) * SCALE, (height + 2 * QUIET) * SCALE];
  const data = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      if (isDark((x + 0.5) / SCALE - QUIET, (y + 0.5) / SCALE - QUIET))
        data.fill(0, (y * w + x) * 4, (y * w + x) * 4 + 3);
  return { data, width: w, height: h, colorSpace: "srgb" as const };
}

/** How many edges lie to the right of a point. */
const crossed = (points: readonly (readonly [number, number])[], x: number, y: number): number =>
  points.filter(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length] ?? [ax, ay];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
  }).length;

const codes = [
  ["a wristband", "801895200000000000001980193"],
  ["a one-dose pack", "8018952000000000000019\u001d91P-7f3a2c9b1d\u001d17270331"],
  ["a package with lot and serial number", "01095200000000101727033110A1\u001d21XYZ-99"],
] as const;

for (const [what, code] of codes)
  test(`the symbol of ${what} is read back as it was written, as GS1 DataMatrix`, async () => {
    const [found] = await reader(pixelsOf(gs1DataMatrix(code)) as ImageData, {
      formats: ["DataMatrix"],
      textMode: "Plain",
    });
    assert.ok(found, "nothing was found in the picture");
    assert.deepEqual([found.symbologyIdentifier, found.contentType], ["]d2", "GS1"]);
    assert.equal(
      new TextDecoder().decode(found.bytes).replaceAll("\u001d", "␝").replace(/^␝/, ""),
      code.replaceAll("\u001d", "␝"),
    );
  });

test("other words give another symbol, and modules stay whole", () => {
  const [one, two] = [gs1DataMatrix(codes[0][1]), gs1DataMatrix(codes[1][1])];
  assert.notEqual(one.path, two.path);
  assert.ok(two.width > one.width);
  assert.match(one.path, /^[MLZ\d ]+$/);
});
