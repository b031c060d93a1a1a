import assert from "node:assert/strict";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bareIdOf, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";
import { backupTo, storesBeside } from "./backup.ts";
import type { SqliteRecords } from "./records/open.ts";
import { signalsDirOf } from "./records/place.ts";
import {
  ann,
  at,
  ben,
  by,
  editFile,
  filesHolding,
  inFolder,
  notes,
  type TestFolder,
  withRecords,
} from "./records/test-folder.ts";
import { verifyJournal } from "./records/verify.ts";
import { restore } from "./restore.ts";
import { openSignalStore } from "./signals/index.ts";

const person = (id: string, subject: SubjectId, name: string) => ({
  resource: { resourceType: "Patient", id, name },
  subject,
});
const fill = (records: SqliteRecords) =>
  records.commit({
    by,
    at,
    puts: [person("ann", ann, "Hanako"), person("ben", ben, "Ben")],
    journal: [...notes(3), ...notes(2, ben)],
  });

/** Stands for the store of signals: one file. */
const signals = {
  backup: async (to: string) => {
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, "signals-2026-11.db"), "person:ann 72/min\n");
  },
};

const backedUp = (folder: TestFolder, to = join(folder.root, "backup")) =>
  withRecords(folder, async (records) => {
    await fill(records);
    return backupTo({ records, signals, to, now: at });
  });

const fresh = ({ root }: TestFolder, name = "fresh") => ({
  root,
  dir: join(root, name, "data"),
  stateDir: join(root, name, "state"),
});

test("a backup restored onto a fresh machine has everything, and its journal is whole", () =>
  inFolder(async (folder) => {
    const manifest = await backedUp(folder);
    assert.deepEqual(
      manifest.files.map(({ path }) => path),
      ["database-id", "erasures.json", "keys.db", "records.db", "signals/signals-2026-11.db"],
    );
    const there = fresh(folder);
    const { journal, erasedAgain } = await restore({ from: join(folder.root, "backup"), ...there, now: at + 5 });
    assert.deepEqual([journal.findings, erasedAgain], [[], 0]);
    await withRecords(there, async (records) => {
      assert.equal((await records.get("Patient", "ann"))?.resource.name, "Hanako");
      const entries = await records.entries({});
      assert.deepEqual(
        entries.map(({ type, content }) => (type === "note" ? content : type)),
        ["note 1", "note 2", "note 3", "note 1", "note 2", "restored"],
      );
      await records.commit({ by, at, journal: notes(1) });
      assert.equal((await records.verify()).ok, true);
    });
    assert.equal(readFileSync(join(there.dir, "signals", "signals-2026-11.db"), "utf8"), "person:ann 72/min\n");
  }));

test("a backup is made while commits go on, and is one moment of them", () =>
  inFolder(async (folder) => {
    const to = join(folder.root, "backup");
    const there = fresh(folder);
    await withRecords(folder, async (records) => {
      await fill(records);
      let isDone = false;
      const writing = (async () => {
        for (let k = 0; !isDone; k++)
          await records.commit({
            by,
            at,
            puts: [{ resource: { resourceType: "K", id: String(k) }, subject: `person:new${k % 50}` as SubjectId }],
            journal: [{ at, type: "k", actor: "system", subject: `person:new${k % 50}` as SubjectId, content: k }],
          });
      })();
      await backupTo({ records, to, now: at });
      isDone = true;
      await writing;
    });
    assert.deepEqual((await restore({ from: to, ...there, now: at })).journal.findings, []);
    await withRecords(there, async (records) =>
      assert.equal(
        (await records.search("K")).length,
        (await records.entries({ types: ["k"] })).length,
        "a record and its entry came together",
      ),
    );
  }));

test("whoever was erased after the backup is erased again when it is restored, in the signals too", () =>
  inFolder(async (folder) => {
    await backedUp(folder);
    await withRecords(folder, (records) => records.erase(ann, by, at + 10));
    rmSync(folder.dir, { recursive: true });
    const forgotten: string[] = [];
    const forgetSignals = async (dir: string, subjects: readonly SubjectId[]) => {
      forgotten.push(`${existsSync(join(dir, "signals-2026-11.db"))} ${subjects.join()}`);
      rmSync(dir, { recursive: true });
    };
    const { erasedAgain, journal } = await restore({
      from: join(folder.root, "backup"),
      ...folder,
      now: at + 20,
      forgetSignals,
    });
    assert.deepEqual([erasedAgain, journal.findings], [1, []]);
    assert.deepEqual(forgotten, ["true person:ann"]);
    for (const word of ["Hanako", "person:ann"]) assert.deepEqual(filesHolding(folder.dir, word), [], word);
    await withRecords(folder, async (records) => {
      assert.deepEqual(
        (await records.entries({})).map(({ type, content }) => (type === "note" ? content : type)),
        [null, null, null, "note 1", "note 2", "restored", "erased"],
      );
      const [told] = await records.entries({ types: ["restored"] });
      assert.deepEqual(
        told?.content,
        { anchored: 6, backupAt: new Date(at).toISOString(), n: 5 },
        "one entry was lost, and it says so",
      );
    });
  }));

test("a fresh machine learns from the backup who had been erased before it", () =>
  inFolder(async (folder) => {
    const older = join(folder.root, "older");
    await backedUp(folder, older);
    await withRecords(folder, async (records) => {
      await records.erase(ann, by, at);
      await backupTo({ records, to: join(folder.root, "backup"), now: at });
    });
    const there = fresh(folder);
    await restore({ from: join(folder.root, "backup"), ...there, now: at });
    rmSync(there.dir, { recursive: true });
    const { erasedAgain } = await restore({ from: older, ...there, now: at, forgetSignals: async () => undefined });
    assert.equal(erasedAgain, 1);
  }));

/** Each is done to a copy of a good backup. */
const damages: Readonly<Record<string, (backup: string) => void>> = {
  "whose records were cut short": (backup) => truncateSync(join(backup, "records.db"), 5000),
  "with one byte more": (backup) => appendFileSync(join(backup, "signals", "signals-2026-11.db"), "x"),
  "with one byte changed": (backup) => {
    const path = join(backup, "keys.db");
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
  },
  "that lacks a file": (backup) => rmSync(join(backup, "keys.db")),
  "without its manifest": (backup) => rmSync(join(backup, "manifest.json")),
  "with half a manifest": (backup) => truncateSync(join(backup, "manifest.json"), 100),
  "whose manifest names a file outside": (backup) => {
    const path = join(backup, "manifest.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"path": "keys.db"', '"path": "../keys.db"'));
  },
};

test("a damaged backup is refused, and nothing is half-written", () =>
  inFolder(async (folder) => {
    await backedUp(folder);
    for (const [what, damage] of Object.entries(damages)) {
      const from = join(folder.root, "damaged");
      cpSync(join(folder.root, "backup"), from, { recursive: true });
      damage(from);
      const there = fresh(folder);
      await assert.rejects(restore({ from, ...there, now: at }), { code: "STORE_BACKUP" }, what);
      if (existsSync(there.dir)) assert.deepEqual(readdirSync(there.dir), [], what);
      if (existsSync(join(folder.root, "fresh")))
        assert.deepEqual(
          readdirSync(join(folder.root, "fresh")).filter((name) => name !== "data"),
          [],
          what,
        );
      rmSync(from, { recursive: true });
    }
  }));

test("a folder with something in it is neither restored into nor backed up into", () =>
  inFolder(async (folder) => {
    await backedUp(folder);
    const before = readdirSync(folder.dir);
    await assert.rejects(restore({ from: join(folder.root, "backup"), ...folder, now: at }), {
      code: "STORE_NOT_EMPTY",
    });
    assert.deepEqual(readdirSync(folder.dir), before);
    await assert.rejects(backedUp(folder), { code: "STORE_NOT_EMPTY" });
    assert.equal(verifyJournal(folder).ok, true);
  }));

test("a backup of a journal that was changed is restored, and the change is reported", () =>
  inFolder(async (folder) => {
    await withRecords(folder, fill);
    editFile(join(folder.dir, "records.db"), "update entry set type = 'x' where n = 2");
    await withRecords(folder, (records) => backupTo({ records, to: join(folder.root, "backup"), now: at }));
    const { journal } = await restore({ from: join(folder.root, "backup"), ...fresh(folder), now: at });
    assert.deepEqual(
      journal.findings.map(({ code, n }) => [code, n]),
      [["JOURNAL_CHANGED", 2]],
    );
  }));

const heartRate = (subject: SubjectId, second: number): Signal => ({
  subject,
  kind: "heart-rate",
  at: at + 1000 * second,
  receivedAt: at + 1000 * second,
  sequence: 0,
  value: 60 + (second % 20),
  quality: "good",
  source: `device:of-${bareIdOf(subject)}` as SourceId,
});
const hour = { kind: "heart-rate", from: at, to: at + 3_600_000 } as const;

test("records and signals of a running ward come back together, without those who were erased since", () =>
  inFolder(async (folder) => {
    const to = join(folder.root, "backup");
    const store = await openSignalStore({ dir: signalsDirOf(folder.dir) });
    try {
      for (let second = 0; second < 60; second++) await store.append([heartRate(ann, second), heartRate(ben, second)]);
      await withRecords(folder, async (records) => {
        await fill(records);
        await backupTo({ records, signals: store, to, now: at });
        await records.erase(ann, by, at);
      });
    } finally {
      await store.close();
    }
    const there = { dir: join(folder.root, "fresh", "data"), stateDir: folder.stateDir };
    const { erasedAgain, journal } = await restore({ from: to, ...there, now: at });
    assert.deepEqual([erasedAgain, journal.findings], [1, []]);
    const restored = await openSignalStore({ dir: signalsDirOf(there.dir) });
    try {
      assert.deepEqual(
        (await restored.range({ subject: ben, ...hour })).map(({ value }) => value),
        Array.from({ length: 60 }, (_, second) => 60 + (second % 20)),
      );
      assert.deepEqual(await restored.range({ subject: ann, ...hour }), []);
    } finally {
      await restored.close();
    }
    assert.deepEqual(filesHolding(there.dir, ann), []);
  }));

test("a backup is made from the files alone, beside whoever has them open", () =>
  inFolder(async (folder) => {
    const to = join(folder.root, "backup");
    const store = await openSignalStore({ dir: signalsDirOf(folder.dir) });
    try {
      await store.append([heartRate(ann, 1), heartRate(ann, 2)]);
      await withRecords(folder, async (records) => {
        await fill(records);
        await backupTo({ ...storesBeside(folder), to, now: at });
        await records.commit({ by, at, journal: notes(1) });
      });
    } finally {
      await store.close();
    }
    const there = fresh(folder);
    assert.deepEqual((await restore({ from: to, ...there, now: at })).journal.findings, []);
    const restored = await openSignalStore({ dir: signalsDirOf(there.dir) });
    try {
      assert.equal((await restored.range({ subject: ann, ...hour })).length, 2);
    } finally {
      await restored.close();
    }
  }));

test(
  "nobody but the owner may read the people's records and keys, in place, in a backup and restored",
  { skip: process.platform === "win32" },
  () =>
    inFolder(async (folder) => {
      const to = join(folder.root, "backup");
      const there = fresh(folder);
      await withRecords(folder, async (records) => {
        await fill(records);
        await backupTo({ records, to, now: at });
        for (const name of ["records.db", "records.db-wal", "keys.db"])
          assert.equal(modeOf(join(folder.dir, name)), "600", name);
      });
      await restore({ from: to, ...there, now: at });
      for (const dir of [folder.dir, folder.stateDir, to, there.dir]) assert.equal(modeOf(dir), "700", dir);
      for (const dir of [to, there.dir])
        for (const name of ["records.db", "keys.db"]) assert.equal(modeOf(join(dir, name)), "600");
      assert.equal(modeOf(join(folder.stateDir, "journal-key.pem")), "600");
    }),
);

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
