import assert from "node:assert/strict";
import { test } from "node:test";
import type { DoseEvent } from "@sakiyomi/medication";
import type { Session } from "../../link/shapes.ts";
import type { ChartView, LeasesAnswer } from "../shapes.ts";
import { memoryDrawer } from "./drawer.ts";
import {
  changeHeld,
  dropHeld,
  type Held,
  heldWith,
  heldWithEvent,
  keepHeld,
  readHeld,
  refreshed,
  renewHeld,
} from "./held.ts";

const HOUR = 3_600_000;
const session = { staff: { id: "tanaka", name: "Tanaka", roles: ["nurse"] } } as unknown as Session;
const chart = (person: string, version = "1") =>
  ({ person, name: person, version, events: [] }) as unknown as ChartView;
const answer = (people: readonly string[], until: number, version = "1") =>
  ({
    leases: people.map((person) => ({ id: `l-${person}`, person, device: "phone", staff: "s", from: 0, until })),
    taken: [],
    charts: { at: 1, brokenLeases: [], charts: people.map((person) => chart(person, version)) },
    whose: [],
  }) as unknown as LeasesAnswer;
const people = (held: Held | null) => held?.charts.charts.map(({ person, version }) => `${person} ${version}`);

test("what is taken along in two goes stays, and the newer chart takes the place of the older", () => {
  const first = heldWith(null, answer(["ann", "ben"], HOUR), session);
  const second = heldWith(first, answer(["ben", "cho"], 2 * HOUR, "2"), session);
  assert.deepEqual(people(second), ["ann 1", "ben 2", "cho 2"]);
  assert.deepEqual(
    second.leases.map(({ person, until }) => [person, until / HOUR]),
    [
      ["ann", 1],
      ["ben", 2],
      ["cho", 2],
    ],
  );
});

test("a person is gone from the device when the lease has ended, and with the last one everything is", async () => {
  const drawer = memoryDrawer();
  const both = heldWith(heldWith(null, answer(["ann"], HOUR), session), answer(["ben"], 2 * HOUR), session);
  await keepHeld(drawer, both);
  assert.deepEqual(people(await renewHeld(drawer, HOUR - 1)), ["ann 1", "ben 1"]);
  assert.deepEqual(people(await renewHeld(drawer, HOUR)), ["ben 1"]);
  assert.deepEqual(people(await readHeld(drawer)), ["ben 1"]);
  assert.equal(await renewHeld(drawer, 2 * HOUR), null);
  assert.deepEqual(await drawer.names(""), []);
});

test("after the key was thrown away a copy of what was sealed says nothing", async () => {
  const drawer = memoryDrawer();
  await keepHeld(drawer, heldWith(null, answer(["ann"], HOUR), session));
  const copy = await drawer.get("held");
  await dropHeld(drawer);
  await keepHeld(drawer, heldWith(null, answer(["ben"], HOUR), session));
  await drawer.put({ held: copy });
  assert.equal(await readHeld(drawer), null);
});

test("a dose that was said here while a newer chart was on its way is not forgotten, and not doubled", async () => {
  const drawer = memoryDrawer();
  await keepHeld(drawer, heldWith(null, answer(["ann"], HOUR), session));
  const event = { id: "ev.1", person: "ann", type: "handed" } as DoseEvent;
  const onItsWay = answer(["ann"], HOUR, "2").charts;
  await Promise.all([
    changeHeld(drawer, (held) => heldWithEvent(held, event)),
    changeHeld(drawer, (held) => refreshed(held, onItsWay)),
  ]);
  const held = await readHeld(drawer);
  assert.deepEqual(people(held), ["ann 2"]);
  assert.deepEqual(held?.charts.charts[0]?.events, [event]);
  const after = await changeHeld(drawer, (was) =>
    refreshed(was, { ...onItsWay, charts: [{ ...chart("ann", "3"), events: [event] }] }),
  );
  assert.deepEqual(after?.charts.charts[0]?.events, [event]);
});

test("a lease that somebody broke is none on the phone either, and the person is gone from it", async () => {
  const drawer = memoryDrawer();
  await keepHeld(drawer, heldWith(null, answer(["ann", "ben"], HOUR), session));
  const { charts } = answer(["ann", "ben"], HOUR, "2");
  const brokenLeases = [{ lease: { id: "l-ann" }, at: 1, by: "Mori", reason: "the phone is lost" }];
  const held = await changeHeld(drawer, (was) => refreshed(was, { ...charts, brokenLeases } as never));
  assert.deepEqual(people(held), ["ben 2"]);
  assert.deepEqual(
    held?.leases.map(({ id }) => id),
    ["l-ben"],
  );
});

test("who signs out while a change is being written leaves nothing behind", async () => {
  const drawer = memoryDrawer();
  await keepHeld(drawer, heldWith(null, answer(["ann"], HOUR), session));
  const event = { id: "ev.1", person: "ann", type: "handed" } as DoseEvent;
  await Promise.all([changeHeld(drawer, (held) => heldWithEvent(held, event)), dropHeld(drawer)]);
  assert.equal(await readHeld(drawer), null);
  assert.deepEqual(await drawer.names(""), []);
});
