import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { hazards, hazardsPage, proofFile } from "@sakiyomi/robot/hazards";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

test("every test that a hazard of the robot names exists", () => {
  const named = hazards.flatMap(({ id, tests = [] }) => tests.map((one) => ({ id, ...one })));
  const missing = named.filter(
    ({ file, test: title }) => !existsSync(join(root, file)) || !textOf(file).includes(title),
  );
  assert.deepEqual(missing, []);
  assert.ok(existsSync(join(root, proofFile)) && named.length > 10);
});

test("docs/safety.md says of the robot what its table says, and every hazard of it has a number of its own", () => {
  const page = textOf("docs/safety.md");
  assert.ok(page.includes(hazardsPage(hazards)), "it is older than the table: run npm run docs");
  const numbers = [...page.matchAll(/^## (H-\d+) /gm)].map(([, id]) => id);
  assert.equal(new Set(numbers).size, numbers.length);
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => `H-${String(i + 1).padStart(2, "0")}`),
  );
});

test("a hazard of the ward names tests that exist", () => {
  const page = textOf("docs/safety.md");
  const files = [...page.matchAll(/\]\(\.\.\/([^)]+\.ts)\)/g)].map(([, file = ""]) => file);
  assert.deepEqual(
    files.filter((file) => !existsSync(join(root, file))),
    [],
  );
  assert.ok(files.length > 20);
});
