import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg-serialization";
import { type Channel, FoxgloveClient, type MessageData } from "@foxglove/ws-protocol";
import { steppedClock } from "@sakiyomi/robot";
import { feelingArms } from "@sakiyomi/robot/testing";
import { WebSocket } from "ws";
import { epoch, inFolder, recordedRun, runGuard, runTurns } from "../mcap/test-run.ts";
import { refusal } from "./door.ts";
import { playMcap } from "./play.ts";
import { openLiveServer } from "./server.ts";
import { openLiveView } from "./view.ts";

interface Seen {
  readonly client: FoxgloveClient;
  readonly socket: WebSocket;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, unknown[]>;
  readonly services: { id: number; name: string }[];
}

/** The official client, subscribed to some topics. */
const viewer = async (url: string, topics: readonly string[], protocol = "foxglove.websocket.v1"): Promise<Seen> => {
  const socket = new WebSocket(url, [protocol]);
  const client = new FoxgloveClient({ ws: socket as never });
  const seen: Seen = { client, socket, channels: new Map(), messages: new Map(), services: [] };
  const bySubscription = new Map<number, Channel>();
  client.on("advertise", (channels) => {
    for (const channel of channels) {
      seen.channels.set(channel.topic, channel);
      if (topics.includes(channel.topic)) bySubscription.set(client.subscribe(channel.id), channel);
    }
  });
  client.on("advertiseServices", (services) => seen.services.push(...services));
  client.on("message", ({ subscriptionId, data }: MessageData) => {
    const channel = bySubscription.get(subscriptionId);
    if (!channel) return;
    const { topic, schema } = channel;
    const list = seen.messages.get(topic) ?? [];
    seen.messages.set(topic, list);
    list.push(new MessageReader(parse(schema)).readMessage(data));
  });
  await new Promise<void>((resolve, reject) => {
    client.on("serverInfo", () => resolve());
    client.on("error", reject);
  });
  return seen;
};

/** Lets sockets work until something is true. */
const until = async (what: () => boolean): Promise<void> => {
  for (let i = 0; i < 5000 && !what(); i += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(what(), "waited for in vain");
};

const liveView = async (t: TestContext, more: object = {}) => {
  const view = await openLiveView({
    about: { features: feelingArms, guard: await runGuard(), epoch },
    port: 0,
    ...more,
  });
  t.after(() => view.close());
  return view;
};

const liveServer = async (t: TestContext, more: object = {}) => {
  const server = await openLiveServer({ port: 0, ...more });
  t.after(() => server.close());
  return server;
};

test("the official client sees the channels of a recording, decodes them, and gets what was latched before it came", async (t) => {
  const view = await liveView(t);
  const turns = await runTurns();
  for (const turn of turns.slice(0, 5)) view.turn(turn);
  const seen = await viewer(view.url, [
    "/robot_description",
    "/tf_static",
    "/joint_states",
    "/head/left/image",
    "/guard",
  ]);
  await until(() => seen.messages.has("/guard") && seen.messages.has("/robot_description"));
  for (const turn of turns.slice(5, 105)) view.turn(turn);
  await until(() => seen.messages.get("/joint_states")?.length === 100);
  assert.equal(seen.messages.get("/robot_description")?.length, 1);
  assert.equal(seen.messages.get("/head/left/image")?.length, 10);
  assert.ok(!seen.messages.has("/tf"), "nobody subscribed to it");
  const [joints] = seen.messages.get("/joint_states") as [{ position: Float64Array }];
  assert.deepEqual(joints.position, turns[5]?.observation.joints.position);
  assert.equal(view.viewers, 1);
  seen.client.close();
  await until(() => view.viewers === 0);
});

test("both names of the protocol are understood, the newer first; others are turned away", async (t) => {
  const server = await liveServer(t);
  for (const protocol of ["foxglove.sdk.v1", "foxglove.websocket.v1"]) {
    const { socket, client } = await viewer(server.url, [], protocol);
    assert.equal(socket.protocol, protocol);
    client.close();
  }
  const both = new WebSocket(server.url, ["foxglove.websocket.v1", "foxglove.sdk.v1"]);
  await once(both, "open");
  assert.equal(both.protocol, "foxglove.sdk.v1");
  both.terminate();
  const other = new WebSocket(server.url, ["chat"]);
  await assert.rejects(once(other, "open"), /subprotocol/);
});

test("a stop is asked for by a service; a call that is not offered fails and stops nobody", async (t) => {
  let stops = 0;
  const view = await liveView(t, { onStop: () => (stops += 1) });
  const { client, services } = await viewer(view.url, []);
  await until(() => services.length === 1);
  assert.equal(services[0]?.name, "/stop");
  const answers: Uint8Array[] = [];
  const failures: string[] = [];
  client.on("serviceCallResponse", ({ data }) =>
    answers.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
  client.on("serviceCallFailure", ({ message }) => failures.push(message));
  const call = { callId: 7, encoding: "ros1", data: new DataView(new ArrayBuffer(0)) };
  client.sendServiceCallRequest({ serviceId: services[0]?.id ?? 0, ...call });
  client.sendServiceCallRequest({ serviceId: 99, ...call });
  await until(() => answers.length === 1 && failures.length === 1);
  assert.equal(stops, 1);
  const reader = new MessageReader(parse("bool success\nstring message"));
  assert.deepEqual((reader.readMessage(answers[0] as Uint8Array) as { success: boolean }).success, true);
});

test("a client that does not read gets the newest picture when it reads again, and all the events", async (t) => {
  const server = await liveServer(t);
  server.announce("/camera", "sakiyomi_msgs/Bytes");
  server.announce("/rosout", "std_msgs/String");
  const seen = await viewer(server.url, []);
  await until(() => seen.channels.size === 2);
  const counts = { camera: 0, words: 0, last: -1 };
  const ids = new Map<number, string>();
  for (const topic of ["/camera", "/rosout"])
    ids.set(seen.client.subscribe((seen.channels.get(topic) as Channel).id), topic);
  seen.client.on("message", ({ subscriptionId, data }) => {
    if (ids.get(subscriptionId) === "/rosout") counts.words += 1;
    else {
      counts.camera += 1;
      counts.last = new DataView(data.buffer, data.byteOffset).getUint16(0, true);
    }
  });
  // Latched: it comes with the subscription, whichever is there first.
  const words = { topic: "/rosout", schema: "std_msgs/String", at: 1n, data: () => new Uint8Array(4), isEvent: true };
  server.show({ ...words, isLatched: true });
  await until(() => counts.words === 1);
  seen.socket.pause();
  const frames = 300;
  for (let i = 0; i < frames; i += 1) {
    const data = new Uint8Array(100_000);
    new DataView(data.buffer).setUint16(0, i, true);
    server.show({ topic: "/camera", schema: "sakiyomi_msgs/Bytes", at: BigInt(i), data: () => data });
    if (i % 10 === 0) server.show(words);
    await new Promise((resolve) => setImmediate(resolve));
  }
  seen.socket.resume();
  await until(() => counts.last === frames - 1 && counts.words === 31);
  assert.ok(server.skipped > 100, `${server.skipped} skipped`);
  assert.equal(counts.camera + server.skipped, frames);
});

const home = { host: "127.0.0.1", token: null, origins: ["https://app.foxglove.dev"] };
const caller = { origin: undefined, host: "localhost:8765", url: "/" };

test("foreign pages, foreign names and wrong tokens are turned away", () => {
  const rows = [
    [home, caller, null],
    [home, { ...caller, origin: "file://" }, null],
    [home, { ...caller, origin: "http://localhost:8080" }, null],
    [home, { ...caller, origin: "https://app.foxglove.dev" }, null],
    [home, { ...caller, origin: "https://elsewhere.example" }, 403],
    [home, { ...caller, origin: "http://localhost.elsewhere.example" }, 403],
    [home, { ...caller, origin: "null" }, 403],
    [home, { ...caller, host: "rebound.example:8765" }, 403],
    [home, { ...caller, host: undefined }, 403],
    [{ ...home, token: "secret" }, caller, 401],
    [{ ...home, token: "secret" }, { ...caller, url: "/?token=secre7" }, 401],
    [{ ...home, token: "secret" }, { ...caller, url: "//" }, 401],
    [{ ...home, token: "secret" }, { ...caller, url: "http://[" }, 401],
    [{ ...home, token: "secret" }, { ...caller, url: "/?token=secret", origin: "https://elsewhere.example" }, null],
  ] as const;
  for (const [door, who, status] of rows)
    assert.equal(refusal(door, who)?.status ?? null, status, JSON.stringify([door.token, who]));
});

test("the door is kept on the wire as well, and no other machine is let in without a token", async (t) => {
  const server = await liveServer(t, { token: "s e" });
  const bare = server.url.replace(/\?.*/, "");
  const refused = new WebSocket(bare, ["foxglove.sdk.v1"]);
  await assert.rejects(once(refused, "open"), /401/);
  const { client } = await viewer(server.url, []);
  client.close();
  const strict = await liveServer(t);
  const foreign = new WebSocket(strict.url, ["foxglove.sdk.v1"], { origin: "https://elsewhere.example" });
  await assert.rejects(once(foreign, "open"), /403/);
  await assert.rejects(openLiveServer({ host: "0.0.0.0", port: 0 }), /Give a token/);
});

test("words that are no words end nothing", async (t) => {
  const view = await liveView(t);
  const seen = await viewer(view.url, ["/joint_states"]);
  for (const words of ["", "{", "[]", '{"op":"subscribe"}', '{"op":"subscribe","subscriptions":[{}]}', '{"op":"x"}'])
    seen.socket.send(words);
  for (const frame of [new Uint8Array(0), Uint8Array.of(2, 1), new Uint8Array(13).fill(255)]) seen.socket.send(frame);
  const [turn] = await runTurns();
  assert.ok(turn);
  await until(() => {
    view.turn(turn);
    return (seen.messages.get("/joint_states")?.length ?? 0) > 0;
  });
});

test("a recording is shown as it happened, in its own time", (t) =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const { turns, report } = await recordedRun(path);
    const server = await liveServer(t);
    const clock = steppedClock(50);
    const count = await playMcap(path, server, { clock, speed: 2 });
    assert.ok(count <= report.messages && count > turns.length);
    const lasted = (turns.at(-1)?.at ?? 0) - 1 + 1;
    assert.ok(Math.abs(clock.now() - 50 - lasted / 2) < 0.01, `${clock.now() - 50} s of ${lasted}`);
    const seen = await viewer(server.url, ["/robot_description", "/guard"]);
    await until(() => seen.messages.has("/guard") && seen.messages.has("/robot_description"));
  }));
