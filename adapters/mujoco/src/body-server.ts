import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { commandRow, type Robot, type Seconds } from "@sakiyomi/robot";
import { commandOf, Doubles, observationDoubles, sampleDoubles, textDoubles } from "./body-codec.ts";
import { longestFrame, ops, statuses } from "./body-protocol.ts";
import { frameOf, frameReader } from "./frames.ts";

export interface Body {
  /** Opened; it stays so when the server is closed. */
  readonly robot: Robot;
  readonly now: () => Seconds;
  /** Lets time pass; null: the body runs freely. */
  readonly advance: ((by: Seconds) => Promise<void>) | null;
  /** null: it cannot begin anew. */
  readonly reset: ((seed: number) => Promise<void>) | null;
}

export interface BodyServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a body on the loopback interface by the protocol of body-protocol.ts. Port 0 takes a free one. */
export const serveBody = async (body: Body, port = 0): Promise<BodyServer> => {
  const sockets = new Set<Socket>();
  const turns = inTurn();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(body, socket, turns);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { port: portOf(server), close: () => closed(server, sockets) };
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
};

const closed = async (server: Server, sockets: ReadonlySet<Socket>): Promise<void> => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
};

type Work = () => Promise<void>;

/** One after the other, whoever asks: a step of one peer does not mix with that of another. */
const inTurn = (): ((work: Work) => void) => {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work);
  };
};

const serve = (body: Body, socket: Socket, turns: (work: Work) => void): void => {
  const read = frameReader(longestFrame);
  socket.setNoDelay(true);
  // A peer that goes away mid-word is no fault of ours; its body brakes as its last command expires.
  socket.on("error", () => socket.destroy());
  socket.on("data", (piece) => {
    try {
      for (const frame of read(piece))
        turns(async () => {
          const reply = await answer(body, frame);
          if (!socket.destroyed) socket.write(frameOf(reply));
        });
    } catch (error) {
      socket.end(frameOf(refusal(statuses.malformed, body, error)));
    }
  });
};

type Reply = readonly number[];

const refusal = (status: number, { now }: Body, error: unknown): Reply => [
  status,
  now(),
  ...textDoubles(error instanceof Error ? error.message : String(error)),
];

const answer = async (body: Body, frame: Float64Array): Promise<Reply> => {
  const [op = Number.NaN] = frame;
  const deed = deeds[op];
  if (!deed) return refusal(statuses.unknownOp, body, `There is no operation ${op}.`);
  try {
    const done = await deed(body, new Doubles(frame, 1));
    return done
      ? [statuses.done, body.now(), ...done]
      : refusal(statuses.malformed, body, `Operation ${op} is cut short.`);
  } catch (error) {
    return refusal(statuses.refused, body, error);
  }
};

/** What follows status and time; null: the request is malformed. */
type Deed = (body: Body, given: Doubles) => Promise<Reply | null>;

const seen = async ({ robot }: Body): Promise<Reply> => observationDoubles(await robot.observe());

const acted: Deed = async ({ robot, now }, given) => {
  const command = commandOf(given, robot.features.joints.length, now());
  return command && commandRow(await robot.act(command));
};

const passed = async ({ advance }: Body, by: Seconds): Promise<void> => {
  if (!advance) throw new Error("This body runs freely: time cannot be let pass by hand.");
  await advance(by);
};

const deeds: Readonly<Record<number, Deed>> = {
  [ops.observe]: seen,
  [ops.act]: acted,
  [ops.step]: async (body, given) => {
    const dt = given.next();
    if (!(await acted(body, given)) || !(dt >= 0)) return null;
    if (body.advance) await body.advance(dt);
    return seen(body);
  },
  [ops.reset]: async (body, given) => {
    if (!body.reset) throw new Error("This body cannot begin anew.");
    await body.reset(given.next());
    return seen(body);
  },
  [ops.stop]: async ({ robot }) => {
    await robot.stop("asked by a peer");
    return [];
  },
  [ops.features]: async ({ robot: { features }, advance }) => [
    features.rate,
    advance ? 1 : 0,
    features.joints.length,
    features.sensors.length,
    features.base?.speed ?? Number.NaN,
    features.base?.turn ?? Number.NaN,
    features.base?.acceleration ?? Number.NaN,
    ...features.joints.flatMap((joint) => [joint.lowest, joint.highest, joint.speed, joint.acceleration, joint.torque]),
  ],
  [ops.wholeFeatures]: async ({ robot }) => textDoubles(JSON.stringify(robot.features)),
  [ops.advance]: async (body, given) => {
    const dt = given.next();
    if (!(dt >= 0)) return null;
    await passed(body, dt);
    return seen(body);
  },
  [ops.samples]: async ({ robot }) =>
    sampleDoubles(
      (await robot.observe()).samples,
      robot.features.sensors.map(({ name }) => name),
    ),
};
