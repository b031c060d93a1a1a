import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HOUR, languages, MINUTE, type SourceId, type SubjectId } from "@sakiyomi/core";
import { isFhir } from "@sakiyomi/fhir";
import { need } from "../../../../tools/debian.ts";
import { type Asker, testHouse } from "../testing/test-house.ts";
import type { PersonScreeningView, ReportView, ScreeningView } from "./shapes.ts";

const braden = { sensory: 3, moisture: 3, activity: 2, mobility: 2, nutrition: 2, friction: 2 };

async function opened() {
  const house = await testHouse();
  const { person } = await house.settle("髙﨑 花子");
  const nurse = await house.as(["nurse"], { name: "佐藤" });
  const carer = await house.as(["carer"]);
  const chart = (kind: string, value: unknown, unit: string | null = null) =>
    carer("POST", `/api/people/${person}/chart`, { kind, value, unit, at: house.ward.now() });
  const view = async (by: Asker = nurse) =>
    (await by("GET", `/api/people/${person}/screening`)).json as PersonScreeningView;
  const begin = async () => ((await carer("POST", `/api/people/${person}/screening`, {})).json as { id: string }).id;
  return { house, person, nurse, carer, chart, view, begin };
}
type Opened = Awaited<ReturnType<typeof opened>>;

async function measure({ chart, house }: Opened, weight = 44.2): Promise<void> {
  const rows = [
    ["systolic", 164, "mm[Hg]"],
    ["diastolic", 84, "mm[Hg]"],
    ["body-temperature", 36.6, "Cel"],
    ["pulse-rate", 72, "/min"],
    ["spo2", 97, "%"],
    ["body-weight", weight, "kg"],
    ["body-height", 152, "cm"],
    ["questionnaire", { form: "braden", answers: braden }, null],
    ["laboratory", { code: "Hb", name: "ヘモグロビン", value: 10.8, unit: "g/dL", low: 11.6, high: 14.8 }, null],
    ["laboratory", { code: "CRP", name: "CRP", value: 0.1, unit: "mg/dL" }, null],
  ] as const;
  for (const [kind, value, unit] of rows) assert.equal((await chart(kind, value, unit)).status, 200, kind);
  await house.pass(MINUTE);
}

async function released(
  one: Opened,
  more: object = {},
  by: Asker = one.nurse,
): Promise<{ status: number; id: string; checkup: string }> {
  const checkup = (await one.view(by)).current?.id ?? "";
  const basis = (await one.view(by)).preview?.basis;
  const { status, json } = await by("POST", `/api/screening/${checkup}/release`, { basis, ...more });
  return { status, id: (json as { id: string }).id, checkup };
}

test("a check-up is begun, measured and reported: the clock runs from the last measurement, and the skill hears each word", async () => {
  const one = await opened();
  const { house, carer, nurse, view, begin, person } = one;
  const id = await begin();
  assert.equal((await carer("POST", `/api/people/${person}/screening`, {})).status, 409, "one at a time");
  await house.pass(10 * MINUTE);
  const last = house.ward.now();
  await measure(one);
  await house.pass(5 * MINUTE);
  assert.equal((await carer("POST", `/api/screening/${id}/measured`, {})).status, 200);
  assert.equal((await carer("POST", `/api/screening/${id}/measured`, {})).status, 409, "the clock is not moved");
  const { current } = await view();
  assert.deepEqual([current?.state, current?.measuredAt, current?.dueAt], ["waiting", last, last + 2 * HOUR]);
  const due = () => house.ward.board().due.filter(({ skill }) => skill === "checkup");
  await house.pass(1000);
  assert.equal(due().length, 1);
  assert.equal((await released(one)).status, 200);
  await house.pass(1000);
  assert.equal(due().length, 0);
  const { promise, checkups } = (await nurse("GET", "/api/screening")).json as ScreeningView;
  assert.deepEqual([promise.kept, promise.of, checkups.map(({ state }) => state)], [1, 1, ["reported"]]);
  await house.close();
});

test("a report that is late is a broken promise: called for, counted, and said on the page", async () => {
  const one = await opened();
  const id = await one.begin();
  await measure(one);
  await one.carer("POST", `/api/screening/${id}/measured`, {});
  await one.house.pass(2 * HOUR);
  await one.house.pass(MINUTE);
  const alerts = one.house.ward.board().alerts.filter(({ skill }) => skill === "checkup");
  assert.deepEqual(
    alerts.map(({ level }) => level),
    ["medium"],
  );
  // Two hours later another session is signed in.
  const nurse = await one.house.as(["nurse"]);
  assert.equal((await released(one, {}, nurse)).status, 200);
  const { promise } = (await nurse("GET", "/api/screening")).json as ScreeningView;
  assert.deepEqual([promise.kept, promise.of], [0, 1]);
  await one.house.close();
});

test("only what was seen is released, only by a nurse or doctor, and words can be changed or left out with a reason", async () => {
  const one = await opened();
  const { carer, chart, nurse, view, begin } = one;
  const id = await begin();
  await measure(one);
  await carer("POST", `/api/screening/${id}/measured`, {});
  const basis = (await view()).preview?.basis;
  assert.equal((await carer("POST", `/api/screening/${id}/release`, { basis })).status, 403);
  await chart("laboratory", { code: "K", name: "K", value: 5.9, unit: "mmol/L" });
  assert.equal(
    (await nurse("POST", `/api/screening/${id}/release`, { basis })).status,
    409,
    "a value came after the preview",
  );
  const changes = [
    {
      do: "edit",
      statement: "pressure",
      words: { next: "明日の朝もう一度測ります。" },
      reason: "測定前に階段を使った",
    },
    { do: "strike", statement: "lab:CRP", reason: "検体の取り違え" },
  ];
  assert.equal((await released(one, { changes: [{ do: "strike", statement: "no", reason: "nothing" }] })).status, 400);
  assert.equal((await released(one, { changes })).status, 200);
  const [report] = (await view()).reports;
  const of = (wanted: string) => report?.statements.find((statement) => statement.id === wanted);
  assert.equal(of("pressure")?.edited?.words.next, "明日の朝もう一度測ります。");
  assert.equal(of("lab:CRP")?.struck?.reason, "検体の取り違え");
  assert.deepEqual(
    report?.missing.map((missing) => missing.id),
    ["respiration-rate", "ecg", "must", "morse"],
  );
  await one.house.close();
});

test("a corrected report is a new one that names the old; the old stays as it was", async () => {
  const one = await opened();
  const { carer, begin, view, chart } = one;
  const id = await begin();
  await measure(one);
  await carer("POST", `/api/screening/${id}/measured`, {});
  const first = await released(one);
  const before = (await view()).reports[0];
  assert.equal((await released(one)).status, 400, "a second one says why");
  await chart("laboratory", { code: "CRP", name: "CRP", value: 2.4, unit: "mg/dL" });
  const second = await released(one, { correction: "CRPの転記誤り" });
  assert.equal(second.status, 200);
  const [newest, oldest] = (await view()).reports.toSorted((a, b) => b.number - a.number) as [ReportView, ReportView];
  assert.deepEqual([newest.number, newest.replaces, oldest.replacedBy], [2, first.id, second.id]);
  assert.deepEqual({ ...oldest, replacedBy: null }, before);
  const found = newest.statements.find((statement) => statement.id === "lab:CRP")?.found.values?.value;
  assert.equal(found, 2.4);
  await one.house.close();
});

test("the PDF says in three languages what was found, what is missing and where it comes from; the same bytes each time", async (t) => {
  const missing = need("poppler-utils");
  if (missing !== null) return t.skip(missing);
  const one = await opened();
  const id = await one.begin();
  await measure(one);
  await one.carer("POST", `/api/screening/${id}/measured`, {});
  const { id: report } = await released(one);
  const wanted = {
    en: [
      "Check-up report",
      "髙﨑 花子",
      "164/84 mmHg",
      "Pressure ulcer",
      "Source: Guideline of the Japanese",
      "not measured",
    ],
    ja: ["健診報告書", "髙﨑 花子", "164/84 mmHg", "褥瘡", "出典：", "測定していません", "11.6～14.8"],
    ko: ["검진 보고서", "髙﨑 花子", "164/84 mmHg", "욕창", "출처:", "측정하지 않음"],
  } as const;
  for (const language of languages) {
    const bytes = await pdfOf(one, report, language);
    const text = textOf(bytes);
    for (const words of wanted[language]) assert.ok(text.includes(words), `${words} is not in ${text}`);
    assert.ok(bytes.length < 200_000);
    assert.deepEqual(await pdfOf(one, report, language), bytes);
  }
  await one.house.close();
});

async function pdfOf({ house, nurse }: Opened, report: string, language: string): Promise<Buffer> {
  const { cookie } = nurse;
  const answer = await house.app.request(`http://localhost/api/screening/reports/${report}/pdf?language=${language}`, {
    headers: { host: "localhost", cookie },
  });
  assert.equal(answer.headers.get("content-type"), "application/pdf");
  return Buffer.from(await answer.arrayBuffer());
}

function textOf(bytes: Buffer): string {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-report-"));
  try {
    writeFileSync(join(dir, "r.pdf"), bytes);
    return spawnSync("pdftotext", ["-layout", join(dir, "r.pdf"), "-"], { encoding: "utf8" }).stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

test("as FHIR it is a document whose references all lead somewhere, with what was observed in its codes and the PDF", async () => {
  const one = await opened();
  const id = await one.begin();
  await measure(one);
  await one.carer("POST", `/api/screening/${id}/measured`, {});
  const { id: report } = await released(one, {
    changes: [{ do: "strike", statement: "spo2", reason: "cold fingers" }],
  });
  const asked = await one.nurse("GET", `/api/screening/reports/${report}/fhir?language=ja`);
  const bundle = (typeof asked.json === "string" ? JSON.parse(asked.json) : asked.json) as {
    type: string;
    entry: readonly { fullUrl: string; resource: Resource }[];
  };
  const resources = bundle.entry.map(({ resource }) => resource);
  assert.deepEqual([bundle.type, resources[0]?.resourceType], ["document", "Composition"]);
  const urls = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
  assert.equal(urls.size, bundle.entry.length);
  for (const [, url = ""] of JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)) assert.ok(urls.has(url), url);
  for (const resource of resources)
    if (resource.resourceType !== "Composition") assert.ok(isFhir(resource), resource.resourceType);
  const diagnostic = resources.find(({ resourceType }) => resourceType === "DiagnosticReport");
  const observations = resources.filter(({ resourceType }) => resourceType === "Observation");
  assert.deepEqual(
    [diagnostic?.status, (diagnostic?.result as unknown[] | undefined)?.length],
    ["final", observations.length],
  );
  const codes = observations.map(({ code }) => (code as { coding?: { code: string }[] }).coding?.[0]?.code);
  for (const code of ["85354-9", "29463-7", "8310-5", "38227-5", "718-7", "1988-5"])
    assert.ok(codes.includes(code), code);
  assert.ok(!codes.includes("59408-5"), "what was struck out is not handed on");
  const hb = observations.find(({ code }) => JSON.stringify(code).includes("718-7"));
  assert(hb && diagnostic);
  assert.match(JSON.stringify(hb), /"interpretation":\[{"coding":\[{"system":"[^"]+","code":"L"}]/);
  assert.match(JSON.stringify(hb.referenceRange), /"low":{"value":11.6,.*"high":{"value":14.8/);
  const [form] = diagnostic.presentedForm as [{ contentType: string; data: string }];
  assert.equal(Buffer.from(form.data, "base64").subarray(0, 5).toString(), "%PDF-");
  await one.house.close();
});

test("values before the check-up, struck out ones and those of somebody else are not in its report", async () => {
  const one = await opened();
  const { chart, house, view, nurse, person } = one;
  await chart("systolic", 190, "mm[Hg]");
  await chart("diastolic", 110, "mm[Hg]");
  await house.pass(MINUTE);
  await one.begin();
  const { json } = await chart("body-weight", 99, "kg");
  const entry = json as { id: string; version: number };
  await nurse("POST", `/api/chart/${entry.id}/error`, { version: entry.version, reason: "wrong person" });
  const { preview } = await view();
  assert.deepEqual(preview?.statements, []);
  assert.ok(preview?.missing.some(({ id }) => id === "pressure"));
  const other = await house.as(["carer"], { places: ["elsewhere"] });
  assert.equal((await other("GET", `/api/people/${person}/screening`)).status, 403);
  assert.deepEqual(((await other("GET", "/api/screening")).json as ScreeningView).checkups, []);
  await house.close();
});

/** Beats of one shape, one every 800 ms. */
const beating = (rate: number, seconds: number): Int32Array =>
  Int32Array.from({ length: rate * seconds }, (_sample, i) => {
    const phase = (i / rate) % 0.8;
    const bump = (at: number, wide: number, high: number) => high * Math.exp(-(((phase - at) / wide) ** 2));
    return Math.round(
      1000 * (bump(0.2, 0.025, 0.12) - bump(0.33, 0.01, 0.1) + bump(0.36, 0.012, 1.1) + bump(0.6, 0.05, 0.25)),
    );
  });

test("an ECG is in the report as a strip of ten seconds with its rate, and nobody but a doctor says what it means", async (t) => {
  const one = await opened();
  const { house, person, begin, view, carer } = one;
  const id = await begin();
  const at = house.ward.now();
  const samples = beating(250, 40);
  await house.ward.store.append(
    [0, 10, 20, 30].map((second, sequence) => ({
      ...{
        subject: `person:${person}` as SubjectId,
        kind: "ecg" as const,
        at: at + second * 1000,
        receivedAt: at,
        sequence,
      },
      value: { rate: 250, scale: 0.001, offset: 0, samples: samples.slice(second * 250, (second + 10) * 250) },
      ...{ quality: "good" as const, source: "device:ecg-1" as SourceId },
    })),
  );
  await house.pass(MINUTE);
  await carer("POST", `/api/screening/${id}/measured`, {});
  const { preview } = await view();
  assert.deepEqual([preview?.ecg?.microvolts.length, preview?.ecg?.at], [2500, at + 30_000]);
  const ecg = preview?.statements.find((statement) => statement.id === "ecg");
  assert.deepEqual([ecg?.found.values, ecg?.tone, ecg?.next.key], [{ seconds: 10, rate: 75 }, "plain", "next.ecg"]);
  const { id: report } = await released(one);
  if (need("poppler-utils") === null) assert.match(textOf(await pdfOf(one, report, "en")), /25 mm\/s · 10 mm\/mV/);
  else t.diagnostic("poppler-utils is not there");
  const { json } = await one.nurse("GET", `/api/screening/reports/${report}/fhir`);
  const said = typeof json === "string" ? json : JSON.stringify(json);
  assert.match(said, /"valueSampledData":{"origin":{"value":0,"unit":"mV"/);
  await house.close();
});

test("a second check-up shows what the one before had found", async () => {
  const one = await opened();
  for (const weight of [47, 44.2]) {
    const id = await one.begin();
    await measure(one, weight);
    await one.carer("POST", `/api/screening/${id}/measured`, {});
    assert.equal((await released(one)).status, 200);
    await one.house.pass(MINUTE);
  }
  const [newest] = (await one.view()).reports;
  const weights = newest?.trends.find(({ id }) => id === "weight")?.points.map(([, value]) => value);
  assert.deepEqual(weights, [47, 44.2]);
  await one.house.close();
});

test("what a later check-up measured is not in a correction of the one before", async () => {
  const one = await opened();
  const id = await one.begin();
  await measure(one);
  await one.carer("POST", `/api/screening/${id}/measured`, {});
  await released(one);
  const before = (await one.view()).preview;
  await one.begin();
  await one.chart("laboratory", { code: "K", name: "K", value: 5.9, unit: "mmol/L" });
  await one.house.pass(MINUTE);
  const answer = await one.nurse("POST", `/api/screening/${id}/release`, {
    basis: before?.basis,
    correction: "name was wrong",
  });
  assert.equal(answer.status, 200, "the same is seen as before");
  const newest = (await one.view()).reports.find(({ number }) => number === 2);
  assert.ok(!newest?.statements.some((statement) => statement.id === "lab:K"));
  await one.house.close();
});

test("nobody gets an empty report, and a family reads what was released, not what nobody has looked at", async () => {
  const one = await opened();
  const id = await one.begin();
  await one.carer("POST", `/api/screening/${id}/measured`, {});
  assert.equal((await released(one)).status, 409);
  await one.carer("POST", `/api/screening/${id}/cancel`, { reason: "felt unwell" });
  const again = await one.begin();
  await measure(one);
  await one.nurse("PUT", `/api/people/${one.person}/consents/family`, { given: true });
  const daughter = await one.house.as(["family"], { familyOf: [one.person] });
  const seen = async () => (await daughter("GET", `/api/people/${one.person}/screening`)).json as PersonScreeningView;
  assert.deepEqual([(await seen()).preview, (await seen()).reports], [null, []]);
  await one.carer("POST", `/api/screening/${again}/measured`, {});
  await released(one);
  assert.equal((await seen()).reports.length, 1);
  await one.house.close();
});
