import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RecordsFile } from "./records-file.ts";
import { ann, at, ben, by, filesHolding, inFolder, type TestFolder, withFile, withRecords } from "./test-folder.ts";
import { verifyJournal } from "./verify.ts";

const NAME = "Hanako Satogawa";
const SAID = "fell beside the window at night";

/** Many versions of different lengths, so that pages split and cells move. */
const fill = (folder: TestFolder) =>
  withFile(folder, (file) => {
    for (let round = 0; round < 60; round++) {
      const patient = {
        resourceType: "Patient",
        id: "ann-7f3",
        name: NAME,
        round,
        note: `${SAID} `.repeat(1 + ((round * 7) % 40)),
      };
      const other = { resourceType: "Patient", id: "ben", name: "Ben", round, note: "x".repeat((round * 131) % 3000) };
      const change = {
        by,
        at: at + round,
        puts: [
          { resource: patient, subject: ann },
          { resource: other, subject: ben },
        ],
        journal: [
          { at: at + round, type: "note", actor: ann, subject: ann, content: { SAID, NAME, round } },
          { at: at + round, type: "note", actor: by, subject: ben, content: round },
        ],
        checkpoints: [{ skill: `s${round % 5}`, version: "1", subject: ann, arrival: round, at, state: { NAME } }],
      };
      file.commitBatch([change], at);
    }
  });

test("after an erasure no file holds the person's name, id, or what was said; the others' are untouched and the chain is whole", () =>
  inFolder(async (folder) => {
    fill(folder);
    for (const word of [NAME, SAID, ann, "ann-7f3"])
      assert.notEqual(filesHolding(folder.root, word).length, 0, `${word} was there before`);
    await withRecords(folder, async (records) => {
      await records.erase(ann, by, at + 1000);
      // While they are open, too: the write-ahead log is part of the files.
      for (const word of [NAME, SAID, ann, "ann-7f3"]) assert.deepEqual(filesHolding(folder.root, word), [], word);
      assert.equal((await records.history("Patient", "ben")).length, 60);
      const others = await records.entries({ subject: ben });
      assert.deepEqual(
        others.map(({ content }) => content),
        Array.from({ length: 60 }, (_, round) => round),
      );
    });
    const { ok, entries, erased } = verifyJournal(folder);
    assert.deepEqual([ok, entries, erased], [true, 121, 1]);
  }));

/** Where the power may fail: before anything is deleted, and when only the key is left to destroy. */
const crashes: Readonly<Record<string, (file: RecordsFile) => void>> = {
  "before the deletion": (file) => file.sql.db.exec("pragma query_only = on"),
  "before the key is destroyed": (file) => {
    file.keys.destroy = () => {
      throw new Error("power cut");
    };
  },
};

for (const [moment, crash] of Object.entries(crashes))
  test(`an erasure that is interrupted ${moment} is finished at the next start`, () =>
    inFolder(async (folder) => {
      fill(folder);
      const file = new RecordsFile(folder.dir, folder.stateDir);
      crash(file);
      assert.throws(() => file.erase(ann, by, at));
      file.close();
      assert.ok(filesHolding(folder.dir, ann).length > 0);
      await withRecords(folder, async (records) => {
        assert.equal(await records.get("Patient", "ann-7f3"), null);
        for (const word of [NAME, SAID, ann]) assert.deepEqual(filesHolding(folder.root, word), [], word);
        assert.equal((await records.verify()).ok, true);
      });
    }));

test("the list of erasures names nobody", () =>
  inFolder(async (folder) => {
    fill(folder);
    await withRecords(folder, (records) => records.erase(ann, by, at));
    const { aliases } = JSON.parse(readFileSync(join(folder.stateDir, "erasures.json"), "utf8"));
    assert.equal(aliases.length, 1);
    assert.match(aliases[0], /^~[0-9a-f]{16}$/);
  }));

test("changes that were handed in before an erasure are in it, those after it are not", () =>
  inFolder((folder) =>
    withRecords(folder, async (records) => {
      const put = (id: string) =>
        records.commit({ by, at, puts: [{ resource: { resourceType: "Note", id }, subject: ann }] });
      const all = [put("a"), put("b"), records.erase(ann, by, at), put("c")];
      await Promise.all(all);
      assert.deepEqual(
        (await records.ofSubject(ann)).map(({ resource }) => resource.id),
        ["c"],
      );
    }),
  ));
