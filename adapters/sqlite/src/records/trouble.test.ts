import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { openRecords } from "./open.ts";
import { RecordsFile } from "./records-file.ts";
import { ann, at, by, editFile, inFolder, notes, withRecords } from "./test-folder.ts";
import { verifyJournal } from "./verify.ts";

test("a full disk is said with its code, keeps what was acknowledged, and is over when there is room again", () =>
  inFolder(({ dir, stateDir }) => {
    const file = new RecordsFile(dir, stateDir);
    file.settle(at);
    const change = (id: number) => ({
      by,
      at,
      puts: [{ resource: { resourceType: "Note", id: String(id), text: "x".repeat(3000) }, subject: ann }],
      journal: notes(1),
    });
    file.sql.db.exec("pragma max_page_count = 60");
    let acknowledged = 0;
    assert.throws(
      () => {
        for (; acknowledged < 100; acknowledged++) file.commitBatch([change(acknowledged)], at);
      },
      { code: "STORE_FULL" },
    );
    assert.ok(acknowledged > 5);
    assert.throws(() => file.commitBatch([change(acknowledged)], at), { code: "STORE_FULL" }, "it stays full");
    assert.equal(file.head.n, acknowledged);
    file.sql.db.exec("pragma max_page_count = 100000");
    file.commitBatch([change(acknowledged)], at);
    file.close();
    const { ok, entries } = verifyJournal({ dir, stateDir });
    assert.deepEqual([ok, entries], [true, acknowledged + 1]);
  }));

test("a file that is no database is refused and left as it is", () =>
  inFolder(async (folder) => {
    mkdirSync(folder.dir);
    const path = join(folder.dir, "records.db");
    writeFileSync(path, "this is not a database, but somebody's letter ".repeat(50));
    const before = readFileSync(path);
    await assert.rejects(openRecords(folder), { code: "STORE_CORRUPT" });
    assert.deepEqual(readFileSync(path), before);
  }));

test("somebody else's SQLite database is refused and left as it is", () =>
  inFolder(async (folder) => {
    mkdirSync(folder.dir);
    editFile(join(folder.dir, "records.db"), "create table orchids (name text)");
    await assert.rejects(openRecords(folder), { code: "STORE_CORRUPT", message: /not a database of Sakiyomi/ });
  }));

test("a damaged page is said with its code by what reads it, and never read as something else", () =>
  inFolder(async (folder) => {
    await withRecords(folder, async (records) => {
      for (let id = 0; id < 50; id++)
        await records.commit({
          by,
          at,
          puts: [{ resource: { resourceType: "Note", id: String(id), text: "y".repeat(2000) } }],
        });
    });
    const path = join(folder.dir, "records.db");
    const file = openSync(path, "r+");
    for (let page = 20; page < 40; page++) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(file);
    await withRecords(folder, async (records) => {
      await assert.rejects(records.search("Note"), { code: "STORE_CORRUPT" });
    });
  }));

test("a database of a newer program is refused", () =>
  inFolder(async (folder) => {
    await withRecords(folder, async () => undefined);
    editFile(join(folder.dir, "records.db"), "pragma user_version = 99");
    await assert.rejects(openRecords(folder), { code: "STORE_VERSION" });
    assert.throws(() => verifyJournal(folder), { code: "STORE_VERSION" });
  }));

test("a second owner of the folder is refused until the first one has gone", () =>
  inFolder(async (folder) => {
    await withRecords(folder, async () => {
      await assert.rejects(openRecords(folder), { code: "STORE_LOCKED" });
    });
    await withRecords(folder, async (records) => assert.equal((await records.verify()).ok, true));
  }));

/** What version 1 of the program made, written out so that a later change of the steps cannot change it. */
const VERSION_1 = `
  create table meta (name text primary key, value text not null) without rowid;
  create table version (row integer primary key, type text not null, id text not null, version integer not null,
    at integer not null, author text not null, subject text, deleted integer not null, body text not null) strict;
  create unique index version_key on version (type, id, version);
  create index version_subject on version (subject) where subject is not null;
  create table current (type text not null, id text not null, row integer not null, primary key (type, id)) without rowid;
  create table checkpoint (skill text not null, subject text not null, version text not null, arrival integer not null,
    at integer not null, state text not null, primary key (skill, subject)) without rowid;
  create table entry (n integer primary key, at integer not null, type text not null, actor text not null, subject text,
    prev blob not null, digest blob not null, hash blob not null, content blob) strict;
  create index entry_subject on entry (subject, n) where subject is not null;
  create index entry_type on entry (type, n);
  insert into version values
    (1, 'Alert', 'a', 1, ${at}, '${by}', '${ann}', 0, '{"id":"a","resourceType":"Alert","status":"open"}'),
    (2, 'Alert', 'a', 2, ${at}, '${by}', '${ann}', 0, '{"id":"a","resourceType":"Alert","status":"done"}'),
    (3, 'Alert', 'b', 1, ${at}, '${by}', '${ann}', 0, '{"id":"b","resourceType":"Alert","status":"open"}'),
    (4, 'Alert', 'c', 1, ${at}, '${by}', '${ann}', 1, '{"id":"c","resourceType":"Alert","status":"open"}');
  insert into current values ('Alert', 'a', 2), ('Alert', 'b', 3), ('Alert', 'c', 4);
  pragma application_id = ${0x53_4b_59_4d};
  pragma user_version = 1;`;

test("a database of version 1 is lifted: its records are found by their fields, and keep their history", () =>
  inFolder(async (folder) => {
    mkdirSync(folder.dir);
    editFile(join(folder.dir, "records.db"), VERSION_1);
    await withRecords(folder, async (records) => {
      const open = await records.search("Alert", { status: "open" });
      assert.deepEqual(
        open.map(({ resource }) => resource.id),
        ["b"],
      );
      assert.deepEqual(
        (await records.history("Alert", "a")).map(({ resource }) => resource.status),
        ["open", "done"],
      );
      await records.commit({
        by,
        at,
        puts: [{ resource: { resourceType: "Alert", id: "b", status: "done" }, ifMatch: 1 }],
        journal: notes(1),
      });
      assert.deepEqual(await records.search("Alert", { status: "open" }), []);
    });
    await withRecords(folder, async (records) => assert.equal((await records.verify()).ok, true));
  }));

test("a lift that fails leaves the old database as it was", () =>
  inFolder(async (folder) => {
    mkdirSync(folder.dir);
    const path = join(folder.dir, "records.db");
    editFile(path, `${VERSION_1} update version set body = 'not JSON' where row = 3`);
    await assert.rejects(openRecords(folder));
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      assert.deepEqual({ ...db.prepare("pragma user_version").get() }, { user_version: 1 });
      assert.equal(db.prepare("select count(*) as n from sqlite_schema where name = 'fact'").get()?.n, 0);
    } finally {
      db.close();
    }
  }));
