import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "@sakiyomi/medication/testing";
import { importOrders } from "./import-orders.ts";
import { sayOfOrder } from "./orders.ts";
import { medicationHouse, noon9pm } from "./testing/medication-house.ts";

const by = { id: "import:cli", name: "import" };

test("orders from elsewhere are brought in once, a draft asks for nothing, and people who are unknown are named", async () => {
  const house = await medicationHouse();
  const { room } = house.house.medication;
  const at = noon9pm;
  const brought = [
    orderOf(at, { id: "ext-1", person: house.person, status: "draft" }),
    orderOf(at, { id: "ext-2", person: house.person, status: "stopped", until: at - 1 }),
    orderOf(at, { id: "ext-3", person: "person:nobody" }),
  ];
  const first = await importOrders(room, brought, by);
  assert.deepEqual(first, {
    ok: true,
    value: { kept: 2, repeated: 0, unknownPeople: new Map([["person:nobody", 1]]) },
  });
  const again = await importOrders(room, brought, by);
  assert.ok(again.ok && again.value.kept === 0 && again.value.repeated === 2);
  assert.equal(house.house.medication.round().counts.due, 0);
  const lines = await house.ward.records.entries({ types: ["medication.imported"] });
  assert.deepEqual(
    lines.map(({ actor, content }) => [actor, content]),
    [["import:cli", { count: 2 }]],
  );
  await house.close();
});

test("an order from elsewhere that takes the place of another ends it, whether that came along or was here", async () => {
  const house = await medicationHouse();
  const { room } = house.house.medication;
  const at = noon9pm;
  const order = (id: string, said: object) => orderOf(at, { id, person: house.person, ...said });
  await importOrders(room, [order("ext-1", {}), order("ext-2", { replaces: "ext-1", from: at })], by);
  const untils = () => ["ext-1", "ext-2"].map((id) => room.book.order(house.person, id)?.until);
  assert.deepEqual(untils(), [at, null]);
  await importOrders(room, [order("ext-3", { replaces: "ext-2", from: at + 1 })], by);
  assert.deepEqual(untils(), [at, at + 1]);
  await importOrders(room, [order("ext-4", { replaces: "ext-3", from: at + 2, status: "draft" })], by);
  const third = () => room.book.order(house.person, "ext-3");
  assert.equal(third()?.until, null, "a draft ends nothing");
  const doctor = { id: "staff:mori", name: "Mori" };
  const word = { do: "confirm", completed: {}, reason: "as the letter says" } as const;
  const confirmed = await sayOfOrder(room, house.person, "ext-4", word, doctor);
  assert.ok(confirmed.ok && confirmed.value.kept, JSON.stringify(confirmed));
  assert.equal(third()?.until, confirmed.value.order.from, "when it is confirmed, the one before it ends");
  await house.close();
});
