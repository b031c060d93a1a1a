import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault, type SubjectId } from "../1-signal/index.ts";
import type { Change, Checkpoint, Records, Resource } from "../2-store/index.ts";

const ann = "person:ann" as SubjectId;
const ben = "person:ben" as SubjectId;
const by = "staff:tanaka";
const at = 1_700_000_000_000;

const patient = (id: string, more: object = {}): Resource => ({ resourceType: "Patient", id, ...more });
const change = (more: Omit<Change, "by" | "at">): Change => ({ by, at, ...more });
const note = (content: unknown, more: object = {}) => ({ at, type: "note", actor: by, subject: ann, content, ...more });
const state = (skill: string, subject: SubjectId, arrival: number): Checkpoint => ({
  skill,
  version: "1.0.0",
  subject,
  arrival,
  at,
  state: { seen: [arrival], word: "膀胱" },
});

type Check = (records: Records) => Promise<void>;

/** What every Records has to do; called by the fake and by the real ones alike. `open` gives an empty one. */
export function behavesLikeRecords(name: string, open: () => Promise<Records>): void {
  for (const [promise, check] of Object.entries({
    ...ofVersions,
    ...ofTransactions,
    ...ofSearch,
    ...ofJournal,
    ...ofErasure,
  }))
    test(`${name}: ${promise}`, async () => {
      const records = await open();
      try {
        await check(records);
      } finally {
        await records.close();
      }
    });
}

const ofVersions: Record<string, Check> = {
  "a record is there once it is put, and null before": async (records) => {
    assert.equal(await records.get("Patient", "ann"), null);
    assert.deepEqual(await records.history("Patient", "ann"), []);
    const done = await records.commit(
      change({ puts: [{ resource: patient("ann", { name: "佐藤 花子" }), subject: ann }] }),
    );
    assert.deepEqual(done, { ok: true, versions: [1] });
    const found = await records.get("Patient", "ann");
    assert.deepEqual(found, { resource: patient("ann", { name: "佐藤 花子" }), version: 1, at, by, deleted: false });
    assert.equal(await records.get("Encounter", "ann"), null, "another type is another record");
  },
  "a change is a new version, and the old one stays in the history": async (records) => {
    await records.commit(change({ puts: [{ resource: patient("ann", { bed: "3A" }) }] }));
    await records.commit({
      by: "staff:kim",
      at: at + 1,
      puts: [{ resource: patient("ann", { bed: "4B" }), ifMatch: 1 }],
    });
    assert.equal((await records.get("Patient", "ann"))?.resource.bed, "4B");
    const history = await records.history("Patient", "ann");
    assert.deepEqual(
      history.map(({ version, by, at, resource }) => [version, by, at, resource.bed]),
      [
        [1, "staff:tanaka", at, "3A"],
        [2, "staff:kim", at + 1, "4B"],
      ],
    );
  },
  "a deleted record is not found any more, but its history tells it": async (records) => {
    await records.commit(change({ puts: [{ resource: patient("ann") }] }));
    await records.commit(change({ puts: [{ resource: patient("ann"), deleted: true, ifMatch: 1 }] }));
    assert.equal(await records.get("Patient", "ann"), null);
    assert.deepEqual(await records.search("Patient"), []);
    assert.deepEqual(
      (await records.history("Patient", "ann")).map(({ deleted }) => deleted),
      [false, true],
    );
    const again = await records.commit(change({ puts: [{ resource: patient("ann"), ifMatch: 2 }] }));
    assert.deepEqual(again, { ok: true, versions: [3] });
    assert.equal((await records.get("Patient", "ann"))?.version, 3);
  },
  "what was put, and what was got, can be changed without changing the record": async (records) => {
    const mine = { resourceType: "Patient", id: "ann", list: [1] };
    await records.commit(change({ puts: [{ resource: mine }] }));
    mine.list.push(2);
    const got = await records.get("Patient", "ann");
    assert.ok(got);
    (got.resource.list as number[]).push(3);
    assert.deepEqual((await records.get("Patient", "ann"))?.resource.list, [1]);
  },
};

const ofTransactions: Record<string, Check> = {
  "a conflict changes nothing at all, and says what was found": async (records) => {
    await records.commit(change({ puts: [{ resource: patient("ann") }] }));
    const done = await records.commit(
      change({
        puts: [{ resource: patient("ben") }, { resource: patient("ann"), ifMatch: 7 }],
        journal: [note("never")],
        checkpoints: [state("toilet-timing", ann, 1)],
      }),
    );
    assert.deepEqual(done, { ok: false, conflict: { resourceType: "Patient", id: "ann", wanted: 7, found: 1 } });
    assert.equal(await records.get("Patient", "ben"), null);
    assert.deepEqual(await records.entries({}), []);
    assert.deepEqual(await records.checkpoints(), []);
  },
  "ifMatch 0 asks for a new record": async (records) => {
    const put = { resource: patient("ann"), ifMatch: 0 };
    assert.deepEqual(await records.commit(change({ puts: [put] })), { ok: true, versions: [1] });
    const done = await records.commit(change({ puts: [put] }));
    assert.deepEqual(done, { ok: false, conflict: { resourceType: "Patient", id: "ann", wanted: 0, found: 1 } });
  },
  "of two writers at once one wins, and the other is told": async (records) => {
    await records.commit(change({ puts: [{ resource: patient("ann") }] }));
    const both = [1, 2, 3].map((n) =>
      records.commit(change({ puts: [{ resource: patient("ann", { n }), ifMatch: 1 }], journal: [note(n)] })),
    );
    const done = await Promise.all(both);
    assert.equal(done.filter(({ ok }) => ok).length, 1);
    assert.equal((await records.entries({})).length, 1);
    assert.equal((await records.history("Patient", "ann")).length, 2);
  },
  "two puts of one record in one change are two versions": async (records) => {
    const puts = [
      { resource: patient("ann"), ifMatch: 0 },
      { resource: patient("ann", { bed: "1" }), ifMatch: 1 },
    ];
    assert.deepEqual(await records.commit(change({ puts })), { ok: true, versions: [1, 2] });
  },
  "a change that JSON cannot say fails alone, and changes nothing": async (records) => {
    const good = records.commit(change({ journal: [note("before")] }));
    const bad = records.commit(
      change({ puts: [{ resource: patient("ann") }], journal: [note({ value: Number.NaN })] }),
    );
    const after = records.commit(change({ journal: [note("after")] }));
    await assert.rejects(bad, TypeError);
    await Promise.all([good, after]);
    assert.equal(await records.get("Patient", "ann"), null);
    assert.deepEqual(
      (await records.entries({})).map(({ n, content }) => [n, content]),
      [
        [1, "before"],
        [2, "after"],
      ],
    );
  },
  "of the states of a skill the newest is kept, one a subject": async (records) => {
    await records.commit(change({ checkpoints: [state("toilet-timing", ann, 1), state("toilet-timing", ben, 2)] }));
    await records.commit(change({ checkpoints: [state("toilet-timing", ann, 3), state("early-warning", ann, 3)] }));
    const found = [...(await records.checkpoints())].sort((a, b) =>
      `${a.skill}${a.subject}`.localeCompare(`${b.skill}${b.subject}`),
    );
    assert.deepEqual(found, [
      state("early-warning", ann, 3),
      state("toilet-timing", ann, 3),
      state("toilet-timing", ben, 2),
    ]);
  },
  "after closing, everything is refused with a code": async (records) => {
    await records.close();
    await assert.rejects(records.get("Patient", "ann"), { code: "STORE_CLOSED" });
    await assert.rejects(records.commit(change({})), { code: "STORE_CLOSED" });
  },
};

const ofSearch: Record<string, Check> = {
  "search compares top-level fields by equality, whatever they hold": async (records) => {
    const alert = (id: string, more: object): Resource => ({ resourceType: "Alert", id, ...more });
    const reference = { reference: "Patient/ann", display: "안나" };
    const resources = [
      alert("a", { status: "open", level: 2, subject: reference, note: "長い".repeat(400) }),
      alert("b", { status: "open", level: 3, done: false }),
      alert("c", { status: "done", level: 2, done: true, taker: null }),
      { resourceType: "Task", id: "d", status: "open" },
    ];
    await records.commit(change({ puts: resources.map((resource) => ({ resource })) }));
    const ids = async (where: object) =>
      (await records.search("Alert", { ...where })).map(({ resource }) => resource.id);
    assert.deepEqual(await ids({}), ["a", "b", "c"]);
    assert.deepEqual(await ids({ status: "open" }), ["a", "b"]);
    assert.deepEqual(await ids({ status: "open", level: 2 }), ["a"]);
    assert.deepEqual(await ids({ level: "2" }), [], "a number is not a text");
    assert.deepEqual(await ids({ subject: { display: "안나", reference: "Patient/ann" } }), ["a"]);
    assert.deepEqual(await ids({ note: "長い".repeat(400) }), ["a"]);
    assert.deepEqual(await ids({ done: false }), ["b"]);
    assert.deepEqual(await ids({ taker: null }), ["c"]);
    assert.deepEqual(await ids({ done: undefined }), ["a"]);
    assert.deepEqual(await ids({ id: "b" }), ["b"]);
    assert.deepEqual(await ids({ "x'; drop table": 1 }), []);
  },
  "search sees the current version only": async (records) => {
    await records.commit(change({ puts: [{ resource: patient("ann", { bed: "1" }) }] }));
    await records.commit(change({ puts: [{ resource: patient("ann", { bed: "2" }) }] }));
    assert.deepEqual(await records.search("Patient", { bed: "1" }), []);
    assert.equal((await records.search("Patient", { bed: "2" })).length, 1);
  },
  "the records of a subject are those put as such, also after a change that did not say whose they are": async (
    records,
  ) => {
    await records.commit(
      change({
        puts: [
          { resource: patient("ann"), subject: ann },
          { resource: patient("ben"), subject: ben },
          { resource: patient("nobody") },
        ],
      }),
    );
    await records.commit(change({ puts: [{ resource: patient("ann", { bed: "2" }) }] }));
    const found = await records.ofSubject(ann);
    assert.deepEqual(
      found.map(({ resource, version }) => [resource.id, version]),
      [["ann", 2]],
    );
  },
};

const ofJournal: Record<string, Check> = {
  "entries have numbers without holes, and come back as they were said": async (records) => {
    const contents = [
      "お水を飲みました",
      "김치를 먹음",
      { nested: { ｱ: "ア", emoji: "🛏️" } },
      null,
      0,
      false,
      ["\u0000", "\ud7ff"],
    ];
    for (const content of contents) await records.commit(change({ journal: [note(content)] }));
    const found = await records.entries({});
    assert.deepEqual(
      found.map(({ n, content }) => [n, content]),
      contents.map((content, index) => [index + 1, content]),
    );
    assert.ok(found.every(({ subject, actor, type }) => subject === ann && actor === by && type === "note"));
    assert.equal(new Set(found.map(({ hash }) => hash)).size, contents.length);
  },
  "an entry that says the same twice has another hash": async (records) => {
    await records.commit(change({ journal: [note("x"), note("x")] }));
    const [first, second] = await records.entries({});
    assert.notEqual(first?.hash, second?.hash);
  },
  "entries are asked for by subject, type, author, time and number": async (records) => {
    const journal = [
      note(1, { at: at + 1 }),
      note(2, { at: at + 2, subject: ben, type: "alert" }),
      note(3, { at: at + 3, actor: "skill:early-warning", type: "alert" }),
      { at: at + 4, type: "started", actor: "system", content: 4 },
    ];
    await records.commit(change({ journal }));
    const said = async (query: Parameters<Records["entries"]>[0]) =>
      (await records.entries(query)).map(({ content }) => content);
    assert.deepEqual(await said({}), [1, 2, 3, 4]);
    assert.deepEqual(await said({ subject: ann }), [1, 3]);
    assert.deepEqual(await said({ subject: "person:nobody" as SubjectId }), []);
    assert.deepEqual(await said({ types: ["alert", "started"] }), [2, 3, 4]);
    assert.deepEqual(await said({ types: [] }), []);
    assert.deepEqual(await said({ actor: "skill:early-warning" }), [3]);
    assert.deepEqual(await said({ actor: by }), [1, 2]);
    assert.deepEqual(await said({ from: at + 2, to: at + 3 }), [2, 3]);
    assert.deepEqual(await said({ after: 2 }), [3, 4]);
    assert.deepEqual(await said({ newestFirst: true, limit: 2 }), [4, 3]);
    assert.deepEqual(await said({ subject: ann, types: ["alert"], newestFirst: true }), [3]);
    assert.equal((await records.entries({ types: ["started"] }))[0]?.subject, null);
  },
};

const both = change({
  puts: [
    { resource: patient("ann", { name: "佐藤 花子" }), subject: ann },
    { resource: patient("ben", { name: "Ben" }), subject: ben },
  ],
  journal: [note("ann drank"), note("ben drank", { subject: ben }), note("ann asked", { actor: ann, subject: ben })],
  checkpoints: [state("toilet-timing", ann, 1), state("toilet-timing", ben, 1)],
});

const ofErasure: Record<string, Check> = {
  "erasing a person leaves the others untouched and the person unreadable": async (records) => {
    await records.commit(both);
    const before = await records.entries({});
    await records.erase(ann, by, at + 5);
    assert.equal(await records.get("Patient", "ann"), null);
    assert.deepEqual(await records.history("Patient", "ann"), []);
    assert.deepEqual(await records.ofSubject(ann), []);
    assert.deepEqual(await records.search("Patient", { name: "佐藤 花子" }), []);
    assert.equal((await records.get("Patient", "ben"))?.resource.name, "Ben");
    assert.deepEqual(
      (await records.checkpoints()).map(({ subject }) => subject),
      [ben],
    );
    const after = await records.entries({});
    assert.deepEqual(
      after.slice(0, 3).map(({ content }) => content),
      [null, "ben drank", "ann asked"],
    );
    assert.deepEqual(
      after.slice(0, 3).map(({ hash }) => hash),
      before.map(({ hash }) => hash),
      "the chain is the same",
    );
    assert.deepEqual(await records.entries({ subject: ann }), []);
    assert.doesNotMatch(JSON.stringify(after.map(({ actor, subject }) => [actor, subject])), /ann/);
  },
  "what the person wrote about others stays, without the name": async (records) => {
    await records.commit({ by: ann, at, puts: [{ resource: patient("ben"), subject: ben }] });
    await records.erase(ann, by, at + 5);
    assert.deepEqual((await records.get("Patient", "ben"))?.by, "erased");
  },
  "the erasure is told by an entry that names nobody": async (records) => {
    await records.commit(both);
    await records.erase(ann, by, at + 5);
    const [last] = await records.entries({ newestFirst: true, limit: 1 });
    assert.deepEqual([last?.type, last?.actor, last?.subject, last?.at], ["erased", by, null, at + 5]);
  },
  "an erased person who comes again begins anew": async (records) => {
    await records.commit(both);
    await records.erase(ann, by, at + 5);
    await records.commit(
      change({ puts: [{ resource: patient("ann"), subject: ann, ifMatch: 0 }], journal: [note("again")] }),
    );
    assert.deepEqual(
      (await records.entries({ subject: ann })).map(({ content }) => content),
      ["again"],
    );
    assert.equal((await records.get("Patient", "ann"))?.version, 1);
  },
  "where the law asks to keep the records, nothing is erased before its date": async (records) => {
    await records.commit(both);
    const until = Date.UTC(2031, 2, 31);
    const retention = { resourceType: "Retention", id: "ann-1", until, law: "医師法第24条" };
    await records.commit(change({ puts: [{ resource: retention, subject: ann }] }));
    await assert.rejects(
      records.erase(ann, by, at),
      (fault) => fault instanceof Fault && fault.code === "RETENTION" && fault.message.includes("2031-03-31"),
    );
    assert.equal((await records.get("Patient", "ann"))?.resource.name, "佐藤 花子");
    assert.equal((await records.entries({ subject: ann }))[0]?.content, "ann drank");
    await records.erase(ben, by, at);
    await records.erase(ann, by, until);
    assert.equal(await records.get("Patient", "ann"), null);
  },
};
