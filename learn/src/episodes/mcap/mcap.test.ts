import assert from "node:assert/strict";
import { test } from "node:test";
import { zstdCompressSync } from "node:zlib";
import { parse } from "@foxglove/rosmsg";
import { MessageWriter as Ros1Writer } from "@foxglove/rosmsg-serialization";
import { MessageWriter as Ros2Writer } from "@foxglove/rosmsg2-serialization";
import { type McapTypes, McapWriter, TempBuffer } from "@mcap/core";
import { compress } from "lz4js";
import { bytesFile, type Folder, folderOf } from "../access.ts";
import { encodePngPicture } from "../image.ts";
import { type McapMapping, readMapping } from "./mapping.ts";
import { openMcap } from "./read.ts";

interface Topic {
  readonly topic: string;
  readonly encoding: "json" | "ros1" | "cdr";
  readonly schema?: { readonly name: string; readonly encoding: string; readonly text: string };
  readonly messages: readonly (readonly [seconds: number, message: unknown])[];
}

const compressions = {
  none: (bytes: Uint8Array) => ({ compression: "", compressedData: bytes }),
  zstd: (bytes: Uint8Array) => ({ compression: "zstd", compressedData: new Uint8Array(zstdCompressSync(bytes)) }),
  lz4: (bytes: Uint8Array) => ({ compression: "lz4", compressedData: Uint8Array.from(compress(bytes)) }),
};

const encoders = {
  json: () => (message: unknown) => new TextEncoder().encode(JSON.stringify(message)),
  ros1: (text: string) => {
    const writer = new Ros1Writer(parse(text));
    return (message: unknown) => writer.writeMessage(message);
  },
  cdr: (text: string) => {
    const writer = new Ros2Writer(parse(text, { ros2: true }));
    return (message: unknown) => writer.writeMessage(message);
  },
};

const EPOCH = 1_700_000_000_000_000_000n;

async function recorded(
  topics: readonly Topic[],
  compression: keyof typeof compressions = "none",
): Promise<Uint8Array> {
  const buffer = new TempBuffer();
  const writer = new McapWriter({ writable: buffer, compressChunk: compressions[compression], chunkSize: 2000 });
  await writer.start({ profile: "", library: "test" });
  const all: McapTypes.Message[] = [];
  for (const { topic, encoding, schema, messages } of topics) {
    const schemaId = schema
      ? await writer.registerSchema({
          name: schema.name,
          encoding: schema.encoding,
          data: new TextEncoder().encode(schema.text),
        })
      : 0;
    const channelId = await writer.registerChannel({ topic, messageEncoding: encoding, schemaId, metadata: new Map() });
    const encode = encoders[encoding](schema?.text ?? "");
    for (const [seconds, message] of messages) {
      const at = EPOCH + BigInt(Math.round(seconds * 1e9));
      all.push({ channelId, sequence: 0, logTime: at, publishTime: at, data: encode(message) });
    }
  }
  for (const message of all.sort((a, b) => Number(a.logTime - b.logTime))) await writer.addMessage(message);
  await writer.end();
  return buffer.get();
}

const jointSchema = {
  name: "sensor_msgs/JointState",
  encoding: "ros1msg",
  text: "float64[] position\nfloat64[] velocity",
};
const joints = (rate: number, until: number, from = 0): Topic["messages"] =>
  Array.from({ length: Math.round((until - from) * rate) + 1 }, (_, i) => {
    const t = from + i / rate;
    return [t, { position: [t, 2 * t], velocity: [0, 0] }];
  });

const jointFeature = {
  name: "observation.state",
  topic: "/joints",
  path: "position",
  shape: [2],
  method: "linear",
  maxAge: 0.2,
  unit: "rad",
};
const mapped = (features: readonly unknown[], rate = 10): McapMapping => readMapping({ rate, features });
const set = (files: Readonly<Record<string, Uint8Array>>): Folder => folderOf("set", files);

test("JSON, ROS 1 and CDR messages in plain, zstd and lz4 chunks give the same numbers", async () => {
  const message = { encoding: "ros2msg", name: "sensor_msgs/msg/JointState", text: jointSchema.text };
  for (const [encoding, schema] of [
    ["json", undefined],
    ["ros1", jointSchema],
    ["cdr", message],
  ] as const)
    for (const compression of ["none", "zstd", "lz4"] as const) {
      const topic: Topic = { topic: "/joints", encoding, messages: joints(50, 2), ...(schema && { schema }) };
      const source = await openMcap(set({ "a.mcap": await recorded([topic], compression) }), mapped([jointFeature]));
      assert.equal(source.episodes[0]?.length, 21);
      const { columns, missing } = await source.read(0, 0, 21);
      const expected = Float32Array.from({ length: 42 }, (_, i) => (Math.floor(i / 2) / 10) * (1 + (i % 2)));
      assert.deepEqual([...(columns["observation.state"]?.data ?? [])], [...expected], `${encoding} ${compression}`);
      assert.deepEqual(missing, {});
    }
});

test("hold takes the last, nearest the closer, linear the line between; frames start where every topic has spoken", async () => {
  const at = (times: readonly number[]) => times.map((t) => [t, { v: t * 10 }] as const);
  const topics: readonly Topic[] = [
    { topic: "/slow", encoding: "json", messages: at([0.1, 0.4, 0.7, 1.0]) },
    { topic: "/fast", encoding: "json", messages: at(Array.from({ length: 21 }, (_, i) => i / 20)) },
  ];
  const feature = (method: string) => ({ name: method, topic: "/slow", path: "v", shape: [1], method, maxAge: 0.35 });
  const fast = { name: "fast", topic: "/fast", path: "v", shape: [1], method: "hold", maxAge: 0.06 };
  const source = await openMcap(
    set({ "a.mcap": await recorded(topics) }),
    mapped([...["hold", "nearest", "linear"].map(feature), fast]),
  );
  const { columns } = await source.read(0, 0, source.episodes[0]?.length ?? 0);
  const rounded = (name: string) => Array.from(columns[name]?.data ?? [], (x) => Number(x.toFixed(4)));
  assert.deepEqual(rounded("fast"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(rounded("hold"), [1, 1, 1, 4, 4, 4, 7, 7, 7, 10]);
  assert.deepEqual(rounded("nearest"), [1, 1, 4, 4, 4, 7, 7, 7, 10, 10]);
  assert.deepEqual(rounded("linear"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a hole in a topic is told frame by frame, never filled", async () => {
  const messages = joints(20, 2).filter(([t]) => t < 0.5 || t > 1.0);
  const source = await openMcap(
    set({ "a.mcap": await recorded([{ topic: "/joints", encoding: "json", messages }]) }),
    mapped([{ ...jointFeature, maxAge: 0.11 }]),
  );
  const { missing, columns } = await source.read(0, 3, 15);
  assert.deepEqual(missing, { "observation.state": [5, 6, 7, 8, 9, 10] });
  const state = columns["observation.state"]?.data ?? [];
  assert.ok(Number.isNaN(state[2 * 4]) && !Number.isNaN(state[2 * 1]) && !Number.isNaN(state[2 * 8]));
  assert.match(source.notes?.join() ?? "", /\/joints resampled to 10 frames a second \(linear/);
});

test("a piece of an episode is the same whether it is read alone or within the whole", async () => {
  const topics: readonly Topic[] = [{ topic: "/joints", encoding: "json", messages: joints(33, 3) }];
  const source = await openMcap(set({ "a.mcap": await recorded(topics, "zstd") }), mapped([jointFeature], 25));
  const whole = (await source.read(0, 0, 60)).columns["observation.state"]?.data ?? new Float32Array();
  for (const [start, end] of [
    [0, 1],
    [17, 40],
    [59, 60],
  ] as const)
    assert.deepEqual(
      (await source.read(0, start, end)).columns["observation.state"]?.data,
      whole.slice(start * 2, end * 2),
    );
});

test("raw ROS images with padded rows and compressed pictures become channels first", async () => {
  const pixels = Uint8Array.from({ length: 18 }, (_, i) => i * 10);
  const padded = new Uint8Array(2 * 12);
  for (let y = 0; y < 2; y++) padded.set(pixels.subarray(y * 9, y * 9 + 9), y * 12);
  const raw = { width: 3, height: 2, step: 12, encoding: "rgb8", data: Buffer.from(padded).toString("base64") };
  const png = {
    format: "png",
    data: Buffer.from(encodePngPicture({ width: 3, height: 2, channels: 3, pixels })).toString("base64"),
  };
  const messages = (message: unknown) => [0, 0.1, 0.2].map((t) => [t, message] as const);
  const bytes = await recorded([
    { topic: "/raw", encoding: "json", messages: messages(raw) },
    { topic: "/bgr", encoding: "json", messages: messages({ ...raw, encoding: "bgr8" }) },
    { topic: "/png", encoding: "json", messages: messages(png) },
  ]);
  const feature = (name: string) => ({
    name,
    topic: `/${name}`,
    kind: "image",
    shape: [3, 2, 3],
    method: "hold",
    maxAge: 0.2,
  });
  const source = await openMcap(set({ "a.mcap": bytes }), mapped(["raw", "bgr", "png"].map(feature)));
  const { columns } = await source.read(0, 1, 2);
  const planes = [0, 1, 2].map((c) => Array.from({ length: 6 }, (_, i) => (i * 3 + c) * 10));
  assert.deepEqual([...(columns.raw?.data ?? [])], planes.flat());
  assert.deepEqual([...(columns.png?.data ?? [])], planes.flat());
  assert.deepEqual([...(columns.bgr?.data ?? [])], [...planes].reverse().flat());
});

test("a cut file, a topic, path or shape that is not there, and foreign files are refused with their place", async () => {
  const bytes = await recorded([{ topic: "/joints", encoding: "json", messages: joints(20, 1) }]);
  const read = async (file: Uint8Array, feature: Readonly<Record<string, unknown>>) => {
    const source = await openMcap(set({ "a.mcap": file }), mapped([{ ...jointFeature, ...feature }]));
    return source.read(0, 0, 5);
  };
  await assert.rejects(read(bytes.subarray(0, bytes.length - 300), {}), /set\/a\.mcap: .*mcap recover/);
  await assert.rejects(read(bytes, { topic: "/arm" }), /has no topic \/arm\. It has \/joints/);
  await assert.rejects(read(bytes, { path: "effort" }), /a\.mcap: \/joints, effort: has no effort/);
  await assert.rejects(read(bytes, { shape: [3] }), /holds 2 values, the mapping says 3/);
  await assert.rejects(read(new Uint8Array(100), {}), /set\/a\.mcap/);
  const turned = bytes.slice();
  turned[200] = (turned[200] ?? 0) ^ 0xff;
  await assert.rejects(read(turned, {}), /set\/a\.mcap/);
});

test("a mapping says what is wrong with it", () => {
  assert.throws(() => readMapping({ rate: 10, features: [{ ...jointFeature, method: "spline" }] }), /method/);
  assert.throws(
    () => readMapping({ rate: 10, features: [{ ...jointFeature, kind: "image" }] }),
    /no line is drawn between images/,
  );
  assert.throws(() => readMapping({ rate: 10, features: [jointFeature, jointFeature] }), /is there twice/);
  assert.throws(() => readMapping({ rate: 10, speed: 1, features: [jointFeature] }), /speed/);
});

test("a long recording is read by the chunks that a piece needs", async () => {
  const bytes = await recorded([{ topic: "/joints", encoding: "json", messages: joints(100, 60) }], "zstd");
  const read = { total: 0 };
  const counting: Folder = {
    name: "set",
    list: async () => ["a.mcap"],
    open: async () => {
      const file = bytesFile("a.mcap", bytes);
      return {
        ...file,
        read: (start, end) => {
          read.total += end - start;
          return file.read(start, end);
        },
      };
    },
  };
  const source = await openMcap(counting, mapped([jointFeature]));
  read.total = 0;
  await source.read(0, 300, 310);
  assert.ok(read.total > 0 && read.total < bytes.length / 10, `${read.total} of ${bytes.length} bytes`);
});
