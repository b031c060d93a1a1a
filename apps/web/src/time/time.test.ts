import assert from "node:assert/strict";
import { test } from "node:test";
import { speaker } from "../words/index.ts";
import { clock, moment, span, until } from "./say-time.ts";
import { shiftAt } from "./shift.ts";

const en = speaker("en");
const MIN = 60_000;
const tokyo = { language: "ja", zone: "Asia/Tokyo" } as const;
const AT = Date.parse("2026-01-31T05:05:00Z");

test("a span has words of its size", () => {
  assert.equal(span(40_000, en), "40 s");
  assert.equal(span(3 * MIN, en), "3 min");
  assert.equal(span(125 * MIN, en), "2 h 5 min");
  assert.equal(span(120 * MIN, en), "2 h");
  assert.equal(span(3 * 24 * 60 * MIN, en), "3 d");
  assert.equal(span(3 * MIN, speaker("ja")), "3分");
});

test("an hour short by seconds never reads as 1 h 60 min", () => {
  assert.equal(span(2 * 60 * MIN - 10_000, en), "2 h");
});

test("what is ahead, now and late are told apart", () => {
  assert.equal(until(AT + 12 * MIN, AT, en), "in 12 min");
  assert.equal(until(AT + 20_000, AT, en), "now");
  assert.equal(until(AT - 12 * MIN, AT, en), "12 min late");
});

test("a time is in the zone of the house, on 24 hours, with its day when it is another one", () => {
  assert.equal(clock(AT, tokyo), "14:05");
  assert.equal(moment(AT, AT, tokyo), "14:05");
  assert.equal(moment(AT - 24 * 60 * MIN, AT, tokyo), "1月30日 14:05");
});

test("the shift follows the zone of the house", () => {
  assert.deepEqual(shiftAt(AT, "Asia/Tokyo"), { name: "shift.early", endsAt: Date.parse("2026-01-31T06:00:00Z") });
  assert.deepEqual(shiftAt(AT, "UTC"), { name: "shift.night", endsAt: Date.parse("2026-01-31T07:00:00Z") });
  assert.equal(shiftAt(Date.parse("2026-01-31T23:30:00Z"), "UTC").endsAt, Date.parse("2026-02-01T07:00:00Z"));
});
