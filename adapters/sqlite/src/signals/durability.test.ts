import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { DAY, type Fault, GAP, type Signal } from "@sakiyomi/core";
import { ann, ben, ecg, heart, samplesByNumber, signal, T0 } from "@sakiyomi/core/testing";
import { openSignalStore, type SignalStore, type SignalStoreOptions } from "./store.ts";

const EVER = { from: T0 - 400 * DAY, to: T0 + 400 * DAY };
const april = "signals-2026-04.db";
const may = T0 + 40 * DAY;

const stores = new WeakMap<TestContext, SignalStore[]>();

/** Stores are closed before their folder goes. */
function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-signals-"));
  t.after(async () => {
    for (const store of stores.get(t) ?? []) await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

async function opened(t: TestContext, options: SignalStoreOptions): Promise<SignalStore> {
  const store = await openSignalStore({ threads: false, ...options });
  stores.set(t, [...(stores.get(t) ?? []), store]);
  return store;
}

const hearts = async (store: SignalStore, subject = ann) =>
  (await store.range({ subject, kind: "heart-rate", ...EVER })).map(({ value }) => value);

const isFault = (code: string) => (error: Fault) => error.code === code;

test("what was stored is there after closing, and arrivals go on counting", async (t) => {
  const dir = folder(t);
  const first = await openSignalStore({ dir, threads: false });
  await first.append([heart(T0, 70), ecg(0, 100), signal("note", T0, { text: "夜間" })]);
  await first.append([heart(T0, 70, { quality: "entered-in-error" })]);
  await first.close();
  const second = await opened(t, { dir });
  assert.deepEqual(await hearts(second), []);
  assert.equal((await second.latest(ann)).length, 2);
  assert.equal((await second.append([ecg(0, 100)])).repeated, 100);
  assert.equal((await second.append([heart(T0 + 1000, 71)])).arrival, 3);
});

test("threads of their own give the same answers", async (t) => {
  const store = await opened(t, { dir: folder(t), threads: true });
  const frames = Array.from({ length: 40 }, (_, i) => ecg(i * 25, 25, { sequence: i }));
  for (const frame of frames) await store.append([frame]);
  assert.deepEqual(samplesByNumber(await store.range({ subject: ann, kind: "ecg", ...EVER })), samplesByNumber(frames));
  const [bucket] = await store.summary({ subject: ann, kind: "ecg", from: T0, to: T0 + 4000, buckets: 1 });
  const there = [...samplesByNumber(frames).values()].filter((sample) => sample !== GAP);
  assert.equal(bucket?.n, there.length);
});

test("a second one on the same folder is turned away", async (t) => {
  const dir = folder(t);
  await opened(t, { dir });
  await assert.rejects(openSignalStore({ dir, threads: false }), isFault("STORE_LOCKED"));
  await assert.rejects(openSignalStore({ dir }), isFault("STORE_LOCKED"));
});

test("a database of a newer program is left alone", async (t) => {
  const dir = folder(t);
  const store = await openSignalStore({ dir, threads: false });
  await store.append([heart(T0, 70)]);
  await store.close();
  const raise = (file: string) => {
    const db = new DatabaseSync(join(dir, file));
    db.exec("pragma user_version = 99");
    db.close();
  };
  raise(april);
  await assert.rejects(openSignalStore({ dir, threads: false }), isFault("STORE_VERSION"));
  raise("signals-head.db");
  await assert.rejects(openSignalStore({ dir, threads: false }), isFault("STORE_VERSION"));
  assert.equal(readdirSync(dir).filter((name) => name.includes("corrupt")).length, 0);
});

/** Appends a second of a noisy signal each time, until the store says no; returns what was acknowledged. */
async function fill(store: SignalStore, most: number): Promise<Signal[]> {
  const kept: Signal[] = [];
  for (let i = 0; i < most; i++) {
    const one = noise(i);
    try {
      await store.append([one]);
    } catch (error) {
      assert.equal((error as Fault).code, "STORE_FULL");
      return kept;
    }
    kept.push(one);
  }
  throw new Error("the disk never became full");
}

const noise = (second: number): Signal => {
  const samples = Int32Array.from({ length: 1000 }, (_, i) => Math.imul(second * 1000 + i, 0x9e3779b1) >> 4);
  return signal("ppg", T0 + second * 1000, { rate: 1000, scale: 1, offset: 0, samples }, { sequence: second });
};
const second = ({ at }: Signal) => (at - T0) / 1000;

async function holds(store: SignalStore, kept: readonly Signal[]): Promise<void> {
  const seconds = new Set<number>();
  for (const { at, value } of await store.range({ subject: ann, kind: "ppg", ...EVER }))
    for (let i = 0; i < value.samples.length; i += 1000) {
      const s = (at - T0 + i) / 1000;
      assert.deepEqual(value.samples.subarray(i, i + 1000), (noise(s).value as typeof value).samples);
      assert.ok(!seconds.has(s));
      seconds.add(s);
    }
  for (const one of kept) assert.ok(seconds.has(second(one)), `second ${second(one)} is missing`);
}

test("a head that cannot grow refuses, keeps what it acknowledged, and goes on when there is room", async (t) => {
  const dir = folder(t);
  const store = await opened(t, { dir });
  await store.limitPages(60);
  const kept = await fill(store, 500);
  assert.ok(kept.length > 10);
  await holds(store, kept);
  await store.limitPages(1_000_000);
  const after = noise(kept.length);
  assert.equal((await store.append([after])).stored, 1000);
  await holds(store, [...kept, after]);
});

test("a full disk refuses, keeps what it acknowledged, and goes on when there is room", async (t) => {
  const dir = folder(t);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", dir], { stdio: "ignore" });
  } catch {
    t.skip("skipped: no right to mount a small disk");
    return;
  }
  const troubles: string[] = [];
  const store = await openSignalStore({ dir, threads: false, onTrouble: ({ code }) => troubles.push(code) });
  try {
    writeFileSync(join(dir, "ballast"), new Uint8Array(3 << 20));
    const kept = await fill(store, 2000);
    assert.ok(kept.length > 10);
    await assert.rejects(store.append([noise(9999)]), isFault("STORE_FULL"));
    await holds(store, kept);
    rmSync(join(dir, "ballast"));
    const after = noise(kept.length);
    assert.equal((await store.append([after])).stored, 1000);
    await store.flush();
    await holds(store, [...kept, after]);
    assert.deepEqual(
      troubles.filter((code) => code !== "STORE_FULL"),
      [],
    );
  } finally {
    await store.close();
    execFileSync("umount", [dir]);
  }
});

/** Two months; the file of the first is then changed by `damage`. */
async function damaged(dir: string, damage: (bytes: Buffer) => Buffer): Promise<void> {
  const store = await openSignalStore({ dir, threads: false });
  for (let i = 0; i < 30; i++) {
    await store.append([ecg(i * 5000, 5000, { sequence: i }), heart(T0 + i * 20_000, 60 + i)]);
    await store.flush();
  }
  await store.append([heart(may, 88)]);
  await store.close();
  const path = join(dir, april);
  writeFileSync(path, damage(readFileSync(path)));
}

const aside = (dir: string) => readdirSync(dir).filter((name) => name.includes(".corrupt-"));

test("a file that is no database any more is set aside on opening, and the others are served", async (t) => {
  const dir = folder(t);
  await damaged(dir, () => Buffer.from("this was a database once ".repeat(1000)));
  const troubles: Fault[] = [];
  const store = await opened(t, { dir, onTrouble: (fault) => troubles.push(fault) });
  assert.deepEqual(await hearts(store), [88]);
  assert.deepEqual(aside(dir), [`${april}.corrupt-1`]);
  assert.deepEqual(
    troubles.map(({ code }) => code),
    ["STORE_CORRUPT"],
  );
  assert.match(troubles[0]?.message ?? "", /2026-04 .*corrupt-1/);
  await store.append([heart(T0, 70)]);
  assert.deepEqual(await hearts(store), [70, 88]);
});

test("a flipped bit is found when it is read, and only its block is lost", async (t) => {
  const dir = folder(t);
  await damaged(dir, (bytes) => {
    // The payload of a block lies on overflow pages; a byte in the middle of the file is in one of them.
    const at = Math.floor(bytes.length / 2 / 4096) * 4096 + 2000;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    return bytes;
  });
  const troubles: Fault[] = [];
  const store = await opened(t, { dir, onTrouble: (fault) => troubles.push(fault) });
  await assert.rejects(store.range({ subject: ann, kind: "ecg", ...EVER }), isFault("STORE_CORRUPT"));
  assert.equal(troubles.length, 1);
  assert.deepEqual(aside(dir), [`${april}.corrupt-1`]);
  const there = samplesByNumber(await store.range({ subject: ann, kind: "ecg", ...EVER }));
  assert.ok(there.size >= 140_000 && there.size < 150_000, `${there.size} of 150000 samples were saved`);
  assert.equal((await hearts(store)).length, 31);
  assert.equal((await store.append([ecg(150_000, 25)])).stored, 25);
});

test("a backup is made while the store goes on, and opens as the store was", async (t) => {
  const dir = folder(t);
  const to = join(folder(t), "backup");
  const store = await opened(t, { dir });
  await store.append([heart(T0, 70), ecg(0, 5000), heart(may, 88)]);
  await store.flush();
  await store.append([heart(T0 + 1000, 71)]);
  const copying = store.backup(to);
  await store.append([heart(T0 + 2000, 72)]);
  await copying;
  await assert.rejects(store.backup(to), isFault("STORE_NOT_EMPTY"));
  const copy = await opened(t, { dir: to });
  assert.deepEqual((await hearts(copy)).slice(0, 2), [70, 71]);
  assert.equal((await hearts(copy)).at(-1), 88);
  assert.equal(samplesByNumber(await copy.range({ subject: ann, kind: "ecg", ...EVER })).size, 5000);
  assert.ok((await copy.append([heart(T0 + 3000, 73)])).arrival >= 3);
});

/** Whether the bytes occur in any file of the folder. */
const occurs = (dir: string, text: string) =>
  readdirSync(dir).filter((name) => readFileSync(join(dir, name)).includes(text));

test("after an erasure no byte of the person is left in any file or log", async (t) => {
  const dir = folder(t);
  const store = await opened(t, { dir });
  const secret = "とても秘密の記録-7391";
  await store.append([signal("note", T0, { text: secret }), heart(T0, 70), ecg(0, 5000)]);
  await store.append([signal("note", T0 + 1, { text: "他の人" }, { subject: ben })]);
  await store.flush();
  await store.append([signal("note", T0 + 1000, { text: `${secret} 2` })]);
  assert.notDeepEqual(occurs(dir, secret), []);
  await store.forget({ subject: ann });
  assert.deepEqual(occurs(dir, secret), []);
  assert.deepEqual(occurs(dir, ann), []);
  assert.notDeepEqual(occurs(dir, "他の人"), []);
});

test("after a swap the old person's name is on nothing that moved", async (t) => {
  const dir = folder(t);
  const store = await opened(t, { dir });
  await store.append([heart(T0, 70), ecg(0, 5000)]);
  await store.reassign(heart(T0, 70).source, T0, T0 + DAY, ann, ben);
  assert.deepEqual(await store.extents(ann), []);
  assert.equal((await store.extents(ben)).length, 2);
  await store.close();
  const again = await opened(t, { dir });
  assert.deepEqual(await hearts(again, ben), [70]);
});

test("retention unlinks the files of whole months", async (t) => {
  const dir = folder(t);
  mkdirSync(dir, { recursive: true });
  const store = await opened(t, { dir });
  await store.append([heart(T0, 70), heart(may, 88), ecg(0, 5000)]);
  assert.equal(await store.forget({ before: T0 + 30 * DAY }), 5001);
  assert.ok(!readdirSync(dir).includes(april));
  assert.deepEqual(await hearts(store), [88]);
});

test("channels are told apart whatever order they come in", async (t) => {
  const store = await opened(t, { dir: folder(t) });
  const people = Array.from({ length: 12 }, (_, i) => `person:p${i}` as typeof ann);
  for (let round = 0; round < 30; round++) {
    const order = people.map((_, i) => (i * (1 + (round % 5)) + round * 7) % people.length);
    await store.append(
      order.flatMap((i) => {
        const subject = people[i] ?? ann;
        return [heart(T0 + round * 1000, 40 + i, { subject, sequence: order.indexOf(i) })];
      }),
    );
  }
  for (const [i, subject] of people.entries()) {
    const values = new Set(await hearts(store, subject));
    assert.deepEqual([...values], [40 + i]);
  }
});
