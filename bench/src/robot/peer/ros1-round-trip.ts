// A process that sends joint states over ROS 1 to an echo and measures when they come back: ours, or rosnodejs.
// It waits for lines "<count> <hz>" on its input and answers each with a line of JSON: milliseconds, one a message.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { jointState, openRosNode } from "@sakiyomi/ros1";

interface Line {
  readonly send: (position: Float64Array) => void;
  /** Resolves when the echo is connected both ways. */
  readonly ready: () => Promise<void>;
}
type Heard = (position: ArrayLike<number>) => void;

const [side = "ours", there = "/there", back = "/back"] = process.argv.slice(2);
const joints = 30;
const names = Array.from({ length: joints }, (_, i) => `joint_${i}`);
const zeros = new Float64Array(joints);

const messageOf = (position: Float64Array) => ({
  header: { seq: 0, stamp: { sec: 1, nsec: 0 }, frame_id: "" },
  name: names,
  position,
  velocity: zeros,
  effort: zeros,
});

const ours = async (heard: Heard): Promise<Line> => {
  const node = await openRosNode({ name: "/bench_ours" });
  const out = node.publish(there, jointState, { queue: 100 });
  const listening = node.subscribe(back, jointState, ({ position }) => heard(position), { queue: 100 });
  const ready = async (): Promise<void> => {
    await Promise.all([out.subscribed(10_000), listening.connected(10_000)]);
  };
  return { send: (position) => out.publish(messageOf(position)), ready };
};

interface Rosnodejs {
  initNode(name: string, options: object): Promise<unknown>;
  readonly nh: {
    advertise(
      topic: string,
      type: string,
      options: object,
    ): { publish(message: object): void; getNumSubscribers(): number };
    subscribe(
      topic: string,
      type: string,
      take: (message: { position: number[] }) => void,
      options: object,
    ): {
      getNumPublishers(): number;
    };
  };
}

/** With its queues off (-1): it then sends and hands over at once, which is its fastest. */
const theirs = async (heard: Heard): Promise<Line> => {
  // Where it looks for generated messages; it finds none and reads the definitions of ROS_PACKAGE_PATH instead.
  process.env.CMAKE_PREFIX_PATH ??= process.cwd();
  const rosnodejs = createRequire(import.meta.url)("rosnodejs") as Rosnodejs;
  await rosnodejs.initNode("/bench_theirs", { onTheFly: true });
  const atOnce = { queueSize: 100, throttleMs: -1, tcpNoDelay: true };
  const out = rosnodejs.nh.advertise(there, "sensor_msgs/JointState", atOnce);
  const listening = rosnodejs.nh.subscribe(back, "sensor_msgs/JointState", ({ position }) => heard(position), atOnce);
  const stamp = { secs: 1, nsecs: 0 };
  const send = (position: Float64Array): void => {
    const message = messageOf(position);
    out.publish({
      ...message,
      header: { ...message.header, stamp },
      position: [...position],
      velocity: [...zeros],
      effort: [...zeros],
    });
  };
  const ready = async (): Promise<void> => {
    while (out.getNumSubscribers() === 0 || listening.getNumPublishers() === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { send, ready };
};

let sentAt: number[] = [];
let took: (number | null)[] = [];
const heard: Heard = (position) => {
  const i = position[0] ?? -1;
  const at = sentAt[i];
  if (at !== undefined && took[i] === null) took[i] = performance.now() - at;
};

const round = async (line: Line, count: number, hz: number): Promise<void> => {
  sentAt = [];
  took = Array.from({ length: count }, () => null);
  const from = performance.now();
  for (let i = 0; i < count; i += 1) {
    const wait = from + (i * 1000) / hz - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const position = new Float64Array(joints);
    position[0] = i;
    sentAt[i] = performance.now();
    line.send(position);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  process.stdout.write(`round ${JSON.stringify(took)}\n`);
};

const line = await (side === "ours" ? ours(heard) : theirs(heard));
await line.ready();
await new Promise((resolve) => setTimeout(resolve, 100));
process.stdout.write("ready\n");
for await (const asked of createInterface({ input: process.stdin })) {
  const [count = 0, hz = 1] = asked.split(" ").map(Number);
  await round(line, count, hz);
}
process.exit(0);
