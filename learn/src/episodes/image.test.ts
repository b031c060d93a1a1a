import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { crc32 } from "./crc32.ts";
import { decodePicture, encodePngPicture, fromPng, type Picture, pictureOf, plainEncode, planesInto } from "./image.ts";
import { quickDecode } from "./png.ts";
import { joined } from "./target.ts";

const picture = (channels: number): Picture => ({
  width: 7,
  height: 5,
  channels,
  pixels: Uint8Array.from({ length: 35 * channels }, (_, i) => (i * i * 13) % 256),
});

test("the quick and the full coder read each other's pictures", () => {
  for (const channels of [1, 3]) {
    const one = picture(channels);
    for (const png of [encodePngPicture(one), plainEncode(one)]) {
      assert.deepEqual(quickDecode(png), one);
      assert.deepEqual(fromPng(png, "one"), one);
    }
  }
});

/** A PNG whose rows use the filters 0 to 4, made by PNG's definition of them. */
function filtered({ width, height, channels, pixels }: Picture): Uint8Array {
  const stride = width * channels;
  const at = (y: number, i: number) => (y < 0 || i < 0 ? 0 : (pixels[y * stride + i] ?? 0));
  const near = (a: number, b: number, c: number) => {
    const p = a + b - c;
    const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  };
  const guesses = [
    () => 0,
    (y: number, i: number) => at(y, i - channels),
    (y: number, i: number) => at(y - 1, i),
    (y: number, i: number) => Math.floor((at(y, i - channels) + at(y - 1, i)) / 2),
    (y: number, i: number) => near(at(y, i - channels), at(y - 1, i), i < channels ? 0 : at(y - 1, i - channels)),
  ];
  const rows = Array.from({ length: height }, (_, y) => [
    y % 5,
    ...Array.from({ length: stride }, (_, i) => (at(y, i) - (guesses[y % 5]?.(y, i) ?? 0)) & 255),
  ]);
  const chunk = (kind: string, data: Uint8Array) => {
    const body = joined([new TextEncoder().encode(kind), data]);
    const [length, sum] = [new DataView(new ArrayBuffer(4)), new DataView(new ArrayBuffer(4))];
    length.setUint32(0, data.length);
    sum.setUint32(0, crc32(body));
    return joined([new Uint8Array(length.buffer), body, new Uint8Array(sum.buffer)]);
  };
  const head = Uint8Array.of(0, 0, 0, width, 0, 0, 0, height, 8, channels === 3 ? 2 : 0, 0, 0, 0);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const data = new Uint8Array(deflateSync(Uint8Array.from(rows.flat())));
  return joined([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", data.subarray(0, 9)),
    chunk("IDAT", data.subarray(9)),
    chunk("IEND", new Uint8Array()),
  ]);
}

test("all of PNG's filters and several chunks of data are undone, as the full decoder does", () => {
  for (const channels of [1, 3]) {
    const one = picture(channels);
    assert.deepEqual(quickDecode(filtered(one)), one);
    assert.deepEqual(fromPng(filtered(one), "one"), one);
  }
});

test("alpha is dropped, 16 bits and foreign bytes are refused, damage is told with the picture's name", () => {
  const rgba = encode({ width: 2, height: 1, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0) });
  assert.deepEqual([...decodePicture(rgba, "one").pixels], [1, 2, 3, 4, 5, 6]);
  const deep = encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(1000) });
  assert.throws(() => decodePicture(deep, "frame 3"), /frame 3: is a PNG of 16 bits/);
  assert.throws(() => decodePicture(Uint8Array.of(1, 2, 3), "frame 3"), /frame 3: is neither PNG nor JPEG/);
  const broken = encodePngPicture(picture(3));
  broken[50] = (broken[50] ?? 0) ^ 0xff;
  assert.throws(() => decodePicture(broken, "frame 3"), /^LearnFault: frame 3: /);
  assert.throws(() => decodePicture(encodePngPicture(picture(3)).subarray(0, 60), "frame 3"), /frame 3: /);
});

test("a JPEG comes out within its loss", () => {
  const grey = new Uint8Array(16 * 16 * 4).map((_, i) => (i % 4 === 3 ? 255 : 40 + (i >> 6) * 8));
  const bytes = jpeg.encode({ width: 16, height: 16, data: grey }, 95).data;
  const { pixels, channels } = decodePicture(bytes, "one");
  assert.equal(channels, 3);
  for (let i = 0; i < 256; i++) assert.ok(Math.abs((pixels[i * 3] ?? 0) - (grey[i * 4] ?? 0)) <= 4);
});

test("channels go first and back", () => {
  const one = picture(3);
  const planes = new Uint8Array(105);
  planesInto(one, planes, 0);
  assert.deepEqual([planes[0], planes[35], planes[70]], [one.pixels[0], one.pixels[1], one.pixels[2]]);
  assert.deepEqual(pictureOf(planes, [3, 5, 7]), one);
});
