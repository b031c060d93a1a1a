import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Peer, startRos, type TestRos } from "@sakiyomi/ros1/testing";
import { type RobotRow, spreadOf } from "./row.ts";

export interface Ros1BenchOptions {
  /** Rounds of each side, in turns. */
  readonly rounds?: number;
  /** Messages a round. */
  readonly messages?: number;
  readonly hz?: number;
}

const script = fileURLToPath(new URL("./peer/ros1-round-trip.ts", import.meta.url));

const echo = `
import rospy
from sensor_msgs.msg import JointState
rospy.init_node('echo')
for side in ('ours', 'theirs'):
    out = rospy.Publisher('/back_' + side, JointState, queue_size=100, tcp_nodelay=True)
    rospy.Subscriber('/there_' + side, JointState, out.publish, tcp_nodelay=True)
print('ready')
rospy.spin()
`;

/**
 * JointState (30 joints) through a rospy echo and back, ours and rosnodejs's in turns over one roscore, each in a process
 * of its own. Needs Debian's ros-core and python3-rospy. Milliseconds.
 */
export const benchRos1 = async (options: Ros1BenchOptions = {}): Promise<readonly RobotRow[]> => {
  const { rounds = 5, messages = 400, hz = 200 } = options;
  const ros = await startRos();
  try {
    await ros.python(echo).prints(/ready/);
    const sides = await Promise.all([startSide(ros, "ours"), startSide(ros, "theirs")]);
    const seen = sides.map(() => [] as Round[]);
    // The first round of each warms up.
    for (let i = 0; i <= rounds; i += 1)
      for (const [j, side] of sides.entries()) {
        const round = await play(side, messages, hz);
        if (i > 0) seen[j]?.push(round);
      }
    const [ours = [], theirs = []] = seen;
    const p50 = rowOf("p50", 0.5, ours, theirs, hz);
    const { peer: _, ...alone } = p50;
    const absolute: RobotRow = { ...alone, asked: { of: "median", than: "at most", value: 1 }, note: "" };
    return [p50, absolute, rowOf("p99", 0.99, ours, theirs, hz)];
  } finally {
    await ros.close();
  }
};

type Round = readonly (number | null)[];

const startSide = async (ros: TestRos, side: string): Promise<Peer> => {
  writeDefinitions(ros.folder);
  const args = ["--conditions=sakiyomi-source", script, side, `/there_${side}`, `/back_${side}`];
  const peer = ros.command(process.execPath, ...args);
  await peer.prints(/^ready$/m, 20_000);
  return peer;
};

/** rosnodejs reads definitions from ROS packages, which Debian's Python packages do not contain. */
const writeDefinitions = (folder: string): void => {
  const files = {
    "std_msgs/msg/Header.msg": "uint32 seq\ntime stamp\nstring frame_id\n",
    "sensor_msgs/msg/JointState.msg":
      "std_msgs/Header header\nstring[] name\nfloat64[] position\nfloat64[] velocity\nfloat64[] effort\n",
    ...logs,
  };
  for (const [path, text] of Object.entries(files)) {
    const [name = ""] = path.split("/");
    mkdirSync(join(folder, "share", name, "msg"), { recursive: true });
    writeFileSync(join(folder, "share", path), text);
    writeFileSync(join(folder, "share", name, "package.xml"), `<package><name>${name}</name></package>\n`);
  }
};

/** Its own logging needs these before it starts. */
const logs = {
  "rosgraph_msgs/msg/Log.msg":
    "byte DEBUG=1\nbyte INFO=2\nbyte WARN=4\nbyte ERROR=8\nbyte FATAL=16\nstd_msgs/Header header\nbyte level\nstring name\nstring msg\nstring file\nstring function\nuint32 line\nstring[] topics\n",
  "rosgraph_msgs/msg/Clock.msg": "time clock\n",
  "actionlib_msgs/msg/GoalID.msg": "time stamp\nstring id\n",
};

const play = async (side: Peer, messages: number, hz: number): Promise<Round> => {
  const before = [...side.text().matchAll(/^round /gm)].length;
  side.process.stdin?.write(`${messages} ${hz}\n`);
  const pattern = new RegExp(`(?:^round .*\\n[^]*?){${before}}^round (.*)\\n`, "m");
  const [, json = "[]"] = await side.prints(pattern, (messages / hz) * 1000 + 10_000);
  return JSON.parse(json) as Round;
};

const rowOf = (what: string, share: number, ours: readonly Round[], theirs: readonly Round[], hz: number): RobotRow => {
  const spread = (rounds: readonly Round[]) => spreadOf(rounds.map((round) => quantile(round, share)));
  const lost = (rounds: readonly Round[]): string => {
    const all = rounds.flat();
    return `${all.filter((took) => took === null).length} of ${all.length}`;
  };
  const row: RobotRow = {
    what: `ROS 1 JointState round trip at ${hz} Hz, ${what}`,
    unit: "ms",
    ours: spread(ours),
    peer: { name: "rosnodejs", ...spread(theirs) },
    note: `lost: ours ${lost(ours)}, rosnodejs ${lost(theirs)}`,
  };
  return share === 0.5 ? { ...row, asked: { of: "ratio", than: "at most", value: 1 } } : row;
};

const quantile = (round: Round, share: number): number => {
  const sorted = round.filter((took) => took !== null).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
