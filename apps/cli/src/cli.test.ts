import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { inHome, inShell, type Shell } from "./testing.ts";

/** One beginning for all: two messages of one instant have to be of the same millisecond. */
let began: number | undefined;
const iso = (ms = 0) => {
  began ??= Date.now() - 60_000;
  return new Date(began + ms).toISOString();
};
const spo2 = (ms: number, more: object = {}) =>
  JSON.stringify({ kind: "spo2", value: 97, unit: "%", at: iso(ms), ...more });

/** A real ward with one person, whose heart rate was imported from a CSV. */
async function withAnn(shell: Shell): Promise<void> {
  await writeFile(join(shell.dir, "hr.csv"), "Time [s],HR\n0,61\n1,62\n2,63\n");
  const mapping = {
    time: { is: "seconds", column: "Time [s]" },
    columns: [{ column: "HR", kind: "heart-rate", unit: "/min" }],
  };
  await writeFile(join(shell.dir, "hr.json"), JSON.stringify(mapping));
  const args = [
    "import",
    "hr.csv",
    "--real",
    "--person",
    "ann",
    "--admit",
    "Ann",
    "--mapping",
    "hr.json",
    "--start",
    "1h",
  ];
  const { code, stdout, stderr } = await shell.run(args);
  assert.equal(code, 0, stdout + stderr);
}

test("wrong use is told with a code, what is meant and how to learn more, and ends with 2", () =>
  inHome(async ({ run }) => {
    for (const [args, what] of [
      [["strat"], /CLI_USAGE: Unknown command 'strat' \(Did you mean start\?\)/],
      [["start", "--port", "99999"], /CLI_USAGE: --port is 99999, and has to be a number from 0 to 65535/],
      [["start", "--demo", "--real"], /CLI_USAGE: --demo and --real are two different wards/],
      [["start", "--host", "0.0.0.0"], /CLI_USAGE: 0\.0\.0\.0 is reached from other machines.*--lan NAME/],
      [["start", "--zone", "Tokyo"], /CLI_USAGE: Tokyo is no time zone, such as Asia\/Tokyo/],
      [["simulate", "--scene", "flood@1h"], /CLI_USAGE: flood@1h is no scene/],
      [["evaluate", "weather"], /CLI_USAGE: weather has no evaluation: toilet-timing/],
    ] as const) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, what);
      assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
    }
  }));

test("every command explains itself with examples", () =>
  inHome(async ({ run }) => {
    const { stdout } = await run(["--help"]);
    const names = [...stdout.matchAll(/^ {2}([a-z]+)[ |].*$/gm)].map(([, name = ""]) => name);
    assert.ok(names.length >= 14, stdout);
    for (const name of names.filter((one) => !["help", "journal", "conform"].includes(one))) {
      const help = await run([name, "--help"]);
      assert.match(help.stdout, /Examples:\n {2}\$ sakiyomi /, name);
      assert.equal(help.code, 0);
    }
  }));

test("a ward that is not there yet is no defect", () =>
  inHome(async ({ run }) => {
    for (const args of [
      ["sql", "select 1"],
      ["journal", "verify"],
      ["backup", "b"],
      ["erase", "ann", "--reason", "x", "--yes"],
    ]) {
      const { code, stderr } = await run(args);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, /^CLI_FOLDER: There is no ward in .*\/demo yet/);
    }
    assert.equal((await run(["doctor", "--port", "1"])).code, 0);
  }));

test("a device that keeps the contract conforms; one that does not is told what, and how often", () =>
  inShell(async ({ run }) => {
    const good = await run(["conform", "device"], [spo2(0), spo2(1000), spo2(2000)].join("\n"));
    assert.deepEqual([good.code, good.stdout.split("\n").at(-2)], [0, "The stream conforms."]);
    const lines = [
      spo2(0, { sequence: 1 }),
      spo2(0, { sequence: 1, value: 88 }),
      spo2(2000, { sequence: 5 }),
      spo2(1000, { sequence: 2 }),
      spo2(3000, { unit: "1" }),
      spo2(4000, { unit: "1" }),
      spo2(110_000),
      "{",
    ];
    const bad = await run(["conform", "device", "--json"], lines.join("\n"));
    const report = JSON.parse(bad.stdout);
    assert.equal(bad.code, 1);
    assert.deepEqual([report.messages, report.accepted, report.conforms], [8, 5, false]);
    assert.deepEqual(
      report.refused.map(({ code, count }: { code: string; count: number }) => `${code} ${count}`),
      ["SIG_UNIT 2", "SIG_SHAPE 1"],
    );
    const said = report.streams[0].findings.map(({ what }: { what: string }) => what).join("\n");
    for (const what of [/another value/, /3 missing by their sequence/, /1 out of order/, /ahead of this machine's/])
      assert.match(said, what);
  }));

test("a waveform that claims another rate than it has is found", () =>
  inShell(async ({ run }) => {
    const block = (i: number) => ({
      kind: "ecg",
      unit: "mV",
      at: iso(i * 1000),
      value: { rate: 250, samples: Array.from({ length: 240 }, () => 0) },
    });
    const { code, stdout } = await run(
      ["conform", "device"],
      JSON.stringify(Array.from({ length: 20 }, (_, i) => block(i))),
    );
    assert.equal(code, 1);
    assert.match(stdout, /problem: 250 samples a second declared, 240\.00 came/);
  }));

test("the same seed is the same day; a day of the simulator conforms", () =>
  inShell(async ({ run }) => {
    const args = [
      "simulate",
      "--seed",
      "7",
      "--for",
      "20min",
      "--from",
      "2026-01-10T12:00:00Z",
      "--scene",
      "fall@5min",
    ];
    const [one, two] = [await run(args), await run(args)];
    assert.equal(one.stdout, two.stdout);
    assert.ok(one.stdout.split("\n").some((line) => line.includes('"kind":"fall"')));
    assert.match((await run(["conform", "device"], one.stdout)).stdout, /The stream conforms/);
  }));

test("what was imported can be asked in SQL, exported, and read in a journal that is whole", () =>
  inShell(async (shell) => {
    await withAnn(shell);
    const { run } = shell;
    const asked = await run([
      "sql",
      "--json",
      "select count(*) n, max(value) top from signals where kind = 'heart-rate'",
    ]);
    assert.deepEqual(JSON.parse(asked.stdout), [{ n: 3, top: 63 }]);
    const wrong = await run(["sql", "select nonsense from signals"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^CLI_SQL: Binder Error: .*nonsense/);
    assert.equal((await run(["export", "parquet", "all.parquet"])).code, 0);
    const counted = await run(["sql", "--csv", "select count(*) n from 'all.parquet'"]);
    assert.equal(counted.stdout, "n\n3\n");
    assert.match((await run(["export", "fhir", "ann.json", "--person", "ann"])).stderr, /^ACT_CONSENT/);
    assert.match((await run(["journal", "show", "--person", "ann"])).stdout, /admitted .*"name":"Ann"/);
    assert.match((await run(["journal", "verify"])).stdout, /The journal is whole/);
    assert.equal((await run(["doctor", "--port", "1"])).code, 0);
  }));

test("patients of a FHIR file are admitted, keep their records, and count once when imported again", () =>
  inShell(async ({ dir, run }) => {
    const patient = {
      resourceType: "Patient",
      id: "p1",
      name: [{ family: "Kim", given: ["Young-ja"] }],
      gender: "female",
    };
    const pulse = {
      resourceType: "Observation",
      id: "o1",
      status: "final",
      code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
      subject: { reference: "Patient/p1" },
      effectiveDateTime: iso(),
      valueQuantity: { value: 71, unit: "/min", system: "http://unitsofmeasure.org", code: "/min" },
    };
    await writeFile(join(dir, "all.ndjson"), [patient, pulse].map((one) => JSON.stringify(one)).join("\n"));
    const first = await run(["import", "all.ndjson", "--real", "--admit", "--json"]);
    assert.deepEqual([first.code, JSON.parse(first.stdout).stored], [0, 2], first.stderr);
    const again = JSON.parse((await run(["import", "all.ndjson", "--admit", "--json"])).stdout);
    assert.deepEqual([again.stored, again.repeated, again.refused], [0, 2, 0]);
    const admitted = await run(["journal", "show", "--type", "admitted"]);
    assert.equal(admitted.stdout.match(/"name":"Young-ja Kim"/g)?.length, 1);
  }));

test("a backup comes back on a fresh machine, never as another kind of ward, and a damaged one never", () =>
  inShell(async (shell) => {
    await withAnn(shell);
    const { run, dir } = shell;
    assert.equal((await run(["backup", "copy"])).code, 0);
    assert.match((await run(["restore", "copy"])).stderr, /^STORE_NOT_EMPTY/);
    const asDemo = await run(["restore", "copy", "--demo", "--data", "fresh"]);
    assert.deepEqual([asDemo.code, existsSync(join(dir, "fresh", "demo"))], [2, false]);
    const back = await run(["restore", "copy", "--data", "fresh"]);
    assert.equal(back.code, 0, back.stderr);
    const asked = await run(["sql", "--data", "fresh", "--csv", "select count(*) n from signals"]);
    assert.equal(asked.stdout, "n\n3\n");
    await truncate(join(dir, "copy", "records.db"), 4096);
    const damaged = await run(["restore", "copy", "--data", "other"]);
    assert.equal(damaged.code, 1);
    assert.match(damaged.stderr, /^STORE_BACKUP/);
  }));

test("whoever is erased is gone, the journal is whole, and the ward opens again", () =>
  inShell(async (shell) => {
    await withAnn(shell);
    const { run } = shell;
    assert.equal((await run(["erase", "ann", "--reason", "asked"])).code, 2, "not without --yes");
    const erase = ["erase", "ann", "--reason", "asked", "--yes"];
    assert.equal((await run(erase)).code, 0);
    const again = await run(erase);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^REC_MISSING: person: found "ann"/);
    assert.equal((await run(["sql", "--csv", "select count(*) n from signals"])).stdout, "n\n0\n");
    const verified = JSON.parse((await run(["journal", "verify", "--json"])).stdout);
    assert.deepEqual([verified.ok, verified.erased], [true, 1]);
    assert.doesNotMatch((await run(["journal", "show"])).stdout, /Ann/);
  }));

test("a journal that somebody changed is found, and the exit code tells a program", () =>
  inShell(async (shell) => {
    await withAnn(shell);
    const path = join(shell.dir, "data", "sakiyomi", "ward", "records.db");
    const { DatabaseSync } = await import("node:sqlite");
    const db = new DatabaseSync(path);
    db.exec("update entry set type = 'discharged' where type = 'admitted'");
    db.close();
    const { code, stdout } = await shell.run(["journal", "verify"]);
    assert.equal(code, 1);
    assert.match(stdout, /JOURNAL_CHANGED/);
    assert.equal((await shell.run(["doctor", "--port", "1"])).code, 1);
  }));

test("a server starts as a demo where nothing is, says so, takes a device's signals, and stops cleanly", () =>
  inShell(async (shell) => {
    const started = ["start", "--no-page", "--port", "0", "--no-mqtt", "--people", "1"];
    const { child, match } = await shell.until(
      started,
      /DEMO[\s\S]*Open {5}(http:\S+)\/setup#token=(\S+)[\s\S]*Ctrl-C/,
    );
    const [, url = "", token = ""] = match;
    const session = (await (await fetch(`${url}/api/session`)).json()) as { mode: string; needsSetup: boolean };
    assert.deepEqual([session.mode, session.needsSetup], ["demo", true]);
    assert.ok(token.length > 20);
    const other = await shell.run(["erase", "sim-01", "--reason", "x", "--yes", "--demo"]);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^STORE_LOCKED/);
    assert.match((await shell.run(["sql", "--csv", "select count(*) > 0 as n from signals"])).stdout, /n\ntrue/);
    assert.equal((await shell.run(["backup", "copy"])).code, 0, "while it runs");
    const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
    child.kill("SIGTERM");
    assert.equal(await ended, 0);
    assert.match((await shell.run(["journal", "verify", "--demo"])).stdout, /The journal is whole/);
    assert.ok(!existsSync(join(shell.dir, "data", "sakiyomi", "ward")), "no real ward beside it");
  }));

test("a port that somebody else has is told, and nothing is left open", () =>
  inShell(async ({ run }) => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, "127.0.0.1", () => resolve((taken.address() as { port: number }).port)),
    );
    const { code, stderr } = await run(["start", "--real", "--no-page", "--no-mqtt", "--port", String(port)]);
    taken.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^CLI_PORT: Port ${port} is in use`));
  }));

test("a recording is played into a running server as if it were live", () =>
  inShell(async (shell) => {
    const { dir, run } = shell;
    await mkdir(join(dir, "x"));
    await writeFile(join(dir, "day.ndjson"), [spo2(0), spo2(500), spo2(1000)].join("\n"));
    const seen: { at: string; source: string }[] = [];
    const { createServer: createHttp } = await import("node:http");
    const server = createHttp(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      seen.push(...body.split("\n").map((line) => JSON.parse(line)));
      response.end(JSON.stringify({ stored: 1, repeated: 0, refused: [] }));
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    const to = ["--to", `http://127.0.0.1:${port}`, "--token", "t", "--as", "monitor-1", "--speed", "0"];
    const played = await run(["replay", "day.ndjson", ...to]);
    server.close();
    assert.equal(played.code, 0, played.stderr);
    assert.deepEqual(
      seen.map(({ source }) => source),
      Array(3).fill("device:monitor-1"),
    );
    const [first = 0, , last = 0] = seen.map(({ at }) => Date.parse(at));
    assert.equal(last - first, 1000, "its own intervals stay what they were");
    assert.ok(last <= Date.now() && last > Date.now() - 60_000, "it ends now");
    await writeFile(join(dir, "bad.ndjson"), `${spo2(0)}\nnonsense\n`);
    assert.match((await run(["replay", "bad.ndjson", ...to])).stderr, /^CLI_FILE: bad\.ndjson, line 2/);
    assert.match(
      (await run(["replay", "day.ndjson", "--to", "http://127.0.0.1:9", "--token", "t"])).stderr,
      /^CLI_SERVER/,
    );
    assert.ok((await readFile(join(dir, "day.ndjson"), "utf8")).length > 0);
  }));
