// What Debian has to have for a test that talks to a real program: Chromium, Mosquitto, PostgreSQL, ROS 1, omniORB.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export const packages = [
  "chromium",
  "fonts-noto-cjk",
  "g++",
  "influxdb",
  "libmujoco-dev",
  "libomniorb4-dev",
  "mosquitto",
  "mosquitto-clients",
  "omniidl",
  "omniorb",
  "omniorb-nameserver",
  "openssl",
  "poppler-utils",
  "postgresql",
  "python3-actionlib",
  "python3-geometry-msgs",
  "python3-nav-msgs",
  "python3-numpy",
  "python3-onnx",
  "python3-rosbag",
  "python3-roslaunch",
  "python3-rosmaster",
  "python3-rospy",
  "python3-rosservice",
  "python3-rostopic",
  "python3-sensor-msgs",
  "python3-std-srvs",
  "python3-tf2-ros",
  "python3-torch",
  "python3-trajectory-msgs",
  "ros-core",
] as const;
export type DebianPackage = (typeof packages)[number];

const MINUTES = 60_000;
let isListFresh = false;

/**
 * Sees to it that the packages are there: on Debian, as root, through apt-get. Answers null when they are, and
 * otherwise why not, for `t.skip(...)`. In CI nothing is skipped: there it throws.
 */
export function need(...wanted: readonly DebianPackage[]): string | null {
  const missing = wanted.filter((name) => !isInstalled(name));
  if (missing.length === 0) return null;
  const why = install(missing);
  if (why === null) return null;
  const line = `skipped: ${missing.join(", ")} not installed (${why})`;
  if (process.env.CI === "true") throw new Error(line);
  return line;
}

function isInstalled(name: string): boolean {
  const { status, stdout } = spawnSync("dpkg", ["-s", name], { encoding: "utf8" });
  return status === 0 && stdout.includes("Status: install ok installed");
}

function install(missing: readonly string[]): string | null {
  if (!existsSync("/etc/debian_version")) return "this is not Debian";
  if (process.getuid?.() !== 0) return `run: sudo apt-get install ${missing.join(" ")}`;
  if (!isListFresh && apt("update") !== null) return "the list of packages cannot be fetched";
  isListFresh = true;
  return apt("install", "-y", "--no-install-recommends", ...missing);
}

/** Somebody else installs right now: tests run side by side. */
const isLocked = (said: string): boolean => /could not get lock|unable to (acquire|lock)/i.test(said);
const TRIES = 60;

function apt(...args: readonly string[]): string | null {
  for (let tried = 1; ; tried++) {
    const why = aptOnce(args);
    if (why === null || tried === TRIES || !isLocked(why)) return why;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
  }
}

function aptOnce(args: readonly string[]): string | null {
  const { status, stderr } = spawnSync("apt-get", ["-q", ...args], {
    encoding: "utf8",
    timeout: 10 * MINUTES,
    env: {
      ...process.env,
      DEBIAN_FRONTEND: "noninteractive",
      // Services of the packages stay off: a test starts its own on a port of its own.
      RUNLEVEL: "1",
    },
  });
  return status === 0 ? null : `apt-get ${args[0]} failed: ${stderr.trim().split("\n").slice(-2).join(" ")}`;
}
