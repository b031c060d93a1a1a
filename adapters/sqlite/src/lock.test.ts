import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { lockFolder } from "./lock.ts";
import { inFolder } from "./records/test-folder.ts";

const other = (dir: string, then: string): string => {
  const url = new URL("./lock.ts", import.meta.url);
  const script = `import { lockFolder } from ${JSON.stringify(url)};
    try { lockFolder(process.argv[1], "x"); process.stdout.write("got it"); } catch (error) { process.stdout.write(error.code); }
    ${then}`;
  const args = ["--conditions=sakiyomi-source", "--input-type=module", "--eval", script, dir];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout;
};

test("a folder has one owner at a time, in this process and in others", () =>
  inFolder(({ dir }) => {
    const lock = lockFolder(dir, "x");
    assert.throws(() => lockFolder(dir, "x"), { code: "STORE_LOCKED" });
    assert.equal(other(dir, ""), "STORE_LOCKED");
    lockFolder(dir, "y").release();
    lock.release();
    lock.release();
    lockFolder(dir, "x").release();
  }));

test("the lock of a process that was killed is free", () =>
  inFolder(({ dir }) => {
    assert.equal(other(dir, "process.kill(process.pid, 'SIGKILL')"), "got it");
    lockFolder(dir, "x").release();
  }));
