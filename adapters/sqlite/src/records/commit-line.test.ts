import assert from "node:assert/strict";
import { test } from "node:test";
import { CommitLine } from "./commit-line.ts";

/** A line whose batches are answered when the test says so. */
function heldLine() {
  const log: string[] = [];
  const held: (() => void)[] = [];
  const line = new CommitLine<string, string>(async (batch) => {
    log.push(batch.join(""));
    await new Promise<void>((resolve) => held.push(resolve));
    if (batch.includes("!")) throw new Error("disk");
    return batch.map((item) => item.toUpperCase());
  });
  return { log, line, answer: () => held.shift()?.() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("one change waits for nobody; those that come meanwhile go together, and each gets its own answer", async () => {
  const { log, line, answer } = heldLine();
  const all = ["a", "b", "c", "d"].map((item) => line.push(item));
  assert.deepEqual(log, ["a"]);
  answer();
  await turn();
  assert.deepEqual(log, ["a", "bcd"]);
  answer();
  assert.deepEqual(await Promise.all(all), ["A", "B", "C", "D"]);
});

test("a batch that fails is refused to all in it, and the next one goes on", async () => {
  const { line, answer } = heldLine();
  const refused = assert.rejects(line.push("!"), /disk/);
  const next = line.push("n");
  answer();
  await refused;
  await turn();
  answer();
  assert.equal(await next, "N");
});

test("what wants to be alone keeps its place in the line", async () => {
  const { log, line, answer } = heldLine();
  const all = [line.push("a"), line.push("b"), line.alone(async () => log.push("alone")), line.push("c")];
  for (let times = 0; times < 3; times++) {
    answer();
    await turn();
  }
  await Promise.all(all);
  assert.deepEqual(log, ["a", "b", "alone", "c"]);
});

test("work alone that fails is refused to its own caller only", async () => {
  const { line, answer } = heldLine();
  await assert.rejects(
    line.alone(() => Promise.reject(new Error("busy"))),
    /busy/,
  );
  const next = line.push("n");
  answer();
  assert.equal(await next, "N");
});
