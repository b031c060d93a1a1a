import assert from "node:assert/strict";
import { test } from "node:test";
import { type Drawer, drop, put, sendAll, type Waiting, waiting } from "./queue.ts";
import type { Said, SaidAnswer } from "./shapes.ts";

const drawerOf = (more: Partial<Drawer> = {}): Drawer => {
  const map = new Map<string, string>();
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => void map.set(key, value), ...more };
};
const tap = (id: string, at: number, staff = "tanaka"): Waiting => ({
  staff,
  said: { id, person: "mio", kind: "nap-check", at, value: { posture: "back", breathing: "seen" } },
});
const ids = (all: readonly Waiting[]) => all.map(({ said }) => said.id);
const keeps = async (said: readonly Said[]): Promise<SaidAnswer> => ({
  results: said.map(({ id }) => ({ id, result: "kept", entry: `o-${id}` })),
});

test("a tap lies on the device before it is sent, and leaves it when the house has it", async () => {
  const drawer = drawerOf();
  put(drawer, [tap("b", 2), tap("a", 1)]);
  assert.deepEqual(ids(waiting(drawer)), ["a", "b"]);
  assert.deepEqual(await sendAll(drawer, "tanaka", keeps), { entries: { a: "o-a", b: "o-b" }, refused: [] });
  assert.deepEqual(waiting(drawer), []);
});

test("where the house cannot be reached everything stays, with its own time", async () => {
  const drawer = drawerOf();
  put(drawer, [tap("a", 1)]);
  await assert.rejects(sendAll(drawer, "tanaka", () => Promise.reject(new Error("no network"))));
  assert.deepEqual(
    waiting(drawer).map(({ said }) => said.at),
    [1],
  );
});

test("nobody sends what somebody else has tapped", async () => {
  const drawer = drawerOf();
  put(drawer, [tap("a", 1), tap("b", 2, "suzuki")]);
  await sendAll(drawer, "tanaka", keeps);
  assert.deepEqual(ids(waiting(drawer)), ["b"]);
});

test("what the house refuses is told and waits no more; what it did not answer for stays", async () => {
  const drawer = drawerOf();
  put(drawer, [tap("a", 1), tap("b", 2)]);
  const { refused } = await sendAll(drawer, "tanaka", async () => ({
    results: [{ id: "a", result: "refused", code: "SIG_FUTURE" }],
  }));
  assert.deepEqual(
    refused.map(({ said, code }) => [said.id, code]),
    [["a", "SIG_FUTURE"]],
  );
  assert.deepEqual(ids(waiting(drawer)), ["b"]);
});

test("a class of an hour goes in pieces, and a piece that was answered is not sent again", async () => {
  const drawer = drawerOf();
  put(
    drawer,
    Array.from({ length: 240 }, (_, i) => tap(`t${i}`, i)),
  );
  const sizes: number[] = [];
  const post = async (said: readonly Said[]) => {
    sizes.push(said.length);
    if (sizes.length === 3) throw new Error("no network");
    return keeps(said);
  };
  await assert.rejects(sendAll(drawer, "tanaka", post));
  assert.deepEqual([sizes, waiting(drawer).length], [[100, 100, 40], 40]);
});

test("a tap that was taken back before it was sent is gone; a device whose list is broken still takes taps", () => {
  const drawer = drawerOf();
  put(drawer, [tap("a", 1), tap("b", 2)]);
  drop(drawer, ["a"]);
  assert.deepEqual(ids(waiting(drawer)), ["b"]);
  drawer.setItem("sakiyomi.nap.index", "{broken");
  put(drawer, [tap("c", 3)]);
  assert.deepEqual(ids(waiting(drawer)), ["c"]);
});

test("a device that is full says so: nobody is told that a tap was kept", () => {
  const full = drawerOf({
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  });
  assert.throws(() => put(full, [tap("a", 1)]));
});
