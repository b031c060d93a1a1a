import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, defineSkill, type Entry, HOUR, MINUTE, type Skill, text } from "@sakiyomi/core";
import { z } from "zod";
import { NOON, type TestHouse, testHouse } from "../testing/test-house.ts";
import { historyOf } from "./alarms.ts";
import type { QualityView } from "./shapes.ts";

const words = { en: {}, ja: {}, ko: {} };
/** Tells while the heart is faster than its limit; of a fall it tells until somebody notes it. */
const nervous: Skill = defineSkill<{ rate: number; fell: boolean }, { limit: number; note: string }>({
  ...{ id: "nervous", owner: "test", version: "1.0.0", risk: "informs", budgetMs: 50, words },
  reads: ["heart-rate", "fall", "note"],
  makes: [],
  does: ["tell"],
  periodMs: 10 * MINUTE,
  settings: z.object({
    limit: z.number().min(50).max(110).default(90).meta({ unit: "/min", source: "a test" }),
    note: z.string().default("").meta({ source: "a test" }),
  }),
  quieter: { fast: { setting: "limit", by: 10 } },
  start: () => ({ rate: 0, fell: false }),
  step: (state, { signals, settings }) => {
    let { rate, fell } = state;
    for (const signal of signals) {
      if (signal.kind === "heart-rate") rate = signal.value;
      if (signal.kind === "fall") fell = true;
      if (signal.kind === "note") fell = false;
    }
    return {
      state: { rate, fell },
      predictions: {},
      wishes: [
        ...(rate > settings.limit
          ? [{ do: "tell", key: "fast", level: "low", text: text("fast", { rate }) } as const]
          : []),
        ...(fell ? [{ do: "tell", key: "fell", level: "medium", text: text("fell") } as const] : []),
      ],
    };
  },
});

/** Of a skill that calls a quieter setting good enough for what it tells as high. */
const careless: Skill = defineSkill<number, { limit: number }>({
  ...{ id: "careless", owner: "test", version: "1.0.0", risk: "informs", budgetMs: 50, words },
  reads: ["heart-rate"],
  makes: [],
  does: ["tell"],
  periodMs: 10 * MINUTE,
  settings: z.object({ limit: z.number().default(90).meta({ unit: "/min", source: "a test" }) }),
  quieter: { worse: { setting: "limit", by: 10 } },
  start: () => 0,
  step: (before, { signals }) => {
    const rate = signals.findLast((one) => one.kind === "heart-rate")?.value ?? before;
    const level = rate > 150 ? "high" : "low";
    const wishes = rate > 90 ? [{ do: "tell", key: "worse", level, text: text("worse") } as const] : [];
    return { state: rate as number, predictions: {}, wishes };
  },
});

const by = { id: "staff:x", name: "x" };

async function opened(skills: readonly Skill[] = [nervous]) {
  const house = await testHouse({ now: NOON, skills });
  const { person, ward } = await house.settle("佐藤 花子");
  return { house, person, ward };
}

const chart = async ({ ward }: TestHouse, person: string, kind: string, value: unknown, unit: string | null = null) =>
  assert.ok((await ward.chart(person, kind, value, unit, ward.now(), by)).ok);

/** The rate rises and falls by itself; or somebody comes in between, after so long. */
async function alarm(house: TestHouse, person: string, comesAfterMs: number | null, rate = 100): Promise<void> {
  await chart(house, person, "heart-rate", rate, "/min");
  if (comesAfterMs !== null) {
    await house.pass(comesAfterMs);
    const [alert] = house.ward.board().alerts;
    assert(alert);
    await house.ward.doneAlert(alert.id, by);
  }
  await house.pass(5 * MINUTE);
  await chart(house, person, "heart-rate", 60, "/min");
  await house.pass(10 * MINUTE);
}

test("alarms are counted by rule, person, room and day, with what came of them and how soon", async () => {
  const { house, person } = await opened();
  await house.pass(12 * HOUR);
  await alarm(house, person, 2 * MINUTE);
  await alarm(house, person, 4 * MINUTE);
  await alarm(house, person, null);
  await chart(house, person, "fall", {});
  const nurse = await house.as(["nurse"]);
  const view = (await nurse("GET", "/api/quality?days=2")).json as QualityView;
  const { perPersonDay, ...counts } = view.all;
  assert.deepEqual(counts, { raised: 4, acted: 2, ignored: 1, open: 1, medianResponseMs: 3 * MINUTE });
  assert.ok(perPersonDay > 6 && perPersonDay < 9, `${perPersonDay} in a little more than half a day`);
  const rules = view.rules.map(({ rule, raised, acted, ignored, mayBeQuieter }) => [
    rule,
    raised,
    acted,
    ignored,
    mayBeQuieter,
  ]);
  assert.deepEqual(rules, [
    ["fast", 3, 2, 1, true],
    ["fell", 1, 0, 0, false],
  ]);
  assert.deepEqual(
    view.people.map((one) => [one.person, one.raised]),
    [[person, 4]],
  );
  assert.deepEqual(
    view.places.map(({ raised }) => raised),
    [4],
  );
  const days = view.days.map(({ raised }) => raised);
  assert.deepEqual([days.at(-1), days.reduce((sum, one) => sum + one, 0)], [4, 4]);
  await house.close();
});

test("an alarm that changes its sentence is one alarm, of its last and worst sentence, with its own figures", () => {
  const line = (n: number, type: string, level: string, key: string, total: number) => {
    const content = { id: "a", skill: "early-warning", key: "score", level, text: text(key, { total }) };
    const at = NOON + n * MINUTE;
    return { n, at, type, actor: by.id, subject: "person:ann", content, hash: "" } as unknown as Entry;
  };
  const raised = line(1, "alert-raised", "medium", "tell-medium", 5);
  const of = (...changes: readonly Entry[]) => {
    const { alarms } = historyOf([raised, ...changes], NOON, NOON + DAY);
    return alarms.map(({ rule, level, text: said }) => [rule, level, said.key, said.values?.total]);
  };
  const milder = line(2, "alert-changed", "low", "tell-low", 3);
  const same = line(2, "alert-changed", "medium", "tell-medium", 6);
  const worse = line(3, "alert-changed", "high", "tell-high", 8);
  assert.deepEqual(of(same), [["tell-medium", "medium", "tell-medium", 6]]);
  assert.deepEqual(of(same, worse), [["tell-high", "high", "tell-high", 8]]);
  assert.deepEqual(of(worse, line(4, "alert-changed", "medium", "tell-medium", 5)), [
    ["tell-high", "high", "tell-high", 8],
  ]);
  assert.deepEqual(of(milder), [["tell-medium", "medium", "tell-medium", 5]]);
});

test("an alarm that is ignored again and again proposes a change to a nurse, who makes it or leaves it", async () => {
  const { house, person } = await opened();
  for (let i = 0; i < 8; i++) await alarm(house, person, i === 0 ? MINUTE : null);
  let nurse = await house.as(["nurse"]);
  const see = async () => (await nurse("GET", "/api/quality")).json as QualityView;
  const [proposal, ...others] = (await see()).proposals;
  assert.deepEqual(others, []);
  assert(proposal);
  assert.deepEqual([proposal.raised, proposal.ignored], [8, 7]);
  assert.deepEqual(proposal.change, { setting: "limit", from: 90, to: 100 });
  const carer = await house.as(["carer"]);
  const said = { id: proposal.id, isAccepted: true };
  assert.equal((await carer("POST", `/api/people/${person}/quality`, said)).status, 403);
  const [first, second] = await Promise.all([1, 2].map(() => nurse("POST", `/api/people/${person}/quality`, said)));
  assert.deepEqual([first?.status, second?.status].sort(), [200, 409]);
  assert.deepEqual(house.ward.roster.skills.get(`person:${person} nervous`)?.settings, { limit: 100, note: "" });
  assert.deepEqual((await see()).proposals, [], "what was before counts no more");
  await house.pass(MINUTE);
  for (let i = 0; i < 8; i++) await alarm(house, person, null, 105);
  nurse = await house.as(["nurse"]);
  const [again] = (await see()).proposals;
  assert.deepEqual(again?.change, { setting: "limit", from: 100, to: 110 });
  await nurse("POST", `/api/people/${person}/quality`, { id: again?.id, isAccepted: false });
  assert.deepEqual((await see()).proposals, []);
  assert.deepEqual(house.ward.roster.skills.get(`person:${person} nervous`)?.settings, { limit: 100, note: "" });
  const lines = await house.ward.records.entries({ types: ["alarm-quieter", "alarm-kept"] });
  assert.deepEqual(
    lines.map(({ type }) => type),
    ["alarm-quieter", "alarm-kept"],
  );
  await house.close();
});

test("an alarm whose skill names no setting is never made rarer: what else may help is looked for", async () => {
  const { house, person } = await opened();
  for (let i = 0; i < 9; i++) {
    await chart(house, person, "fall", {});
    await chart(house, person, "note", { text: "was none" });
    await house.pass(10 * MINUTE);
  }
  const nurse = await house.as(["nurse"]);
  const [proposal] = ((await nurse("GET", "/api/quality")).json as QualityView).proposals;
  assert.equal(proposal?.change, null);
  const accepted = await nurse("POST", `/api/people/${person}/quality`, { id: proposal?.id, isAccepted: true });
  assert.equal(accepted.status >= 400, true);
  await house.close();
});

test("what was told as high is not made rarer, whatever its skill says, also where it began lower", async () => {
  const { house, person } = await opened([careless]);
  for (let i = 0; i < 9; i++) {
    if (i === 4) {
      await chart(house, person, "heart-rate", 100, "/min");
      await chart(house, person, "heart-rate", 160, "/min");
      await house.pass(MINUTE);
      const [alert] = house.ward.board().alerts;
      await house.ward.doneAlert(alert?.id ?? "", by);
      await chart(house, person, "heart-rate", 60, "/min");
      await house.pass(10 * MINUTE);
    } else await alarm(house, person, null);
  }
  const nurse = await house.as(["nurse"]);
  const [proposal] = ((await nurse("GET", "/api/quality")).json as QualityView).proposals;
  assert.deepEqual([proposal?.rule, proposal?.ignored, proposal?.change], ["worse", 8, null]);
  await house.close();
});

test("an alarm that ended because its skill was switched off was ignored by nobody, and does not stand any more", async () => {
  const { house, person } = await opened();
  await chart(house, person, "heart-rate", 100, "/min");
  await house.pass(MINUTE);
  assert.ok((await house.ward.setSkill(person, "nervous", false, {}, 0, by)).ok);
  await house.pass(MINUTE);
  const nurse = await house.as(["nurse"]);
  const { raised, acted, ignored, open } = ((await nurse("GET", "/api/quality")).json as QualityView).all;
  assert.deepEqual({ raised, acted, ignored, open }, { raised: 1, acted: 0, ignored: 0, open: 0 });
  await house.close();
});

test("who runs the house sees figures and no names; who works on another ward sees neither", async () => {
  const { house, person } = await opened();
  await alarm(house, person, null);
  const administrator = await house.as(["administrator"]);
  const whole = await administrator("GET", "/api/quality");
  assert.equal((whole.json as QualityView).all.raised, 1);
  assert.doesNotMatch(JSON.stringify(whole.json), new RegExp(person));
  assert.doesNotMatch(JSON.stringify(whole.json), /"rate":100/);
  const elsewhere = await house.as(["nurse"], { places: ["no-such-place"] });
  const other = (await elsewhere("GET", "/api/quality")).json as QualityView;
  assert.deepEqual([other.all.raised, other.people, other.proposals], [0, [], []]);
  assert.ok((await house.ward.consent(person, "family", true, by)).ok);
  const relative = await house.as(["nurse", "family"], { places: ["no-such-place"], familyOf: [person] });
  assert.deepEqual(
    ((await relative("GET", "/api/quality")).json as QualityView).people,
    [],
    "at work nobody's relative",
  );
  const both = await house.as(["administrator", "carer"]);
  assert.deepEqual(((await both("GET", "/api/quality")).json as QualityView).people, []);
  const policy = { days: 3, least: 5, ignoredShare: 0.5 };
  assert.equal((await administrator("PUT", "/api/quality/policy", policy)).status, 200);
  assert.deepEqual(((await administrator("GET", "/api/quality?days=1")).json as QualityView).policy, policy);
  const nonsense = await administrator("PUT", "/api/quality/policy", { ...policy, ignoredShare: 2 });
  assert.equal(nonsense.status, 400);
  await house.close();
});

test("what was raised before the period, or of somebody who was erased, is not counted", async () => {
  const { house, person } = await opened();
  await alarm(house, person, null);
  await house.pass(3 * DAY);
  const nurse = await house.as(["nurse"]);
  const raised = async (days: number) =>
    ((await nurse("GET", `/api/quality?days=${days}`)).json as QualityView).all.raised;
  assert.deepEqual([await raised(2), await raised(7)], [0, 1]);
  await house.ward.discharge(person, by);
  assert.ok((await house.ward.erase(person, by)).ok);
  assert.equal(await raised(7), 0);
  await house.close();
});

test("an erasure, which the records tell in a line that names nobody, breaks no figures; who comes back has both stays", () => {
  const consents = ["record"] as const;
  const ann = { ...{ id: "person:ann", name: "ann", birthDate: null, pregnant: null, place: null }, admittedAt: NOON };
  const line = (n: number, at: number, type: string, content: object, subject: string | null = ann.id) =>
    ({ n, at, type, actor: by.id, subject, content, hash: "" }) as unknown as Entry;
  const entries = [
    line(1, NOON, "admitted", { type: "admitted", person: ann, consents }),
    line(2, NOON + DAY, "discharged", { type: "discharged", person: ann.id, at: NOON + DAY }),
    line(3, NOON + DAY, "erased", { alias: "~1" }, null),
    line(4, NOON + 3 * DAY, "admitted", { type: "admitted", person: { ...ann, admittedAt: NOON + 3 * DAY }, consents }),
  ];
  assert.equal(historyOf(entries, NOON, NOON + 4 * DAY).personDays, 2);
});
