import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, memoryRecords, type Records, type SubjectId } from "@sakiyomi/core";
import { inFolder, withRecords } from "./test-folder.ts";

/** mulberry32 (Tommy Ettinger, public domain): one seed, one run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const subjects = ["person:ann", "person:ben", "place:room-1"].map((id) => id as SubjectId);
const authors = ["staff:tanaka", "skill:early-warning", "person:ann", "system"];

function randomChange(below: (n: number) => number, at: number): Change {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const many = <T>(make: () => T) => Array.from({ length: below(3) }, make);
  const owner = () => (below(3) === 0 ? {} : { subject: pick(subjects) });
  return {
    by: pick(authors),
    at,
    puts: many(() => ({
      resource: {
        resourceType: pick(["Alert", "Task"]),
        id: `r${below(4)}`,
        status: pick(["open", "done"]),
        level: below(3),
      },
      ...owner(),
      ...(below(2) === 0 ? { ifMatch: below(4) } : {}),
      ...(below(5) === 0 ? { deleted: true } : {}),
    })),
    journal: many(() => ({
      at: at + below(5),
      type: pick(["told", "taken"]),
      actor: pick(authors),
      ...owner(),
      content: { at },
    })),
    checkpoints: many(() => ({
      skill: pick(["x", "y"]),
      version: "1",
      subject: pick(subjects),
      arrival: at,
      at,
      state: { at },
    })),
  };
}

/** All that can be asked, without the hashes: the fake's chain is another one. */
async function everythingIn(records: Records): Promise<unknown> {
  const ids = ["r0", "r1", "r2", "r3"];
  const types = ["Alert", "Task"];
  const told = async (query: Parameters<Records["entries"]>[0]) =>
    (await records.entries(query)).map(({ hash, content, type, ...entry }) => ({
      ...entry,
      type,
      content: type === "erased" ? null : content,
    }));
  return {
    current: await Promise.all(types.flatMap((type) => ids.map((id) => records.get(type, id)))),
    history: await Promise.all(types.flatMap((type) => ids.map((id) => records.history(type, id)))),
    open: await Promise.all(types.map((type) => records.search(type, { status: "open" }))),
    both: await records.search("Alert", { status: "done", level: 1 }),
    of: await Promise.all(subjects.map((subject) => records.ofSubject(subject))),
    entries: await told({}),
    some: await told({ types: ["told"], newestFirst: true, limit: 3 }),
    ofAnn: await told({ subject: subjects[0] as SubjectId }),
    byAnn: await told({ actor: "person:ann" }),
    states: [...(await records.checkpoints())].sort((a, b) =>
      `${a.skill} ${a.subject}` < `${b.skill} ${b.subject}` ? -1 : 1,
    ),
  };
}

interface Pair {
  readonly real: Records;
  readonly fake: Records;
}

/** Does the same to both, and says what it was. */
async function oneStep(
  { real, fake }: Pair,
  below: (n: number) => number,
  at: number,
): Promise<"done" | "conflict" | "erased"> {
  if (below(25) === 0) {
    const subject = subjects[below(subjects.length)] as SubjectId;
    await Promise.all([real.erase(subject, "staff:kim", at), fake.erase(subject, "staff:kim", at)]);
    return "erased";
  }
  const change = randomChange(below, at);
  const [found, wanted] = await Promise.all([real.commit(change), fake.commit(change)]);
  assert.deepEqual(found, wanted, `change ${at}: ${JSON.stringify(change)}`);
  return found.ok ? "done" : "conflict";
}

test("whatever is done to both, the records on SQLite answer as those in memory do", () =>
  inFolder((folder) =>
    withRecords(folder, async (real) => {
      const below = seeded(7);
      const fake = memoryRecords();
      const counts = { done: 0, conflict: 0, erased: 0 };
      for (let at = 1; at <= 250; at++) {
        counts[await oneStep({ real, fake }, below, at)]++;
        if (at % 10 === 0) assert.deepEqual(await everythingIn(real), await everythingIn(fake), `after ${at}`);
      }
      assert.ok(counts.done > 100 && counts.conflict > 20 && counts.erased > 4, JSON.stringify(counts));
      assert.equal((await real.verify()).ok, true);
    }),
  ));
