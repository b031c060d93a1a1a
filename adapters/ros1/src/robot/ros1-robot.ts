import type { Command, Observation, Robot, RobotFeatures, Sample, Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import {
  float64,
  type JointTrajectoryMessage,
  jointState,
  jointTrajectory,
  type NumbersMessage,
  numbers,
  numbersMessage,
  odometry,
  range,
  type TwistMessage,
  text,
  twist,
} from "../messages/common.ts";
import { secondsOf } from "../messages/time.ts";
import type { RosLine } from "../node/line.ts";
import { openRosNode } from "../node/node.ts";
import type { RosNodeOptions } from "../node/options.ts";
import type { Publication } from "../node/publication.ts";
import { followClock } from "../node/sim-time.ts";
import type { ServiceClient } from "../services/client.ts";
import { type Answered, type Empty, trigger } from "../services/service-type.ts";
import { type OnTrouble, reason } from "../trouble.ts";
import { type ClockMap, clockMap } from "./clock-map.ts";
import { trajectoryOf, twistOf, withinRanges } from "./command-message.ts";
import { type JointBoard, jointBoard } from "./joint-board.ts";
import { baseStateOf, contactsOf, nearestOf } from "./observation-message.ts";
import { withForm } from "./sample-message.ts";
import { type RobotTopics, robotTopics } from "./topics.ts";
import { wholeCommand } from "./whole-command.ts";

export interface RobotOverRosOptions {
  /** Given, or read by `readFeatures`. */
  readonly features: RobotFeatures;
  /** The clock that robot, loop and guard share. */
  readonly now: () => Seconds;
  readonly topics?: Partial<RobotTopics>;
  /** "/robot_2", before each topic. */
  readonly namespace?: string;
  /**
   * "trajectory": standard messages, which any robot can be taught to take: joints, stiffness and base each on their own
   * topic; `hands` cannot be told and are left out of what `act` answers. "whole": all in one message, for robots of ours.
   */
  readonly commands?: "trajectory" | "whole";
  /** Follows /clock. */
  readonly isTimeSimulated?: boolean;
  /** `observe` refuses where the joints are older, s. Default 0.5. */
  readonly staleAfter?: Seconds;
  /** How far the clocks of both machines may disagree, s. Default 0.02. */
  readonly tolerance?: Seconds;
  /** How long `open` waits for the robot, ms. Default 5000. */
  readonly openWithinMs?: number;
  readonly onTrouble?: OnTrouble;
}

export interface Ros1RobotOptions extends RobotOverRosOptions {
  readonly node: RosNodeOptions;
}

/** A robot on ROS 1. What its side has to keep (expiry of commands) is in docs/robot/ros1.md. */
export const ros1Robot = ({ node, ...options }: Ros1RobotOptions): Robot =>
  robotOverRos(options, () => openRosNode({ ...(options.onTrouble ? { onTrouble: options.onTrouble } : {}), ...node }));

/** A robot on whatever carries its topics; `openLine` is called by `open`, and what it opens is closed by `close`. */
export const robotOverRos = (options: RobotOverRosOptions, openLine: () => Promise<RosLine>): Robot =>
  new RobotOnRos(options, openLine);

interface Lines {
  readonly node: RosLine;
  readonly command: Publication<JointTrajectoryMessage> | Publication<NumbersMessage>;
  readonly send: (command: Command) => Command;
  readonly stopping: ServiceClient<Empty, Answered>;
}

interface Seen {
  board: JointBoard;
  base: Observation["base"];
  contacts: Observation["contacts"];
  nearestPerson: Observation["nearestPerson"];
  readonly samples: Map<string, Sample>;
}

class RobotOnRos implements Robot {
  readonly features: RobotFeatures;
  readonly #options: RobotOverRosOptions;
  readonly #openLine: () => Promise<RosLine>;
  readonly #topics: RobotTopics;
  readonly #onTrouble: OnTrouble;
  #lines: Lines | null = null;
  #seen: Seen;
  /** Why the last message was refused; told once until one is taken. */
  #refused = "";
  readonly #stopListeners = new Set<(by: string) => void>();

  constructor(options: RobotOverRosOptions, openLine: () => Promise<RosLine>) {
    this.features = options.features;
    this.#openLine = openLine;
    this.#options = options;
    this.#topics = robotTopics(options.topics, options.namespace);
    this.#onTrouble = options.onTrouble ?? ((): void => {});
    this.#seen = this.#nothingSeen();
  }

  async open(): Promise<void> {
    if (this.#lines) throw new RosFault("twice", "The robot is open already.", "Close it first.");
    const { openWithinMs = 5000 } = this.#options;
    const node = await this.#openLine();
    try {
      const until = performance.now() + openWithinMs;
      if (this.#options.isTimeSimulated)
        await followClock(node, { withinMs: openWithinMs, onTrouble: this.#onTrouble });
      this.#seen = this.#nothingSeen();
      this.#listen(node, this.#map(node));
      node.subscribe(this.#topics.stopAsked, text, ({ data }) => this.#stopAsked(data || this.#topics.stopAsked));
      const lines = this.#tell(node);
      await lines.command.subscribed(until - performance.now()).catch((error: unknown) => {
        throw notThere(`nobody listens to ${lines.command.topic}: ${reason(error)}`);
      });
      // Now, so that it can be stopped when there is no master any more.
      await lines.stopping.connected(until - performance.now()).catch((error: unknown) => {
        throw notThere(`it has no service ${this.#topics.stop}: ${reason(error)}`);
      });
      await this.#allSeen(until);
      this.#lines = lines;
    } catch (error) {
      await node.close();
      throw error;
    }
  }

  async observe(): Promise<Observation> {
    this.#open();
    const { board, base, contacts, nearestPerson, samples } = this.#seen;
    const joints = board.state();
    const { now, staleAfter = 0.5 } = this.#options;
    const age = joints ? now() - joints.at : Number.POSITIVE_INFINITY;
    if (!joints || age > staleAfter)
      throw new RosFault(
        "stale",
        `The joints were last seen ${age.toFixed(2)} s ago${this.#refused ? ` (${this.#refused})` : ""}.`,
        "Look whether the robot still runs and the network stands.",
      );
    return { joints, base, contacts, nearestPerson, samples: Object.fromEntries(samples) };
  }

  onStopAsked(listener: (by: string) => void): () => void {
    this.#stopListeners.add(listener);
    return () => this.#stopListeners.delete(listener);
  }

  async act(command: Command): Promise<Command> {
    const { command: topic, send } = this.#open();
    if (topic.subscribers === 0) throw notThere(`nobody listens to ${topic.topic}`);
    return send(withinRanges(this.features, command));
  }

  async stop(why: string): Promise<void> {
    if (!this.#lines) return;
    try {
      const { success, message } = await this.#lines.stopping.call({}, 1000);
      if (!success) throw new Error(message);
    } catch (error) {
      throw new RosFault(
        "stop-unheard",
        `The robot did not confirm a stop (${why}): ${reason(error)}.`,
        "It brakes when the last command has expired; use the emergency stop where it does not.",
      );
    }
  }

  async close(): Promise<void> {
    const { node } = this.#lines ?? {};
    this.#lines = null;
    await node?.close();
  }

  #open(): Lines {
    if (!this.#lines) throw new RosFault("closed", "The robot is not open.", "Open it first.");
    return this.#lines;
  }

  #nothingSeen(): Seen {
    const board = jointBoard(this.features.joints);
    return { board, base: null, contacts: [], nearestPerson: null, samples: new Map() };
  }

  #map(node: RosLine): ClockMap {
    const { now, tolerance } = this.#options;
    return clockMap({
      rosNow: () => node.now(),
      now,
      onTrouble: this.#onTrouble,
      ...(tolerance === undefined ? {} : { tolerance }),
    });
  }

  async #allSeen(until: number): Promise<void> {
    while (!this.#seen.board.state()) {
      if (performance.now() > until)
        throw notThere(`no state of ${this.#seen.board.missing().slice(0, 5).join(", ")} has come ${this.#refused}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #listen(node: RosLine, { arrived }: ClockMap): void {
    const topics = this.#topics;
    const taken =
      <M>(take: (message: M) => void): ((message: M) => void) =>
      (message) =>
        this.#take(() => take(message));
    node.subscribe(
      topics.jointStates,
      jointState,
      taken((message) => this.#seen.board.take(message, arrived(secondsOf(message.header.stamp)))),
    );
    if (this.features.base)
      node.subscribe(
        topics.odometry,
        odometry,
        taken((message) => {
          this.#seen.base = baseStateOf(message, arrived(secondsOf(message.header.stamp)));
        }),
      );
    node.subscribe(
      topics.contacts,
      jointState,
      taken((message) => {
        this.#seen.contacts = contactsOf(message, arrived(secondsOf(message.header.stamp)));
      }),
    );
    node.subscribe(
      topics.nearestPerson,
      range,
      taken((message) => {
        this.#seen.nearestPerson = nearestOf(message, arrived(secondsOf(message.header.stamp)));
      }),
    );
    for (const sensor of this.features.sensors)
      withForm(sensor, ({ type, from }) =>
        node.subscribe(
          `${topics.sensors}/${sensor.name}`,
          type,
          taken((message) => {
            const { stamp, data } = from(message);
            this.#seen.samples.set(sensor.name, { at: arrived(stamp), data });
          }),
        ),
      );
  }

  #stopAsked(by: string): void {
    for (const listener of this.#stopListeners) listener(by);
  }

  #take(work: () => void): void {
    try {
      work();
      this.#refused = "";
    } catch (error) {
      const why = reason(error);
      if (why === this.#refused) return;
      this.#refused = why;
      this.#onTrouble({ code: error instanceof RosFault ? error.code : "bad-message", why });
    }
  }

  #tell(node: RosLine): Lines {
    const { toRos } = this.#map(node);
    const topics = this.#topics;
    const stopping = node.service(topics.stop, trigger);
    if (this.#options.commands === "whole") {
      const command = node.publish(topics.wholeCommand, numbers);
      const send = (told: Command): Command => {
        const at = toRos(told.at);
        command.publish(numbersMessage(wholeCommand(told, (ours) => at + (ours - told.at))));
        return told;
      };
      return { node, command, send, stopping };
    }
    const command = node.publish(topics.command, jointTrajectory);
    const base = this.features.base ? node.publish(topics.base, twist) : null;
    const stiffness = node.publish(topics.stiffness, float64, { isLatched: true });
    const tellBase = baseTeller(base);
    let held = 1;
    const send = ({ hands: _, ...told }: Command): Command => {
      const next = told.stiffness ?? 1;
      if (next !== held) stiffness.publish({ data: next });
      held = next;
      tellBase(told.base);
      command.publish(trajectoryOf(this.features, told, toRos));
      return told;
    };
    return { node, command, send, stopping };
  }
}

/** Repeats the speeds as long as the base is to drive, and says once that it is to stand: others may drive it then. */
const baseTeller = (line: Publication<TwistMessage> | null): ((base: Command["base"]) => void) => {
  let isDriving = false;
  return (base) => {
    if (base || isDriving) line?.publish(twistOf(base));
    isDriving = base !== undefined;
  };
};

const notThere = (why: string): RosFault =>
  new RosFault("no-robot", `The robot is not there: ${why}.`, "Start it, and compare the names of its topics.");
