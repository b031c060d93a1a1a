import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LearnFault } from "../fault.ts";
import { readModelFile, writeWholeFile } from "./file.ts";

test("a file is replaced as a whole, and one that cannot be leaves nothing beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-file-"));
  try {
    const path = join(folder, "best.sakiyomi-model");
    writeFileSync(path, "old");
    await writeWholeFile(path, Uint8Array.of(1, 2, 3));
    assert.deepEqual([...readFileSync(path)], [1, 2, 3]);
    mkdirSync(join(folder, "taken"));
    await assert.rejects(writeWholeFile(join(folder, "taken"), Uint8Array.of(1)));
    await assert.rejects(
      writeWholeFile(join(folder, "nowhere", "x"), Uint8Array.of(1)),
      (error) => error instanceof LearnFault && error.code === "disk",
    );
    assert.deepEqual(readdirSync(folder).sort(), ["best.sakiyomi-model", "taken"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a file that is no model is refused by its name and with the reason", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-file-"));
  try {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "not a model");
    const refused = (words: RegExp) => (error: unknown) =>
      error instanceof LearnFault && error.code === "saved" && words.test(error.message);
    await assert.rejects(readModelFile(path), refused(/notes.txt: .*does not begin.* Choose a file/));
    await assert.rejects(readModelFile(join(folder, "none")), refused(/none cannot be opened/));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
