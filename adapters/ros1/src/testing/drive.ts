// Started by tests as a process of its own, to be stopped and killed: drives the first joint of a robot, steadily.
import { hostClock } from "@sakiyomi/robot/node";
import { twoArms } from "@sakiyomi/robot/testing";
import { ros1Robot } from "../robot/ros1-robot.ts";

const [masterUri = ""] = process.argv.slice(2);
const { now } = hostClock();
const robot = ros1Robot({ features: twoArms, node: { name: "/driver", masterUri, hostname: "localhost" }, now });
await robot.open();
const { joints } = await robot.observe();
const from = now();
setInterval(() => {
  const at = now();
  const phase = (at - from) % 4;
  const position = joints.position.slice();
  position[0] = -1 + 0.5 * (phase < 2 ? phase : 4 - phase);
  void robot.act({ at, expires: at + 0.05, position }).catch(() => {});
}, 10);
process.stdout.write("driving\n");
