import assert from "node:assert/strict";
import { test } from "node:test";
import { brain, half } from "./half.ts";

test("half floats are those of the standard's table", () => {
  const cases: readonly (readonly [number, number])[] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x8000, -0],
  ];
  for (const [bits, value] of cases) assert.ok(Object.is(half(bits), value), `${bits}`);
  assert.ok(Number.isNaN(half(0x7e00)));
});

test("brain floats are float32 without its lower half", () => {
  assert.deepEqual([0x3fc0, 0xc000, 0x4049].map(brain), [1.5, -2, 3.140625]);
});
