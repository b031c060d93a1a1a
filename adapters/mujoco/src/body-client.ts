import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  type Command,
  commandRow,
  type Observation,
  type Robot,
  type RobotFeatures,
  type Seconds,
} from "@sakiyomi/robot";
import { commandOf, Doubles, observationOf, samplesOf } from "./body-codec.ts";
import { longestFrame, ops, statuses } from "./body-protocol.ts";
import { MujocoFault } from "./fault.ts";
import { frameOf, frameReader } from "./frames.ts";

/** A robot whose body is served by another process. Pictures are not sent. */
export interface BodyClient extends Robot {
  /** The body's time at its last reply. */
  now(): Seconds;
  /** Lets its time pass, in lockstep. */
  advance(by: Seconds): Promise<void>;
  reset(seed: number): Promise<void>;
}

/** Connects once to learn the features, and again by `open`. Throws a MujocoFault "link" where nobody listens. */
export const bodyClient = async (port: number): Promise<BodyClient> => {
  const line = await openLine(port);
  try {
    const reply = await line.ask([ops.wholeFeatures]);
    return new Client(port, JSON.parse(reply.text()) as RobotFeatures);
  } finally {
    line.end();
  }
};

interface Line {
  /** What follows status and time in the reply. */
  ask(request: readonly number[]): Promise<Doubles>;
  now(): Seconds;
  end(): void;
}

interface Waiting {
  readonly take: (frame: Float64Array) => void;
  readonly fail: (error: Error) => void;
}

const openLine = async (port: number): Promise<Line> => {
  const socket = await connected(port);
  const waiting: Waiting[] = [];
  let now: Seconds = 0;
  socket.on("close", () => {
    for (const { fail } of waiting.splice(0)) fail(lost("The line to the body is cut."));
  });
  const read = frameReader(longestFrame);
  socket.on("data", (piece) => {
    for (const frame of read(piece)) {
      now = frame[1] ?? now;
      waiting.shift()?.take(frame);
    }
  });
  const asked = (request: readonly number[]): Promise<Float64Array> =>
    new Promise((take, fail) => {
      if (socket.destroyed) return fail(lost("The line to the body is cut."));
      waiting.push({ take, fail });
      socket.write(frameOf(request));
    });
  return {
    ask: async (request) => settled(await asked(request)),
    now: () => now,
    end: () => socket.destroy(),
  };
};

const connected = async (port: number): Promise<Socket> => {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  try {
    await once(socket, "connect");
  } catch (cause) {
    throw lost(`No body is served on port ${port}.`, cause);
  }
  socket.on("error", () => socket.destroy());
  return socket;
};

const lost = (message: string, cause?: unknown): MujocoFault =>
  new MujocoFault("link", message, "Start its server, and look at its port.", { cause });

const settled = (frame: Float64Array): Doubles => {
  const doubles = new Doubles(frame, 2);
  if (frame[0] === statuses.done) return doubles;
  throw new MujocoFault("refused", doubles.text(), "See body-protocol.ts.");
};

class Client implements BodyClient {
  readonly features: RobotFeatures;
  readonly #port: number;
  readonly #sensors: readonly string[];
  #line: Line | null = null;

  constructor(port: number, features: RobotFeatures) {
    this.#port = port;
    this.features = features;
    this.#sensors = features.sensors.map(({ name }) => name);
  }

  now(): Seconds {
    return this.#line?.now() ?? 0;
  }

  async open(): Promise<void> {
    if (this.#line) return;
    const line = await openLine(this.#port);
    await line.ask([ops.observe]);
    this.#line = line;
  }

  async observe(): Promise<Observation> {
    const line = this.#opened();
    // Sent together: the body answers both before anybody else.
    const [observation, samples] = await Promise.all([line.ask([ops.observe]), line.ask([ops.samples])]);
    return {
      ...observationOf(observation, this.features.joints.length),
      samples: samplesOf(samples, this.#sensors),
    };
  }

  async act(command: Command): Promise<Command> {
    const reply = await this.#opened().ask([ops.act, ...commandRow(command)]);
    return commandOf(reply, this.features.joints.length, this.now()) ?? command;
  }

  async advance(by: Seconds): Promise<void> {
    await this.#opened().ask([ops.advance, by]);
  }

  async reset(seed: number): Promise<void> {
    await this.#opened().ask([ops.reset, seed]);
  }

  async stop(): Promise<void> {
    await this.#line?.ask([ops.stop]);
  }

  async close(): Promise<void> {
    this.#line?.end();
    this.#line = null;
  }

  #opened(): Line {
    if (!this.#line) throw new MujocoFault("closed", "The body is not open.", "Open it first.");
    return this.#line;
  }
}
