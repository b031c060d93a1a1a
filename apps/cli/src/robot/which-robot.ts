import { readFile } from "node:fs/promises";
import { Fault } from "@sakiyomi/core";
import type { RobotFeatures } from "@sakiyomi/robot";
import type { ThreadModule } from "@sakiyomi/robot/node";

export interface WhichRobot {
  /** "simulated", "ros1:http://robot:11311", "openrtm:robot:2809/Arm0.rtc", "rosbridge:ws://robot:9090" */
  readonly robot: string;
  /** Of the simulated one. */
  readonly world: string;
  readonly seed: number;
  readonly pictures: number;
  /** Its time passes by hand; left out: in real time. */
  readonly isLockstep?: boolean;
  /** A file with the features as JSON, where the robot does not tell them. */
  readonly features?: string;
}

type Reader = (rest: string, which: WhichRobot, features: RobotFeatures | null) => ThreadModule | null;

const given = (features: RobotFeatures | null) => (features ? { features } : {});

/** One row a middleware. */
const readers: Readonly<Record<string, Reader>> = {
  simulated: (_, { world, seed, pictures, isLockstep = false }) => ({
    url: import.meta.resolve("@sakiyomi/mujoco/worker"),
    data: { world, seed, truth: true, isLockstep, pictures: pictures > 0 ? { rate: pictures } : null },
  }),
  ros1: (rest, _, features) => ({
    url: import.meta.resolve("@sakiyomi/ros1/worker"),
    data: { node: { name: "/sakiyomi", ...(rest ? { masterUri: rest } : {}) }, ...given(features) },
  }),
  openrtm: (rest, _, features) => {
    const [, host, port, component] = /^([^:/]+):(\d+)\/(.+)$/.exec(rest) ?? [];
    return component
      ? {
          url: import.meta.resolve("@sakiyomi/openrtm/worker"),
          data: { host, port: Number(port), component, ...given(features) },
        }
      : null;
  },
  rosbridge: (rest, _, features) =>
    features && /^wss?:/.test(rest)
      ? { url: import.meta.resolve("@sakiyomi/rosbridge/worker"), data: { url: rest, features } }
      : null,
};

const forms =
  "simulated, ros1:http://HOST:11311, openrtm:HOST:2809/NAME.rtc, rosbridge:ws://HOST:9090 (with --features FILE)";

/** The robot that is meant, as a module for a thread of its own. Throws CLI_USAGE. */
export async function whichRobot(which: WhichRobot): Promise<ThreadModule> {
  const [, name = "", rest = ""] = /^([a-z0-9]+):?(.*)$/.exec(which.robot) ?? [];
  const module = readers[name]?.(rest, which, await readFeatures(which.features));
  if (!module) throw new Fault("CLI_USAGE", `--robot ${which.robot}: take ${forms}.`);
  return module;
}

async function readFeatures(file: string | undefined): Promise<RobotFeatures | null> {
  if (file === undefined) return null;
  try {
    return JSON.parse(await readFile(file, "utf8")) as RobotFeatures;
  } catch (error) {
    throw new Fault("CLI_USAGE", `--features ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
