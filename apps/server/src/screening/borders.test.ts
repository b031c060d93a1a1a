// What goes wrong at the borders: two at once, a restart, somebody who left, a late correction, a laboratory with units of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, memoryRecords, memoryStore, type SubjectId } from "@sakiyomi/core";
import { type Asker, testHouse } from "../testing/test-house.ts";
import { fhirText } from "./fhir.ts";
import type { PersonScreeningView, ScreeningView } from "./shapes.ts";

async function opened(options: Parameters<typeof testHouse>[0] = {}) {
  const house = await testHouse(options);
  const { person } = await house.settle();
  const by = { id: "staff:lab", name: "検査室" };
  const chart = (kind: string, value: unknown, unit: string | null = null) =>
    house.ward.chart(person, kind, value, unit, house.ward.now(), by);
  const nurse = await house.as(["nurse"]);
  const view = async (ask: Asker = nurse) =>
    (await ask("GET", `/api/people/${person}/screening`)).json as PersonScreeningView;
  const begin = (ask: Asker = nurse) => ask("POST", `/api/people/${person}/screening`, {});
  const measured = (id: string) => nurse("POST", `/api/screening/${id}/measured`, {});
  const release = async (more: object = {}, ask: Asker = nurse) => {
    const { current, preview } = await view(ask);
    return ask("POST", `/api/screening/${current?.id}/release`, { basis: preview?.basis, ...more });
  };
  const weigh = async (kg: number) => {
    await chart("body-weight", kg, "kg");
    await house.pass(MINUTE);
  };
  return { house, person, chart, nurse, view, begin, measured, release, weigh };
}
type Opened = Awaited<ReturnType<typeof opened>>;
const idOf = ({ json }: { readonly json: unknown }): string => (json as { readonly id: string }).id;

/** One whole check-up with a weight; its id. */
async function whole(one: Opened, kg = 50): Promise<string> {
  const id = idOf(await one.begin());
  await one.weigh(kg);
  await one.measured(id);
  assert.equal((await one.release()).status, 200);
  await one.house.pass(MINUTE);
  return id;
}

test("two who begin at the same moment begin one check-up", async () => {
  const one = await opened();
  const statuses = (await Promise.all([one.begin(), one.begin()])).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 409]);
  assert.equal(((await one.nurse("GET", "/api/screening")).json as ScreeningView).checkups.length, 1);
  await one.house.close();
});

test("two who release at the same moment give one report", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  await one.weigh(50);
  await one.measured(id);
  const statuses = (await Promise.all([one.release(), one.release()])).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 409]);
  assert.equal((await one.view()).reports.length, 1);
  await one.house.close();
});

test("nobody begins with somebody who has left or does not agree to be written down, and nothing is left open of it", async () => {
  const one = await opened();
  await one.nurse("PUT", `/api/people/${one.person}/consents/record`, { given: false });
  assert.notEqual((await one.begin()).status, 200);
  assert.deepEqual(await one.house.ward.records.search("Checkup", {}), []);
  await one.nurse("PUT", `/api/people/${one.person}/consents/record`, { given: true });
  assert.equal((await one.begin()).status, 200);
  await one.house.close();
});

test("the report of somebody who has left in the meantime is given, and said to be given", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  await one.weigh(50);
  await one.measured(id);
  const { preview } = await one.view();
  await one.house.ward.discharge(one.person, { id: "staff:x", name: "x" });
  const manager = await one.house.as(["nurse"]);
  const { status } = await manager("POST", `/api/screening/${id}/release`, { basis: preview?.basis });
  const given = (await one.house.ward.records.search("CheckupReport", {})).length;
  assert.deepEqual([status === 200, given], [given === 1, given]);
  assert.notEqual((await manager("POST", `/api/people/${one.person}/screening`, {})).status, 200);
  assert.equal((await one.house.ward.records.search("Checkup", {})).length, 1);
  await one.house.close();
});

test("a house that was cut off between the record and the word keeps the two hours, and stops calling for what was given", async () => {
  const [records, store] = [memoryRecords(), memoryStore()];
  const before = await opened({ records, store });
  const person = `person:${before.person}` as SubjectId;
  const at = before.house.ward.now();
  const record = (measuredAt: number, reportedAt: number | null) => ({
    ...{ resourceType: "Checkup", id: "c-cut", person, reason: "", begunAt: at, begunBy: "staff:x", measuredAt },
    ...{ cancelledAt: null, cancelReason: null, reportedAt, reports: [] },
  });
  const put = (ifMatch: number, resource: ReturnType<typeof record>) =>
    records.commit({ by: "staff:x", at, puts: [{ resource, ifMatch, subject: person }], journal: [] });
  await put(0, record(at, null));
  const restart = async (now: number) => {
    const house = await testHouse({ records, store, now });
    await house.pass(1000);
    return { house, due: house.ward.board().due.filter(({ skill }) => skill === "checkup") };
  };
  const first = await restart(at + MINUTE);
  assert.deepEqual(
    first.due.map(({ dueAt }) => dueAt),
    [at + 2 * HOUR],
  );
  await put(1, record(at, at + HOUR));
  const second = await restart(at + HOUR + MINUTE);
  assert.deepEqual(second.due, []);
  await second.house.close();
});

test("a promise is not kept by promising less afterwards", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  await one.weigh(50);
  await one.measured(id);
  await one.house.pass(3 * HOUR);
  const nurse = await one.house.as(["nurse"]);
  assert.equal((await one.release({}, nurse)).status, 200);
  const kept = async () => ((await nurse("GET", "/api/screening")).json as ScreeningView).promise.kept;
  assert.equal(await kept(), 0);
  const by = { id: "staff:x", name: "x" };
  assert.ok((await one.house.ward.setSkill(one.person, "checkup", true, { promiseMin: 1440 }, 0, by)).ok);
  assert.equal(await kept(), 0);
  await one.house.close();
});

test("a correction months later holds nothing that was measured since, neither in its statements nor in its trend", async () => {
  const one = await opened();
  const first = await whole(one, 50);
  await one.house.pass(60 * DAY);
  const nurse = await one.house.as(["nurse"]);
  await one.chart("laboratory", { code: "K", name: "K", value: 5.9, unit: "mmol/L" });
  await one.house.pass(MINUTE);
  const { preview } = await one.view(nurse);
  assert.ok(!preview?.statements.some(({ id }) => id === "lab:K"));
  const second = { ...one, nurse, begin: () => nurse("POST", `/api/people/${one.person}/screening`, {}) };
  const id = idOf(await second.begin());
  await one.weigh(44);
  await nurse("POST", `/api/screening/${id}/measured`, {});
  await one.release({}, nurse);
  const answer = await nurse("POST", `/api/screening/${first}/release`, {
    ...{ basis: preview?.basis, correction: "name was wrong" },
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  const corrected = (await one.view(nurse)).reports.find(({ checkup, number }) => checkup === first && number === 2);
  const weights = corrected?.trends.find((trend) => trend.id === "weight")?.points.map(([, value]) => value);
  assert.deepEqual(weights, [50]);
  await one.house.close();
});

test("a cancelled check-up does not keep a late laboratory value from the report before it", async () => {
  const one = await opened();
  await whole(one);
  const id = idOf(await one.begin());
  await one.nurse("POST", `/api/screening/${id}/cancel`, { reason: "felt unwell" });
  await one.chart("laboratory", { code: "K", name: "K", value: 5.9, unit: "mmol/L" });
  await one.house.pass(MINUTE);
  assert.ok((await one.view()).preview?.statements.some((statement) => statement.id === "lab:K"));
  await one.house.close();
});

test("a family reads what was given: neither what was struck out, nor answers of a form that no report has told yet", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  const answers = { history: 25, diagnosis: 15, aid: 0, infusion: 0, gait: 10, mental: 0 };
  await one.chart("questionnaire", { form: "morse", answers });
  await one.chart("laboratory", { code: "K", name: "K", value: 7.9, unit: "mmol/L" });
  await one.weigh(50);
  await one.nurse("PUT", `/api/people/${one.person}/consents/family`, { given: true });
  const daughter = await one.house.as(["family"], { familyOf: [one.person] });
  assert.deepEqual((await one.view(daughter)).answered, {});
  await one.measured(id);
  await one.release({ changes: [{ do: "strike", statement: "lab:K", reason: "tube of somebody else" }] });
  const seen = await one.view(daughter);
  assert.equal(seen.reports.length, 1);
  assert.doesNotMatch(JSON.stringify(seen), /7\.9|somebody else/);
  assert.match(JSON.stringify(await one.view()), /somebody else/);
  await one.house.close();
});

interface Found {
  readonly resourceType: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly [field: string]: unknown;
}
async function fhirOf({ nurse }: Opened, report: string): Promise<readonly Found[]> {
  const { json } = await nurse("GET", `/api/screening/reports/${report}/fhir`);
  const bundle = (typeof json === "string" ? JSON.parse(json) : json) as { entry: readonly { resource: Found }[] };
  return bundle.entry.map(({ resource }) => resource);
}
const diagnosticOf = (all: readonly Found[]) => all.find(({ resourceType }) => resourceType === "DiagnosticReport");

test("a first report is not all struck out; a correction may take everything back, and FHIR says it was an error", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  await one.weigh(50);
  await one.measured(id);
  const changes = [{ do: "strike", statement: "weight", reason: "wrong person" }];
  assert.equal((await one.release({ changes })).status, 409);
  assert.equal((await one.release()).status, 200);
  const back = await one.release({ changes, correction: "all of it was somebody else's" });
  assert.equal(back.status, 200);
  const all = await fhirOf(one, idOf(back));
  assert.deepEqual(
    all.slice(0, 2).map(({ status, conclusion }) => [status, conclusion]),
    [
      ["entered-in-error", undefined],
      ["entered-in-error", undefined],
    ],
  );
  assert.ok(all.every(({ text }) => text === undefined || /<p>\S/.test(JSON.stringify(text))));
  await one.house.close();
});

test("in FHIR what waits for a doctor is no 'as usual', and a laboratory's own unit is no code of UCUM", async () => {
  const one = await opened();
  const id = idOf(await one.begin());
  await one.chart("laboratory", { code: "X1", name: "X\u0001<b>", value: 3, unit: "万/μL", low: 1, high: 5 });
  await one.chart("laboratory", { code: "X2", name: "X2", value: 3, unit: "" });
  await one.chart("laboratory", { code: "CRP", name: "CRP", value: 0.1, unit: "mg/dL" });
  await one.house.pass(MINUTE);
  await one.measured(id);
  const all = await fhirOf(one, idOf(await one.release()));
  assert.match(diagnosticOf(all)?.conclusion ?? "", /X2/);
  const values = all.flatMap(({ valueQuantity }) => (valueQuantity === undefined ? [] : [valueQuantity]));
  const ucum = { system: "http://unitsofmeasure.org", code: "mg/dL" };
  const wanted = [{ value: 3, unit: "万/μL" }, { value: 3 }, { value: 0.1, unit: "mg/dL", ...ucum }];
  for (const want of wanted) assert.ok(values.some((value) => JSON.stringify(value) === JSON.stringify(want)));
  assert.equal(values.length, wanted.length);
  const narratives = JSON.stringify(all.map(({ text }) => text));
  assert.match(narratives, /X&lt;b&gt;/);
  assert.doesNotMatch(narratives, /<b>/);
  assert.doesNotMatch(JSON.stringify(all), /\\u0001|"code":"万/);
  assert.equal(fhirText({ a: "x\u0000\ud800" }), '{"a":"x\ufffd"}');
  await one.house.close();
});
