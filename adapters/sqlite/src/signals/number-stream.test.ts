import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteReader, ByteWriter, putNumbers, takeNumbers } from "./number-stream.ts";

test("numbers up to the largest whole one come back, whatever their first", () => {
  const limit = Number.MAX_SAFE_INTEGER;
  for (const values of [
    [limit],
    [-limit],
    [2 ** 52],
    [2 ** 52 - 1, 2 ** 52],
    [-(2 ** 52), 0, limit],
    [4528921501889789, 12],
    [0, 1, 2],
    [],
  ]) {
    const out = new ByteWriter();
    putNumbers(out, values);
    assert.deepEqual(takeNumbers(new ByteReader(out.taken()), values.length), values);
  }
});
