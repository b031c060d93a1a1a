import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hazard, hazards } from "@sakiyomi/robot/hazards";
import { exits, type Terminal } from "../terminal.ts";
import { lacking, safetyReport } from "./safety.ts";
import { ended, provedRows, wardRows } from "./safety-rows.ts";
import { repositoryRoot } from "./safety-tests.ts";

const listening = () => {
  const said: { lines: string[]; code: number } = { lines: [], code: exits.ok };
  const terminal: Terminal = {
    env: {},
    isWatched: false,
    say: (line = "") => void said.lines.push(line),
    note: () => {},
    exit: (code) => {
      said.code = code;
    },
    stopped: () => Promise.resolve(),
  };
  return { said, terminal };
};

test("the report has a line for each hazard, and plays every proof", async () => {
  const { said, terminal } = listening();
  await safetyReport(terminal, { quick: true });
  const text = said.lines.join("\n");
  for (const { id } of hazards) assert.match(text, new RegExp(`^${id} `, "m"));
  assert.match(text, /^H-01 /m);
  assert.match(text, /staleness +proved/);
  assert.equal(said.code, exits.ok);
});

test("a proof that proves nothing, and a hazard without a test, are trouble", () => {
  const [some] = hazards.filter(({ proofs }) => proofs.length > 0);
  const hollow = { ...some, proofs: [{ mitigation: "order", harm: () => null }] } as Hazard;
  assert.equal(provedRows(hollow)[0]?.result, "failed");
  const broken = { ...some, proofs: [{ mitigation: "order", harm: () => "it happens" }] } as Hazard;
  assert.match(provedRows(broken)[0]?.found ?? "", /in force, and still: it happens/);
  assert.equal(lacking({ ...some, proofs: [], tests: [] } as Hazard)[0]?.result, "missing");
  const nobody = { ...some, done: null, proofs: [], tests: [] } as Hazard;
  const { instruction: _, ...alone } = nobody;
  assert.equal(lacking(alone)[0]?.found, "nobody answers for it");
});

test("a named test passes, fails, was skipped, or is missing", () => {
  const planned = {
    hazard: "H-99",
    title: "",
    clause: "",
    mitigation: "",
    test: "",
    named: { file: "a.test.ts", test: "it brakes" },
  };
  const result = (result: "passed" | "failed" | "skipped") =>
    ended(planned, [{ file: "a.test.ts", test: "the fake: it brakes", result }]).result;
  assert.deepEqual(
    ["passed", "failed", "skipped"].map((one) => result(one as "passed")),
    ["passed", "failed", "skipped"],
  );
  assert.equal(ended(planned, [{ file: "b.test.ts", test: "it brakes", result: "passed" }]).result, "missing");
  assert.equal(ended(planned, null).result, "not run");
  assert.equal(ended({ ...planned, named: null }, []).result, "missing");
});

test("the ward's hazards are read from their page, each with the files that it names", () => {
  const root = repositoryRoot();
  if (!root) return;
  const rows = wardRows(root, new Set(hazards.map(({ id }) => id)));
  assert.equal(new Set(rows.map(({ hazard }) => hazard)).size, 15);
  assert.ok(rows.every(({ named }) => named?.file.endsWith(".ts")));
});
