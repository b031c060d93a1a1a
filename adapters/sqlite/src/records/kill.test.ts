import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { SqliteRecords } from "./open.ts";
import { inFolder, type TestFolder, withRecords } from "./test-folder.ts";
import { verifyJournal } from "./verify.ts";

const ROUNDS = 6;
const child = fileURLToPath(new URL("./kill-child.ts", import.meta.url));

/** Numerical Recipes' linear congruence (Press et al., 3rd ed., 7.1.1): the same moments in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Starts a writer, lets it say that so many commits are durable, waits a moment more, and kills it. */
async function killed(
  { dir, stateDir }: TestFolder,
  first: number,
  commits: number,
  moreMs: number,
): Promise<readonly number[]> {
  const args = ["--conditions=sakiyomi-source", child, dir, stateDir, String(first)];
  const writer = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let isDue = false;
  writer.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (isDue || said.split("\n").length <= commits) return;
    isDue = true;
    setTimeout(() => writer.kill("SIGKILL"), moreMs);
  });
  const [, signal] = await once(writer, "close");
  assert.equal(signal, "SIGKILL", "it was still writing");
  // A line without its end was not said.
  return said.split("\n").slice(0, -1).map(Number);
}

test("after SIGKILL no acknowledged record or entry is missing, none is doubled, and the chain is whole", () =>
  inFolder(async (folder) => {
    const random = seeded(20_261_122);
    const acknowledged = new Set<number>();
    let next = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killed(folder, next, 1 + Math.floor(random() * 60), random() * 20);
      for (const k of said) acknowledged.add(k);
      const { ok, entries, anchored, findings } = verifyJournal(folder);
      assert.deepEqual(findings, []);
      assert.equal(ok, true);
      assert.ok(anchored !== null && anchored.n <= entries, "the anchor is never ahead of the file");
      assert.ok(entries - anchored.n <= 8, "nor behind by more than the commit that nobody had acknowledged");
      next = await withRecords(folder, (records) => checked(records, acknowledged, anchored.n));
    }
    assert.ok(acknowledged.size > ROUNDS * 5, `${acknowledged.size} acknowledged`);
  }));

/** Answers with a number that is not yet there. */
async function checked(records: SqliteRecords, acknowledged: ReadonlySet<number>, anchored: number): Promise<number> {
  const entries = await records.entries({});
  const numbers = entries.map(({ content }) => (content as { k: number }).k);
  const alerts = (await records.search("Alert")).map(({ resource }) => Number(resource.k));
  assert.equal(new Set(numbers).size, numbers.length, "no entry is doubled");
  assert.deepEqual(new Set(alerts), new Set(numbers), "a record and its entry are there together, or neither");
  const nOf = new Map(numbers.map((k, index) => [k, index + 1]));
  for (const k of acknowledged)
    assert.ok((nOf.get(k) ?? Number.POSITIVE_INFINITY) <= anchored, `${k} was acknowledged, and so anchored`);
  for (const { arrival, subject } of await records.checkpoints())
    assert.equal(arrival, Math.max(...numbers.filter((k) => `person:p${k % 7}` === subject)), "the newest state");
  return Math.max(...numbers) + 1;
}
