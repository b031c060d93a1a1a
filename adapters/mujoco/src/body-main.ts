import { parseArgs } from "node:util";
import { serveBody } from "./body-server.ts";
import { openRobot } from "./worker.ts";

/**
 * Serves a simulated robot to peers in other languages, by the protocol of body-protocol.ts; prints the port that it
 * listens on, and serves until it gets SIGTERM or SIGINT:
 *
 *     node --conditions=sakiyomi-source body-main.ts --world robot-alone --seed 1 --port 0 [--free] [--pictures] [--truth]
 */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      world: { type: "string", default: "robot-alone" },
      seed: { type: "string", default: "1" },
      port: { type: "string", default: "0" },
      free: { type: "boolean", default: false },
      pictures: { type: "boolean", default: false },
      truth: { type: "boolean", default: false },
    },
  });
  const robot = await openRobot({
    world: values.world,
    seed: Number(values.seed),
    isLockstep: !values.free,
    truth: values.truth,
    ...(values.pictures ? {} : { pictures: null }),
  });
  await robot.open();
  const body = {
    robot,
    now: () => robot.now(),
    advance: values.free ? null : (by: number) => robot.advance(by),
    reset: (seed: number) => robot.reset(seed),
  };
  const server = await serveBody(body, Number(values.port));
  process.stdout.write(`${server.port}\n`);
  const end = async (): Promise<void> => {
    await server.close();
    await robot.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());
};

await main();
