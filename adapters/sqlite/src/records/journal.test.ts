import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AnchorKeeper } from "./anchor.ts";
import { ann, at, ben, by, editFile, inFolder, notes, type TestFolder, withFile, withRecords } from "./test-folder.ts";
import { verifyJournal } from "./verify.ts";

const write = (folder: TestFolder) =>
  withFile(folder, (file) => {
    for (const entry of [...notes(5), ...notes(3, ben)]) file.commitBatch([{ by, at, journal: [entry] }], at);
  });

const found = (folder: TestFolder) =>
  verifyJournal(folder).findings.map(({ code, n, what }) => `${code} ${n} ${what.key}`);
const anchorOf = ({ stateDir }: TestFolder) => join(stateDir, "anchor.json");

/** A journal of eight entries, something done to its file, and what is found then. */
const afterEdit = (title: string, sql: string, expected: readonly string[]) =>
  test(title, () =>
    inFolder(async (folder) => {
      write(folder);
      assert.deepEqual(found(folder), [], "nothing is found before");
      editFile(join(folder.dir, "records.db"), sql);
      assert.deepEqual(found(folder), expected);
    }),
  );

afterEdit("an entry that was changed in the file is found", "update entry set at = at + 1 where n = 3", [
  "JOURNAL_CHANGED 3 journal-header",
]);
afterEdit("an entry whose author was changed is found", "update entry set actor = 'skill:x' where n = 3", [
  "JOURNAL_CHANGED 3 journal-header",
]);
afterEdit(
  "a content that was replaced by another one of the same person is found",
  "update entry set content = (select content from entry where n = 2) where n = 3",
  ["JOURNAL_CHANGED 3 journal-content"],
);
afterEdit(
  "a content that was emptied, as if the person had been erased, is found",
  "update entry set content = null where n = 3",
  ["JOURNAL_CHANGED 3 journal-unreadable"],
);
afterEdit("an entry that was removed from the file is found", "delete from entry where n = 3", [
  "JOURNAL_ORDER 3 journal-missing",
]);
afterEdit(
  "an entry that was removed, and the gap closed, is found",
  "delete from entry where n = 3; update entry set n = -n where n > 3; update entry set n = -n - 1 where n < 0",
  ["JOURNAL_ORDER 3 journal-moved", "JOURNAL_CUT 8 journal-cut"],
);
afterEdit(
  "two entries that changed places in the file are found",
  "update entry set n = 99 where n = 3; update entry set n = 3 where n = 4; update entry set n = 4 where n = 99",
  ["JOURNAL_ORDER 3 journal-moved", "JOURNAL_ORDER 4 journal-moved", "JOURNAL_ORDER 5 journal-moved"],
);
afterEdit("a cut tail is found", "delete from entry where n > 6", ["JOURNAL_CUT 7 journal-cut"]);
afterEdit("a journal that was emptied is found", "delete from entry", ["JOURNAL_CUT 1 journal-cut"]);

test("verify reads beside the records that are open, and says what it read", () =>
  inFolder(async (folder) => {
    await withRecords(folder, async (records) => {
      await records.commit({ by, at, journal: notes(4) });
      const report = await records.verify();
      assert.equal(report.ok, true);
      assert.equal(report.entries, 4);
      assert.equal(report.anchored?.n, 4);
      assert.equal(report.head, (await records.entries({}))[3]?.hash);
      const busy = Array.from({ length: 50 }, () => records.commit({ by, at, journal: notes(1) }));
      assert.equal((await records.verify()).ok, true, "entries that arrive meanwhile are no finding");
      await Promise.all(busy);
    });
  }));

test("a missing, a broken and a foreign anchor are found, each in its own words", () =>
  inFolder(async (folder) => {
    write(folder);
    const anchor = readFileSync(anchorOf(folder), "utf8");
    writeFileSync(anchorOf(folder), anchor.replace(/"n":8/, '"n":6'));
    assert.deepEqual(
      found(folder),
      ["JOURNAL_CUT 0 journal-anchor-foreign"],
      "a changed number does not fit the signature",
    );
    writeFileSync(anchorOf(folder), anchor.slice(0, 40));
    assert.deepEqual(found(folder), ["JOURNAL_CUT 0 journal-anchor-unreadable"]);
    rmSync(anchorOf(folder));
    assert.deepEqual(found(folder), ["JOURNAL_CUT 0 journal-anchor-missing"]);
    writeFileSync(anchorOf(folder), anchor);
    assert.deepEqual(found(folder), []);
  }));

test("an anchor signed with another key is found, also when the key was exchanged with it", () =>
  inFolder(async (folder) => {
    write(folder);
    const { database, n, hash } = JSON.parse(readFileSync(anchorOf(folder), "utf8"));
    rmSync(join(folder.stateDir, "journal-key.pem"));
    new AnchorKeeper(folder.stateDir).write(database, { n, hash: Buffer.from(hash, "hex") }, at);
    assert.deepEqual(found(folder), ["JOURNAL_CUT 0 journal-anchor-foreign"]);
  }));

test("after a cut tail the ward goes on, and the journal says for ever that it was cut", () =>
  inFolder(async (folder) => {
    write(folder);
    editFile(join(folder.dir, "records.db"), "delete from entry where n > 6");
    await withRecords(folder, async (records) => {
      await records.commit({ by, at, journal: notes(2) });
      const report = await records.verify();
      assert.deepEqual(
        report.findings.map(({ code, n, what }) => [code, n, what.values]),
        [["JOURNAL_CUT", 7, { n: 7, anchored: 8 }]],
      );
      assert.equal((await records.entries({ types: ["journal-anchor-replaced"] })).length, 1);
    });
    await withRecords(folder, async (records) =>
      assert.equal((await records.entries({})).length, 9, "it is said once"),
    );
  }));

test("a database that was taken away, so that an empty one takes its place, is noticed", () =>
  inFolder(async (folder) => {
    write(folder);
    for (const name of ["records.db", "keys.db"]) rmSync(join(folder.dir, name));
    await withRecords(folder, async () => undefined);
    assert.deepEqual(
      verifyJournal(folder).findings.map(({ code, n, what }) => [code, n, what.values]),
      [["JOURNAL_CUT", 1, { n: 1, anchored: 8 }]],
    );
  }));

test("opening and closing again leaves no trace in the journal, and the anchor stays right", () =>
  inFolder(async (folder) => {
    write(folder);
    for (let time = 0; time < 2; time++)
      await withRecords(folder, async (records) => assert.equal((await records.entries({})).length, 8));
    assert.deepEqual(found(folder), []);
  }));

test("in the file nobody is named by the chain, and no content can be read", () =>
  inFolder(async (folder) => {
    await withRecords(folder, (records) =>
      records.commit({
        by,
        at,
        journal: [{ at, type: "note", actor: ann, subject: ann, content: "佐藤さんはお茶を飲んだ" }],
      }),
    );
    const bytes = readFileSync(join(folder.dir, "records.db"));
    for (const word of ["佐藤さん", "person:ann"]) assert.equal(bytes.includes(word), false, word);
  }));
