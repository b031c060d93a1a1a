import assert from "node:assert/strict";
import { test } from "node:test";
import { doseEvent, type ToGive } from "@sakiyomi/medication";
import { effectEvent, handedEvents, notTakenEvent, type Saying, takenEvent } from "./hand-over.ts";

const saying: Saying = { by: "staff:tanaka", device: "phone-1", offline: true, at: 1_000 };
const toGive = (dose: string): ToGive => ({
  dose,
  order: "o1",
  amount: { value: 1, unit: "{tablet}" },
  route: "oral",
  lots: [{ gtin: "09520123456788", lot: "A", expiry: "2027-03-31", serial: null, pack: null }],
});
const about = { person: "person:ann", order: "o1", dose: "o1@2026-11-23/0" };
const handing = {
  ...saying,
  person: "person:ann",
  check: "ck.1",
  scan: { how: "photo", person: "person:ann", second: { type: "birth-date", value: "1940-05-01" } } as const,
  witness: null,
  override: null,
  idOf: (dose: string) => `ev.${dose.length}`,
};

test("a decision that is followed says one event a dose, each as the record wants it", () => {
  const events = handedEvents({ toGive: [toGive("o1@2026-11-23/0"), toGive("o2@prn")] }, handing);
  for (const event of events) assert.deepEqual(doseEvent.parse(event), event);
  assert.deepEqual(
    events.map(({ dose, identified }) => [dose, identified]),
    [
      ["o1@2026-11-23/0", ["photo", "birth-date"]],
      ["o2@prn/ev.6", ["photo", "birth-date"]],
    ],
  );
});

test("said a second time it is the same event", () => {
  const [first, second] = [1, 2].map(() => handedEvents({ toGive: [toGive("o2@prn")] }, handing));
  assert.deepEqual(first, second);
});

test("what is said after the handing over is as the record wants it", () => {
  const refused = { outcome: "refused", share: 0, reason: "Nausea", next: "Offer again" } as const;
  for (const event of [
    takenEvent(about, saying, "ev.2"),
    notTakenEvent(about, refused, saying, "ev.3"),
    effectEvent(about, "good", "", saying, "ev.4"),
  ])
    assert.deepEqual(doseEvent.parse(event), event);
});
