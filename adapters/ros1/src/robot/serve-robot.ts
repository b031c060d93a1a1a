import type { BaseState, Observation, Robot, Seconds } from "@sakiyomi/robot";
import {
  float64,
  type JointStateMessage,
  jointState,
  jointTrajectory,
  numbers,
  type OdometryMessage,
  odometry,
  range,
  text,
  transforms,
  twist,
} from "../messages/common.ts";
import { header, secondsOf } from "../messages/time.ts";
import type { RosLine } from "../node/line.ts";
import type { Publication } from "../node/publication.ts";
import type { Subscription } from "../node/subscription.ts";
import { trigger } from "../services/service-type.ts";
import { messageOf } from "../tf/transform.ts";
import { type OnTrouble, reason } from "../trouble.ts";
import { type ClockMap, clockMap } from "./clock-map.ts";
import { commandIntake } from "./command-intake.ts";
import { baseOf, commandOf } from "./command-message.ts";
import { contactsMessage, nearestMessage, odometryOf } from "./observation-message.ts";
import { withForm } from "./sample-message.ts";
import { type RobotTopics, robotTopics } from "./topics.ts";
import { readWholeCommand } from "./whole-command.ts";

export interface ServeRobotOptions {
  /** The clock of the robot, which its observations and commands carry. */
  readonly now: () => Seconds;
  readonly topics?: Partial<RobotTopics>;
  readonly namespace?: string;
  /** Observations a second that are told. Default: the robot's own rate. */
  readonly rate?: number;
  /** URDF for /robot_description: with it RViz and robot_state_publisher show the robot. */
  readonly description?: string;
  /** Tells odom → base_link on /tf as well. Default true. */
  readonly isTfTold?: boolean;
  readonly onTrouble?: OnTrouble;
}

export interface ServedRobot {
  /** Commands taken, and those refused: expired, older than one before, stamped in the future, malformed. */
  readonly taken: number;
  readonly refused: number;
  /** Connections on which observations leave. */
  readonly listeners: number;
  /** The robot itself stays open. */
  close(): Promise<void>;
}

/** Offers an open robot (a simulated one, say) on ROS 1, as docs/robot/ros1.md describes; it keeps the expiry. */
export const serveRobot = async (robot: Robot, node: RosLine, options: ServeRobotOptions): Promise<ServedRobot> => {
  const topics = robotTopics(options.topics, options.namespace);
  const onTrouble = options.onTrouble ?? ((): void => {});
  const map = clockMap({ rosNow: () => node.now(), now: options.now, onTrouble });
  await node.setParam(topics.features, JSON.stringify(robot.features));
  if (options.description) await node.setParam(topics.description, options.description);
  const intake = commandIntake({ robot, now: options.now, onTrouble });
  const listened = listen(robot, node, topics, map, intake);
  const stopAsked = node.publish(topics.stopAsked, text);
  const stopping = node.serve(topics.stop, trigger, async () => {
    intake.forget();
    await robot.stop("asked for over ROS");
    stopAsked.publish({ data: `the service ${topics.stop}` });
    return { success: true, message: "stopped" };
  });
  const told = teller(robot, node, topics, map, { onTrouble, isTfTold: options.isTfTold ?? true });
  const timer = setInterval(told.tell, 1000 / (options.rate ?? robot.features.rate));
  await node.registered();
  return {
    get taken() {
      return intake.taken;
    },
    get refused() {
      return intake.refused;
    },
    get listeners() {
      return told.listeners();
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all([...listened.map((one) => one.close()), stopping.close(), stopAsked.close(), told.close()]);
    },
  };
};

type Intake = ReturnType<typeof commandIntake>;

const listen = (
  robot: Robot,
  node: RosLine,
  topics: RobotTopics,
  { arrived }: ClockMap,
  intake: Intake,
): readonly Subscription[] => {
  const { features } = robot;
  return [
    node.subscribe(topics.command, jointTrajectory, (message) =>
      intake.take((held) => {
        const stamp = secondsOf(message.header.stamp);
        const at = arrived(stamp);
        return commandOf(features, message, held, (ros) => at + (ros - stamp));
      }),
    ),
    node.subscribe(topics.wholeCommand, numbers, ({ data }) =>
      intake.take(() => {
        const stamp = data[0] ?? Number.NaN;
        const at = arrived(stamp);
        return readWholeCommand(data, features.joints.length, (ros) => at + (ros - stamp));
      }),
    ),
    node.subscribe(topics.stiffness, float64, ({ data }) => intake.setStiffness(data)),
    ...(features.base ? [node.subscribe(topics.base, twist, (message) => intake.drive(() => baseOf(message)))] : []),
  ];
};

interface Teller {
  readonly tell: () => void;
  listeners(): number;
  close(): Promise<void>;
}

const teller = (
  robot: Robot,
  node: RosLine,
  topics: RobotTopics,
  { toRos }: ClockMap,
  { onTrouble, isTfTold }: { readonly onTrouble: OnTrouble; readonly isTfTold: boolean },
): Teller => {
  const joints = node.publish(topics.jointStates, jointState);
  const base = robot.features.base ? baseTeller(node, topics, isTfTold) : null;
  const contacts = node.publish(topics.contacts, jointState);
  const person = node.publish(topics.nearestPerson, range);
  const samples = sampleTeller(robot, node, topics, toRos);
  const names = robot.features.joints.map(({ name }) => name);
  let isBusy = false;
  let trouble = "";
  const tell = async (): Promise<void> => {
    const seen = await robot.observe();
    joints.publish(jointMessage(names, seen, toRos));
    const at = toRos(seen.joints.at);
    if (seen.base) base?.tell(seen.base, toRos(seen.base.at));
    // Without any too: that nobody is touched any more has to be said.
    contacts.publish(contactsMessage(seen.contacts, at));
    if (seen.nearestPerson) person.publish(nearestMessage(seen.nearestPerson.distance, toRos(seen.nearestPerson.at)));
    samples.tell(seen);
    trouble = "";
  };
  const failed = (error: unknown): void => {
    if (reason(error) !== trouble) onTrouble({ code: "robot", why: reason(error) });
    trouble = reason(error);
  };
  return {
    tell: () => {
      if (isBusy) return;
      isBusy = true;
      void tell()
        .catch(failed)
        .then(() => {
          isBusy = false;
        });
    },
    listeners: () =>
      [joints, contacts, person, ...(base ? [base.line] : [])].reduce((sum, { subscribers }) => sum + subscribers, 0) +
      samples.listeners(),
    close: async () => {
      await Promise.all([joints.close(), base?.close(), contacts.close(), person.close(), samples.close()]);
    },
  };
};

interface BaseTeller {
  readonly line: Publication<OdometryMessage>;
  tell(base: BaseState, stamp: number): void;
  close(): Promise<void>;
}

const baseTeller = (node: RosLine, topics: RobotTopics, isTfTold: boolean): BaseTeller => {
  const line = node.publish(topics.odometry, odometry);
  const tf = isTfTold ? node.publish("/tf", transforms, { queue: 10 }) : null;
  return {
    line,
    tell: (base, stamp) => {
      line.publish(odometryOf(base, stamp));
      const turn = [Math.cos(base.yaw / 2), 0, 0, Math.sin(base.yaw / 2)] as const;
      const pose = { stamp, parent: "odom", child: "base_link", at: [base.x, base.y, 0], turn } as const;
      tf?.publish({ transforms: [messageOf(pose)] });
    },
    close: async () => {
      await Promise.all([line.close(), tf?.close()]);
    },
  };
};

const jointMessage = (
  names: readonly string[],
  { joints }: Observation,
  toRos: (at: Seconds) => number,
): JointStateMessage => ({
  header: header(toRos(joints.at), "base_link"),
  name: names,
  position: joints.position,
  velocity: joints.velocity,
  effort: joints.torque,
});

/** Each sample once, when it is new. */
const sampleTeller = (
  robot: Robot,
  node: RosLine,
  topics: RobotTopics,
  toRos: (at: Seconds) => number,
): { tell(seen: Observation): void; listeners(): number; close(): Promise<void> } => {
  const lines = robot.features.sensors.map((sensor) =>
    withForm(sensor, ({ type, to }) => {
      const line = node.publish(`${topics.sensors}/${sensor.name}`, type);
      let last = Number.NEGATIVE_INFINITY;
      const tell = ({ samples }: Observation): void => {
        const sample = samples[sensor.name];
        if (!sample || sample.at === last) return;
        last = sample.at;
        // Pictures cost milliseconds to write: only where somebody looks.
        if (line.subscribers > 0) line.publish(to(sample.data, toRos(sample.at)));
      };
      return { tell, listeners: () => line.subscribers, close: () => line.close() };
    }),
  );
  return {
    tell: (seen) => {
      for (const line of lines) line.tell(seen);
    },
    listeners: () => lines.reduce((sum, line) => sum + line.listeners(), 0),
    close: async () => {
      await Promise.all(lines.map((line) => line.close()));
    },
  };
};
