import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Draft } from "./draft.ts";
import { TurnMarks } from "./turn-marks.ts";

const key = fc.string({ maxLength: 3 });

test("marks are those of a plain map, and what was there before is not changed", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat())), fc.array(fc.tuple(key, fc.nat())), (first, then) => {
      const plain = new Map(first.map(([name, at]) => [name, { at, arrival: 0 }]));
      const before = TurnMarks.of(plain);
      let marks = before;
      const later = new Map(plain);
      for (const [name, at] of then) {
        marks = marks.with(name, { at, arrival: 1 });
        later.set(name, { at, arrival: 1 });
      }
      for (const [name] of [...first, ...then]) {
        assert.deepEqual(marks.get(name), later.get(name));
        assert.deepEqual(before.get(name), plain.get(name));
      }
    }),
  );
});

test("a draft that changes nothing is the map itself; one that does leaves the map as it was", () => {
  const were = new Map([["a", 1]]);
  const same = new Draft(were);
  same.set("a", 1);
  same.delete("b");
  assert.equal(same.map, were);
  const draft = new Draft(were);
  draft.set("b", 2);
  draft.delete("a");
  assert.deepEqual([...draft.map], [["b", 2]]);
  assert.deepEqual([...were], [["a", 1]]);
});
