import assert from "node:assert/strict";
import { test } from "node:test";
import { oneAtATime } from "./one-at-a-time.ts";

test("a second tap while the first is on its way does nothing; the next one does, even after trouble", async () => {
  const said: string[] = [];
  const ends: (() => void)[] = [];
  const tap = oneAtATime(async (what: string) => {
    said.push(what);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (what === "trouble") throw new Error("no network");
  });
  const first = tap("one");
  await tap("two");
  assert.deepEqual(said, ["one"]);
  ends[0]?.();
  await first;
  const third = tap("trouble");
  ends[1]?.();
  await assert.rejects(third, /no network/);
  const fourth = tap("four");
  ends[2]?.();
  await fourth;
  assert.deepEqual(said, ["one", "trouble", "four"]);
});
