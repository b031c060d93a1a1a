import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "@sakiyomi/core";
import { pagesAcross } from "./grid.ts";
import { by, childIn, ledgerOf, nap, nursery, roomOf, say, tap } from "./testing.ts";

const on = (date: string) => `?date=${date}`;
/** 21:00 in Tokyo. */
const EVENING = Date.parse("2026-01-10T12:00:00Z");

test("a nap that goes over midnight stands on both days' sheets, and its looks count on both", async () => {
  const house = await nursery(EVENING);
  const teacher = await house.as(["teacher"], { name: "田中" });
  await say(teacher, nap(house.mio, EVENING));
  for (let minutes = 4; minutes <= 4 * 60; minutes += 4) {
    await house.pass(4 * MINUTE);
    await say(teacher, tap(house.mio, house.ward.now()));
  }
  await say(teacher, nap(house.mio, house.ward.now(), "end"));
  const midnight = EVENING + 3 * HOUR;
  const [before, after] = [await ledgerOf(teacher, on("2026-01-10")), await ledgerOf(teacher, on("2026-01-11"))].map(
    (ledger) => childIn(ledger, house.mio),
  );
  assert.deepEqual(
    [before, after].map((child) => child?.naps),
    [[{ from: EVENING, to: null, gaps: [] }], [{ from: EVENING, to: EVENING + 4 * HOUR, gaps: [] }]],
  );
  assert.ok([...(before?.looks ?? []), ...(after?.looks ?? [])].every(({ counts }) => counts === "counts"));
  assert.deepEqual([before?.looks.length, after?.looks.length], [44, 16]);
  const cells = pagesAcross(await ledgerOf(teacher, on("2026-01-11"))).flat();
  assert.equal(cells[0], midnight, "a sheet of a day begins with the day");
  await house.close();
});

test("the sheet of a day whose nap was never ended ends with the day, also when it is printed a week later", async () => {
  const house = await nursery(EVENING - 8 * HOUR, []);
  const teacher = await house.as(["teacher"], { name: "田中" });
  await say(teacher, nap(house.mio, house.ward.now()));
  await house.pass(7 * DAY);
  const later = await house.as(["teacher"], { name: "鈴木" });
  const ledger = await ledgerOf(later, on("2026-01-10"));
  const cells = pagesAcross(ledger).flat();
  assert.ok((cells.at(-1) ?? 0) < EVENING + 3 * HOUR, new Date(cells.at(-1) ?? 0).toISOString());
  assert.deepEqual(childIn(await ledgerOf(later, on("2026-01-11")), house.mio).naps, [], "nobody said a word that day");
  await house.close();
});

test("a child that left, or changed its room, stands on the sheet of the day and room where it napped", async () => {
  const house = await nursery(EVENING - 8 * HOUR);
  let leads = 0;
  const asLead = () => house.as(["teacher"], { name: `園長 ${++leads}` });
  const lead = await asLead();
  const begin = house.ward.now();
  await say(lead, nap(house.mio, begin), nap(house.sota, begin));
  await house.pass(4 * MINUTE);
  await say(lead, nap(house.mio, begin + 4 * MINUTE, "end"), nap(house.sota, begin + 4 * MINUTE, "end"));
  await house.pass(DAY);
  assert.ok((await house.ward.discharge(house.mio, by)).ok);
  assert.ok((await house.ward.move(house.sota, house.rooms[1], by)).ok);
  const dayAfter = await asLead();
  const sheet = await ledgerOf(dayAfter, `?place=${house.rooms[0]}&date=2026-01-10`);
  assert.deepEqual(
    sheet.children.map(({ name, naps }) => [name, naps.length]),
    [
      ["青木 澪", 1],
      ["伊藤 颯太", 1],
    ],
  );
  assert.deepEqual((await roomOf(dayAfter, house.rooms[0])).children, [], "the room is as it is now");
  await house.pass(DAY);
  assert.deepEqual((await ledgerOf(await asLead(), `?place=${house.rooms[0]}`)).children, []);
  await house.close();
});

test("a sheet of the past keeps the interval that held then; a birthday in the morning loosens no nap that runs", async () => {
  // Mio turns one at nine in Tokyo on 1 May 2026, as the house counts ages.
  const begin = Date.parse("2026-04-30T23:40:00Z");
  const house = await nursery(begin);
  const teacher = await house.as(["teacher"], { name: "田中" });
  await say(teacher, nap(house.mio, begin));
  await house.pass(8 * MINUTE);
  await say(teacher, tap(house.mio, house.ward.now()));
  await house.pass(14 * MINUTE);
  assert.equal(childIn(await roomOf(teacher), house.mio).due, begin + 13 * MINUTE);
  await say(teacher, tap(house.mio, house.ward.now()), nap(house.mio, house.ward.now(), "end"));
  const gapsOn = async (who = teacher) =>
    childIn(await ledgerOf(who, on("2026-05-01")), house.mio).naps.map(({ gaps }) =>
      gaps.map(({ due }) => (due - begin) / MINUTE),
    );
  assert.deepEqual(await gapsOn(), [[5, 13]]);
  const version = house.ward.roster.skills.get(`person:${house.mio} nap-watch` as never)?.version ?? 0;
  assert.ok((await house.ward.setSkill(house.mio, "nap-watch", true, { everyMin: 20 }, version, by)).ok);
  await house.pass(DAY);
  assert.deepEqual(await gapsOn(await house.as(["teacher"])), [[5, 13]], "a rule of today is none of yesterday");
  await house.close();
});

test("whoever works in another class writes nothing on this one's sheet", async () => {
  const house = await nursery();
  const teacher = await house.as(["teacher"], { places: [house.rooms[1]] });
  const sheet = { place: house.rooms[0], date: "2026-01-10", version: 0, remarks: "元気" };
  assert.equal((await teacher("PUT", "/api/nursery/sheet", sheet)).status, 403);
  assert.equal((await teacher("PUT", "/api/nursery/sheet", { ...sheet, place: house.rooms[1] })).status, 200);
  await house.close();
});
