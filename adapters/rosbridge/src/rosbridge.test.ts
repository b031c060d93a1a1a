import assert from "node:assert/strict";
import { after, test } from "node:test";
import { hostClock } from "@sakiyomi/robot/node";
import { behavesLikeRobot, fakeRobot, twoArms } from "@sakiyomi/robot/testing";
import type { ServedRobot, Trouble } from "@sakiyomi/ros1";
import * as untyped from "roslib";
import { WebSocket } from "ws";
import { readCbor, writeCbor } from "./cbor.ts";
import { rosbridgeClient, rosbridgeRobot, rosbridgeServer, serveRobotOverRosbridge } from "./index.ts";
import type { RosbridgeServer, RosbridgeServerOptions } from "./server.ts";
import { openRobot } from "./worker.ts";

/** What is used of roslib 2.1: its own types do not resolve under Node's rules. */
interface Ros {
  on(event: "connection" | "error", done: () => void): void;
  getTopics(done: (listed: { topics: string[] }) => void, failed: (why: string) => void): void;
  close(): void;
}
interface Topic<M> {
  subscribe(take: (message: M) => void): void;
  unsubscribe(): void;
  advertise(): void;
  publish(message: M): void;
}
interface Service<Q, A> {
  callService(request: Q, done: (answer: A) => void, failed: (why: string) => void): void;
  advertise(answer: (request: Q, response: A) => boolean): void;
}
const { Ros, Service, Topic } = untyped as unknown as {
  readonly Ros: new (options: { readonly url: string }) => Ros;
  readonly Topic: new <M>(options: object) => Topic<M>;
  readonly Service: new <Q, A>(options: object) => Service<Q, A>;
};

const { now } = hostClock();
const pass = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 2000 && !isSo(); i += 1) await pass(0.003);
  assert.ok(isSo(), `${isSo}`);
};
const opened: RosbridgeServer[] = [];
const serverOf = async (options: RosbridgeServerOptions = {}): Promise<RosbridgeServer> => {
  const server = await rosbridgeServer({ port: 0, ...options });
  opened.push(server);
  return server;
};
after(async () => {
  for (const server of opened) await server.close();
});

behavesLikeRobot("rosbridge robot", async () => {
  const fake = fakeRobot(twoArms, now);
  const server = await serverOf();
  const robot = rosbridgeRobot({ features: twoArms, url: `ws://127.0.0.1:${server.port}`, token: server.token, now });
  let served: ServedRobot | null = null;
  const both = {
    features: twoArms,
    open: async () => {
      await fake.open();
      served = await serveRobotOverRosbridge(fake, server, { now });
      await robot.open();
    },
    observe: () => robot.observe(),
    act: robot.act.bind(robot),
    stop: robot.stop.bind(robot),
    close: async () => {
      await robot.close();
      await served?.close();
    },
  };
  return { robot: both, now, pass };
});

test("rosbridge: a robot in a thread of its own reads its features over the bridge, and moves", async () => {
  const fake = fakeRobot(twoArms, now);
  await fake.open();
  const server = await serverOf();
  await assert.rejects(openRobot({ url: server.url }), { code: "no-description" });
  const served = await serveRobotOverRosbridge(fake, server, { now });
  const robot = await openRobot({ url: server.url });
  assert.deepEqual(robot.features, twoArms);
  await robot.open();
  await robot.act({ at: now(), expires: now() + 0.2, position: Float64Array.of(0.5, 0.5, 0.5, 0.5) });
  await until(() => served.taken === 1);
  await pass(0.05);
  assert.equal((await robot.observe()).joints.position[0], 0.5);
  await robot.close();
  await served.close();
});

/** roslib, which knows no token but in the address. */
const roslib = (server: RosbridgeServer): Promise<Ros> =>
  new Promise((resolve, reject) => {
    const ros = new Ros({ url: server.url });
    ros.on("connection", () => resolve(ros));
    ros.on("error", () => reject(new Error("roslib could not connect")));
  });

test("rosbridge: roslib publishes, subscribes, calls and serves through our server", async () => {
  const server = await serverOf();
  const [one, two] = [await roslib(server), await roslib(server)];
  const seen: unknown[] = [];
  const listener = new Topic<{ data: string }>({ ros: two, name: "/say", messageType: "std_msgs/String" });
  listener.subscribe((message) => seen.push(message.data));
  const local: unknown[] = [];
  server.subscribe("/say", (message) => local.push((message as { data: string }).data));
  await until(() => server.listeners("/say") === 2);
  const talker = new Topic<{ data: string }>({ ros: one, name: "/say", messageType: "std_msgs/String" });
  talker.advertise();
  talker.publish({ data: "test" });
  server.publish("/say", "std_msgs/String", { data: "from within" });
  await until(() => seen.length === 2 && local.length === 2);
  assert.deepEqual(new Set([...seen, ...local]), new Set(["test", "from within"]));
  server.serve("/add", "own/Add", (args) => {
    const { a, b } = args as { a: number; b: number };
    if (a < 0) throw new Error("too little");
    return { sum: a + b };
  });
  type Add = { a: number; b: number };
  const add = new Service<Add, { sum: number }>({ ros: one, name: "/add", serviceType: "own/Add" });
  const asked = (request: Add): Promise<unknown> =>
    new Promise((resolve) => add.callService(request, resolve, (why) => resolve(String(why))));
  assert.deepEqual(await asked({ a: 1, b: 2 }), { sum: 3 });
  assert.match(String(await asked({ a: -1, b: 2 })), /too little/);
  const twice = new Service<{ x: number }, { y: number }>({ ros: two, name: "/twice", serviceType: "own/Twice" });
  twice.advertise((request, response) => {
    response.y = request.x * 2;
    return true;
  });
  let doubled: unknown = null;
  for (let i = 0; i < 200 && doubled === null; i += 1) {
    doubled = await server.call("/twice", { x: 21 }).catch(() => null);
    await pass(0.005);
  }
  assert.deepEqual(doubled, { y: 42 });
  await assert.rejects(server.call("/nobody", {}), { code: "no-service" });
  const listed = await new Promise<{ topics: string[] }>((resolve, reject) => one.getTopics(resolve, reject));
  assert.ok(listed.topics.includes("/say"));
  one.close();
  two.close();
});

test("rosbridge: roslib reads binary data as cbor, and slow listeners get the newest at their rate", async () => {
  const server = await serverOf();
  const ros = await roslib(server);
  const images: { data: Uint8Array }[] = [];
  const picture = new Topic<{ data: Uint8Array }>({
    ros,
    name: "/image",
    messageType: "sensor_msgs/Image",
    compression: "cbor",
  });
  picture.subscribe((message) => images.push(message));
  const slow: number[] = [];
  const count = new Topic<{ data: number }>({
    ros,
    name: "/count",
    messageType: "std_msgs/Int32",
    throttle_rate: 50,
    queue_length: 1,
  });
  count.subscribe(({ data }) => slow.push(data));
  await until(() => server.listeners("/image") + server.listeners("/count") === 2);
  server.publish("/image", "sensor_msgs/Image", { height: 1, width: 2, data: Uint8Array.of(1, 2, 255), scale: 0.5 });
  for (let data = 0; data < 20; data += 1) {
    server.publish("/count", "std_msgs/Int32", { data });
    await pass(0.005);
  }
  await until(() => images.length === 1 && slow.at(-1) === 19);
  assert.deepEqual([...(images[0]?.data ?? [])], [1, 2, 255]);
  assert.ok(slow.length >= 3 && slow.length <= 6, `${slow}`);
  count.unsubscribe();
  await until(() => server.listeners("/count") === 0);
  ros.close();
});

const statusOf = async (url: string, headers: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on("open", () => {
      socket.close();
      resolve("open");
    });
    socket.on("error", (error) => resolve(error.message));
  });

test("rosbridge: a page of another origin, a client without the token, and one who only views command nothing", async () => {
  const server = await serverOf({ viewToken: "look", origins: ["https://ward.example"] });
  const bare = `ws://127.0.0.1:${server.port}`;
  assert.match(await statusOf(bare), /403/);
  assert.match(await statusOf(`${bare}/?token=guess`), /403/);
  assert.match(await statusOf(server.url, { origin: "https://evil.example" }), /403/);
  assert.match(await statusOf(server.url, { origin: "null" }), /403/);
  assert.equal(await statusOf(server.url, { origin: "https://ward.example" }), "open");
  assert.equal(await statusOf(bare, { authorization: `Bearer ${server.token}` }), "open");
  const troubles: Trouble[] = [];
  const viewer = rosbridgeClient({ url: bare, token: "look", onTrouble: (trouble) => troubles.push(trouble) });
  await viewer.open();
  const seen: unknown[] = [];
  viewer.subscribe("/joint_states", "sensor_msgs/JointState", (message) => seen.push(message));
  await until(() => server.listeners("/joint_states") === 1);
  server.publish("/joint_states", "sensor_msgs/JointState", { name: ["a"] });
  let commanded = 0;
  server.subscribe("/command", () => {
    commanded += 1;
  });
  viewer.advertise("/command", "trajectory_msgs/JointTrajectory");
  viewer.publish("/command", {});
  await assert.rejects(viewer.call("/stop", {}, 100));
  await until(() => troubles.length >= 3 && seen.length === 1);
  assert.ok(troubles.every(({ code, why }) => code === "status-error" && /views may not/.test(why)));
  assert.equal(commanded, 0);
  await viewer.close();
});

/** Frames as ROSBRIDGE_PROTOCOL.md of rosbridge_suite gives them (section 3), sent as they are. */
const talk = async (
  server: RosbridgeServer,
  frames: readonly (string | Uint8Array)[],
  answers: number,
): Promise<readonly unknown[]> => {
  const socket = new WebSocket(server.url);
  const heard: unknown[] = [];
  socket.on("message", (data: Buffer) => heard.push(JSON.parse(data.toString())));
  await new Promise((resolve) => socket.once("open", resolve));
  for (const frame of frames) socket.send(frame);
  await until(() => heard.length >= answers);
  await pass(0.02);
  socket.close();
  return heard;
};

test("rosbridge: frames of the protocol's document are answered as it says", async () => {
  const server = await serverOf();
  server.serve("/rosout/get_loggers", "roscpp/GetLoggers", () => ({ loggers: [] }));
  const heard = await talk(
    server,
    [
      '{"op":"set_level","level":"warning"}',
      '{"op":"advertise","id":"advertise:/cmd_vel:1","topic":"/cmd_vel","type":"geometry_msgs/Twist"}',
      '{"op":"subscribe","id":"subscribe:/cmd_vel:2","topic":"/cmd_vel","type":"geometry_msgs/Twist"}',
      '{"op":"publish","id":"publish:/cmd_vel:3","topic":"/cmd_vel","msg":{"linear":{"x":1},"angular":{"z":0}}}',
      '{"op":"call_service","id":"call:4","service":"/rosout/get_loggers"}',
      '{"op":"unsubscribe","id":"subscribe:/cmd_vel:2","topic":"/cmd_vel"}',
      '{"op":"unadvertise","id":"advertise:/cmd_vel:1","topic":"/cmd_vel"}',
    ],
    2,
  );
  assert.deepEqual(heard, [
    { op: "publish", topic: "/cmd_vel", msg: { linear: { x: 1 }, angular: { z: 0 } } },
    { op: "service_response", id: "call:4", service: "/rosout/get_loggers", values: { loggers: [] }, result: true },
  ]);
});

test("rosbridge: what is not supported, malformed or unknown is answered with a status, and the line stays", async () => {
  const server = await serverOf();
  const refused = await talk(
    server,
    [
      '{"op":"fragment","id":"1","data":"{","num":0,"total":2}',
      '{"op":"subscribe","topic":"/x","compression":"png"}',
      '{"op":"send_action_goal","id":"1","action":"/a","action_type":"t"}',
      '{"op":"publish","topic":"/never","msg":{}}',
      '{"op":"fly"}',
      '{"op":"__proto__"}',
      '{"op":"subscribe"}',
      '{"op":"subscribe","topic":"/x","throttle_rate":-1}',
      "[1,2",
      "null",
      Uint8Array.of(0xff, 0x00, 0x9f),
    ],
    11,
  );
  assert.equal(refused.length, 11);
  for (const told of refused) assert.equal((told as { op: string }).op, "status");
  assert.match(JSON.stringify(refused[0]), /fragments are not taken/);
  assert.match(JSON.stringify(refused[1]), /compression png is not given/);
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const noise = Array.from({ length: 200 }, () => Uint8Array.from({ length: random(60) }, () => random(256)));
  const texts = noise.map((bytes) => Buffer.from(bytes).toString("latin1"));
  assert.equal((await talk(server, [...noise, ...texts], 400)).length, 400);
  assert.deepEqual(
    await talk(server, ['{"op":"call_service","id":"x","service":"/rosapi/get_param","args":{"name":"/a"}}'], 1),
    [{ op: "service_response", id: "x", service: "/rosapi/get_param", values: { value: "" }, result: true }],
  );
});

test("rosbridge: our client subscribes and serves again when its server was restarted; what it sent meanwhile is gone", async () => {
  const first = await rosbridgeServer({ port: 0, token: "t" });
  const troubles: string[] = [];
  const client = rosbridgeClient({
    url: `ws://127.0.0.1:${first.port}`,
    token: "t",
    onTrouble: ({ code }) => void troubles.push(code),
  });
  await client.open();
  const seen: unknown[] = [];
  client.subscribe("/a", "std_msgs/Int8", (message) => seen.push(message));
  client.serve("/double", "own/Double", (args) => ({ y: (args as { x: number }).x * 2 }));
  client.advertise("/b", "std_msgs/Int8");
  await until(() => first.listeners("/a") === 1);
  assert.deepEqual(await first.call("/double", { x: 2 }), { y: 4 });
  await first.close();
  await until(() => !client.isConnected);
  client.publish("/b", { data: 1 });
  assert.equal(client.dropped, 1);
  await assert.rejects(client.call("/x", {}), { code: "not-connected" });
  const second = await rosbridgeServer({ port: first.port, token: "t" });
  const heard: unknown[] = [];
  second.subscribe("/b", (message) => heard.push(message));
  await until(() => second.listeners("/a") === 1);
  second.publish("/a", "std_msgs/Int8", { data: 5 });
  assert.deepEqual(await second.call("/double", { x: 4 }), { y: 8 });
  client.publish("/b", { data: 2 });
  await until(() => seen.length === 1 && heard.length === 1);
  assert.deepEqual([seen, heard], [[{ data: 5 }], [{ data: 2 }]]);
  assert.deepEqual(troubles, ["peer-lost", "peer-back"]);
  await client.close();
  await second.close();
});

test("rosbridge: cbor comes back as it went, and what is cut or hostile is refused", () => {
  const told = {
    a: [1, -1, 23, 24, 255, 256, 65536, 2 ** 40, -(2 ** 33), 0.5, -0.25],
    b: "字",
    c: null,
    d: [true, false],
    e: Float64Array.of(1.5, -2),
    f: Uint8Array.of(9, 8),
    g: { h: {} },
  };
  const bytes = writeCbor(told);
  assert.deepEqual(readCbor(bytes), told);
  for (let length = 0; length < bytes.length; length += 1)
    assert.throws(() => readCbor(bytes.subarray(0, length)), { code: "bad-cbor" });
  const hostile = [
    Buffer.from("9bffffffffffffffff", "hex"),
    Buffer.from("5bffffffffffffffff00", "hex"),
    Buffer.alloc(10_000, 0x81),
    Buffer.from("a1695f5f70726f746f5f5f01", "hex"),
    Buffer.from("9f01ff", "hex"),
    Buffer.from("0101", "hex"),
  ];
  for (const one of hostile) assert.throws(() => readCbor(one), { code: "bad-cbor" });
});
