import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import { NOON, type TestHouse, testHouse } from "../testing/test-house.ts";
import type { DayView, PersonReviews, PressureView, QueueView, StripView } from "./shapes.ts";

const by = { id: "staff:x", name: "x" };

async function opened() {
  const house = await testHouse({ now: NOON });
  const { person } = await house.settle("佐藤 花子");
  return { house, person };
}

const ecgAsk = (at: number, more = {}) => ({
  ...{ kind: "ecg", from: at - 30 * SECOND, until: at, reason: "palpitations", priority: "routine" },
  ...more,
});

/** Where the beats lie, in samples at 250 a second: 75 a minute, or as disorderly as in atrial fibrillation. */
const even: readonly number[] = Array.from({ length: 300 }, (_, i) => 20 + i * 200);
function uneven(): readonly number[] {
  let seed = 7;
  let at = 20;
  return Array.from({ length: 400 }, () => {
    seed = (seed * 16807) % 2147483647;
    at += 100 + Math.round((175 * seed) / 2147483647);
    return at;
  });
}

/** An ECG whose device says blocks of a second; those in `gap` are missing. */
async function wear(
  { house, person }: { house: TestHouse; person: string },
  seconds: number,
  { gap = [], beats = even }: { gap?: readonly number[]; beats?: readonly number[] } = {},
) {
  const from = house.ward.now() - seconds * SECOND;
  await house.ward.bind("ecg-1", person, from - HOUR, by);
  const samples: number[] = new Array(seconds * 250).fill(0);
  for (const beat of beats)
    for (let i = beat - 12; i <= beat + 12; i += 1)
      if (i >= 0 && i < samples.length) samples[i] = Math.round(1000 * Math.exp(-((i - beat) ** 2) / 18));
  const blocks = Array.from({ length: seconds }, (_, second) => ({
    ...{ kind: "ecg", unit: "mV", at: new Date(from + second * SECOND).toISOString() },
    value: { rate: 250, scale: 0.001, offset: 0, samples: samples.slice(second * 250, (second + 1) * 250) },
  })).filter((_, second) => !gap.includes(second));
  const receipt = await house.ward.receive(blocks, { source: "device:ecg-1" as never });
  assert.deepEqual([receipt.refused, receipt.stored > 0], [[], true]);
}

test("what the heart skill wants looked at stands in the queue, and its task is done with the answer", async () => {
  const { house, person } = await opened();
  await wear({ house, person }, 200, { beats: uneven() });
  await house.pass(SECOND);
  await house.pass(SECOND);
  const doctor = await house.as(["doctor"]);
  const [review, ...more] = ((await doctor("GET", "/api/remote/queue")).json as QueueView).open;
  assert(review);
  assert.deepEqual([more.length, review.by, review.priority, review.findings], [0, "heart", "today", ["disorder"]]);
  const strip = (await doctor("GET", `/api/people/${person}/strips/${review.id}`)).json as StripView;
  assert.ok((strip.found.disorder ?? 0) >= strip.found.disorderLimit);
  const path = `/api/people/${person}/reviews/${review.id}`;
  assert.equal((await doctor("POST", `${path}/answer`, { words: "Come in today.", urgency: "today" })).status, 200);
  assert.ok(!house.ward.board().due.some(({ text }) => text.key === "review-rhythm"));
  const queue = (await doctor("GET", "/api/remote/queue")).json as QueueView;
  assert.deepEqual([queue.open.length, queue.answered[0]?.answer?.words], [0, "Come in today."]);
  const asked = await doctor("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now()));
  assert.equal(
    (asked.json as { value: { priority: string } }).value.priority,
    "today",
    "the finding raises what is asked for",
  );
  await house.close();
});

test("a strip is asked for, one doctor takes it, answers in words, and the family reads the answer", async () => {
  const { house, person } = await opened();
  await house.ward.consent(person, "family", true, by);
  const daughter = await house.as(["family"], { familyOf: [person] });
  const asked = await daughter("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now()));
  assert.equal(asked.status, 200, JSON.stringify(asked.json));
  const [mori, abe] = [await house.as(["doctor"], { name: "Mori" }), await house.as(["doctor"], { name: "Abe" })];
  const queue = (await mori("GET", "/api/remote/queue")).json as QueueView;
  const [review] = queue.open;
  assert(review);
  assert.deepEqual([review.personName, review.priority, review.reason], ["佐藤 花子", "routine", "palpitations"]);
  const path = `/api/people/${person}/reviews/${review.id}`;
  const both = await Promise.all([mori("POST", `${path}/claim`), abe("POST", `${path}/claim`)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409], "two at once: one wins");
  const [winner, loser] = both[0]?.status === 200 ? [mori, abe] : [abe, mori];
  const answer = { words: "心配ありません。", finding: "extra beats", urgency: "none" };
  assert.equal((await loser("POST", `${path}/answer`, answer)).status, 409);
  assert.equal((await winner("POST", `${path}/answer`, answer)).status, 200);
  assert.equal((await winner("POST", `${path}/answer`, answer)).status, 409, "answered is answered");
  const { reviews } = (await daughter("GET", `/api/people/${person}/reviews`)).json as PersonReviews;
  assert.equal(reviews[0]?.answer?.words, "心配ありません。");
  const after = (await mori("GET", "/api/remote/queue")).json as QueueView;
  assert.deepEqual([after.open.length, after.answered.length], [0, 1]);
  const struck = await winner("POST", `/api/chart/${reviews[0]?.answer?.entry}/error`, {
    version: 1,
    reason: "wrong strip",
  });
  assert.equal(struck.status, 200);
  const again = (await mori("GET", "/api/remote/queue")).json as QueueView;
  assert.deepEqual([again.open.length, again.answered.length], [1, 0], "struck out, it waits again");
  await house.close();
});

test("who asked is named: by account, or as it called itself here", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"], { name: "高橋 由美" });
  await nurse("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now()));
  const simulated = { id: "staff:simulated", name: "Simulator" };
  await house.ward.bind("ecg-1", person, house.ward.now() - HOUR, simulated);
  const at = house.ward.now() + 1;
  const asked = { subject: `person:${person}`, kind: "review-request", at, receivedAt: at, sequence: 0 };
  await house.ward.store.append([
    { ...asked, source: simulated.id, quality: "good", value: ecgAsk(at, { from: at - 1 }) } as unknown as Signal,
  ]);
  const { reviews } = (await nurse("GET", `/api/people/${person}/reviews`)).json as PersonReviews;
  assert.deepEqual(reviews.map((one) => one.by).toSorted(), ["Simulator", "高橋 由美"]);
  await house.close();
});

test("the queue counts as the skill does: by what the house has set for the person", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"]);
  const set = { on: true, settings: { nowMin: 25 }, version: 0 };
  const put = await nurse("PUT", `/api/people/${person}/skills/reviews`, set);
  assert.equal(put.status, 200, JSON.stringify(put.json));
  await nurse("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now(), { priority: "now" }));
  const [review] = ((await nurse("GET", "/api/remote/queue")).json as QueueView).open;
  assert.equal((review?.targetAt ?? 0) - (review?.at ?? 0), 25 * MINUTE);
  await house.close();
});

test("only a doctor or a nurse answers, only one's own taken request is given back, and a claim that is forgotten ends", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"]);
  await nurse("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now(), { priority: "now" }));
  const [review] = ((await nurse("GET", "/api/remote/queue")).json as QueueView).open;
  const path = `/api/people/${person}/reviews/${review?.id}`;
  const pharmacist = await house.as(["pharmacist"]);
  assert.equal((await pharmacist("POST", `${path}/claim`)).status, 403);
  const [mori, abe] = [await house.as(["doctor"]), await house.as(["doctor"])];
  assert.equal((await mori("POST", `${path}/claim`)).status, 200);
  assert.equal((await abe("DELETE", `${path}/claim`)).status, 404);
  await house.pass(29 * MINUTE);
  assert.equal((await abe("POST", `${path}/claim`)).status, 409);
  await house.pass(MINUTE);
  assert.equal((await abe("POST", `${path}/claim`)).status, 200);
  assert.equal((await abe("DELETE", `${path}/claim`)).status, 200);
  assert.equal((await mori("POST", `/api/people/${person}/reviews/r-none/claim`)).status, 404);
  await house.close();
});

test("what nobody answers in time is an alert, and an answer ends it", async () => {
  const { house, person } = await opened();
  const doctor = await house.as(["doctor"]);
  await doctor("POST", `/api/people/${person}/reviews`, ecgAsk(house.ward.now(), { priority: "now" }));
  await house.pass(SECOND);
  const levels = () =>
    house.ward
      .board()
      .alerts.filter(({ skill, over }) => skill === "reviews" && !over)
      .map(({ level }) => level);
  assert.deepEqual(levels(), ["medium"]);
  await house.pass(11 * MINUTE);
  assert.deepEqual(levels(), ["high"]);
  const [review] = ((await doctor("GET", "/api/remote/queue")).json as QueueView).open;
  assert((review?.targetAt ?? 0) < house.ward.now());
  await doctor("POST", `/api/people/${person}/reviews/${review?.id}/answer`, { words: "Come in.", urgency: "now" });
  await house.pass(SECOND);
  assert.deepEqual(levels(), []);
  await house.close();
});

test("a strip has every sample that was measured, its gaps as gaps, and what the heart skill hears in it", async () => {
  const { house, person } = await opened();
  await wear({ house, person }, 20, { gap: [5, 6] });
  const doctor = await house.as(["doctor"]);
  const until = house.ward.now();
  const { json, status } = await doctor("GET", `/api/people/${person}/strips/${until - 10 * SECOND}-${until - 1}`);
  assert.equal(status, 200);
  const [lead] = (json as StripView).leads;
  assert.deepEqual([lead?.rate, lead?.values.length], [250, 2500]);
  assert.equal(lead?.values.filter((value) => value === null).length, 0);
  const whole = (await doctor("GET", `/api/people/${person}/strips/${until - 20 * SECOND}-${until - 1}`))
    .json as StripView;
  assert.equal(whole.leads[0]?.values.filter((value) => value === null).length, 500);
  assert.ok(whole.found.rate !== null && Math.abs(whole.found.rate - 75) < 2, String(whole.found.rate));
  assert.ok((whole.found.longestMs ?? 9999) < 900, "two seconds that were not measured are no pause of the heart");
  assert.equal(whole.found.disorder, null, "too few beats for the rhythm");
  assert.equal((await doctor("GET", `/api/people/${person}/strips/nonsense`)).status, 404);
  const paper = await doctor(
    "GET",
    `/api/people/${person}/strips/${until - 20 * SECOND}-${until - 1}/paper?language=ko`,
  );
  assert.ok(String(paper.json).startsWith("%PDF"), String(paper.status));
  await house.close();
});

const reading = (at: number, said: object) => ({
  ...{ at, systolic: 142, diastolic: 88, pulse: 70, where: "home", when: "morning", series: "s" },
  ...said,
});

test("all readings of a series are kept, the first two count, and the page has averages, class and pattern", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"]);
  const path = `/api/people/${person}/blood-pressure`;
  // NOON is nine in the evening in Tokyo.
  const seven = NOON - 14 * HOUR;
  for (let day = 0; day < 5; day += 1)
    for (let n = 0; n < 3; n += 1) {
      const at = seven - day * DAY + n * MINUTE;
      const { status, json } = await nurse(
        "POST",
        path,
        reading(at, { systolic: [142, 138, 90][n], series: `d${day}` }),
      );
      assert.equal(status, 200, JSON.stringify(json));
    }
  for (const day of [1, 3])
    await nurse(
      "POST",
      path,
      reading(NOON - day * DAY, { systolic: 130, diastolic: 80, where: "office", when: "other", series: `v${day}` }),
    );
  const view = (await nurse("GET", path)).json as PressureView;
  assert.equal(view.readings.length, 17);
  assert.equal(view.readings.filter(({ counts }) => counts).length, 10);
  assert.deepEqual([view.lastWeek.all?.systolic, view.lastWeek.days, view.lastWeek.class], [140, 5, "grade-1"]);
  assert.deepEqual(view.pattern, { known: true, value: "masked" });
  assert.deepEqual(view.doubts.map(({ what }) => what).sort(), ["implausible", "spread"]);
  const paper = await nurse("GET", `${path}/paper?language=ja`);
  assert.equal(paper.headers.get("content-type"), "application/pdf");
  assert.ok(String(paper.json).startsWith("%PDF"));
  await house.close();
});

test("a pharmacist writes a series and strikes out a slip of the own finger, and charts nothing else", async () => {
  const { house, person } = await opened();
  const pharmacist = await house.as(["pharmacist"]);
  const path = `/api/people/${person}/blood-pressure`;
  const said = { where: "pharmacy", when: "other", series: "table" };
  const first = await pharmacist("POST", path, reading(house.ward.now(), { ...said, systolic: 163 }));
  const slip = await pharmacist("POST", path, reading(house.ward.now(), { ...said, systolic: 250 }));
  assert.deepEqual([first.status, slip.status], [200, 200]);
  const entry = (slip.json as { id: string }).id;
  const other = await house.as(["pharmacist"]);
  assert.equal((await other("POST", `${path}/${entry}/error`, { reason: "slip" })).status, 404);
  assert.equal((await pharmacist("POST", `${path}/${entry}/error`, { reason: "slip" })).status, 200);
  const day = (await pharmacist("GET", "/api/remote/day")).json as DayView;
  assert.deepEqual(
    day.people.map(({ mean, class: name, measured }) => [mean.systolic, name, measured]),
    [[163, "grade-2", 1]],
  );
  const chart = { kind: "heart-rate", value: 70, unit: "/min", at: house.ward.now() };
  assert.equal((await pharmacist("POST", `/api/people/${person}/chart`, chart)).status, 403);
  const ahead = await pharmacist("POST", path, reading(house.ward.now() + HOUR, said));
  assert.equal((ahead.json as { code: string }).code, "SIG_FUTURE");
  assert.equal((await pharmacist("POST", path, reading(house.ward.now(), { systolic: 1 }))).status, 400);
  await house.close();
});

test("without consent to the record nothing is written", async () => {
  const { house, person } = await opened();
  await house.ward.consent(person, "record", false, by);
  const pharmacist = await house.as(["pharmacist"]);
  const answer = await pharmacist("POST", `/api/people/${person}/blood-pressure`, reading(house.ward.now(), {}));
  assert.equal((answer.json as { code: string }).code, "SIG_CONSENT");
  await house.close();
});
