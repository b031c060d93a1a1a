import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesFile, type Folder, folderOf } from "../access.ts";
import { madeEpisodes } from "../made.ts";
import { memoryTarget } from "../target.ts";
import { cellsOf } from "./lines.ts";
import { openCsv } from "./read.ts";
import { writeCsv } from "./write.ts";

const folder = (files: Readonly<Record<string, string>>): Folder =>
  folderOf(
    "set",
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );

const numbers = async (source: Awaited<ReturnType<typeof openCsv>>, episode: number, feature: string) => {
  const length = source.episodes[episode]?.length ?? 0;
  return [...((await source.read(episode, 0, length)).columns[feature]?.data ?? [])];
};

test("one file is one episode; names, units and the rate are read from it", async () => {
  const source = await openCsv(
    folder({
      "b.csv": "t,shoulder,elbow\ns,rad,rad\n5.0,1,2\n5.5,3,\n",
      "a.csv": "t,shoulder,elbow\r\ns,rad,rad\r\n0,0.5,0.25\r\n0.5,-1e-3,4\r\n1.0,7,8\r\n",
    }),
  );
  assert.deepEqual(source.features, [
    { name: "observation.state", shape: [2], kind: "quantity", names: ["shoulder", "elbow"], unit: "rad" },
  ]);
  assert.equal(source.rate, 2);
  assert.deepEqual(
    source.episodes.map(({ length }) => length),
    [3, 2],
  );
  assert.deepEqual(await numbers(source, 1, "observation.state"), [1, 2, 3, Number.NaN]);
  assert.deepEqual([...(await source.read(1, 0, 2)).at], [0, 0.5]);
});

test("an episode column splits one file; marks in the names make features", async () => {
  const rows = Array.from(
    { length: 700 },
    (_, i) => `${i < 400 ? "first" : "second"},${i},${-i},${i / 2},"lift, then put"`,
  );
  const source = await openCsv(
    folder({ "all.csv": `episode,state[0],state[1],action/grip,task\n${rows.join("\n")}` }),
    { rate: 10 },
  );
  assert.deepEqual(source.episodes, [
    { index: 0, length: 400, task: "lift, then put" },
    { index: 1, length: 300, task: "lift, then put" },
  ]);
  assert.deepEqual(
    source.features.map(({ name, shape }) => [name, shape]),
    [
      ["state", [2]],
      ["action", [1]],
    ],
  );
  const { columns, at } = await source.read(1, 297, 300);
  assert.deepEqual([...(columns.state?.data ?? [])], [697, -697, 698, -698, 699, -699]);
  assert.deepEqual([...at], [29.7, 29.8, 29.9]);
});

test("a given rate that is not the one of the times is taken, and told", async () => {
  const notes = async (rate?: number) =>
    (await openCsv(folder({ "a.csv": "t,x\n0,1\n0.1,2\n0.2,4\n" }), rate === undefined ? {} : { rate })).notes;
  assert.deepEqual(await notes(), ["The rate, 10 frames a second, is the one of the time column."]);
  assert.deepEqual(await notes(10.1), []);
  assert.deepEqual(await notes(25), ["The time column has 10 frames a second, and 25 was given: 25 is taken."]);
});

test("what was written is read back to the bit, and images are told to be left out", async () => {
  const made = madeEpisodes();
  const target = memoryTarget();
  const { leftOut } = await writeCsv(made, target);
  assert.deepEqual(leftOut, ["observation.image"]);
  const source = await openCsv(folderOf("set", target.files));
  assert.equal(source.rate, 10);
  for (const { index, length, task } of made.episodes) {
    assert.equal(source.episodes[index]?.task, task);
    const frames = await made.read(index, 0, length);
    for (const name of ["observation.state", "gripper"])
      assert.deepEqual(await numbers(source, index, name), [...(frames.columns[name]?.data ?? [])]);
  }
});

test("a wrong cell, a short line, other columns, no rate: each is refused with its place", async () => {
  const refused = async (files: Readonly<Record<string, string>>, said: RegExp) => {
    await assert.rejects(async () => {
      const source = await openCsv(folder(files));
      for (const { index, length } of source.episodes) await source.read(index, 0, length);
    }, said);
  };
  await refused({ "a.csv": "t,x\n0,1\n1,one\n" }, /set\/a\.csv: line 3: column 2 holds “one”/);
  await refused({ "a.csv": "t,x\n0,1\n1\n" }, /line 3: has fewer cells/);
  await refused({ "a.csv": "t,x\n0,1\n1,2\n", "b.csv": "t,y\n0,1\n" }, /b\.csv: has columns/);
  await refused({ "a.csv": "x\n1\n2\n" }, /does not tell its rate.*data\.rate/);
  await refused({ "a.csv": "episode,t,x\n1,0,1\n2,0,1\n1,1,1\n" }, /line 4 goes back to episode 1/);
  await refused({ "notes.txt": "" }, /holds no rows/);
});

test("cells are quoted as RFC 4180 has it", () => {
  assert.deepEqual(cellsOf('a,"b,""c""",,d', "here"), ["a", 'b,"c"', "", "d"]);
  assert.deepEqual(cellsOf('"a",', "here"), ["a", ""]);
  assert.throws(() => cellsOf('a,"b', "here"), /here: has a quote that is not closed/);
});

test("a long file is read in small pieces, wherever the frames lie", async () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i / 100},${i},${i * 2}`);
  const bytes = new TextEncoder().encode(`t,x,y\n${rows.join("\n")}\n`);
  const read = { most: 0, total: 0 };
  const file = bytesFile("long.csv", bytes);
  const counting: Folder = {
    name: "set",
    list: async () => ["long.csv"],
    open: async () => ({
      ...file,
      read: (start, end) => {
        read.most = Math.max(read.most, end - start);
        read.total += end - start;
        return file.read(start, end);
      },
    }),
  };
  const source = await openCsv(counting);
  assert.equal(source.rate, 100);
  read.total = 0;
  const { columns } = await source.read(0, 49_990, 49_992);
  assert.deepEqual([...(columns["observation.state"]?.data ?? [])], [49_990, 99_980, 49_991, 99_982]);
  assert.ok(read.most <= 1 << 16 && read.total <= 1 << 16, `${read.most} at once, ${read.total} in all`);
});
