import assert from "node:assert/strict";
import { test } from "node:test";
import { narrowed, within } from "../board/wards.ts";
import type { Board, BoardPerson, PlaceView } from "../link/shapes.ts";
import { freeBeds, treeOf } from "./place-tree.ts";

const place = (
  id: string,
  type: PlaceView["type"],
  parent: string | null,
  person: string | null = null,
): PlaceView => ({ id, name: id, type, parent, person });
const places = [
  place("house", "house", null),
  place("ward 2", "ward", "house"),
  place("ward 1", "ward", "house"),
  place("10", "room", "ward 1"),
  place("9", "room", "ward 1"),
  place("9a", "bed", "9", "ann"),
  place("9b", "bed", "9"),
  place("10a", "bed", "10"),
];

test("the tree is in the order of names, numbers as numbers", () => {
  const [house] = treeOf(places);
  assert.deepEqual(
    house?.inside.map(({ place }) => place.id),
    ["ward 1", "ward 2"],
  );
  assert.deepEqual(
    house?.inside[0]?.inside.map(({ place }) => place.id),
    ["9", "10"],
  );
});

test("free beds are those without a person, with their way below the house", () => {
  assert.deepEqual(freeBeds(places), [
    { id: "9b", path: "ward 1 · 9 · 9b" },
    { id: "10a", path: "ward 1 · 10 · 10a" },
  ]);
});

test("a ward holds its rooms and beds and nobody else's", () => {
  assert.deepEqual([...within(places, "ward 1")].sort(), ["10", "10a", "9", "9a", "9b", "ward 1"]);
});

test("the board of one ward has its people and their alerts only", () => {
  const people = [
    { id: "ann", place: "9a" },
    { id: "bob", place: null },
  ] as BoardPerson[];
  const board = {
    people,
    alerts: [{ person: "ann" }, { person: "bob" }],
    due: [{ person: "bob" }],
  } as unknown as Board;
  const ward = narrowed(board, places, "ward 1");
  assert.deepEqual([ward.people.map(({ id }) => id), ward.alerts.length, ward.due.length], [["ann"], 1, 0]);
  assert.equal(narrowed(board, places, ""), board);
});
