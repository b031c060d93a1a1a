import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, type Instant, MINUTE, type Signal, type SourceId } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { subjectOf } from "../http/looks.ts";
import { type Asker, type TestHouse, testHouse } from "../testing/test-house.ts";
import { judge, priorityOf } from "./figures.ts";
import type { HandbookView, PersonMaternityView } from "./shapes.ts";

const by = { id: "staff:test", name: "test" };
const get = async <T>(ask: Asker, path: string): Promise<T> => {
  const { status, json } = await ask("GET", path);
  assert.equal(status, 200, JSON.stringify(json));
  return json as T;
};

let sequence = 0;
const minuteOf = (person: string, at: Instant, source: string): Signal => {
  const samples = Int32Array.from({ length: 240 }, (_, i) => 560 + Math.round(20 * Math.sin(i * 0.3)));
  sequence += 1;
  return {
    ...{ subject: subjectOf(person), kind: "fetal-heart-rate", source, sequence, at, receivedAt: at, quality: "good" },
    value: { rate: 4, scale: 0.25, offset: 0, samples },
  } as Signal;
};

async function record(house: TestHouse, person: string, source: string, minutes: readonly number[]) {
  const from = house.ward.now();
  await house.pass((Math.max(...minutes) + 8) * MINUTE);
  await house.ward.loop.receive(minutes.map((m) => minuteOf(person, from + m * MINUTE, source)));
}

async function born(house: TestHouse) {
  const mother = await house.settle("佐藤 美咲");
  const ward = await house.settle("近藤 葵");
  const baby = { name: "佐藤 陽向", birthDate: "2025-11-01", place: null, consents: ["record"] as const };
  const admitted = await house.ward.admit(baby, by);
  assert.ok(admitted.ok);
  assert.ok((await house.ward.move(ward.person, null, by)).ok);
  assert.ok((await house.ward.move(admitted.value, ward.bed, by)).ok);
  const nurse = await house.as(["nurse"]);
  const birth = { weightG: 2900, weeks: 39, days: 0, sex: "female", mother: mother.person, day: "2025-11-01" };
  const kept = await nurse("POST", `/api/people/${admitted.value}/handbook/birth`, birth);
  assert.equal(kept.status, 200, JSON.stringify(kept.json));
  return { mother, child: admitted.value, nursery: ward.ward, nurse };
}

test("a child's handbook does not name its mother to who may not see her, nor hers the child", async () => {
  const house = await testHouse({ skills: [] });
  const { mother, child, nursery, nurse } = await born(house);
  const book = (ask: Asker, person: string) => get<HandbookView>(ask, `/api/people/${person}/handbook`);
  assert.equal((await book(nurse, child)).birth?.mother?.name, "佐藤 美咲");
  const inNursery = await house.as(["teacher"], { places: [nursery] });
  assert.equal((await book(inNursery, child)).birth?.mother, null);
  const onWard = await house.as(["carer"], { places: [mother.ward] });
  assert.deepEqual((await book(onWard, mother.person)).children, []);
  await house.close();
});

test("a birth that was struck out leaves no child in a mother's handbook", async () => {
  const house = await testHouse({ skills: [] });
  const { mother, child, nurse } = await born(house);
  const book = (person: string) => get<HandbookView>(nurse, `/api/people/${person}/handbook`);
  assert.equal((await book(mother.person)).children.length, 1);
  const { birth } = await book(child);
  const struck = await nurse("POST", `/api/chart/${birth?.entry}/error`, { version: birth?.version, reason: "他の人" });
  assert.equal(struck.status, 200);
  assert.deepEqual((await book(mother.person)).children, []);
  await house.close();
});

test("a sensor that was worn in other weeks makes no recording of its own in this one", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  for (const source of ["device:a", "device:b", "device:a"]) {
    await record(house, person, source, [0, 1, 2, 3]);
    await house.pass(DAY);
  }
  const { recordings } = await get<PersonMaternityView>(await house.as(["nurse"]), `/api/people/${person}/maternity`);
  assert.deepEqual(
    recordings.map(({ source }) => source),
    ["device:a", "device:b", "device:a"],
  );
  await house.close();
});

test("minutes that come in late are counted, also where they lie inside a recording that was judged", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const from = house.ward.now();
  await record(house, person, "device:a", [0, 1, 2, 3, 8, 9, 10, 11]);
  const nurse = await house.as(["nurse"]);
  const lost = async () =>
    (await get<PersonMaternityView>(nurse, `/api/people/${person}/maternity`)).recordings[0]?.figures?.lost;
  assert.ok(((await lost()) ?? 0) > 0.3);
  await house.ward.loop.receive([4, 5, 6, 7].map((m) => minuteOf(person, from + m * MINUTE, "device:a")));
  assert.equal(await lost(), 0);
  await house.close();
});

test("in labour the page gives no verdict of the criteria that are for before labour, as the skill gives none", async () => {
  const house = await testHouse({ skills: skills.filter(({ id }) => id === "maternity") });
  const { person } = await house.settle();
  await record(
    house,
    person,
    "device:a",
    Array.from({ length: 61 }, (_, m) => m),
  );
  const nurse = await house.as(["nurse"]);
  const met = async () =>
    (await get<PersonMaternityView>(nurse, `/api/people/${person}/maternity`)).recordings[0]?.figures?.criteriaMet;
  assert.equal(await met(), false);
  assert.ok((await house.ward.setSkill(person, "maternity", true, { inLabour: true }, 0, by)).ok);
  assert.equal(await met(), null);
  await house.close();
});

test("a heart without any variability comes first, as the skill calls for it, although the hour is not over", () => {
  const fhr = (of: (i: number) => number) => [
    { source: "device:a" as SourceId, values: Float64Array.from({ length: 20 * 240 }, (_, i) => of(i)) },
  ];
  const judgedAs = (of: (i: number) => number) => {
    const trace = { from: 0, to: 20 * MINUTE, fhr: fhr(of), toco: null, mother: [], movements: [] };
    return judge(trace, "device:a", null, 38, { inLabour: false, firstCentileMs: null })?.concerns ?? [];
  };
  assert.ok(judgedAs(() => 140).includes("level-high"));
  assert.equal(priorityOf(judgedAs(() => 140)), 0);
  assert.ok(!judgedAs((i) => 140 + 5 * Math.sin(i * 0.275) + 3 * Math.sin(i * 0.425)).includes("level-high"));
});
