import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DAY, type NewEntry, type Resource, type SubjectId } from "@sakiyomi/core";
import { openRecords, stateDirOf } from "@sakiyomi/sqlite";
import { inHome } from "../testing.ts";

const ann = "person:ann" as SubjectId;
const now = Date.now();

/** An alarm that rose so many days ago, and went by itself: nobody had done anything. */
const ignoredAlarm = (id: string, daysAgo: number): readonly NewEntry[] => {
  const at = now - daysAgo * DAY;
  const content = { id, skill: "early-warning", key: "score", level: "low", text: { key: "score" } };
  return ["alert-raised", "alert-over"].map((type, i) => ({
    at: at + i,
    type,
    actor: "system",
    subject: ann,
    content,
  }));
};
const decision = (daysAgo: number): Resource => ({
  ...{ resourceType: "AlarmDecision", id: "ann.early-warning.score", proposal: "ann.early-warning.score" },
  ...{ at: now - daysAgo * DAY, isAccepted: false },
});
const policy = (more: object): Resource => ({
  ...{ resourceType: "AlarmPolicy", id: "house" },
  policy: { days: 7, least: 8, ignoredShare: 0.7, ...more },
});

interface Answer {
  readonly code: number | null;
  readonly raised: number;
  readonly ignored: readonly { readonly person: string; readonly ignored: number }[];
  readonly policy: object;
  readonly text: string;
}

/** What the command says of a house with these ignored alarms, and with what it keeps of its own. */
async function said(daysAgo: readonly number[], kept: readonly Resource[], from = "7d"): Promise<Answer> {
  let answer: Answer | undefined;
  await inHome(async ({ dir, run }) => {
    const data = join(dir, "data", "sakiyomi", "ward");
    mkdirSync(data, { recursive: true });
    const env = { XDG_STATE_HOME: join(dir, "state") };
    const records = await openRecords({ dir: data, stateDir: stateDirOf(data, env) });
    const journal = daysAgo.flatMap((days, i) => ignoredAlarm(`a${i}`, days)).sort((a, b) => a.at - b.at);
    await records.commit({ by: "system", at: now, puts: kept.map((resource) => ({ resource })), journal });
    await records.close();
    const { code, stdout, stderr } = await run(["alarms", "--real", "--from", from, "--json"]);
    assert.equal(stderr, "");
    const { all, ignored, policy } = JSON.parse(stdout);
    const text = (await run(["alarms", "--real", "--from", from])).stdout;
    answer = { code, raised: all.raised, ignored, policy, text };
  });
  assert(answer);
  return answer;
}

test("until a house sets limits of its own, eight alarms of a week that nobody heeded are ignored", async () => {
  const week = [6, 5, 4, 3, 2, 1, 0.5];
  assert.deepEqual([(await said(week, [])).ignored, (await said(week, [])).code], [[], 0]);
  const { ignored, code, policy: limits, text } = await said([...week, 0.2], []);
  assert.deepEqual([ignored[0]?.ignored, code, limits], [8, 1, { days: 7, least: 8, ignoredShare: 0.7 }]);
  assert.match(text, /IGNORED: 8 of 8 alarms/);
});

test("the house's own limits decide which rule is ignored, whatever period is shown", async () => {
  const three = [2, 1, 0.5];
  const strict = await said(three, [policy({ least: 3 })]);
  assert.deepEqual([strict.ignored[0]?.ignored, strict.code], [3, 1]);
  assert.match(strict.text, /at least 3 alarms of a rule for a person within 7 days, more than 70 % ignored/);
  const many = [6, 5, 4, 3, 2, 1, 0.5, 0.2];
  assert.deepEqual((await said(many, [policy({ least: 20 })])).ignored, []);
  assert.deepEqual((await said(many, [policy({ days: 2 })])).ignored, [], "of two days there are but three");
  const hours = await said(many, [policy({ least: 3 })], "1d");
  assert.deepEqual([hours.raised, hours.ignored[0]?.ignored], [2, 8], "a day is shown, and the house's week judged");
  const broken = await said(three, [policy({ least: -1 })]);
  assert.deepEqual(
    broken.policy,
    { days: 7, least: 8, ignoredShare: 0.7 },
    "what cannot be read is where a house starts",
  );
});

test("about what somebody has decided nothing is said again", async () => {
  const limits = policy({ least: 3 });
  assert.deepEqual((await said([6, 5, 4], [limits, decision(3)])).ignored, []);
  assert.equal((await said([6, 5, 4, 2, 1, 0.5], [limits, decision(3)])).ignored[0]?.ignored, 3);
});
