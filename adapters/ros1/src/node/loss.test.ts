import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { need } from "../../../../tools/debian.ts";
import { text } from "../messages/common.ts";
import { trigger } from "../services/service-type.ts";
import { sharedRos, type TestRos, until } from "../testing/ros.ts";
import type { Trouble } from "../trouble.ts";
import type { RosNode } from "./node.ts";

const missing = need("ros-core", "python3-rospy", "python3-rostopic", "python3-rosservice");
const skip = missing ?? false;
let ros: TestRos;
let node: RosNode;
const troubles: Trouble[] = [];

before(async () => {
  if (missing) return;
  ros = await sharedRos("mortal");
  node = await ros.node("/ours", { checkEveryMs: 100, onTrouble: (trouble) => troubles.push(trouble) });
});
after(async () => {
  if (missing) return;
  await node.close();
  await ros.close();
});

const ticker = `
import rospy
from std_msgs.msg import String
rospy.init_node('ticker', disable_signals=True)
out = rospy.Publisher('/tick', String, queue_size=10)
rospy.Subscriber('/tock', String, lambda m: print('heard', m.data))
print('ready')
while True:
    out.publish('tick')
    rospy.rostime.wallsleep(0.01)
`;

test("ros1 loss: a master that dies is reported while running links continue, and is told again when it is back", {
  skip,
}, async () => {
  let ticks = 0;
  const peer = ros.python(ticker);
  const ticking = node.subscribe("/tick", text, () => {
    ticks += 1;
  });
  const tock = node.publish("/tock", text);
  const service = node.serve("/ours/do", trigger, () => ({ success: true, message: "still here" }));
  const own = node.service("/ours/do", trigger);
  await node.setParam("/ours/setting", 5);
  await node.registered();
  await ticking.connected(5000);
  await tock.subscribed(5000);
  assert.equal((await own.call({})).success, true);
  await ros.killMaster();
  await until(() => troubles.some(({ code }) => code === "master-lost"));
  const before = ticks;
  await until(() => ticks > before + 20);
  tock.publish({ data: "without a master" });
  await peer.prints(/heard without a master/);
  assert.equal((await own.call({})).message, "still here");
  await ros.startMaster();
  await until(() => troubles.some(({ code }) => code === "master-back"));
  const again = ticks;
  await until(() => ticks > again + 20);
  assert.equal(await node.param("/ours/setting"), 5);
  const listed = ros.command("rostopic", "list", "-v");
  const called = ros.command("rosservice", "call", "/ours/do");
  await Promise.all([listed.ended(), called.ended()]);
  assert.match(listed.text(), /\* \/tock \[std_msgs\/String\] 1 publisher/);
  assert.match(listed.text(), /\* \/tick \[std_msgs\/String\] 1 subscriber/);
  assert.match(called.text(), /still here/);
  assert.deepEqual(
    troubles.map(({ code }) => code),
    ["master-lost", "master-back"],
  );
  await peer.end("SIGKILL");
  await service.close();
  await ticking.close();
  await tock.close();
});

test("ros1 loss: a publisher that is killed is reported, and heard again when it has been started anew", {
  skip,
}, async () => {
  troubles.length = 0;
  let ticks = 0;
  const first = ros.python(ticker);
  const ticking = node.subscribe("/tick", text, () => {
    ticks += 1;
  });
  await until(() => ticks > 5);
  await first.end("SIGKILL");
  await until(() => troubles.some(({ code }) => code === "peer-lost"));
  assert.equal(ticking.publishers, 0);
  const before = ticks;
  const second = ros.python(ticker);
  await until(() => ticks > before + 5);
  assert.equal(ticking.publishers, 1);
  await second.end("SIGKILL");
  await ticking.close();
});

test("ros1 loss: a node may be opened before there is a master", { skip }, async () => {
  const lost: Trouble[] = [];
  const early = await ros.node("/early", {
    masterUri: "http://localhost:9",
    onTrouble: (trouble) => lost.push(trouble),
  });
  early.publish("/early/out", text);
  await assert.rejects(early.registered(100), { code: "master" });
  assert.equal(lost[0]?.code, "master-lost");
  await early.close();
});

test("ros1 loss: a service whose node is gone, hangs or refuses is a clear error within the time", {
  skip,
}, async () => {
  const nobody = node.service("/nobody", trigger);
  await assert.rejects(nobody.call({}), { code: "refused" });
  let release = (): void => {};
  const other = await ros.node("/other");
  other.serve("/hangs", trigger, () => new Promise((done) => (release = () => done({ success: true, message: "" }))));
  other.serve("/refuses", trigger, () => {
    throw new Error("not today");
  });
  await other.registered();
  await assert.rejects(node.service("/hangs", trigger).call({}, 50), { code: "no-answer" });
  await assert.rejects(node.service("/refuses", trigger).call({}), /not today/);
  const cut = node.service("/hangs", trigger).call({});
  await new Promise((resolve) => setTimeout(resolve, 30));
  await Promise.all([other.close(), assert.rejects(cut, { code: "peer-lost" })]);
  release();
});
