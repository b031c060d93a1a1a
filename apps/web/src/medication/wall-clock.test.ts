import assert from "node:assert/strict";
import { test } from "node:test";
import { dateOf, instantOf, timeOf, wallOf } from "./wall-clock.ts";

test("a time on the wall of the house and its instant are each other's", () => {
  const at = Date.UTC(2026, 10, 22, 23, 30);
  assert.equal(wallOf(at, "Asia/Tokyo"), "2026-11-23T08:30");
  assert.equal(instantOf("2026-11-23T08:30", "Asia/Tokyo"), at);
  assert.equal(dateOf(at, "Asia/Tokyo"), "2026-11-23");
  assert.equal(timeOf(at, "Asia/Tokyo"), "08:30");
});

test("midnight is 00:00 of the new day", () => {
  assert.equal(wallOf(Date.UTC(2026, 10, 22, 15), "Asia/Tokyo"), "2026-11-23T00:00");
});

test("the hour that comes twice is the first one, the hour that is skipped comes an hour later", () => {
  assert.equal(instantOf("2026-10-25T02:30", "Europe/Berlin"), Date.UTC(2026, 9, 25, 0, 30));
  assert.equal(instantOf("2026-03-29T02:30", "Europe/Berlin"), Date.UTC(2026, 2, 29, 1, 30));
  assert.equal(instantOf("2026-11-01T01:30", "America/New_York"), Date.UTC(2026, 10, 1, 5, 30));
});

test("what is no date and time is nothing", () => {
  for (const text of ["", "2026-11-23", "tomorrow", "2026-13-01T00:00"])
    assert.equal(instantOf(text, "Asia/Tokyo"), null, text);
});
