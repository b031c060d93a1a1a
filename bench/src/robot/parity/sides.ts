import { fileURLToPath } from "node:url";
import { bodyClient } from "@sakiyomi/mujoco";
import { nameServer, openrtmRobot } from "@sakiyomi/openrtm";
import { bodyFeatures, openRig, robotPeer, startBody } from "@sakiyomi/openrtm/testing";
import { type Clock, lockstepClock, type Robot, type RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { bodyTunnel, ros1Robot } from "@sakiyomi/ros1";
import { startRos } from "@sakiyomi/ros1/testing";

export interface SideOptions {
  readonly world: string;
  readonly seed: number;
  /** Time passes by one period for each command; otherwise with the machine's clock. */
  readonly isLockstep: boolean;
}

/** A simulated robot in a process of its own, reached in one way. */
export interface Side {
  readonly robot: Robot;
  readonly clock: (pending: () => Promise<unknown>) => Clock;
  end(): Promise<void>;
}

/** s */
export const period = 0.01;

type Opening = (options: SideOptions) => Promise<Side>;

const bodyFor = ({ world, seed, isLockstep }: SideOptions) =>
  startBody(["--world", world, "--seed", String(seed), "--truth", ...(isLockstep ? [] : ["--free"])]);

/** The machine's clock, which waits for no policy. */
const freely = (): Clock => hostClock();

const ended =
  (...ends: readonly (() => Promise<unknown> | undefined)[]) =>
  async (): Promise<void> => {
    for (const end of ends) await end()?.catch(() => {});
  };

const direct: Opening = async (options) => {
  const body = await bodyFor(options);
  const robot = await bodyClient(body.port);
  await robot.open();
  const clock = options.isLockstep ? (pending: () => Promise<unknown>) => lockstepClock(robot, pending) : freely;
  return { robot, clock, end: ended(robot.close, body.end) };
};

const peerScript = fileURLToPath(new URL("../peers/body_peer.py", import.meta.resolve("@sakiyomi/ros1")));

/** Everything that the robot can sense has been heard once: an expert cannot begin without. Small values come by themselves. */
const heard = async (robot: Robot): Promise<void> => {
  const wanted = robot.features.sensors.filter(({ name }) => name.startsWith("truth/"));
  for (let i = 0; i < 200; i += 1) {
    const { samples } = await robot.observe();
    if (wanted.every(({ name }) => samples[name])) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("What the world tells of itself was not heard in 5 s.");
};

/** A rospy node wraps the simulator. */
const ros1: Opening = async (options) => {
  const body = await bodyFor(options);
  const ros = await startRos();
  const peer = ros.command("/usr/bin/python3", "-u", peerScript, String(body.port));
  await peer.prints(/ready/, 20_000);
  const end = ended(() => peer.end("SIGKILL"), ros.close.bind(ros), body.end);
  if (!options.isLockstep) {
    const features = await bodyFeatures(body.port);
    const node = { name: "/sakiyomi", masterUri: ros.masterUri, hostname: "localhost" };
    const robot = ros1Robot({ features, node, now: hostClock().now, commands: "whole" });
    await robot.open();
    await heard(robot);
    return { robot, clock: freely, end: ended(() => robot.close(), end) };
  }
  const tunnel = await bodyTunnel(await ros.node("/sakiyomi"));
  const robot = await bodyClient(tunnel.port);
  await robot.open();
  return {
    robot,
    clock: (pending) => lockstepClock(robot, pending),
    end: ended(() => robot.close(), tunnel.close, end),
  };
};

/** Of the simulator's steps, s: time is counted in them, as it counts, since a sum of periods is off in its last digits. */
const step = 0.002;

/** Each command lets a period pass; the clock only counts them. */
const countingClock = (pending: () => Promise<unknown>): Clock => {
  let now = 0;
  return {
    now: () => now,
    until: async (time) => {
      await pending();
      now = Math.max(now, Math.round(time / step) * step);
    },
  };
};

const openrtmSide = (
  features: RobotFeatures,
  namesPort: number,
  { isLockstep }: SideOptions,
): ReturnType<typeof openrtmRobot> =>
  openrtmRobot({
    names: nameServer("127.0.0.1", namesPort),
    component: "Robot0.rtc",
    features,
    now: hostClock().now,
    isLockstep,
  });

/** A C++ component on omniORB wraps the simulator. */
const openrtm: Opening = async (options) => {
  const body = await bodyFor(options);
  const features = await bodyFeatures(body.port);
  const rig = await openRig();
  const how = options.isLockstep ? { bodyPort: body.port, period } : { bodyPort: body.port };
  await rig.peer(robotPeer("Robot0", features, how));
  const robot = openrtmSide(features, rig.namesPort, options);
  await robot.open();
  if (!options.isLockstep) await heard(robot);
  const clock = options.isLockstep ? countingClock : freely;
  return { robot, clock, end: ended(() => robot.close(), rig.end, body.end) };
};

/** One row a way. The first is what the others are compared with. */
export const sides: Readonly<Record<string, Opening>> = { simulator: direct, ros1, openrtm };
