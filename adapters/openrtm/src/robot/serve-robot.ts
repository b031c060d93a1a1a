import type { Command, Observation, Robot, Seconds } from "@sakiyomi/robot";
import { type ComponentServant, openComponent } from "../component-servant.ts";
import type { PortCode } from "../data-ports.ts";
import { decodePayload, encodePayload } from "../data-types.ts";
import { bindName, parseName, resolveName } from "../naming.ts";
import { isSameObject, type ObjectReference, writeReference } from "../object-reference.ts";
import type { Orb } from "../orb.ts";
import type { PortServant } from "../port-servant.ts";
import type { Servants } from "../servant.ts";
import {
  decodeCommand,
  encodeContacts,
  encodeJoints,
  encodeNearest,
  encodeSample,
  type RobotPort,
  robotPorts,
  sensorPort,
} from "./robot-ports.ts";
import { featuresKey } from "./told-features.ts";

/** A command that claims to hold longer is cut to this, s, as over ROS: whoever is lost leaves no robot driving. */
const longestCommand = 0.5;

export interface ServeRobotOptions {
  /** Name of the component: "Robot0" becomes "Robot0.rtc" at the name server. */
  readonly name: string;
  readonly names: ObjectReference;
  /** The robot's own clock, which all times in its payloads are of. */
  readonly now: () => Seconds;
  readonly servants: Servants;
  /** Each command lets this much of its time pass, and then it is observed. Left out: it runs freely. */
  readonly lockstep?: { readonly period: Seconds; readonly advance: (by: Seconds) => Promise<void> };
  /** Begins a simulated world anew. */
  readonly reset?: (seed: number) => Promise<void>;
  /** It moves without a tool that activates it. False unless given. */
  readonly isActive?: boolean;
  /** Between looks whether the name server still knows the name, ms. 1000 unless given. */
  readonly bindEvery?: number;
  readonly onTrouble?: (why: unknown) => void;
}

export interface ServedRobot {
  readonly component: ObjectReference;
  /** Observations that who subscribed was too slow for. */
  dropped(): number;
  close(): Promise<void>;
}

/** Offers an opened robot as an RT component, which OpenRTM's tools see, activate and draw lines to. */
export const serveRobot = async (robot: Robot, orb: Orb, options: ServeRobotOptions): Promise<ServedRobot> => {
  const served = new Served(robot, orb, options);
  await served.begin();
  return served;
};

class Served implements ServedRobot {
  readonly #robot: Robot;
  readonly #orb: Orb;
  readonly #options: ServeRobotOptions;
  readonly #component: ComponentServant;
  readonly #out = new Map<string, PortServant>();
  readonly #in: readonly PortServant[];
  #number = 0;
  #decidedAt = Number.NEGATIVE_INFINITY;
  #timers: NodeJS.Timeout[] = [];
  #isBusy = false;
  #isUnnamed = false;
  readonly #told = new Map<string, Seconds>();

  constructor(robot: Robot, orb: Orb, options: ServeRobotOptions) {
    this.#robot = robot;
    this.#orb = orb;
    this.#options = options;
    const { features } = robot;
    this.#component = openComponent(orb, options.servants, {
      name: options.name,
      type: "SakiyomiRobot",
      description: features.name,
      rate: features.rate,
      properties: { [featuresKey]: JSON.stringify(features) },
      onActivated: () => this.#publish(),
      onDeactivated: () => robot.stop("the component was deactivated"),
    });
    const rows: readonly RobotPort[] = [...Object.values(robotPorts), ...features.sensors.map(sensorPort)];
    for (const row of rows)
      if (row.direction === "out") this.#out.set(row.name, this.#component.port({ ...row, take: null }));
    this.#in = this.#inPorts();
  }

  get component(): ObjectReference {
    return this.#component.reference;
  }

  async begin(): Promise<void> {
    const { isActive = false, lockstep, bindEvery = 1000 } = this.#options;
    if (isActive) await this.#component.activate();
    await this.#bind();
    this.#timers = [setInterval(() => void this.#bind().catch((why: unknown) => this.#unnamed(why)), bindEvery)];
    if (!lockstep) this.#timers.push(setInterval(() => void this.#turn(), 1000 / this.#robot.features.rate));
  }

  dropped(): number {
    return [...this.#out.values()].reduce((sum, port) => sum + port.dropped(), 0);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#robot.stop("the component ends").catch((why: unknown) => this.#options.onTrouble?.(why));
    await this.#component.close();
  }

  #inPorts(): readonly PortServant[] {
    const { reset } = this.#options;
    const port = (row: RobotPort, take: (payload: Uint8Array, isLittle: boolean) => Promise<void>): PortServant =>
      this.#component.port({ ...row, take: (payload, isLittle) => this.#answered(take(payload, isLittle)) });
    const ports = [
      port(robotPorts.command, (payload, isLittle) => this.#command(payload, isLittle)),
      port(robotPorts.stop, async (payload, isLittle) =>
        this.#robot.stop(decodePayload("TimedString", payload, isLittle).data),
      ),
    ];
    if (!reset) return ports;
    const begin = async (payload: Uint8Array, isLittle: boolean): Promise<void> => {
      await reset(decodePayload("TimedLong", payload, isLittle).data);
      this.#decidedAt = Number.NEGATIVE_INFINITY;
      this.#told.clear();
      await this.#publish();
    };
    return [...ports, port(robotPorts.seed, begin)];
  }

  async #answered(work: Promise<void>): Promise<PortCode> {
    try {
      await work;
      return "PORT_OK";
    } catch (why) {
      this.#options.onTrouble?.(why);
      return "PORT_ERROR";
    }
  }

  async #command(payload: Uint8Array, isLittle: boolean): Promise<void> {
    const { number, command } = decodeCommand(payload, this.#robot.features, isLittle);
    this.#refuseLate(command);
    this.#number = number;
    const expires = Math.min(command.expires, this.#options.now() + longestCommand);
    await this.#robot.act({ ...command, expires });
    const { lockstep } = this.#options;
    if (!lockstep) return;
    await lockstep.advance(lockstep.period);
    await this.#publish();
  }

  /** A command that lay on its way until it expired, or was overtaken, or comes while nobody activated the robot. */
  #refuseLate({ at, expires }: Command): void {
    if (this.#component.state() !== "ACTIVE") throw new Error("A command came while the component is not active.");
    const now = this.#options.now();
    if (expires <= now) throw new Error("A command had expired when it came.");
    // Nothing that is decided later would ever be heard.
    if (at > now + longestCommand) throw new Error("A command was decided in the future.");
    if (at < this.#decidedAt) throw new Error("A command was overtaken by a later one.");
    this.#decidedAt = at;
  }

  async #turn(): Promise<void> {
    // A robot that answers slower than its rate is observed less often, never twice at once.
    if (this.#isBusy || this.#component.state() !== "ACTIVE") return;
    this.#isBusy = true;
    try {
      for (const port of this.#in) await port.poll();
      await this.#publish();
    } catch (why) {
      this.#options.onTrouble?.(why);
    } finally {
      this.#isBusy = false;
    }
  }

  async #publish(): Promise<void> {
    const observation = await this.#robot.observe();
    const { joints, contacts, nearestPerson } = observation;
    this.#base(observation);
    this.#write("nearestPerson", (isLittle) => encodeNearest(nearestPerson, joints.at, isLittle));
    this.#write("contacts", (isLittle) => encodeContacts(contacts, joints.at, isLittle));
    this.#samples(observation);
    const number = this.#number;
    // Last: who sees the joints has all that belongs to them.
    this.#write("jointState", (isLittle) => encodeJoints({ number, joints }, isLittle));
  }

  #base({ base }: Observation): void {
    if (!base) return;
    const { at, x, y, yaw, forward, sideways, turn } = base;
    const velocity = { vx: forward, vy: sideways, va: turn };
    this.#write("basePose", (isLittle) => encodePayload("TimedPose2D", { at, data: { x, y, heading: yaw } }, isLittle));
    this.#write("baseVelocity", (isLittle) => encodePayload("TimedVelocity2D", { at, data: velocity }, isLittle));
  }

  #samples({ samples }: Observation): void {
    for (const sensor of this.#robot.features.sensors) {
      const sample = samples[sensor.name];
      // A picture of 10 Hz is not sent 100 times a second.
      if (!sample || this.#told.get(sensor.name) === sample.at) continue;
      this.#told.set(sensor.name, sample.at);
      this.#write(sensorPort(sensor).name, (isLittle) => encodeSample(sensor, sample, isLittle));
    }
  }

  #write(name: string, encode: (isLittle: boolean) => Uint8Array): void {
    this.#out.get(name)?.write(encode);
  }

  /** Binds the name unless it leads here already: a name server that lost it, or was away, has it again. */
  async #bind(): Promise<void> {
    const { name, names } = this.#options;
    const path = parseName(`${name}.rtc`);
    const known = await resolveName(this.#orb, names, path).catch(() => null);
    if (known && isSameObject(known, this.#component.reference)) return;
    await bindName(this.#orb, names, path, (writer) => writeReference(writer, this.#component.reference));
    this.#isUnnamed = false;
  }

  /** Told once until it is well again. */
  #unnamed(why: unknown): void {
    if (!this.#isUnnamed) this.#options.onTrouble?.(why);
    this.#isUnnamed = true;
  }
}
