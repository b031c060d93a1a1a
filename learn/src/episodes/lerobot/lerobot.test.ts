import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { LearnFault } from "../../fault.ts";
import { blobFile, type Folder, folderOf } from "../access.ts";
import type { EpisodeSource } from "../episode.ts";
import { ffmpegDecoder } from "../ffmpeg.ts";
import { folderTarget } from "../files.ts";
import { madeEpisodes, madeFeatures } from "../made.ts";
import { episodesOf } from "../memory.ts";
import { memoryTarget } from "../target.ts";
import { openLeRobot } from "./read.ts";
import { writeLeRobot } from "./write.ts";

async function written(source: EpisodeSource, options: Parameters<typeof writeLeRobot>[2] = {}) {
  const target = memoryTarget();
  await writeLeRobot(source, target, options);
  return target.files;
}

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-lerobot-"));
  await work(dir).finally(() => rm(dir, { recursive: true, force: true }));
}

const jsonOf = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));

test("what was written is read back to the bit, at any frame, with tasks, names and units", async () => {
  const made = madeEpisodes([12, 7, 30]);
  const source = await openLeRobot(folderOf("set", await written(made)));
  assert.deepEqual(source.features, made.features);
  assert.deepEqual(source.episodes, made.episodes);
  assert.equal(source.rate, 10);
  for (const [episode, start, end] of [
    [0, 0, 12],
    [2, 29, 30],
    [1, 3, 5],
  ] as const) {
    const [ours, theirs] = [await made.read(episode, start, end), await source.read(episode, start, end)];
    assert.deepEqual(theirs.columns, ours.columns);
    assert.deepEqual(Array.from(theirs.at, Math.fround), Array.from(ours.at, Math.fround));
  }
});

test("info.json has the keys, features and templates that LeRobot 3.0 writes", async () => {
  // As create_empty_dataset_info and DEFAULT_FEATURES of huggingface/lerobot at 7427f318 give them.
  const files = await written(madeEpisodes([12, 7]));
  assert.deepEqual(jsonOf(files["meta/info.json"]), {
    codebase_version: "v3.0",
    fps: 10,
    features: {
      "observation.image": { dtype: "image", shape: [8, 10, 3], names: ["height", "width", "channels"] },
      "observation.state": {
        dtype: "float32",
        shape: [3],
        names: ["shoulder", "elbow", "wrist"],
        info: { unit: "rad" },
      },
      gripper: { dtype: "float32", shape: [1], names: null },
      timestamp: { dtype: "float32", shape: [1], names: null },
      frame_index: { dtype: "int64", shape: [1], names: null },
      episode_index: { dtype: "int64", shape: [1], names: null },
      index: { dtype: "int64", shape: [1], names: null },
      task_index: { dtype: "int64", shape: [1], names: null },
    },
    total_episodes: 2,
    total_frames: 19,
    total_tasks: 2,
    chunks_size: 1000,
    data_files_size_in_mb: 100,
    video_files_size_in_mb: 200,
    data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
    video_path: null,
    robot_type: null,
    splits: { train: "0:2" },
  });
  const stats = jsonOf(files["meta/stats.json"]);
  assert.deepEqual(
    stats["observation.image"].mean.map((channel: unknown[]) => [channel].flat(3).length),
    [1, 1, 1],
  );
  assert.ok(stats["observation.image"].max[0][0][0] <= 1);
  assert.deepEqual([stats.frame_index.min, stats.frame_index.max, stats.frame_index.count], [[0], [11], [19]]);
});

/** A set on disk, as an independent reader sees it. */
const inDuckDb = (
  work: (dir: string, rows: (sql: string) => Promise<readonly Record<string, unknown>[]>) => Promise<void>,
) =>
  inFolder(async (root) => {
    const dir = join(root, "set");
    await writeLeRobot(madeEpisodes([12, 7]), await folderTarget(dir));
    const duckdb = await DuckDBInstance.create();
    const connection = await duckdb.connect();
    try {
      await work(dir, async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
    } finally {
      connection.closeSync();
      duckdb.closeSync();
    }
  });

test("DuckDB finds the columns and values of the frames that LeRobot asks for", () =>
  inDuckDb(async (dir, rows) => {
    const data = `read_parquet('${dir}/data/chunk-000/file-000.parquet')`;
    const types = await rows(`select column_name, column_type from (describe select * from ${data})`);
    assert.deepEqual(Object.fromEntries(types.map((row) => [row.column_name, row.column_type])), {
      "observation.image": "STRUCT(bytes BLOB, path VARCHAR)",
      "observation.state": "FLOAT[]",
      gripper: "FLOAT",
      timestamp: "FLOAT",
      frame_index: "BIGINT",
      episode_index: "BIGINT",
      index: "BIGINT",
      task_index: "BIGINT",
    });
    const [row] = await rows(
      `select "index" as i, task_index as t, "observation.state"[2] as elbow, hex("observation.image".bytes)[1:8] as head
       from ${data} where episode_index = 1 and frame_index = 3`,
    );
    const elbow = Math.fround(Math.sin(3 / 5 + 1 + 1)).toFixed(4);
    assert.deepEqual({ ...row, elbow: Number(row?.elbow).toFixed(4) }, { i: "15", t: "1", elbow, head: "89504E47" });
  }));

test("DuckDB finds the episodes' places and statistics, and the tasks that pandas takes as its index", () =>
  inDuckDb(async (dir, rows) => {
    const [second] = await rows(
      `select tasks, length, dataset_from_index as f, dataset_to_index as t, "data/file_index" as file,
       "stats/observation.image/mean" as m, "stats/observation.state/count" as n
       from read_parquet('${dir}/meta/episodes/chunk-000/file-000.parquet') where episode_index = 1`,
    );
    const { m, ...plain } = second ?? {};
    assert.deepEqual(plain, { tasks: ["put the cup down"], length: "7", f: "12", t: "19", file: "0", n: ["7"] });
    assert.equal((m as readonly unknown[]).length, 3);
    const tasks = `'${dir}/meta/tasks.parquet'`;
    assert.deepEqual(await rows(`select * from read_parquet(${tasks}) order by task_index`), [
      { task_index: "0", task: "lift the cup" },
      { task_index: "1", task: "put the cup down" },
    ]);
    const [key] = await rows(
      `select decode(value) as value from parquet_kv_metadata(${tasks}) where decode(key) = 'pandas'`,
    );
    assert.deepEqual(JSON.parse(String(key?.value)).index_columns, ["task"]);
  }));

test("the same set is read from Blobs, as a browser has them", async () => {
  const made = madeEpisodes([5, 6]);
  const files = await written(made);
  const blobs = Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, new Blob([bytes as Uint8Array<ArrayBuffer>])]),
  );
  const source = await openLeRobot(folderOf("picked", blobs));
  assert.deepEqual((await source.read(1, 2, 6)).columns, (await made.read(1, 2, 6)).columns);
  assert.equal(blobFile("one", new Blob(["abc"])).size, 3);
});

test("many episodes lie over several files, and each is found", async () => {
  const made = madeEpisodes(Array.from({ length: 9 }, (_, i) => 5 + i));
  const files = await written(made, { fileMegabytes: 0.008 });
  const data = Object.keys(files).filter((path) => path.startsWith("data/"));
  assert.ok(data.length > 2, data.join());
  const source = await openLeRobot(folderOf("set", files));
  for (const { index, length } of made.episodes)
    assert.deepEqual((await source.read(index, 1, length)).columns, (await made.read(index, 1, length)).columns);
});

test("a set of 18 MB is written and read with at most a piece of it in hand", async () => {
  const features = [{ name: "observation.image", shape: [3, 64, 64], kind: "image" }] as const;
  let most = 0;
  const long: EpisodeSource = {
    ...episodesOf({ features, rate: 10, episodes: [] }),
    episodes: [{ index: 0, length: 1500 }],
    read: async (_, start, end) => {
      most = Math.max(most, end - start);
      const data = new Uint8Array((end - start) * 12288);
      for (let i = start; i < end; i++) data.fill(i % 256, (i - start) * 12288, (i - start + 1) * 12288);
      return {
        start,
        at: Float64Array.from({ length: end - start }, (_, i) => (start + i) / 10),
        columns: { "observation.image": { type: "uint8", shape: [end - start, 3, 64, 64], data } },
      };
    },
  };
  const files = await written(long);
  assert.ok(most * 12288 <= 4 << 20, `${most} frames at once`);
  const path = "data/chunk-000/file-000.parquet";
  const bytes = files[path] ?? new Uint8Array();
  let read = 0;
  const folder = folderOf("set", files);
  const counting: Folder = {
    ...folder,
    open: async (name) => {
      const file = await folder.open(name);
      return {
        ...file,
        read: (start, end) => {
          read += end - start;
          return file.read(start, end);
        },
      };
    },
  };
  const source = await openLeRobot(counting);
  read = 0;
  const { columns } = await source.read(0, 1000, 1010);
  assert.equal(columns["observation.image"]?.data[12288 * 9], 1009 % 256);
  assert.ok(read < bytes.length / 2, `${read} of ${bytes.length} bytes`);
});

test("damaged sets are refused with file and place", async () => {
  const files = await written(madeEpisodes([12, 7]));
  const data = "data/chunk-000/file-000.parquet";
  const episodes = "meta/episodes/chunk-000/file-000.parquet";
  const info = jsonOf(files["meta/info.json"]);
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const refused = async (changed: Readonly<Record<string, Uint8Array | undefined>>, said: RegExp) => {
    const kept = Object.entries({ ...files, ...changed }).filter(
      (entry): entry is [string, Uint8Array] => entry[1] !== undefined,
    );
    await assert.rejects(
      async () => {
        const source = await openLeRobot(folderOf("set", Object.fromEntries(kept)));
        for (const { index, length } of source.episodes) await source.read(index, 0, length);
      },
      (error) => error instanceof LearnFault && said.test(error.message),
      String(said),
    );
  };
  await refused({ [data]: files[data]?.slice(0, 4000) }, /set\/data\/chunk-000\/file-000\.parquet: .*footer/);
  await refused({ [data]: undefined }, /file-000\.parquet: is not there/);
  await refused({ [episodes]: files[data] }, /meta\/episodes\/.*has no column length/);
  await refused({ [episodes]: undefined }, /describes 0 episodes; meta\/info\.json says 2/);
  await refused({ "meta/info.json": json({ ...info, total_episodes: 3 }) }, /describes 2 episodes; .* says 3/);
  await refused(
    { "meta/info.json": json({ ...info, codebase_version: "v2.1" }) },
    /format v2\.1.*convert_dataset_v21_to_v30/,
  );
  await refused({ "meta/info.json": json({ ...info, fps: "ten" }) }, /info\.json: .*fps/);
  await refused({ "meta/info.json": new TextEncoder().encode("{") }, /info\.json: /);
  const wide = { ...info.features, "observation.state": { dtype: "float32", shape: [4], names: null } };
  await refused(
    { "meta/info.json": json({ ...info, features: wide }) },
    /episode 0, frame 0, observation\.state: has 3 numbers instead of 4/,
  );
  const small = {
    ...info.features,
    "observation.image": { dtype: "image", shape: [8, 9, 3], names: ["height", "width", "channels"] },
  };
  await refused({ "meta/info.json": json({ ...info, features: small }) }, /frame 0, observation\.image: is 3×8×10/);
  const extra = { ...info.features, action: { dtype: "float32", shape: [2], names: null } };
  await refused({ "meta/info.json": json({ ...info, features: extra }) }, /has no column action/);
  // Turn bytes over inside the first picture.
  const turned = files[data]?.slice() ?? new Uint8Array();
  turned.fill(0xee, 200, 260);
  await refused({ [data]: turned }, /set.*(episode 0, frame|file-000)/);
});

test("what has no place here is told, not lost in silence", async () => {
  const files = await written(madeEpisodes([3]));
  const info = jsonOf(files["meta/info.json"]);
  const features = { ...info.features, language_instruction: { dtype: "string", shape: [1], names: null } };
  const changed = { ...files, "meta/info.json": new TextEncoder().encode(JSON.stringify({ ...info, features })) };
  const source = await openLeRobot(folderOf("set", changed));
  assert.deepEqual(source.notes, ["language_instruction is left out: it holds string, shape [1]."]);
});

test("names and shapes that LeRobot would refuse are refused before anything is written", async () => {
  const bad = (name: string, shape: readonly number[]) =>
    episodesOf({
      features: [{ name, shape, kind: "quantity" }],
      rate: 10,
      episodes: [{ columns: { [name]: new Float32Array(2 * shape.reduce((a, b) => a * b, 1)) } }],
    });
  await assert.rejects(written(bad("arm/left", [2])), /no feature called arm\/left/);
  await assert.rejects(written(bad("timestamp", [1])), /no feature called timestamp/);
  await assert.rejects(written(bad("deep", [1, 1, 1, 1, 1, 2])), /1 to 5 axes/);
  await assert.rejects(written(episodesOf({ features: madeFeatures, rate: 10, episodes: [] })), /no episode to write/);
});

test("a folder appears whole or not at all, and never over another", () =>
  inFolder(async (root) => {
    const dir = join(root, "set");
    const failing: EpisodeSource = {
      ...madeEpisodes([5, 5]),
      read: async () => Promise.reject(new Error("the cable came off")),
    };
    await assert.rejects(writeLeRobot(failing, await folderTarget(dir)), /the cable came off/);
    assert.deepEqual(await readdir(root), []);
    await writeLeRobot(madeEpisodes([5]), await folderTarget(dir));
    await assert.rejects(folderTarget(dir), /is there already/);
  }));

/** A set whose image is said to be a video. */
async function videoSet(): Promise<Record<string, Uint8Array>> {
  const files = await written(madeEpisodes([4, 3]));
  const info = jsonOf(files["meta/info.json"]);
  const video = { ...info.features["observation.image"], dtype: "video" };
  const features = { ...info.features, "observation.image": video };
  const changed = {
    ...info,
    features,
    video_path: "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4",
  };
  return { ...files, "meta/info.json": new TextEncoder().encode(JSON.stringify(changed)) };
}

test("a video feature without its place, without a decoder, or left out", async () => {
  const files = await videoSet();
  const source = await openLeRobot(folderOf("set", files));
  await assert.rejects(source.read(0, 0, 2), /episode 0: says nothing of the video observation\.image/);
  const without = await openLeRobot(folderOf("set", files), { withoutVideo: true });
  assert.deepEqual(
    without.features.map(({ name }) => name),
    ["observation.state", "gripper"],
  );
  assert.equal((await without.read(0, 0, 2)).columns.gripper?.data.length, 2);
});

test("ffmpeg is asked for exactly the frames, and its absence or a short video is a fault with a remedy", () =>
  inFolder(async (dir) => {
    const request = { folder: dir, path: "videos/a.mp4", from: 1.5, rate: 10, count: 2, width: 2, height: 1 };
    await assert.rejects(ffmpegDecoder(join(dir, "nothing"))(request), /cannot be started\. Install ffmpeg/);
    // In the decoder's place, a program that says its arguments and gives as many bytes as it is told.
    const fake = join(dir, "fake-ffmpeg");
    await writeFile(fake, `#!/bin/sh\necho "$@" > '${dir}/said'\nprintf 'abcdefghijkl'\n`);
    await chmod(fake, 0o755);
    assert.equal(new TextDecoder().decode(await ffmpegDecoder(fake)(request)), "abcdefghijkl");
    const { readFile } = await import("node:fs/promises");
    assert.match(
      await readFile(join(dir, "said"), "utf8"),
      /-ss 1\.450000 -i file:.*videos\/a\.mp4 .*-frames:v 2 .*-pix_fmt rgb24/,
    );
    await assert.rejects(
      ffmpegDecoder(fake)({ ...request, count: 3 }),
      /12 bytes of pictures came for 3 frames.*18 were due/,
    );
    await writeFile(fake, "#!/bin/sh\necho 'moov atom not found' >&2\nexit 1\n");
    await assert.rejects(ffmpegDecoder(fake)(request), /ffmpeg ended with 1: moov atom not found/);
  }));
