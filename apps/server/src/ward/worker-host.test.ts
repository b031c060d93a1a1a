import assert from "node:assert/strict";
import { test } from "node:test";
import type { Person, SubjectId, TurnRequest } from "@sakiyomi/core";
import { skills } from "./testing/stubborn-skills.ts";
import { workerHost } from "./worker-host.ts";

const module = new URL("./testing/stubborn-skills.ts", import.meta.url).href;
const subject = "person:ann" as SubjectId;
const person: Person = { id: subject, ageYears: null, pregnant: null };
const request = (skill: string): TurnRequest => ({
  skill,
  subject,
  state: null,
  signals: [],
  settings: {},
  person,
  now: 1000,
});

test("a skill with an endless loop delays no other skill by more than a second, and is stopped", async () => {
  const host = workerHost({ skills, module });
  await host.turn(request("steady"));
  const endless = host.turn(request("endless"));
  const start = performance.now();
  const steady = await host.turn(request("steady"));
  const waited = performance.now() - start;
  assert(steady.ok);
  assert(waited < 1000, `waited ${waited} ms`);
  const stopped = await endless;
  assert(!stopped.ok);
  assert.equal(stopped.code, "SKILL_SLOW");
  await host.close();
});

test("after it was stopped a skill starts anew with its next turn", async () => {
  const host = workerHost({ skills, module });
  await host.turn(request("endless"));
  const again = await host.turn({ ...request("endless"), settings: { spin: false } });
  assert(again.ok);
  await host.close();
});

test("of turns that were sent together only the endless one has failed; the others may be asked for again", async () => {
  const host = workerHost({ skills, module });
  await host.turn({ ...request("endless"), settings: { spin: false } });
  const turns = [false, false, true, false].map((spin) => host.turn({ ...request("endless"), settings: { spin } }));
  const results = await Promise.all(turns);
  const [first, ...others] = results;
  assert.ok(first?.ok, "it was sent alone, while nothing else waited");
  const failed = others.map((result) => (result.ok ? "well" : result.untried ? "untried" : result.code));
  assert.deepEqual(failed, ["untried", "SKILL_SLOW", "untried"]);
  await host.close();
});

test("a skill that reads the clock or throws dice is told that those are inputs", async () => {
  const host = workerHost({ skills, module });
  for (const id of ["clock-reader", "dice-thrower"]) {
    const result = await host.turn(request(id));
    assert(!result.ok);
    assert.equal(result.code, "SKILL_THREW");
    assert.match(result.why, /time and chance are inputs/);
  }
  await host.close();
});

test("whoever waits when the house closes, or asks after it, has an answer", { timeout: 10_000 }, async () => {
  const host = workerHost({ skills, module });
  const turns = Array.from({ length: 12 }, () => host.turn(request("endless")));
  await host.close();
  turns.push(host.turn(request("endless")));
  for (const result of await Promise.all(turns)) assert.equal(result.ok ? null : result.why, "the house closed");
});

test("a skill of which nobody knows is refused, not waited for", async () => {
  const host = workerHost({ skills, module });
  const result = await host.turn(request("nobody"));
  assert(!result.ok);
  await host.close();
});

test("a skill is not blamed for a house that was busy itself when the answer came", async () => {
  const host = workerHost({ skills, module });
  await host.turn(request("steady"));
  const turn = host.turn(request("steady"));
  // Longer than any budget: this thread hears the watchdog before it hears the answer.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  const result = await turn;
  assert(result.ok, JSON.stringify(result));
  await host.close();
});

test("a skill that ends its own thread has failed, and not those that waited behind it; the next turn has a new worker", async () => {
  const host = workerHost({ skills, module });
  const well = { ...request("quitter"), settings: { spin: false } };
  await host.turn(well);
  const [first, second, third] = await Promise.all([host.turn(well), host.turn(request("quitter")), host.turn(well)]);
  assert.ok(first?.ok);
  assert.ok(second && !second.ok && third && !third.ok);
  assert.deepEqual([second.code, second.untried, third.untried], ["SKILL_DIED", undefined, true]);
  assert.ok((await host.turn(well)).ok);
  await host.close();
});

test("a skill whose module hangs, breaks or ends answers that it never began, to everybody who waits", async () => {
  for (const [source, why] of [
    ["for (;;);", /not ready within 500 ms/],
    ["throw new Error('no such file')", /no such file/],
    ["await new Promise(() => {})", /ended with 13|not ready/],
  ] as const) {
    const host = workerHost({ skills, module: `data:text/javascript,${encodeURIComponent(source)}`, startMs: 500 });
    const results = await Promise.all([host.turn(request("steady")), host.turn(request("steady"))]);
    for (const result of results) {
      assert.ok(!result.ok);
      assert.deepEqual([result.code, result.untried], ["SKILL_DIED", undefined]);
      assert.match(result.why, why);
    }
    await host.close();
  }
});

test("a young thread may compute for longer than its budget once; one that has turned for a while may not", async () => {
  const host = workerHost({ skills, module });
  const busy = (n: number) => ({ ...request("late-riser"), signals: Array(n).fill({}) as TurnRequest["signals"] });
  assert.ok((await host.turn(busy(1))).ok);
  const again = await host.turn(busy(4));
  assert.ok(!again.ok);
  assert.equal(again.code, "SKILL_SLOW");
  await host.close();
});
