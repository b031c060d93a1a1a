import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { need } from "../../../../tools/debian.ts";
import type { RosNode } from "../node/node.ts";
import { followClock, isTimeSimulated, publishClock } from "../node/sim-time.ts";
import { sharedRos, type TestRos, until } from "../testing/ros.ts";
import type { Trouble } from "../trouble.ts";
import { tfListener, tfPublisher } from "./tf-node.ts";

const missing = need("ros-core", "python3-rospy", "python3-tf2-ros", "python3-geometry-msgs");
const skip = missing ?? false;
let ros: TestRos;
const open = (name: string): Promise<RosNode> => ros.node(name);

before(async () => {
  if (!missing) ros = await sharedRos("steady");
});
after(async () => {
  await ros?.close();
});

const rospy = `
import rospy, tf2_ros
from geometry_msgs.msg import TransformStamped
rospy.init_node('peer')
buffer = tf2_ros.Buffer(); listener = tf2_ros.TransformListener(buffer)
out = tf2_ros.TransformBroadcaster()
static = tf2_ros.StaticTransformBroadcaster()
def frame(parent, child, x):
    t = TransformStamped(); t.header.frame_id = parent; t.child_frame_id = child
    t.header.stamp = rospy.Time.now(); t.transform.translation.x = x; t.transform.rotation.w = 1
    return t
static.sendTransform(frame('map', 'room', 4))
while not buffer.can_transform('map', 'hand', rospy.Time(0)): rospy.rostime.wallsleep(0.01)
seen = buffer.lookup_transform('map', 'hand', rospy.Time(0))
print('tf2 sees', seen.transform.translation.x, seen.transform.translation.y, 'at', rospy.get_time())
while not rospy.is_shutdown():
    out.sendTransform(frame('room', 'person', 2)); rospy.rostime.wallsleep(0.02)
`;

const isKnown = (look: () => unknown): boolean => {
  try {
    look();
    return true;
  } catch {
    return false;
  }
};

test("tf and /clock: tf2 of rospy and ours see each other, in simulated time", { skip }, async (t) => {
  const node = await open("/sim");
  const clock = await publishClock(node);
  clock.tell(100);
  assert.equal(await isTimeSimulated(node), true);
  const out = tfPublisher(node);
  const { buffer, close } = tfListener(node);
  const turn = [Math.SQRT1_2, 0, 0, Math.SQRT1_2] as const;
  out.sendStatic([{ parent: "map", child: "base", stamp: 0, at: [1, 0, 0], turn }]);
  const peer = ros.python(rospy);
  const timer = setInterval(() => {
    clock.tell(node.now() + 0.01);
    out.send([{ parent: "base", child: "hand", stamp: node.now(), at: [0.5, 0, 0], turn: [1, 0, 0, 0] }]);
  }, 10);
  t.after(() => clearInterval(timer));
  const [, x, y, at] = (await peer.prints(/tf2 sees (\S+) (\S+) at (\S+)/)).map(Number);
  assert.ok(Math.abs((x ?? 0) - 1) < 1e-9 && Math.abs((y ?? 0) - 0.5) < 1e-9);
  assert.ok((at ?? 0) > 100 && (at ?? 0) < 200, `its time is ${at}`);
  await until(() => ["person", "map"].every((name) => buffer.frames().includes(name)));
  await until(() => isKnown(() => buffer.lookup("map", "person", "latest")));
  assert.deepEqual(buffer.lookup("map", "person", "latest").at, [6, 0, 0]);
  const follower = await open("/follower");
  const troubles: Trouble[] = [];
  const following = await followClock(follower, { onTrouble: (trouble) => troubles.push(trouble) });
  await until(() => follower.now() > 100 && follower.now() < 1000);
  clearInterval(timer);
  clock.tell(5);
  await until(() => troubles.length > 0);
  assert.match(troubles[0]?.why ?? "", /went back/);
  await following.close();
  assert.ok(follower.now() > 1e9, "system time again");
  await follower.close();
  await peer.end("SIGKILL");
  await close();
  await out.close();
  await clock.close();
  await node.close();
});
