import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "@sakiyomi/core";
import { lineOf } from "../journal-lines.ts";
import type { PackAnswer } from "../medication/shapes.ts";
import {
  answered,
  handedOf,
  type MedicationHouse,
  medicationHouse,
  phoneOf,
  type Staff,
} from "../medication/testing/medication-house.ts";
import type { MedicineAsk, MedicinePort, MedicineScan } from "./medicine-port.ts";
import { medicinesOf } from "./medicine-ward.ts";

interface World {
  readonly house: MedicationHouse;
  readonly port: MedicinePort;
  readonly ask: MedicineAsk;
  readonly scan: MedicineScan;
  /** Of the dose that is due: types of its events, and who said them. */
  events(): readonly string[];
}

/** One tablet at nine, which is now, in a cup with its label. */
const worldOf = async (t: { after(then: () => Promise<void>): void }, by?: Staff): Promise<World> => {
  const house = await medicationHouse();
  t.after(() => house.close());
  const { nurse, person, ward } = house;
  const order = await house.order("heart");
  const dose = `${order.id}@2026-01-10/0`;
  const { code: label } = answered<PackAnswer>(
    await nurse("POST", "/api/medication/packs", { person, doses: [dose], expiry: "2027-03-31", note: "" }),
  );
  const { medication } = house.house;
  const { name } = medication.room.book.chart(person) ?? { name: "" };
  return {
    house,
    port: medicinesOf(medication),
    ask: { person, doses: [dose], robot: "robot:simulated", by: `staff:${(by ?? nurse).staff}` },
    scan: { label, wristband: house.band, spokenName: name },
    events: () =>
      (medication.room.book.chart(person)?.events ?? []).map(({ type, by: who, at }) => {
        assert.ok(at <= ward.now());
        return `${type} by ${who}`;
      }),
  };
};

const checked = async ({ port, ask, scan }: World): Promise<string> => {
  const begun = await port.begin(ask);
  assert.ok(begun.ok, JSON.stringify(begun));
  assert.ok(begun.value.labels.includes(scan.label));
  assert.equal(begun.value.wristband, scan.wristband);
  const check = await port.check(ask, scan);
  assert.ok(check.ok, JSON.stringify(check));
  assert.equal(check.value.decision.verdict, "give", JSON.stringify(check.value.decision.findings));
  return check.value.id;
};

test("a robot's errand is two events of the ward, by the robot, and what it says to a person is in the journal", async (t) => {
  const world = await worldOf(t);
  const { port, ask, events, house } = world;
  const check = await checked(world);
  assert.deepEqual(await port.handed(ask, check, ["wristband", "spoken-name"]), { ok: true, value: null });
  assert.deepEqual(await port.observed(ask, { saw: "taken", confidence: 0.9 }), { ok: true, value: null });
  assert.deepEqual(events(), ["handed by robot:simulated", "taken by robot:simulated"]);
  const [handed] = house.house.medication.room.book.chart(house.person)?.events ?? [];
  assert.ok(handed?.type === "handed");
  assert.deepEqual([handed.check, handed.identified], [check, ["wristband", "spoken-name"]]);
  const called = await port.call(ask, { why: "the wristband could not be read", cup: "put back" });
  assert.deepEqual(called, { ok: true, value: null }, "the loop has heard it");
  const [line] = await house.ward.records.entries({ types: ["robot.call"] });
  assert.deepEqual([line?.actor, line?.subject], ["robot:simulated", house.person]);
  assert.ok(line);
  const { text } = lineOf(line, house.house);
  assert.equal(text.values?.why, "why.the wristband could not be read", "a key of the page's words");
});

test("robot and carer at once: one of them is let through, whoever was first", async (t) => {
  const world = await worldOf(t);
  const { port, ask, house, events } = world;
  const phone = await phoneOf(house.nurse, "phone-1");
  const check = await checked(world);
  const answer = await phone.check(house, "heart", { wanted: ask.doses });
  const said = phone.say({ ...handedOf(house, answer, phone, house.nurse) });
  const [byPhone, byRobot] = await Promise.all([said, port.handed(ask, check, ["wristband"])]);
  assert.equal(Number(byPhone.result === "kept") + Number(byRobot.ok), 1);
  assert.equal(events().filter((line) => line.startsWith("handed")).length, 1);
});

test("a hand that did not open is struck out, once, and the dose is free again", async (t) => {
  const world = await worldOf(t);
  const { port, ask, events } = world;
  assert.ok((await port.handed(ask, await checked(world), ["wristband"])).ok);
  await port.notHanded(ask, "the order was taken back");
  await port.notHanded(ask, "the order was taken back");
  assert.deepEqual(events(), ["handed by robot:simulated", "struck-out by robot:simulated"]);
  assert.ok((await port.handed(ask, await checked(world), ["wristband"])).ok);
});

test("who may not hand medicines over cannot have a robot do it, and a skill cannot at all", async (t) => {
  const world = await worldOf(t);
  const family = await world.house.staffOf("operator");
  for (const by of [`staff:${family.staff}`, "skill:thirst", "staff:nobody"]) {
    const read = await world.port.begin({ ...world.ask, by });
    assert.ok(!read.ok && read.refusal.code === "ACCESS_ROLE", by);
  }
});

test("nothing is begun that is given, unknown or not in a cup; another band, and a late hour, are no yes", async (t) => {
  const world = await worldOf(t);
  const { port, ask, scan, house } = world;
  const unknown = await port.begin({ ...ask, doses: ["nothing@2026-01-10/0"] });
  assert.ok(!unknown.ok && unknown.refusal.code === "REC_MISSING");
  const other = await port.check(ask, { ...scan, wristband: scan.label });
  assert.ok(other.ok && other.value.decision.verdict === "block");
  await house.pass(3 * HOUR);
  const late = await port.check(ask, scan);
  assert.ok(late.ok && late.value.decision.verdict !== "give");
  assert.ok(!(await port.handed(ask, late.value.id, ["wristband"])).ok);
  const before = await worldOf(t);
  assert.ok((await before.port.handed(before.ask, await checked(before), ["wristband"])).ok);
  const again = await before.port.begin(before.ask);
  assert.ok(!again.ok && again.refusal.code === "MED_GIVEN");
});
