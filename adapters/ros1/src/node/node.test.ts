import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { need } from "../../../../tools/debian.ts";
import { type JointStateMessage, jointState, text } from "../messages/common.ts";
import { messageTypeOf } from "../messages/message-type.ts";
import { header } from "../messages/time.ts";
import { trigger } from "../services/service-type.ts";
import { headerFrame } from "../tcpros/header.ts";
import { sharedRos, type TestRos, until } from "../testing/ros.ts";
import type { Trouble } from "../trouble.ts";
import type { RosNode } from "./node.ts";
import { rosout } from "./rosout.ts";

const missing = need("ros-core", "python3-rospy", "python3-rostopic", "python3-rosservice", "python3-rosbag");
const skip = missing ?? false;
let ros: TestRos;
let node: RosNode;
const troubles: Trouble[] = [];

const open = (name: string, more: object = {}): Promise<RosNode> => ros.node(name, more);

before(async () => {
  if (missing) return;
  ros = await sharedRos("steady");
  node = await open("/ours", { onTrouble: (trouble: Trouble) => troubles.push(trouble) });
});
after(async () => {
  if (missing) return;
  await node.close();
  await ros.close();
});

const joints = (position: readonly number[]): JointStateMessage => ({
  header: header(1.5, "base"),
  name: position.map((_, i) => `joint_${i}`),
  position,
  velocity: [],
  effort: [],
});

const echo = `
import rospy
from sensor_msgs.msg import JointState
rospy.init_node('echo')
out = rospy.Publisher('/back', JointState, queue_size=1000, tcp_nodelay=True)
rospy.Subscriber('/there', JointState, out.publish, tcp_nodelay=True)
print('ready')
rospy.spin()
`;

test("ros1 node: rospy gets what is published and is heard, in order, nothing lost", { skip }, async () => {
  const seen: number[] = [];
  const peer = ros.python(echo);
  const there = node.publish("/there", jointState, { queue: 300 });
  const back = node.subscribe("/back", jointState, ({ position }) => void seen.push(position[0] ?? -1));
  await peer.prints(/ready/);
  await there.subscribed(5000);
  await back.connected(5000);
  for (let i = 0; i < 300; i += 1) there.publish(joints([i, 2, 3]));
  await until(() => seen.length === 300);
  assert.deepEqual(seen, [...Array(300).keys()]);
  assert.equal(there.dropped + back.dropped, 0);
  await peer.end();
  await there.close();
  await back.close();
});

test("ros1 node: rostopic, rosnode, rosservice and rosbag see it and use it", { skip }, async (t) => {
  const state = node.publish("/joint_states", jointState, { isLatched: true });
  const service = node.serve("/ours/do", trigger, () => ({ success: true, message: "done" }));
  await node.registered();
  state.publish(joints([0.25, -1]));
  const lines = rosout(node);
  lines.say("warning", "the kettle is hot");
  const bag = ros.command("rosbag", "record", "-O", "seen.bag", "-l", "1", "/joint_states");
  const said = [
    ros.command("rostopic", "echo", "-n", "1", "/joint_states"),
    ros.command("rosnode", "info", "/ours"),
    ros.command("rosservice", "call", "/ours/do"),
    ros.command("rosservice", "info", "/ours/do"),
    ros.command("rostopic", "echo", "-n", "1", "/rosout_agg"),
  ];
  const again = setInterval(() => lines.say("warning", "the kettle is hot"), 100);
  t.after(() => clearInterval(again));
  await Promise.all([bag.ended(), ...said.map((one) => one.ended())]);
  const [echoed = "", info = "", called = "", type = "", logged = ""] = said.map((one) => one.text());
  assert.match(echoed, /position: \[0\.25, -1\.0\]/);
  assert.match(info, /\/joint_states \[sensor_msgs\/JointState\]/);
  assert.match(called, /success: True\s+message: "done"/);
  assert.match(logged, /level: 4\nname: "\/ours"\nmsg: "the kettle is hot"/);
  assert.match(type, /Type: std_srvs\/Trigger/);
  const listed = ros.command("rosbag", "info", "seen.bag");
  await listed.ended();
  assert.match(listed.text(), /joint_states\s+1 msg\s+: sensor_msgs\/JointState/);
  clearInterval(again);
  await Promise.all([state.close(), service.close(), lines.close()]);
});

test("ros1 node: parameters are set, read, watched and deleted", { skip }, async () => {
  const seen: unknown[] = [];
  await node.watchParam("/who", (value) => void seen.push(value));
  await node.setParam("/what", { a: 1, b: [true, "x", 0.5] });
  assert.deepEqual(await node.param("/what"), { a: 1, b: [true, "x", 0.5] });
  const other = await open("/other");
  await other.setParam("/who", "other");
  await until(() => seen.length === 2);
  assert.deepEqual(seen, [null, "other"]);
  await node.deleteParam("/what");
  assert.equal(await node.param("/what"), null);
  await other.close();
});

test("ros1 node: a subscriber that does not read gets the newest, and delays nobody else", { skip }, async () => {
  const big = node.publish("/big", text, { queue: 3 });
  const seen: string[] = [];
  const reader = await open("/reader");
  const listening = reader.subscribe("/big", text, ({ data }) => void seen.push(data.slice(0, 3)), { queue: 100 });
  await listening.connected(5000);
  const deaf = await rawSubscriber("/big", "std_msgs/String", text.md5);
  await until(() => big.subscribers === 2);
  for (let i = 0; i < 60; i += 1) {
    big.publish({ data: `${String(i).padStart(3, "0")}${"x".repeat(500_000)}` });
    await until(() => seen.length === i + 1);
  }
  assert.deepEqual(seen.length, 60);
  assert.ok(big.dropped > 20, `${big.dropped} were dropped`);
  deaf.socket.destroy();
  await reader.close();
  await big.close();
});

test("ros1 node: a slow handler's queue drops the oldest, counted", { skip }, async () => {
  const out = node.publish("/fast", text, { queue: 100 });
  const seen: string[] = [];
  let goOn = (): void => {};
  const reader = await open("/slow");
  const slow = (message: { readonly data: string }): Promise<void> => {
    seen.push(message.data);
    return new Promise((resolve) => {
      goOn = resolve;
    });
  };
  const listening = reader.subscribe("/fast", text, slow, { queue: 2 });
  await out.subscribed(5000);
  for (const data of ["1", "2", "3", "4", "5"]) out.publish({ data });
  await until(() => listening.received === 5);
  for (const count of [2, 3]) {
    goOn();
    await until(() => seen.length === count);
  }
  assert.deepEqual(seen, ["1", "4", "5"]);
  assert.equal(listening.dropped, 2);
  goOn();
  await reader.close();
  await out.close();
});

test("ros1 node: a peer of another type is refused by name on both sides", { skip }, async () => {
  const other = messageTypeOf<{ readonly data: number }>("std_msgs/String", "int32 data");
  const wrong = node.publish("/typed", other);
  const told: Trouble[] = [];
  const reader = await open("/reader2", { onTrouble: (trouble: Trouble) => told.push(trouble) });
  reader.subscribe("/typed", text, () => {});
  await until(() => told.length > 0);
  assert.match(told[0]?.why ?? "", /has sum .+, not 992ce8a1687cec8c8bd883ec73ca41d1/);
  await reader.close();
  await wrong.close();
});

/** Registers nowhere: asks our node for the topic and connects by hand. */
const rawSubscriber = async (topic: string, type: string, md5sum: string) => {
  const body = `<?xml version="1.0"?><methodCall><methodName>requestTopic</methodName><params><param><value>/raw</value></param><param><value>${topic}</value></param><param><value><array><data><value><array><data><value>TCPROS</value></data></array></value></data></array></value></param></params></methodCall>`;
  const answer = await (await fetch(node.uri, { method: "POST", body })).text();
  const port = Number(/<(?:int|i4)>(\d{4,})<\//.exec(answer)?.[1]);
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.write(headerFrame({ callerid: "/raw", topic, type, md5sum }));
  return { socket, port };
};

const answerTo = (port: number, bytes: Uint8Array): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });

const framed = (body: Uint8Array, length = body.length): Uint8Array => {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(length);
  return Buffer.concat([head, body]);
};

test("ros1 node: hostile headers, lengths and sums are answered with a reason; it goes on serving", {
  skip,
}, async () => {
  const out = node.publish("/open", text);
  const service = node.serve("/open/do", trigger, () => ({ success: true, message: "" }));
  const { socket, port } = await rawSubscriber("/open", "std_msgs/String", "*");
  socket.destroy();
  const liar = Buffer.alloc(8, 0xff);
  const cases: readonly (readonly [Uint8Array, RegExp])[] = [
    [framed(liar), /malformed/],
    [framed(new Uint8Array(0), 0xffffffff), /announces 4294967295 bytes/],
    [framed(framed(Buffer.from("no equals sign"))), /without a name/],
    [headerFrame({ callerid: "/x", topic: "/nowhere", type: "*", md5sum: "*" }), /offers no \/nowhere/],
    [headerFrame({ callerid: "/x", topic: "/open", type: "std_msgs/String", md5sum: "bad" }), /has sum/],
    [headerFrame({ callerid: "/x", topic: "/open", type: "std_msgs/Int8", md5sum: "*" }), /is of type/],
    [headerFrame({ callerid: "/x", service: "/open/do", md5sum: "bad" }), /has sum/],
    [headerFrame({}), /no such thing/],
    [Buffer.concat([headerFrame({ service: "/open/do", md5sum: "*" }), framed(liar, 0xfffffff0)]), /announces/],
    [Buffer.from("GET / HTTP/1.1\r\n\r\n"), /announces/],
  ];
  for (const [bytes, reply] of cases) assert.match(await answerTo(port, bytes), reply);
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % 256;
  };
  for (let i = 0; i < 100; i += 1) {
    const noise = Uint8Array.from({ length: 4 + (i % 60) }, random);
    const whole = i % 2 === 0 ? framed(noise) : noise;
    await Promise.race([answerTo(port, whole), new Promise((resolve) => setTimeout(resolve, 5))]);
  }
  const client = node.service("/open/do", trigger);
  assert.deepEqual((await client.call({})).success, true);
  assert.equal((await fetch(node.uri, { method: "POST", body: "<nonsense" })).status, 500);
  assert.equal((await fetch(node.uri, { method: "POST", body: "<".repeat(2 ** 19) })).status, 413);
  await out.close();
  await service.close();
});
