import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openFile, openFolder } from "./files.ts";

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-files-"));
  await work(dir).finally(() => rm(dir, { recursive: true, force: true }));
}

test("hundreds of files are open at once with a few handles, and every byte is found", () =>
  inFolder(async (dir) => {
    for (let i = 0; i < 200; i++) await writeFile(join(dir, `${i}.bin`), Uint8Array.of(i, 255 - i));
    const handles = async () => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await handles();
    const files = await Promise.all(Array.from({ length: 200 }, (_, i) => openFile(join(dir, `${i}.bin`))));
    const read = await Promise.all(files.map((file) => file.read(1, 2)));
    assert.deepEqual(
      read.map((bytes) => bytes[0]),
      Array.from({ length: 200 }, (_, i) => 255 - i),
    );
    const between = await handles();
    assert.ok(between - before <= 64, `${between - before} handles`);
    for (const file of files) await file.close();
    assert.equal(await handles(), before);
  }));

test("a file that is not there, is read beyond its end, or is cut while it is open is a fault with its name", () =>
  inFolder(async (dir) => {
    await assert.rejects(openFolder(dir).open("none.bin"), /none\.bin: is not there\. Check the path/);
    await assert.rejects(openFolder(join(dir, "none")).list(), /none: is not there/);
    const path = join(dir, "a.bin");
    await writeFile(path, new Uint8Array(100));
    const file = await openFile(path);
    await assert.rejects(file.read(90, 101), /a\.bin: ends at byte 100, before 101/);
    await truncate(path, 50);
    await assert.rejects(file.read(40, 60), /a\.bin: was cut at byte 50/);
    await file.close();
  }));
