import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, type Signal } from "@sakiyomi/core";
import { basicCare, excretion } from "@sakiyomi/skills";
import { type Asker, testHouse } from "../testing/test-house.ts";
import type { DailyView, ExcretionView } from "./shapes.ts";

/** Noon in Tokyo. */
const NOON = Date.parse("2026-03-10T12:00:00+09:00");
const organs = ["heart", "kidney", "swallowing"];
const by = { id: "staff:x", name: "田中" };

async function opened() {
  const house = await testHouse({ now: NOON, skills: [basicCare, excretion] });
  const { person } = await house.settle("佐藤 花子");
  const chart = (kind: string, value: unknown, at: number, unit: string | null = null) =>
    house.ward.chart(person, kind, value, unit, at, by);
  return { house, person, chart };
}
const daily = async (ask: Asker, person: string): Promise<DailyView> => {
  const { status, json } = await ask("GET", `/api/people/${person}/daily`);
  assert.equal(status, 200, JSON.stringify(json));
  return json as DailyView;
};
const water = ({ goals }: DailyView) => goals.find(({ name }) => name === "water") ?? assert.fail();

test("goals are off until a nurse or doctor has reviewed all three, a carer may not, and who reviewed is shown", async () => {
  const { house, person } = await opened();
  const [carer, nurse] = [await house.as(["carer"]), await house.as(["nurse"], { name: "鈴木" })];
  assert.equal(water(await daily(carer, person)).why?.key, "not-reviewed");
  const path = `/api/people/${person}/daily/reviews`;
  assert.equal((await carer("POST", path, { of: "heart", result: "allowed" })).status, 403);
  for (const organ of organs) assert.equal((await nurse("POST", path, { of: organ, result: "allowed" })).status, 200);
  const view = await daily(carer, person);
  assert.deepEqual([water(view).least, water(view).why, view.mayReview], [1500, null, false]);
  assert.deepEqual(
    view.reviews.map(({ by: who, result }) => [who, result]),
    Array(3).fill(["鈴木", "allowed"]),
  );
  const general = await nurse("POST", `/api/people/${person}/chart`, {
    ...{ kind: "clinical-review", value: { of: "heart", result: "allowed", by: "x" }, unit: null },
    at: new Date(NOON).toISOString(),
  });
  assert.notEqual(general.status, 200);
  await house.close();
});

test("a limit needs its amount, becomes the most that may be drunk, and the newest review holds", async () => {
  const { house, person } = await opened();
  const doctor = await house.as(["doctor"]);
  const say = (body: object) => doctor("POST", `/api/people/${person}/daily/reviews`, body);
  assert.equal((await say({ of: "heart", result: "limited" })).status, 400);
  for (const organ of organs.slice(1)) await say({ of: organ, result: "allowed" });
  await say({ of: "heart", result: "limited", limitMl: 1000 });
  assert.deepEqual([water(await daily(doctor, person)).most, water(await daily(doctor, person)).least], [1000, 750]);
  await house.pass(MINUTE);
  await say({ of: "heart", result: "not-allowed" });
  assert.equal(water(await daily(doctor, person)).why?.key, "not-allowed");
  await house.pass(100 * DAY);
  assert.ok((await daily(await house.as(["doctor"]), person)).reviews.every(({ isOld }) => isOld));
  await house.close();
});

test("a review is taken back by nobody but a nurse or doctor: a carer cannot turn a goal on by striking out its refusal", async () => {
  const { house, person } = await opened();
  const [carer, nurse] = [await house.as(["carer"]), await house.as(["nurse"])];
  const say = async (result: string) => {
    const { json } = await nurse("POST", `/api/people/${person}/daily/reviews`, { of: "heart", result });
    return (json as { readonly id: string }).id;
  };
  await say("allowed");
  await house.pass(MINUTE);
  const refused = await say("not-allowed");
  const strike = (ask: Asker) => ask("POST", `/api/chart/${refused}/error`, { version: 1, reason: "x" });
  assert.equal((await strike(carer)).status, 403);
  assert.equal((await daily(carer, person)).reviews[0]?.result, "not-allowed");
  assert.equal((await strike(nurse)).status, 200);
  assert.equal((await daily(carer, person)).reviews[0]?.result, "allowed");
  await house.close();
});

test("the day adds up what was charted, by whom; an entry struck out is gone; the day before is another day", async () => {
  const { house, person, chart } = await opened();
  const carer = await house.as(["carer"]);
  await chart("fluid-intake", { volumeMl: 200, drink: "緑茶" }, NOON - 4 * HOUR);
  const wrong = await chart("fluid-intake", { volumeMl: 1500 }, NOON - HOUR);
  await chart("fluid-intake", { volumeMl: 150 }, NOON - 8.5 * HOUR);
  await chart("meal", { meal: "breakfast", eatenPercent: 50 }, NOON - 4 * HOUR);
  await chart("walk", { minutes: 10 }, NOON - 2 * HOUR);
  assert.equal(water(await daily(carer, person)).soFar, 1700, "03:30 belongs to the day before");
  assert.ok(wrong.ok);
  await carer("POST", `/api/chart/${wrong.value.id}/error`, { version: 1, reason: "twice" });
  const view = await daily(carer, person);
  assert.deepEqual(
    view.goals.map(({ soFar }) => soFar),
    [200, 240, 700],
  );
  assert.equal(view.days.at(-2)?.waterMl, 150);
  assert.equal(view.days.at(-3)?.waterMl, null, "nothing written is not nothing drunk");
  const tea = view.today.find(({ kind }) => kind === "fluid-intake");
  assert.deepEqual([tea?.by, tea?.bySensor, tea?.entry?.version], ["田中", false, 1]);
  assert.deepEqual(view.favourites, ["緑茶"]);
  await house.close();
});

test("what a sensor counted is shown as the sensor's, and cannot be struck out", async () => {
  const { house, person } = await opened();
  await house.ward.bind("band-1", person, NOON - DAY, by);
  const steps = (value: number, at: number) => ({ kind: "steps", value, unit: "1", at: new Date(at).toISOString() });
  const source = "device:band-1" as never;
  const receipt = await house.ward.receive([steps(100, NOON - 3 * HOUR), steps(640, NOON - 2 * HOUR)], { source });
  assert.equal(receipt.stored, 2, JSON.stringify(receipt.refused));
  const view = await daily(await house.as(["carer"]), person);
  const band = view.today.find(({ kind }) => kind === "steps");
  assert.deepEqual([band?.bySensor, band?.by, band?.entry], [true, "band-1", null]);
  assert.equal(band?.value, 540, "the day's own sum, not where the counter stands");
  assert.equal(view.goals.find(({ name }) => name === "walk")?.soFar, 540);
  await house.close();
});

test("of two counters the day's own is listed, yesterday's steps are not, and what a hand wrote stays as it was written", async () => {
  const { house, person, chart } = await opened();
  const day = [
    ["band", 2000, NOON - 20 * HOUR],
    ["band", 2100, NOON - 11 * HOUR],
    ["band", 2300, NOON - 2 * HOUR],
    ["phone", 50, NOON - 3 * HOUR],
    ["phone", 60, NOON - HOUR],
    ["drawer", 7, NOON - 4 * HOUR],
    ["drawer", 7, NOON - HOUR],
  ] as const;
  await house.ward.store.append(
    day.map(
      ([source, value, at]) =>
        ({
          ...{ subject: `person:${person}`, kind: "steps", at, receivedAt: at, sequence: 0, value, quality: "good" },
          source: `device:${source}`,
        }) as Signal,
    ),
  );
  await chart("steps", 300, NOON - 5 * HOUR, "1");
  const view = await daily(await house.as(["carer"]), person);
  const entries = view.today.filter(({ kind }) => kind === "steps").map(({ by: who, value }) => [who, value]);
  assert.deepEqual(entries, [
    ["band", 200],
    ["田中", 300],
  ]);
  await house.close();
});

test("who said something without charting it is named: by account, as it called itself here, or by its bare id", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"], { name: "高橋 由美" });
  await house.ward.bind("band-1", person, NOON - DAY, { id: "staff:simulated", name: "Simulator" });
  const drank = (source: string, at: number) => ({
    ...{ subject: `person:${person}`, kind: "fluid-intake", at, receivedAt: at, sequence: 0, quality: "good" },
    ...{ value: { volumeMl: 100 }, source },
  });
  const lost = (source: string, at: number) => ({ ...drank(source, at), kind: "stool", value: { bristol: 4 } });
  const sources = [`staff:${nurse.staff}`, "staff:simulated", "staff:nobody", "device:bottle"];
  await house.ward.store.append(
    sources.flatMap((source, i) => [drank(source, NOON - HOUR - i), lost(source, NOON - HOUR - i)]) as Signal[],
  );
  const names = ["高橋 由美", "Simulator", "nobody", "bottle"];
  const view = await daily(nurse, person);
  assert.deepEqual(
    view.today.filter(({ kind }) => kind === "fluid-intake").map((entry) => entry.by),
    names,
  );
  const excreted = (await nurse("GET", `/api/people/${person}/excretion`)).json as ExcretionView;
  assert.deepEqual(
    excreted.stools.map((entry) => entry.by),
    names,
  );
  await house.close();
});

test("trends say that they are not known of few values, and that self-reliance is falling where it is", async () => {
  const { house, person, chart } = await opened();
  for (const n of [0, 1, 2, 3, 4, 5]) await chart("barthel-index", 60 - 5 * n, NOON - (120 - 20 * n) * DAY, "1");
  const { trends } = await daily(await house.as(["nurse"]), person);
  const barthel = trends.find(({ name }) => name === "barthel")?.slope;
  assert.ok(barthel?.known && barthel.perMonth < -5 && barthel.high < 0);
  assert.deepEqual(trends.find(({ name }) => name === "weight")?.slope, { known: false, why: "few" });
  await house.close();
});

test("the bladder diary sums a day by the definitions of the ICS, with its lines, and as a table no program runs", async () => {
  const { house, person, chart } = await opened();
  const at = (hour: number) => NOON - 2 * DAY + (hour - 12) * HOUR;
  for (const [hour, volumeMl] of [
    [6.5, 300],
    [10, 200],
    [15, 300],
    [26, 250],
    [30.5, 350],
  ] as const)
    await chart("void", { volumeMl, how: "toilet" }, at(hour));
  await chart("fluid-intake", { volumeMl: 200, drink: '=HYPERLINK("x")' }, at(13));
  await chart("stool", { bristol: 4, leaked: true }, at(9));
  const nurse = await house.as(["nurse"]);
  const { json } = await nurse("GET", `/api/people/${person}/excretion`);
  const day = (json as ExcretionView).diary[0];
  assert.deepEqual(
    [day?.volumeMl, day?.nightMl, day?.nightVoids, day?.npi, day?.isPolyuria, day?.drunkMl],
    [1100, 600, 1, 55, true, 200],
  );
  assert.deepEqual(
    day?.lines.map(({ kind }) => kind),
    ["void", "stool", "void", "fluid-intake", "void", "void"],
  );
  const csv = await nurse("GET", `/api/people/${person}/excretion.csv`);
  assert.equal(csv.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(String(csv.json), /2026-03-08,2026-03-08T06:30:00\+09:00,void,300/);
  assert.match(String(csv.json), /"'=HYPERLINK\(""x""\)"/);
  await house.close();
});

test("nobody who may not see the person sees the diary, and the journal tells who looked", async () => {
  const { house, person } = await opened();
  const [stranger, nurse] = [await house.as(["family"]), await house.as(["nurse"])];
  for (const path of ["daily", "excretion", "excretion.csv"])
    assert.equal((await stranger("GET", `/api/people/${person}/${path}`)).status, 403);
  await nurse("GET", `/api/people/${person}/excretion`);
  const looks = await house.ward.records.entries({ types: ["access.look"] });
  assert.equal(looks.length, 1);
  await house.close();
});

test("by noon the page says what the skill foretells and offers, through the whole house", async () => {
  const { house, person, chart } = await opened();
  const nurse = await house.as(["nurse"]);
  for (const organ of organs)
    await nurse("POST", `/api/people/${person}/daily/reviews`, { of: organ, result: "allowed" });
  const hours = [7, 8, 10, 12, 13, 15, 18, 19.5];
  const cups = Array.from({ length: 11 }, (_, n) =>
    hours.map((hour) => ({ n, at: NOON - n * DAY + (hour - 12) * HOUR })),
  );
  for (const { n, at } of cups
    .reverse()
    .flat()
    .filter((cup) => cup.at <= NOON))
    await chart("fluid-intake", { volumeMl: n === 0 ? 80 : 210, drink: "麦茶" }, at);
  await house.pass(20 * MINUTE);
  const view = await daily(nurse, person);
  const missed = water(view).missed?.prediction;
  assert.ok(missed?.known && missed.what.type === "classes" && (missed.what.probabilities.missed ?? 0) > 0.7);
  const offer = view.offers.find(({ key }) => key === "offer-water-liked");
  assert.equal(offer?.values?.drink, "麦茶");
  await house.close();
});

test("two counters count the same steps once, one that lies in a drawer takes nothing from what was written, and a limit shows without a goal", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"]);
  const say = async (source: string, value: number, at: number) =>
    house.ward.store.append([
      {
        ...{ subject: `person:${person}`, kind: "steps", at, receivedAt: at, sequence: 0, value, quality: "good" },
        source: `device:${source}`,
      } as Signal,
    ]);
  for (const source of ["band", "phone"]) {
    await say(source, 5000, NOON - 4 * HOUR);
    await say(source, 5400, NOON - 2 * HOUR);
  }
  const walked = async () => (await daily(nurse, person)).goals.find(({ name }) => name === "walk")?.soFar;
  assert.equal(await walked(), 400);
  await nurse("POST", `/api/people/${person}/daily/reviews`, { of: "heart", result: "limited", limitMl: 800 });
  assert.deepEqual([water(await daily(nurse, person)).least, water(await daily(nurse, person)).most], [null, 800]);
  await house.close();
  const other = await opened();
  const idle = {
    subject: `person:${other.person}`,
    kind: "steps",
    sequence: 0,
    value: 7,
    quality: "good",
    source: "device:x",
  };
  await other.house.ward.store.append(
    [NOON - 4 * HOUR, NOON - HOUR].map((at) => ({ ...idle, at, receivedAt: at }) as Signal),
  );
  await other.chart("walk", { minutes: 10 }, NOON - HOUR);
  const view = await daily(await other.house.as(["nurse"]), other.person);
  assert.equal(view.goals.find(({ name }) => name === "walk")?.soFar, 700);
  await other.house.close();
});
