import { readInput, type SceneState, type Turn } from "@sakiyomi/robot";
import { type RobotRun, teleopThread } from "@sakiyomi/robot/node";
import { readAsk } from "./asks.ts";
import { inputGate } from "./input-gate.ts";
import { limitBook } from "./limit-book.ts";
import type { RobotDeed, RobotVisitor, ShownRobot } from "./port.ts";
import type { RobotAsk, RobotMessage, RobotRefused } from "./shapes.ts";
import { camerasOf, frameOf, pictureOf } from "./showing.ts";
import { helloOf, noTask, statusOf } from "./status.ts";
import { stopWatch } from "./stop-watch.ts";
import { troubleBook, turnMeter } from "./turn-meter.ts";

/** As much of a connection as is needed; a test brings its own. */
export interface RobotLine {
  send(data: string | Uint8Array): void;
  /** Bytes that the other end has not taken yet. */
  waiting(): number;
  close(code: number, reason: string): void;
}

export interface DeskClocks {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Seconds, never backwards. */
  readonly monotonic: () => number;
}

interface Client {
  readonly line: RobotLine;
  readonly visitor: RobotVisitor;
  /** Time of the newest picture that it got, by camera. */
  readonly pictures: Map<number, number>;
}

export const framePeriodMs = 1000 / 30;
export const statusPeriodMs = 100;
/** Whoever is behind gets nothing new until it has taken what it has: then the newest. */
const mostWaiting = 96 * 1024;
/** Of loop and guard, once a second. */
const reportPeriodMs = 1000;

const machine: DeskClocks = { wall: () => Date.now(), monotonic: () => performance.now() / 1000 };

/** Between the pages that look at a robot and its run: shows, and passes on what each visitor may ask. */
export class RobotDesk {
  readonly robot: ShownRobot;
  readonly #clocks: DeskClocks;
  readonly #note: (deed: RobotDeed) => void;
  readonly #clients = new Set<Client>();
  readonly #limits = limitBook();
  readonly #troubles = troubleBook();
  readonly #meter = turnMeter();
  readonly #stop: ReturnType<typeof stopWatch>;
  readonly #cameras: ReturnType<typeof camerasOf>;
  readonly #offs: (() => void)[] = [];
  #gate = inputGate();
  #driver: Client | null = null;
  #turn: Turn | null = null;
  #shownAt: number | null = null;
  #isAsking = false;
  #report: Awaited<ReturnType<RobotRun["report"]>> | null = null;

  constructor(robot: ShownRobot, note: (deed: RobotDeed) => void = () => {}, clocks: DeskClocks = machine) {
    this.robot = robot;
    this.#note = note;
    this.#clocks = clocks;
    this.#stop = stopWatch(clocks.monotonic);
    this.#cameras = camerasOf(robot.run.features);
  }

  start(): this {
    const { run } = this.robot;
    const every = (ms: number, then: () => void): (() => void) => {
      const timer = setInterval(then, ms);
      return () => clearInterval(timer);
    };
    this.#offs.push(
      run.onTurn((turn) => this.#turned(turn)),
      run.onTrouble(({ part, why }) => this.#troubles.add({ at: this.#clocks.wall(), part, why })),
      this.robot.voice?.onSaid((words, by, isQuestion) => this.say(words, by, isQuestion)) ?? (() => {}),
      every(framePeriodMs, () => void this.frame()),
      every(statusPeriodMs, () => this.status()),
      every(reportPeriodMs, () => void this.#renewReport()),
    );
    return this;
  }

  /** The run itself goes on. */
  close(): void {
    for (const off of this.#offs.splice(0)) off();
    if (this.#driver) this.#letGo(this.#driver);
    for (const { line } of this.#clients) line.close(1001, "the server stops");
    this.#clients.clear();
  }

  /** A new page. `left` is called when its line is gone. */
  join(line: RobotLine, visitor: RobotVisitor): { asks(text: string): void; left(): void } {
    const client: Client = { line, visitor, pictures: new Map() };
    this.#clients.add(client);
    const rights = visitor.rights();
    if (rights) this.#send(client, helloOf(this.robot, this.#cameras, visitor, rights));
    return {
      asks: (text) => void this.#asked(client, text),
      left: () => {
        this.#clients.delete(client);
        if (this.#driver === client) this.#letGo(client);
      },
    };
  }

  #turned(turn: Turn): void {
    this.#turn = turn;
    this.#limits.add(turn.guarded.limits, this.#clocks.wall());
    this.#meter.turned(this.#clocks.monotonic());
    this.#stop.turned(turn);
  }

  /** Sends what moves, and the pictures that are new. Nothing piles up: a state that has not come yet is not asked for again. */
  async frame(): Promise<void> {
    const turn = this.#turn;
    if (!turn || this.#isAsking || this.#clients.size === 0) return;
    this.#isAsking = true;
    try {
      const scene = this.robot.run.scene ? await this.robot.run.state() : null;
      this.#showFrame(turn, scene);
    } catch (error) {
      this.#troubled("scene", error);
    } finally {
      this.#isAsking = false;
    }
  }

  #showFrame(turn: Turn, scene: SceneState | null): void {
    if (scene) this.#meter.shown(scene.at, this.#clocks.monotonic());
    const moment = scene?.at ?? turn.at;
    if (moment === this.#shownAt) return;
    this.#shownAt = moment;
    const bytes = frameOf(turn, scene);
    for (const client of this.#clients) this.#sendNewest(client, bytes);
    for (const camera of this.#cameras.keys()) this.#showPicture(turn, camera);
  }

  #showPicture(turn: Turn, camera: number): void {
    const picture = pictureOf(this.#cameras, camera, turn);
    if (!picture) return;
    let bytes: Uint8Array | null = null;
    for (const client of this.#clients) {
      if (client.pictures.get(camera) === picture.at) continue;
      bytes ??= picture.bytes();
      if (this.#sendNewest(client, bytes)) client.pictures.set(camera, picture.at);
    }
  }

  status(): void {
    for (const client of [...this.#clients]) {
      if (!client.visitor.rights()) {
        this.#signOut(client);
        continue;
      }
      if (client.line.waiting() > mostWaiting) continue;
      this.#send(client, this.#statusFor(client));
    }
  }

  #statusFor(client: Client): RobotMessage {
    const now = this.#clocks.wall();
    const driver = this.#driver;
    const { tasks, teaching } = this.robot;
    return statusOf({
      now,
      turn: this.#turn,
      report: this.#report,
      meter: this.#meter.read(this.#clocks.monotonic()),
      limits: this.#limits.list(now),
      troubles: this.#troubles.list(),
      stop: this.#stop.state(),
      task: tasks?.state() ?? noTask,
      episode: teaching?.state() ?? null,
      driver: driver && { name: driver.visitor.person ?? "", isYou: driver === client },
      lateInputs: this.#gate.late(),
    });
  }

  async #asked(client: Client, text: string): Promise<void> {
    const ask = readAsk(text);
    if (!ask) return this.#refuse(client, "?", "ROBOT_SHAPE", "the message was not understood");
    const rights = client.visitor.rights();
    if (!rights) return this.#signOut(client);
    // A stop is never refused for a shape, a driver or a latch: only who may not even look cannot ask for it.
    if (ask.do === "stop") return rights.stop ? this.stop(client.visitor) : this.#refuseRight(client, ask.do);
    if (!rights.drive) return this.#refuseRight(client, ask.do);
    try {
      await this.#do(client, ask);
    } catch (error) {
      this.#troubled(ask.do, error);
      this.#refuse(client, ask.do, "ROBOT_FAILED", error instanceof Error ? error.message : String(error));
    }
  }

  #refuseRight(client: Client, what: RobotAsk["do"]): void {
    this.#refuse(client, what, "ROBOT_RIGHT", "the role does not permit it");
  }

  #do(client: Client, ask: Exclude<RobotAsk, { do: "stop" }>): void | Promise<void> {
    const { tasks, teaching, run } = this.robot;
    switch (ask.do) {
      case "release":
        return this.#release(client, ask.person);
      case "drive":
        return this.#drive(client);
      case "let-go":
        return this.#driver === client ? this.#letGo(client) : undefined;
      case "input":
        return this.#input(client, ask);
      case "episode":
        return teaching?.[ask.what]();
      case "label":
        return teaching?.label(ask.label);
      case "reset":
        return tasks?.reset ? tasks.reset(ask.seed) : run.reset(ask.seed);
      case "task":
        return this.#task(client, ask.id);
      case "answer":
        return this.robot.voice?.hear(ask.words, client.visitor.actor);
    }
  }

  /** Also for who comes another way than by a page's line. */
  stop(visitor: Pick<RobotVisitor, "actor" | "person">): void {
    this.#stop.asked(visitor.person ?? "page", this.#clocks.wall());
    this.robot.run.stop(visitor.person ? `page (${visitor.person})` : "page");
    if (this.#driver) this.#letGo(this.#driver);
    this.#told("robot.stop", visitor, {});
  }

  /** Shows and speaks the words on every page that is open; on so many. The words are with whoever ordered them. */
  say(words: string, by: string, isQuestion = false): number {
    const open = [...this.#clients].filter(({ visitor }) => visitor.rights() !== null);
    for (const client of open) this.#send(client, { type: "said", at: this.#clocks.wall(), words, isQuestion });
    if (open.length > 0) this.#told("robot.say", { actor: by }, { pages: open.length });
    return open.length;
  }

  #release(client: Client, given: string | undefined): void {
    const person = client.visitor.person ?? given ?? "";
    if (person === "") this.#refuse(client, "release", "ROBOT_NAME", "no name was given");
    else {
      this.robot.run.release(person);
      this.#told("robot.release", client.visitor, { person });
    }
  }

  #drive(client: Client): void {
    if (this.#driver === client) return;
    if (this.#driver) this.#refuse(client, "drive", "ROBOT_DRIVER", this.#driver.visitor.person ?? "another page");
    else if (this.#turn?.guarded.state.latch) this.#refuse(client, "drive", "ROBOT_LATCHED", "a stop is not released");
    else this.#take(client);
  }

  #take(client: Client): void {
    const { run, teleop, tasks } = this.robot;
    this.#driver = client;
    this.#gate = inputGate();
    tasks?.byHand?.(true);
    run.setPolicy(teleop ?? teleopThread(run.features));
    this.#told("robot.drive", client.visitor, {});
  }

  /** Nobody decides after it: the commands end, and the robot brakes. */
  #letGo(client: Client): void {
    this.#driver = null;
    this.robot.run.tell({ isHeld: false });
    this.robot.run.setPolicy(null);
    this.robot.tasks?.byHand?.(false);
    this.#told("robot.let-go", client.visitor, {});
  }

  #input(client: Client, { sent, input }: Extract<RobotAsk, { do: "input" }>): void {
    if (this.#driver !== client || !this.#gate.passes(sent, this.#clocks.monotonic())) return;
    const read = readInput(input);
    this.robot.run.tell(read ?? { isHeld: false });
    if (!read) this.#refuse(client, "input", "ROBOT_SHAPE", "the input was not understood");
  }

  async #task(client: Client, id: string | null): Promise<void> {
    if (this.#driver) return this.#refuse(client, "task", "ROBOT_DRIVER", this.#driver.visitor.person ?? "a page");
    await this.robot.tasks?.choose(id);
    this.#told("robot.task", client.visitor, { task: id ?? "–" });
  }

  #told(type: RobotDeed["type"], { actor }: Pick<RobotVisitor, "actor">, content: RobotDeed["content"]): void {
    this.#note({ type, actor, robot: this.robot.id, content: { robot: this.robot.name, ...content } });
  }

  async #renewReport(): Promise<void> {
    try {
      this.#report = await this.robot.run.report();
    } catch (error) {
      this.#troubled("loop", error);
    }
  }

  #troubled(part: string, error: unknown): void {
    this.#troubles.add({ at: this.#clocks.wall(), part, why: error instanceof Error ? error.message : String(error) });
  }

  #signOut(client: Client): void {
    this.#send(client, { type: "signed-out" });
    client.line.close(4401, "signed out");
    this.#clients.delete(client);
    if (this.#driver === client) this.#letGo(client);
  }

  #refuse(client: Client, what: RobotRefused["do"], code: RobotRefused["code"], why: string): void {
    this.#send(client, { type: "refused", do: what, code, why });
  }

  #send(client: Client, message: RobotMessage): void {
    client.line.send(JSON.stringify(message));
  }

  #sendNewest({ line }: Client, bytes: Uint8Array): boolean {
    if (line.waiting() > mostWaiting) return false;
    line.send(bytes);
    return true;
  }
}
