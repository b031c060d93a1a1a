import { setTimeout as sleep } from "node:timers/promises";
import type { Command, Observation, Robot, RobotFeatures } from "@sakiyomi/robot";
import { encodePayload } from "../data-types.ts";
import { CorbaFault } from "../fault.ts";
import { parseName, resolveName } from "../naming.ts";
import { addressOf } from "../object-reference.ts";
import { type Orb, openOrb } from "../orb.ts";
import { ownAddress } from "../own-address.ts";
import { openServants, type Servants } from "../servant.ts";
import { type SteadyLink, steadyLink } from "../steady-link.ts";
import { type ClockMatch, clockMatch, sameClock } from "./clock-match.ts";
import { type ObservationBoard, observationBoard } from "./observation-board.ts";
import { openLine, type RobotLine } from "./robot-line.ts";
import type { LinkTrouble, OpenrtmRobotOptions } from "./robot-options.ts";
import { encodeCommand } from "./robot-ports.ts";

export interface OpenrtmRobot extends Robot {
  /** Begins the world anew, where it is simulated. @throws {CorbaFault} "port" where it is not. */
  reset(seed: number): Promise<void>;
  /** Of the last command that the robot took, by counting from 1. */
  taken(): number;
}

/** A robot behind the data ports of an RT component; docs/robot/openrtm.md describes them. */
export const openrtmRobot = (options: OpenrtmRobotOptions): OpenrtmRobot => new PortRobot(options);

const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => {});
};

/** Commands on their way at once; whoever does not wait for them is told. */
const mostUnderWay = 4;

interface Parts {
  readonly orb: Orb;
  readonly servants: Servants;
  readonly link: SteadyLink<RobotLine>;
}

class PortRobot implements OpenrtmRobot {
  readonly features: RobotFeatures;
  readonly #options: OpenrtmRobotOptions;
  readonly #timeout: number;
  readonly #isLittle: boolean;
  #parts: Parts | null = null;
  #board: ObservationBoard;
  #clock: ClockMatch;
  #lines = 0;
  #number = 0;
  #underWay = 0;
  #areNamesLost = false;

  constructor(options: OpenrtmRobotOptions) {
    this.#options = options;
    this.features = options.features;
    this.#timeout = options.timeout ?? 500;
    this.#isLittle = options.isLittle ?? true;
    this.#clock = this.#newClock();
    this.#board = this.#newBoard();
  }

  async open(): Promise<void> {
    if (this.#parts) return;
    const { port = 0, waits = [100, 200, 500, 1000, 2000], every = 500 } = this.#options;
    const orb = openOrb({ timeout: this.#timeout });
    const servants = await openServants({ host: await this.#host(), port });
    const link = steadyLink<RobotLine>({
      open: () => this.#openLine(orb, servants),
      check: (line) => this.#check(orb, line),
      shut: (line) => line.shut(),
      every,
      waits,
      onLost: (why) => this.#tell("link-lost", why),
      onBack: () => this.#tell("link-back", `${this.#options.component} is heard again.`),
      wait,
    });
    try {
      await link.open();
    } catch (error) {
      orb.close();
      await servants.close();
      throw error;
    }
    this.#parts = { orb, servants, link };
  }

  async #host(): Promise<string> {
    const { host, names } = this.#options;
    const there = addressOf(names);
    return host ?? (await ownAddress(there.host, there.port, this.#timeout)) ?? "127.0.0.1";
  }

  async observe(): Promise<Observation> {
    const line = this.#line();
    if (this.#options.isLockstep) await this.#fetch(line);
    const observation = this.#board.observation();
    const quiet = this.#options.now() - this.#board.heardAt();
    if (observation && (this.#options.isLockstep || quiet * 1000 <= this.#timeout)) return observation;
    this.#parts?.link.suspect();
    throw new CorbaFault(
      "timeout",
      `${this.#options.component} was not heard from for ${Math.round(quiet * 1000)} ms.`,
      "Is it stopped or inactive, or the network cut?",
    );
  }

  async act(command: Command): Promise<Command> {
    const line = this.#line();
    if (this.#underWay >= mostUnderWay)
      throw new CorbaFault("full", `${mostUnderWay} commands are still on their way.`, "Wait for one before the next.");
    const sent = withinRanges(this.features, command);
    this.#number += 1;
    this.#underWay += 1;
    try {
      await this.#put(line, "command", encodeCommand(this.#number, this.#onItsClock(sent), this.#isLittle));
    } finally {
      this.#underWay -= 1;
    }
    return sent;
  }

  async stop(reason: string): Promise<void> {
    const line = this.#parts?.link.current();
    // Who is not reached gets no command either, and brakes by itself when its last one has expired.
    if (line) await this.#put(line, "stop", encodePayload("TimedString", { at: 0, data: reason }, this.#isLittle));
  }

  async reset(seed: number): Promise<void> {
    const line = this.#line();
    await this.#put(line, "seed", encodePayload("TimedLong", { at: 0, data: seed }, this.#isLittle));
    this.#clock = this.#newClock();
    this.#board = this.#newBoard();
    await this.#firstHeard(line);
  }

  taken(): number {
    return this.#board.number();
  }

  async close(): Promise<void> {
    const parts = this.#parts;
    this.#parts = null;
    if (!parts) return;
    await parts.link.close();
    parts.orb.close();
    await parts.servants.close();
  }

  #newClock(): ClockMatch {
    return this.#options.isLockstep ? sameClock : clockMatch();
  }

  #newBoard(): ObservationBoard {
    const { features, now } = this.#options;
    return observationBoard({ features, now, clock: this.#clock, isLittle: this.#isLittle });
  }

  #line(): RobotLine {
    if (!this.#parts) throw new CorbaFault("closed", "The robot is not open.", "Open it first.");
    const line = this.#parts.link.current();
    if (line) return line;
    const why = this.#parts.link.fault();
    throw new CorbaFault(
      "link",
      `${this.#options.component} is lost: ${why instanceof Error ? why.message : String(why)}`,
      "It is looked for again and again.",
      { cause: why },
    );
  }

  async #openLine(orb: Orb, servants: Servants): Promise<RobotLine> {
    const { names, component, features, isLockstep = false, isActivated = true, portNames = {} } = this.#options;
    const reference = await resolveName(orb, names, parseName(component));
    this.#lines += 1;
    this.#clock = this.#newClock();
    this.#board = this.#newBoard();
    const board = this.#board;
    const line = await openLine({
      orb,
      servants,
      component: reference,
      features,
      names: portNames,
      id: `sakiyomi-${process.pid}-${servants.port}-${this.#lines}`,
      isLittle: this.#isLittle,
      isActivated,
      onPushed: isLockstep ? null : (port, payload) => this.#take(board, port, payload),
    });
    await this.#firstHeard(line);
    return line;
  }

  /** @throws {CorbaFault} "timeout" where no joints come. */
  async #firstHeard(line: RobotLine): Promise<void> {
    const deadline = performance.now() + this.#timeout;
    for (;;) {
      if (this.#options.isLockstep) await this.#fetch(line);
      if (this.#board.observation()) return;
      if (performance.now() > deadline) break;
      await sleep(2);
    }
    await line.shut();
    throw new CorbaFault(
      "timeout",
      `No joints came from ${this.#options.component} within ${this.#timeout} ms.`,
      "Is it active, and does it reach us by our address (host)?",
    );
  }

  async #fetch(line: RobotLine): Promise<void> {
    for (const { port, payload } of await line.get()) this.#take(this.#board, port, payload);
  }

  #take(board: ObservationBoard, port: string, payload: Uint8Array): void {
    try {
      board.take(port, payload);
    } catch (error) {
      this.#tell("payload", error);
    }
  }

  async #put(line: RobotLine, port: "command" | "stop" | "seed", payload: Uint8Array): Promise<void> {
    try {
      const code = await line.put(port, payload);
      if (code === "PORT_OK") return;
      throw new CorbaFault(
        "refused",
        `${this.#options.component} answered ${port} with ${code}.`,
        "Is the component active, and had the command not expired?",
      );
    } catch (error) {
      this.#parts?.link.suspect();
      throw error;
    }
  }

  #onItsClock(command: Command): Command {
    const [at, expires] = [this.#clock.toRobot(command.at), this.#clock.toRobot(command.expires)];
    if (at === null || expires === null)
      throw new CorbaFault("timeout", "The robot's clock is not known yet.", "Observe it first.");
    return { ...command, at: Math.max(0, at), expires: Math.max(0, expires) };
  }

  async #check(orb: Orb, line: RobotLine): Promise<void> {
    const named = await resolveName(orb, this.#options.names, parseName(this.#options.component)).catch(
      (error: unknown) => error,
    );
    const areLost = named instanceof Error;
    if (areLost !== this.#areNamesLost)
      this.#tell(areLost ? "names-lost" : "names-back", areLost ? named : "The name server answers again.");
    this.#areNamesLost = areLost;
    await line.check();
  }

  #tell(code: LinkTrouble["code"], why: unknown): void {
    this.#options.onTrouble?.({ code, why: why instanceof Error ? why.message : String(why) });
  }
}

/** A number that is none is refused: there is nothing near it. */
const withinRanges = ({ joints }: RobotFeatures, command: Command): Command => {
  if (command.position.length !== joints.length || !command.position.every(Number.isFinite))
    throw new CorbaFault("payload", `A command has not ${joints.length} positions.`, "Compare it with the features.");
  const position = Float64Array.from(joints, ({ lowest, highest }, i) =>
    Math.min(Math.max(command.position[i] ?? lowest, lowest), highest),
  );
  return { ...command, position };
};
