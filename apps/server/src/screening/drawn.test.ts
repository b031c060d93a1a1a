import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn } from "./drawn.ts";
import type { ReportRecord } from "./records.ts";

const statement = (n: number) => ({
  ...{
    id: `lab:X${n}`,
    about: "laboratory",
    tone: "watch",
    title: { key: "lab.title", values: { name: `検査 ${n}` } },
  },
  found: { key: "found.laboratory", values: { name: `X${n}`, value: n, unit: "mg/dL" } },
  means: { key: "lab.above", values: { low: 1, high: 2, range: "lab.between" } },
  ...{ next: { key: "next.lab" }, source: "source.laboratory", at: 1e12, by: "佐藤", edited: null, struck: null },
});
const report = {
  ...{
    resourceType: "CheckupReport",
    id: "r-1",
    person: "person:x",
    name: "髙﨑 花子",
    birthDate: null,
    checkup: "c-1",
  },
  ...{ correction: null, number: 1, replaces: null, missing: [], ecg: null, trends: [], releasedBy: "x" },
  ...{ begunAt: 1e12, measuredAt: 1e12, dueAt: 1e12, releasedAt: 1e12 },
  statements: Array.from({ length: 200 }, (_, n) => statement(n)),
} as unknown as ReportRecord;

test("two hundred laboratory values are drawn, and the loop goes on meanwhile", async () => {
  let [ticks, isDone] = [0, false];
  const paper = drawn(report, "ja", "Asia/Tokyo").finally(() => {
    isDone = true;
  });
  while (!isDone) {
    ticks += 1;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const { bytes, missing } = await paper;
  assert.ok(ticks > 10, `${ticks}`);
  assert.equal(Buffer.from(bytes).subarray(0, 5).toString(), "%PDF-");
  assert.deepEqual(missing, []);
});

test("a report that cannot be drawn is refused, and the next one is drawn", async () => {
  await assert.rejects(drawn({ ...report, statements: null } as unknown as ReportRecord, "en", "Asia/Tokyo"));
  const { bytes } = await drawn({ ...report, statements: [] }, "en", "Asia/Tokyo");
  assert.ok(bytes.length > 1000);
});
