import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { dataFolder } from "../../../../../tools/test-data.ts";
import { tableText } from "../table.ts";
import { evaluateHeart, matchBeats } from "./heart.ts";
import { wilson } from "./wilson.ts";

const wfdb = dataFolder("wfdb");
const skip = wfdb === null && "skipped: no data";

test("beats are found on a real record, and a false alarm is not raised while a true one is", { skip }, async () => {
  const table = await evaluateHeart(dirname(wfdb ?? ""));
  assert.deepEqual(table.failures, [], tableText(table));
  assert.match(tableText(table), /100: sensitivity +2273 +99\.9/);
  assert.match(tableText(table), /a103l: as recorded +1 +no alarm/);
});

test("each mark and each beat is paired at most once, within 150 ms", () => {
  assert.deepEqual(matchBeats([1, 2, 3], [1.1, 2.2, 2.95, 3.05]), { marked: 3, found: 4, hits: 2 });
  assert.deepEqual(matchBeats([1], []), { marked: 1, found: 0, hits: 0 });
});

test("Wilson's interval of 81 of 263 is that of his paper's worked example in Newcombe (1998)", () => {
  // R. G. Newcombe, Statistics in Medicine 17:857 (1998), table I, method 3: .2553 to .3662.
  const [low, high] = wilson(81, 263);
  assert.ok(Math.abs(low - 0.2553) < 1e-4 && Math.abs(high - 0.3662) < 1e-4);
});
