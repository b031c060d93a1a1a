import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultPolicy, inlineHost, Loop, MINUTE, memoryRecords, memoryStore, SECOND } from "@sakiyomi/core";
import { ann, BEGIN, waistOf } from "./sim-day.ts";
import { fall } from "./skill.ts";
import { fallen, word } from "./testing.ts";

/** A house with nothing but this skill, and a clock that the test moves. */
async function house(clock: () => number) {
  const store = memoryStore();
  const loop = await Loop.open({
    ...{ store, records: memoryRecords(), host: inlineHost([fall]), skills: [fall] },
    ...{ clock, policy: defaultPolicy, hear: () => {} },
  });
  const person = { id: ann, name: "Ann", birthDate: "1940-05-01", pregnant: null, place: null, admittedAt: BEGIN };
  await loop.change({ type: "admitted", person, consents: ["record", "predict"] }, "staff:tanaka");
  return { loop, store };
}

test("through the real loop: a fall wakes the skill, a nurse is told within five seconds, and the answer ends it", async () => {
  let now = BEGIN;
  const { loop, store } = await house(() => now);
  const waist = waistOf(fallen("backwards", 20), 7);
  let toldAt = Number.NaN;
  for (let second = 0; second < waist.seconds; second++) {
    now = BEGIN + (second + 1) * SECOND;
    await loop.receive(waist.blocks(second, second + 1));
    await loop.idle();
    if (Number.isNaN(toldAt) && loop.standing.alerts.size > 0) toldAt = second + 1;
  }
  assert.ok(toldAt > 20 && toldAt <= 25, `${toldAt}`);
  const [alert] = [...loop.standing.alerts.values()];
  assert.deepEqual([alert?.key, alert?.level, alert?.tellings[0]?.to], ["fall", "high", "nurse"]);
  const said = await store.latest(ann, ["fall"]);
  assert.equal(said.length, 1, "others read the fall as a signal");
  const answer = { skill: "fall", key: "fall", answer: "unhurt" };
  await loop.attend("alert", alert?.id ?? "", "done", "staff:kim", "unhurt");
  await loop.receive([word("answer", (now - BEGIN) / SECOND, answer)]);
  now += 2 * MINUTE;
  loop.tick();
  await loop.idle();
  assert.equal(loop.standing.alerts.size, 0);
  await loop.stop();
});
