import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, MINUTE } from "@sakiyomi/core";
import { NOON, testHouse } from "../testing/test-house.ts";
import type { PressureView } from "./shapes.ts";

const by = { id: "staff:x", name: "x" };

test("a cuff that has spoken every five minutes for a month is shown whole, and the page answers soon", async () => {
  const house = await testHouse({ now: NOON });
  const { person } = await house.settle("佐藤 花子");
  const from = NOON - 20 * DAY;
  await house.ward.bind("cuff-1", person, from, by);
  const said = (kind: string, at: number, value: number) => ({
    ...{ kind, value, unit: "mm[Hg]", at: new Date(at).toISOString() },
  });
  for (let day = 0; day < 20; day += 1) {
    const batch = Array.from({ length: 288 }, (_, i) => {
      const at = from + day * DAY + i * 5 * MINUTE;
      return [said("systolic", at, 140), said("diastolic", at, 80)];
    }).flat();
    const receipt = await house.ward.receive(batch, { source: "device:cuff-1" as never });
    assert.deepEqual(receipt.refused, []);
  }
  const doctor = await house.as(["doctor"]);
  const before = process.cpuUsage();
  const view = (await doctor("GET", `/api/people/${person}/blood-pressure`)).json as PressureView;
  const { user, system } = process.cpuUsage(before);
  assert.equal(view.lastWeek.all?.systolic, 140);
  assert.equal(new Set(view.occasions.map(({ day }) => day)).size, 21);
  assert.ok((user + system) / 1000 < 3000, `${(user + system) / 1000} ms`);
  await house.close();
});
