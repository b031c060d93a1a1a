import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../random.ts";
import { applyLook, type Look, lookOf } from "./augmentation.ts";
import { drawsAt, fillNormal } from "./draws.ts";

const plain: Look = { brightness: 1, contrast: 1, saturation: 1, box: null };
const close = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) < within, `${actual} is not about ${expected}`);

/** Two pixels: (0.2, 0.4, 0.6) and (0.6, 0.2, 0.1), as [3, 1, 2]. */
const picture = () => Float32Array.from([0.2, 0.6, 0.4, 0.2, 0.6, 0.1]);
/** 0.299 r + 0.587 g + 0.114 b. */
const GREYS = [0.363, 0.3082];

test("light, contrast and colour change a picture by torchvision's formulas", () => {
  const changed = (look: Partial<Look>) => {
    const pixels = picture();
    applyLook(pixels, [3, 1, 2], { ...plain, ...look });
    return [...pixels];
  };
  assert.deepEqual(changed({}), [...picture()]);
  changed({ brightness: 2 }).forEach((value, i) => {
    close(value, Math.min(1, 2 * (picture()[i] ?? 0)), 1e-6);
  });
  const grey = changed({ saturation: 0 });
  for (const [i, value] of grey.entries()) close(value, GREYS[i % 2] ?? 0, 1e-5);
  const mean = ((GREYS[0] ?? 0) + (GREYS[1] ?? 0)) / 2;
  for (const value of changed({ contrast: 0 })) close(value, mean, 1e-5);
  close(changed({ contrast: 0.5 })[0] ?? 0, (0.2 + mean) / 2, 1e-5);
});

test("erasing turns one box of the asked size grey, in all channels", () => {
  const pixels = new Float32Array(3 * 10 * 10);
  applyLook(pixels, [3, 10, 10], { ...plain, box: { top: 0.2, left: 0.5, height: 0.3, width: 0.4 } });
  const greys = [...pixels.entries()].filter(([, value]) => value === 0.5).map(([i]) => i);
  assert.equal(greys.length, 3 * 3 * 4);
  assert.ok(greys.every((i) => Math.floor((i % 100) / 10) >= 2 && Math.floor((i % 100) / 10) < 5));
  assert.ok(greys.every((i) => i % 10 >= 5 && i % 10 < 9));
});

test("looks stay within their settings, and erase as often as asked", () => {
  const draw = random(1);
  const looks = Array.from({ length: 2000 }, () => lookOf({ brightness: 0.2, erase: 0.25 }, draw));
  assert.ok(looks.every(({ brightness, contrast }) => brightness >= 0.8 && brightness <= 1.2 && contrast === 1));
  const boxes = looks.flatMap(({ box }) => (box ? [box] : []));
  close(boxes.length / looks.length, 0.25, 0.03);
  for (const { top, left, height, width } of boxes)
    assert.ok(top >= 0 && left >= 0 && top + height <= 1 + 1e-9 && left + width <= 1 + 1e-9);
});

test("noise has the asked mean and deviation, and no tail is missing", () => {
  const values = new Float32Array(100_001);
  fillNormal(values, random(3), 2);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  close(mean, 0, 0.03);
  close(Math.sqrt(variance), 2, 0.02);
  // P(|x| > 3σ) = 0.0027.
  close(values.filter((value) => Math.abs(value) > 6).length / values.length, 0.0027, 0.0006);
});

test("draws depend on seed, purpose and place, and on nothing else", () => {
  const first = (...at: Parameters<typeof drawsAt>) => drawsAt(...at).uniform();
  assert.equal(first(1, "order", 5), first(1, "order", 5));
  const others = [
    first(1, "order", 5),
    first(2, "order", 5),
    first(1, "noise", 5),
    first(1, "order", 6),
    first(1, "order"),
  ];
  assert.equal(new Set(others).size, others.length);
  const many = Array.from({ length: 4000 }, (_, place) => first(7, "augmentation", Math.floor(place / 50), place % 50));
  close(many.reduce((sum, value) => sum + value, 0) / many.length, 0.5, 0.02);
  const neighbours =
    many.slice(1).reduce((sum, value, i) => sum + (value - 0.5) * ((many[i] ?? 0) - 0.5), 0) / many.length;
  close(neighbours * 12, 0, 0.05);
});
