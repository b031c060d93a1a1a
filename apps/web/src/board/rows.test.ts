import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlertView, BoardPerson, DueView } from "../link/shapes.ts";
import { looksSame, rowsOf } from "./rows.ts";

const person = (id: string, placeName: string): BoardPerson => ({
  ...{ id, name: id, ageYears: null, place: null, placeName },
  ...{ signs: [], predictions: [], alerts: [], consents: [] },
});
const alert = (id: string, whose: string): AlertView =>
  ({
    id,
    person: whose,
    state: "open",
    level: "low",
    over: false,
    raisedAt: 1,
    text: { key: "x" },
  }) as unknown as AlertView;
const due = (id: string, whose: string, dueAt: number): DueView =>
  ({ id, person: whose, dueAt, state: "open" }) as unknown as DueView;

const people = [person("ann", "10"), person("bo", "2"), person("cho", "3")];

test("whoever has an alert stands first, the others by bed, and each line has its own", () => {
  const rows = rowsOf({ people, alerts: [alert("a1", "cho")], due: [due("d1", "bo", 5)] });
  assert.deepEqual(
    rows.map((row) => row.person.id),
    ["cho", "bo", "ann"],
  );
  assert.deepEqual(
    rows.map((row) => [row.alerts.length, row.due.length]),
    [
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  );
});

test("a line looks the same when the lists came anew but say the same, and not when anything it shows has changed", () => {
  const [ann = person("ann", "")] = people;
  const row = { person: ann, alerts: [alert("a1", "ann")], due: [due("d1", "ann", 5)] };
  assert(looksSame(row, { ...row, alerts: [alert("a1", "ann")], due: [due("d1", "ann", 5)] }));
  assert(!looksSame(row, { ...row, person: { ...ann } }));
  assert(!looksSame(row, { ...row, alerts: [{ ...alert("a1", "ann"), state: "taken" }] }));
  assert(!looksSame(row, { ...row, due: [due("d1", "ann", 6)] }));
});
