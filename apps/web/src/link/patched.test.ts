import assert from "node:assert/strict";
import { test } from "node:test";
import { patched } from "./patched.ts";
import type { AlertView, Board, BoardPerson } from "./shapes.ts";

const person = (id: string, name: string): BoardPerson => ({
  id,
  name,
  ageYears: null,
  place: null,
  placeName: "",
  signs: [],
  predictions: [],
  alerts: [],
  consents: [],
});
const board: Board = {
  at: 1,
  mode: "real",
  people: [person("a", "Ann"), person("b", "Bo")],
  alerts: [],
  due: [],
  onDuty: [],
  handovers: [],
  orders: [],
  bodies: [],
  clockJump: null,
  slowness: 1,
};
const patch = { type: "patch", at: 2, people: [], changes: [], gone: [] } as const;

test("a changed person keeps the place in the list, a new one comes last, a gone one goes", () => {
  const after = patched(board, { ...patch, people: [person("a", "Anna"), person("c", "Cho")], gone: ["b"] });
  assert.deepEqual(
    after?.people.map(({ name }) => name),
    ["Anna", "Cho"],
  );
});

test("of a person who is there only what is new is changed", () => {
  const said = (name: string, at: number) =>
    ({ skill: "s", name, at, prediction: { known: false, why: { key: "x" } } }) as const;
  const ann = { ...person("a", "Ann"), predictions: [said("one", 1), said("two", 1)] };
  const changes = [{ id: "a", signs: [], alerts: ["x"], predictions: [said("two", 2), said("three", 2)] }];
  const after = patched({ ...board, people: [ann] }, { ...patch, changes })?.people[0];
  assert.deepEqual(
    after?.predictions.map(({ name, at }) => [name, at]),
    [
      ["one", 1],
      ["two", 2],
      ["three", 2],
    ],
  );
  assert.deepEqual([after?.name, after?.alerts], ["Ann", ["x"]]);
});

test("a house that became slow says so at once", () => {
  assert.equal(patched(board, { ...patch, slowness: 4 })?.slowness, 4);
  assert.equal(patched(board, patch)?.slowness, 1);
});

test("lists that the patch leaves out stay, lists that it brings are taken whole", () => {
  const alerts = [{ id: "x" } as unknown as AlertView];
  const with1 = patched(board, { ...patch, alerts });
  assert.equal(with1?.alerts, alerts);
  assert.equal(patched(with1, patch)?.alerts, alerts);
  assert.deepEqual(patched(with1, { ...patch, alerts: [] })?.alerts, []);
});

test("without a board there is nothing to patch", () => {
  assert.equal(patched(undefined, patch), undefined);
});
