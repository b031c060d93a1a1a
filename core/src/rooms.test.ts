import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => ({ file, code: readFileSync(join(src, file), "utf8") }));
const importsOf = (code: string): readonly string[] =>
  [...code.matchAll(/^\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|^\s*import\s*\(?\s*"([^"]+)"/gm)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

/** "1-signal" is room 1; what lies beside the rooms (the loop) comes after all of them; `testing` stands outside. */
const roomOf = (file: string): number => (/^\d-/.test(file) ? Number(file[0]) : 7);
const isTesting = (file: string): boolean => file.startsWith("testing");

test("data flows one way: a room imports only rooms before it, through their front door", () => {
  const wrong: string[] = [];
  for (const { file, code } of files.filter((one) => !isTesting(one.file)))
    for (const wanted of importsOf(code).filter((one) => one.startsWith("."))) {
      const target = relative(src, join(src, dirname(file), wanted));
      const isOwn = dirname(target) === dirname(file);
      const isBefore = roomOf(target) < roomOf(file) && (target.endsWith("index.ts") || roomOf(target) === 7);
      const isFrontDoor = file === "index.ts";
      if (!isOwn && !isBefore && !isFrontDoor) wrong.push(`${file} imports ${wanted}`);
    }
  assert.deepEqual(wrong, []);
  assert.ok(files.filter(({ file }) => roomOf(file) < 7).length > 20, "the rooms were found");
});

test("core imports zod and nothing else: no node: module, no package of ours", () => {
  const outside = files
    .filter(({ file }) => !isTesting(file))
    .flatMap(({ file, code }) => importsOf(code).map((wanted) => ({ file, wanted })))
    .filter(({ wanted }) => !wanted.startsWith(".") && wanted !== "zod");
  assert.deepEqual(outside, []);
});

test("core asks no clock, no chance, no network and no process: they are arguments", () => {
  const forbidden = /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval|fetch\(|process\.)/;
  const wrong = files.filter(
    ({ file, code }) => !isTesting(file) && forbidden.test(code.replace(/\/\*[\s\S]*?\*\//g, "")),
  );
  assert.deepEqual(
    wrong.map(({ file }) => file),
    [],
  );
});

test("nothing of core that runs in a house imports what is only for tests", () => {
  const wrong = files.filter(
    ({ file, code }) => !isTesting(file) && importsOf(code).some((one) => one.includes("/testing/")),
  );
  assert.deepEqual(
    wrong.map(({ file }) => file),
    [],
  );
});
