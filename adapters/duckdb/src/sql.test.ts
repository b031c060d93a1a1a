import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { GAP, type ValueOf } from "@sakiyomi/core";
import { ann, band, ben, ecg, heart, nurse, patch, signal, T0 } from "@sakiyomi/core/testing";
import { openSignalStore } from "@sakiyomi/sqlite";
import { openSql } from "./sql.ts";

/** A store that is still open, with something in blocks and something only in its head; and SQL on it. */
async function opened(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-sql-"));
  const store = await openSignalStore({ dir, threads: false });
  await store.append([0, 1, 2].map((s) => heart(T0 + s * 1000, 70.5 + s)));
  await store.append([ecg(0, 5000)]);
  await store.flush();
  await store.append([heart(T0 + 3000, 73.5), heart(T0 + 3000, 90, { source: band }), heart(T0, 60, { subject: ben })]);
  await store.append([heart(T0 + 2000, 72.5, { quality: "entered-in-error" }), ecg(5000, 250)]);
  await store.append([
    signal("consciousness", T0, "confused", { source: nurse }),
    signal("note", T0 + 1000, { text: "少し眠い '引用'" }, { source: nurse }),
  ]);
  const sql = await openSql(dir);
  t.after(async () => {
    sql.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { dir, store, sql };
}

const average = [5250, 0].map((n) =>
  [...(ecg(0, n).value as ValueOf<"ecg">).samples].filter((sample) => sample !== GAP).map((s) => s * 0.005 - 0.1),
)[0] as number[];

test("SQL sees every sample that stands, in blocks or not, while the store is open", async (t) => {
  const { sql } = await opened(t);
  const hearts = await sql.query(
    `select source, time, value, unit from signals where subject = '${ann}' and kind = 'heart-rate' order by time, source`,
  );
  assert.deepEqual(
    hearts.columns.map(({ name, type }) => `${name} ${type}`),
    ["source VARCHAR", "time TIMESTAMP", "value DOUBLE", "unit VARCHAR"],
  );
  assert.deepEqual(hearts.rows, [
    [patch, new Date(T0), 70.5, "/min"],
    [patch, new Date(T0 + 1000), 71.5, "/min"],
    [band, new Date(T0 + 3000), 90, "/min"],
    [patch, new Date(T0 + 3000), 73.5, "/min"],
  ]);
});

test("SQL groups a waveform, without its gaps", async (t) => {
  const { sql } = await opened(t);
  const { rows } = await sql.query("select count(*), avg(value), max(time) from signals where kind = 'ecg'");
  const mean = average.reduce((sum, x) => sum + x, 0) / average.length;
  assert.equal(rows[0]?.[0], average.length);
  assert.ok(Math.abs((rows[0]?.[1] as number) - mean) < 1e-9);
  assert.deepEqual(rows[0]?.[2], new Date(T0 + 5249 * 4));
});

test("a bounded scan gives the same as the view within the bounds", async (t) => {
  const { sql } = await opened(t);
  const bounded = await sql.query(
    `select count(*) from samples_of('${ann}', 'ecg', '2026-04-06 00:00:01', '2026-04-06 00:00:02')`,
  );
  const all = await sql.query(
    "select count(*) from signals where kind = 'ecg' and time between '2026-04-06 00:00:01' and '2026-04-06 00:00:02'",
  );
  assert.deepEqual(bounded.rows, all.rows);
  assert.ok((all.rows[0]?.[0] as number) >= 250);
});

test("states and events are rows of JSON", async (t) => {
  const { sql } = await opened(t);
  const { rows } = await sql.query("select kind, value->>'text', value::varchar from events order by time");
  assert.deepEqual(rows, [
    ["consciousness", null, '"confused"'],
    ["note", "少し眠い '引用'", JSON.stringify({ text: "少し眠い '引用'" })],
  ]);
});

test("what is appended meanwhile is seen by the next query", async (t) => {
  const { store, sql } = await opened(t);
  const count = async () => (await sql.query("select count(*) from signals where kind = 'spo2'")).rows[0]?.[0];
  assert.equal(await count(), 0);
  await store.append([signal("spo2", T0, 97)]);
  assert.equal(await count(), 1);
});

test("Parquet holds what was asked for, and appears only when it is whole", async (t) => {
  const { dir, sql } = await opened(t);
  const file = join(dir, "it's.parquet");
  writeFileSync(file, "an older export");
  assert.deepEqual(await sql.exportParquet({ file, subject: ann, kind: "heart-rate", from: T0 + 500 }), { rows: 3 });
  const back = await sql.query(`select value from '${file.replaceAll("'", "''")}' order by time, source`);
  assert.deepEqual(back.rows, [[71.5], [90], [73.5]]);
  await assert.rejects(sql.exportParquet({ file, query: "select no_such_column from signals" }));
  assert.equal((await sql.query(`select count(*) from '${file.replaceAll("'", "''")}'`)).rows[0]?.[0], 3);
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.includes("partial")),
    [],
  );
  const own = join(dir, "own.parquet");
  assert.equal((await sql.exportParquet({ file: own, query: "select * from events" })).rows, 2);
});

test("a folder without signals is said to be one", async () => {
  await assert.rejects(openSql(tmpdir()), /REC_MISSING/);
});
