import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import { by, childIn, ledgerOf, nap, nursery, roomOf, say, tap } from "./testing.ts";

test("a room shows its children, who sleeps and when somebody has to look; nobody else's", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const now = house.ward.now();
  assert.deepEqual(await say(teacher, nap(house.mio, now), nap(house.sota, now)), ["kept", "kept"]);
  await house.pass(SECOND);
  const room = await roomOf(teacher);
  assert.deepEqual(
    room.places.map(({ name, children }) => [name, children]),
    [
      ["ひまわり園 · うさぎ組", 1],
      ["ひまわり園 · りす組", 2],
    ],
  );
  assert.deepEqual(
    room.children.map(({ name, due }) => [name, due]),
    [
      ["青木 澪", now + 5 * MINUTE],
      ["伊藤 颯太", now + 10 * MINUTE],
    ],
  );
  assert.deepEqual(
    (await roomOf(teacher, house.rooms[1])).children.map(({ name, since }) => [name, since]),
    [["上田 結衣", null]],
  );
  const elsewhere = await house.as(["teacher"], { places: [house.rooms[1]] });
  assert.deepEqual((await roomOf(elsewhere, house.rooms[0])).children, []);
  assert.deepEqual(await say(elsewhere, tap(house.mio, now)), ["ACCESS_PERSON"]);
  await house.close();
});

test("a tap moves the next look on; one that is left out calls within seconds, and the tap ends the call", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const begin = house.ward.now();
  await say(teacher, nap(house.mio, begin));
  await house.pass(4 * MINUTE);
  await say(teacher, tap(house.mio, house.ward.now()));
  await house.pass(SECOND);
  assert.equal(childIn(await roomOf(teacher), house.mio).due, begin + 9 * MINUTE);
  await house.pass(5 * MINUTE + 5 * SECOND);
  const called = childIn(await roomOf(teacher), house.mio);
  assert.deepEqual(
    called.alerts.map(({ key }) => key),
    ["missed"],
  );
  await say(teacher, tap(house.mio, house.ward.now()));
  await house.pass(MINUTE);
  assert.deepEqual(
    childIn(await roomOf(teacher), house.mio).alerts.filter(({ over }) => !over),
    [],
  );
  await house.close();
});

test("the same tap sent twice is one, also at once; two teachers are two entries and one slot", async () => {
  const house = await nursery();
  const [tanaka, suzuki] = [
    await house.as(["teacher"], { name: "田中" }),
    await house.as(["teacher"], { name: "鈴木" }),
  ];
  const at = house.ward.now();
  await say(tanaka, nap(house.mio, at));
  const look = tap(house.mio, at);
  const twice = await Promise.all([say(tanaka, look), say(tanaka, look)]);
  assert.deepEqual(twice.flat().toSorted(), ["kept", "repeated"]);
  assert.deepEqual(await say(tanaka, look), ["repeated"]);
  assert.deepEqual(await say(suzuki, { ...look, id: "other" }), ["kept"]);
  const child = childIn(await ledgerOf(tanaka), house.mio);
  assert.deepEqual(child.looks.map((one) => one.by).toSorted(), ["田中", "鈴木"]);
  await house.close();
});

test("looks and calls name who it was: by account, or as it called itself here", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const at = house.ward.now();
  await say(teacher, nap(house.mio, at));
  const simulated = { id: "staff:simulated", name: "Simulator" };
  const { value } = tap(house.mio, at);
  const look = { subject: `person:${house.mio}`, kind: "nap-check", sequence: 1, quality: "good", value };
  const sources = [`staff:${teacher.staff}`, simulated.id];
  await house.ward.store.append(
    sources.map((source, i) => ({ ...look, source, at: at + i, receivedAt: at + i }) as Signal),
  );
  await house.pass(6 * MINUTE);
  const [call] = house.ward.board().alerts;
  assert(call);
  assert.ok((await house.ward.takeAlert(call.id, simulated)).ok);
  const child = childIn(await ledgerOf(teacher), house.mio);
  assert.deepEqual(
    child.looks.map((one) => one.by),
    ["田中", "Simulator"],
  );
  assert.equal(child.calls[0]?.takenBy, "Simulator");
  await house.close();
});

test("one refused tap takes no other with it", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"]);
  const now = house.ward.now();
  const answers = await say(teacher, tap("nobody", now), tap(house.mio, now + 60 * MINUTE), tap(house.mio, now));
  assert.deepEqual(answers, ["SIG_SUBJECT", "SIG_FUTURE", "kept"]);
  assert.equal((await teacher("POST", "/api/nursery/said", { said: [] })).status, 400);
  await house.close();
});

test("the ledger keeps gaps, late entries, taps from a phone without a network, and reasons with their own time", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const begin = house.ward.now();
  const at = (minutes: number) => begin + minutes * MINUTE;
  await say(teacher, nap(house.mio, begin));
  await house.pass(12 * MINUTE);
  await say(teacher, tap(house.mio, at(4)), tap(house.mio, at(12)));
  await house.pass(8 * MINUTE);
  await say(teacher, tap(house.mio, at(10), { writtenAt: at(20) }), tap(house.mio, at(17)), tap(house.mio, at(-3)));
  await say(teacher, nap(house.mio, at(20), "end"));
  const reason = await teacher("POST", `/api/people/${house.mio}/nap-gap`, {
    due: at(9),
    reason: "別の子の嘔吐に対応",
  });
  assert.equal(reason.status, 200);
  const child = childIn(await ledgerOf(teacher), house.mio);
  assert.deepEqual(
    child.looks.map(({ at: when, counts, lateAt, cameAt }) => [
      (when - begin) / MINUTE,
      counts,
      lateAt !== null,
      cameAt !== null,
    ]),
    [
      [-3, "outside", false, true],
      [4, "counts", false, true],
      [10, "late", true, true],
      [12, "counts", false, false],
      [17, "counts", false, true],
    ],
  );
  const [gap, ...more] = child.naps[0]?.gaps ?? [];
  assert.deepEqual([gap?.due, gap?.until, gap?.missed, more], [at(9), at(12), 1, []]);
  assert.deepEqual(gap?.reasons, [{ text: "別の子の嘔吐に対応", by: "田中", at: at(20) }]);
  assert.deepEqual(
    child.calls.map(({ key }) => key),
    ["missed"],
  );
  await house.close();
});

test("an hour of taps that comes in at once calls nobody to what a later tap has seen to", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const begin = house.ward.now();
  const at = (minutes: number) => begin + minutes * MINUTE;
  await say(teacher, nap(house.mio, begin), tap(house.mio, at(1)));
  await house.pass(5 * MINUTE);
  await say(teacher, tap(house.mio, at(2), { posture: "front" }), tap(house.mio, at(4)));
  await house.pass(SECOND);
  const child = childIn(await ledgerOf(teacher), house.mio);
  assert.deepEqual([child.looks.map(({ posture }) => posture), child.calls], [["back", "front", "back"], []]);
  await house.close();
});

test("a look that was struck out fills nothing, and a sensor's word stands beside each look", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const begin = house.ward.now();
  await say(teacher, nap(house.mio, begin));
  await house.ward.bind("mat-1", house.mio, begin, by);
  const posture = { kind: "posture", value: "prone", at: new Date(begin).toISOString(), sequence: 1 };
  await house.ward.receive([posture], { source: "device:mat-1" as never });
  await say(teacher, tap(house.mio, begin + SECOND));
  const before = childIn(await ledgerOf(teacher), house.mio);
  assert.deepEqual(
    before.looks.map(({ sensor }) => sensor),
    ["prone"],
  );
  const entry = before.looks[0]?.entry ?? "";
  const struck = await teacher("POST", `/api/chart/${entry}/error`, { version: 1, reason: "別の子" });
  assert.equal(struck.status, 200);
  assert.deepEqual(childIn(await ledgerOf(teacher), house.mio).looks, []);
  await house.close();
});

test("the sheet is a paper in three languages, with its head; the look at each child is journalled", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { name: "田中" });
  const begin = house.ward.now();
  await say(teacher, nap(house.mio, begin), nap(house.sota, begin));
  for (let i = 1; i <= 6; i++) {
    await house.pass(4.5 * MINUTE);
    await say(teacher, tap(house.mio, house.ward.now(), i === 3 ? { posture: "front", turned: true } : {}));
  }
  const { place, date, head } = await ledgerOf(teacher);
  const sheet = { place: place?.id, date, weather: "晴", temperature: 22.5, humidity: 50 };
  assert.equal((await teacher("PUT", "/api/nursery/sheet", { ...sheet, version: head.version })).status, 200);
  assert.equal(
    (await teacher("PUT", "/api/nursery/sheet", { ...sheet, version: 0 })).status,
    409,
    "somebody else was first",
  );
  assert.equal((await ledgerOf(teacher)).head.weather, "晴");
  for (const language of ["ja", "en", "ko"]) {
    const { status, json, headers } = await teacher("GET", `/api/nursery/ledger.pdf?language=${language}`);
    assert.deepEqual([status, headers.get("content-type")], [200, "application/pdf"]);
    assert.match(String(json).slice(0, 8), /^%PDF-1\./);
  }
  const looks = await house.ward.records.entries({ types: ["access.look"] });
  assert.ok(
    looks.some(
      ({ subject, content }) => subject === `person:${house.sota}` && JSON.stringify(content).includes("nap-ledger"),
    ),
  );
  await house.close();
});

test("who may not chart may not tap, and family sees its own child only", async () => {
  const house = await nursery();
  const family = await house.as(["family"], { familyOf: [house.mio] });
  await house.ward.consent(house.mio, "family", true, by);
  assert.deepEqual(
    (await roomOf(family)).children.map(({ id }) => id),
    [house.mio],
  );
  assert.equal((await family("POST", "/api/nursery/said", { said: [tap(house.mio, house.ward.now())] })).status, 403);
  await house.close();
});
