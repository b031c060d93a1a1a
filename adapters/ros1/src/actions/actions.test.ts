import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { need } from "../../../../tools/debian.ts";
import { header } from "../messages/time.ts";
import type { RosNode } from "../node/node.ts";
import { sharedRos, type TestRos } from "../testing/ros.ts";
import { actionTypeOf } from "./action-type.ts";
import { actionClient } from "./client.ts";
import { type FollowFeedback, type FollowGoal, followJointTrajectory } from "./follow-joint-trajectory.ts";
import { actionServer } from "./server.ts";

const missing = need("ros-core", "python3-rospy", "python3-actionlib");
const skip = missing ?? false;
let ros: TestRos;
let node: RosNode;

before(async () => {
  if (missing) return;
  ros = await sharedRos("steady");
  node = await ros.node("/acting");
});
after(async () => {
  if (missing) return;
  await node.close();
  await ros.close();
});

/** actionlib/Test.action, as Debian's actionlib has it. */
const testAction = actionTypeOf<{ goal: number }, { feedback: number }, { result: number }>("actionlib/Test", {
  goal: "int32 goal",
  result: "int32 result",
  feedback: "int32 feedback",
});

test("actions: sums are those of actionlib and control_msgs", () => {
  // `_md5sum` of Debian's actionlib.msg, and of control_msgs 1.5 (Noetic).
  assert.equal(testAction.goal.md5, "348369c5b403676156094e8c159720bf");
  assert.equal(testAction.feedback.md5, "6d3d0bf7fb3dda24779c010a9f3eb7cb");
  assert.equal(testAction.result.md5, "3d669e3a63aa986c667ea7b0f46ce85e");
  assert.equal(followJointTrajectory.goal.md5, "cff5c1d533bf2f82dd0138d57f4304bb");
  assert.equal(followJointTrajectory.feedback.md5, "d8920dc4eae9fc107e00999cce4be641");
  assert.equal(followJointTrajectory.result.md5, "c4fb3b000dc9da4fd99699380efcc5d9");
});

const pythonServer = `
import rospy, actionlib, sys
from actionlib.msg import TestAction, TestFeedback, TestResult
rospy.init_node('server')
def work(goal):
    for i in range(goal.goal):
        if server.is_preempt_requested():
            server.set_preempted(TestResult(i), 'as asked')
            return
        server.publish_feedback(TestFeedback(i))
        rospy.sleep(0.01)
    (server.set_succeeded if goal.goal < 1000 else server.set_aborted)(TestResult(goal.goal))
server = actionlib.SimpleActionServer('/work', TestAction, work, False)
server.start()
print('ready')
rospy.spin()
`;

test("actions: our client has a rospy server work, hears how far it is, cancels it, and gives it a time", {
  skip,
}, async () => {
  const peer = ros.python(pythonServer);
  await peer.prints(/ready/);
  const client = actionClient(node, "/work", testAction);
  await client.connected();
  const seen: number[] = [];
  const onFeedback = ({ feedback }: { feedback: number }): void => void seen.push(feedback);
  const done = await client.send({ goal: 5 }, { onFeedback });
  assert.deepEqual([done.state, done.result.result, seen], ["succeeded", 5, [0, 1, 2, 3, 4]]);
  const abort = new AbortController();
  const cancelled = await client.send({ goal: 500 }, { signal: abort.signal, onFeedback: () => abort.abort() });
  assert.deepEqual([cancelled.state, cancelled.text], ["preempted", "as asked"]);
  const from = performance.now();
  assert.equal((await client.send({ goal: 500 }, { withinMs: 60 })).state, "preempted");
  assert.ok(performance.now() - from < 1000);
  const gone = client.send({ goal: 900 }, { onFeedback: () => void peer.end("SIGKILL") });
  await assert.rejects(gone, { code: "peer-lost" });
  await client.close();
});

const pythonClient = `
import rospy, actionlib, sys
from actionlib.msg import TestAction, TestGoal
rospy.init_node('client')
seen = []
client = actionlib.SimpleActionClient('/ours/work', TestAction)
client.wait_for_server()
def send(n, cancel=None):
    del seen[:]
    client.send_goal(TestGoal(n), feedback_cb=lambda f: seen.append(f.feedback))
    if cancel: rospy.sleep(cancel); client.cancel_goal()
    client.wait_for_result(rospy.Duration(5))
    print('state', client.get_state(), 'result', client.get_result().result, 'text', client.get_goal_status_text(), 'seen', len(seen))
send(3)
send(300, 0.1)
send(-1)
other = actionlib.SimpleActionClient('/ours/work', TestAction)
other.wait_for_server()
client.send_goal(TestGoal(300))
rospy.sleep(0.1)
other.send_goal(TestGoal(2))
client.wait_for_result(rospy.Duration(5)); other.wait_for_result(rospy.Duration(5))
print('preempted', client.get_state(), other.get_state())
`;

test("actions: our server works for rospy clients: done, cancelled, failed, and preempted by another", {
  skip,
}, async () => {
  const server = actionServer(
    node,
    "/ours/work",
    testAction,
    { result: -1 },
    async ({ goal }, { signal, feedback }) => {
      if (goal < 0) throw new Error("cannot do less than nothing");
      for (let i = 0; i < goal; i += 1) {
        if (signal.aborted) return { state: "preempted", text: "stopped", result: { result: i } };
        feedback({ feedback: i });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return { state: "succeeded", result: { result: goal } };
    },
  );
  await node.registered();
  const peer = ros.python(pythonClient);
  await peer.prints(/preempted 2 3/);
  const said = peer.text();
  // rospy drops what comes before it has noted its own goal: "a goal handle that we're not tracking".
  assert.match(said, /state 3 result 3 text\s+seen [1-3]/);
  assert.match(said, /state 2 result \d+ text stopped/);
  assert.match(said, /state 4 result -1 text cannot do less than nothing/);
  await server.close();
});

test("actions: FollowJointTrajectory goes there and back between two of our nodes", { skip }, async () => {
  const other = await ros.node("/arm");
  const point = (positions: readonly number[], seconds: number) => ({
    positions,
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start: { sec: seconds, nsec: 0 },
  });
  let wanted: FollowGoal | null = null;
  const none = { error_code: -1, error_string: "" };
  const server = actionServer(other, "/arm/follow", followJointTrajectory, none, async (goal, { feedback }) => {
    wanted = goal;
    const [last] = goal.trajectory.points.slice(-1);
    if (last)
      feedback({ header: header(1), joint_names: ["a", "b"], desired: last, actual: last, error: point([0, 0], 0) });
    return { state: "succeeded", result: { error_code: 0, error_string: "there" } };
  });
  const client = actionClient(node, "/arm/follow", followJointTrajectory);
  await client.connected();
  const goal: FollowGoal = {
    trajectory: { header: header(5), joint_names: ["a", "b"], points: [point([1, 2], 1), point([3, 4], 2)] },
    path_tolerance: [],
    goal_tolerance: [{ name: "a", position: 0.01, velocity: 0, acceleration: 0 }],
    goal_time_tolerance: { sec: 1, nsec: 0 },
  };
  const heard: FollowFeedback[] = [];
  const { state, result } = await client.send(goal, { onFeedback: (told) => void heard.push(told) });
  assert.deepEqual([state, result.error_code, result.error_string], ["succeeded", 0, "there"]);
  assert.deepEqual(Array.from(heard[0]?.desired.positions ?? []), [3, 4]);
  assert.equal((wanted as FollowGoal | null)?.goal_tolerance[0]?.position, 0.01);
  await client.close();
  await server.close();
  await other.close();
});
