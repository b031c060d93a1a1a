import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RosFollowerClient } from "@foxglove/ros1";
import { openRosNode, type RosNode } from "../node/node.ts";
import type { RosNodeOptions } from "../node/options.ts";

/** A real roscore on a port of its own, and real peers beside it: for tests. */
export interface TestRos {
  readonly masterUri: string;
  readonly folder: string;
  /** A script for rospy; `lines` gets what it prints. */
  python(script: string, ...args: readonly string[]): Peer;
  /** A command of ROS (rostopic, rosservice, rosbag, ...). */
  command(name: string, ...args: readonly string[]): Peer;
  /** A node of ours, closed with this at the latest: a test that fails leaves nothing running. */
  node(name: string, more?: Partial<RosNodeOptions>): Promise<RosNode>;
  /** To be ended with this, however the tests go. */
  keep<T extends { close(): Promise<unknown> }>(one: T): T;
  /** The master dies as from a lost machine; nobody is told. */
  killMaster(): Promise<void>;
  startMaster(): Promise<void>;
  close(): Promise<void>;
}

export interface Peer {
  readonly process: ChildProcess;
  /** All that it has printed, errors too. */
  text(): string;
  /** Resolves when it has printed something that matches; rejects with all it printed when it does not in time. */
  prints(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  ended(): Promise<number | null>;
  end(signal?: NodeJS.Signals): Promise<void>;
}

export const startRos = async (): Promise<TestRos> => {
  const ros = new RunningRos(await freePort());
  await ros.startMaster();
  return ros;
};

/**
 * One for all the test files that ask for the same: "steady", or "mortal" for those that kill its master. Each closes it
 * once; the last one ends it. Names of nodes have to differ between files.
 */
export const sharedRos = async (kind: "steady" | "mortal"): Promise<TestRos> => {
  const shared = running.get(kind) ?? { ros: startRos(), users: 0 };
  running.set(kind, shared);
  shared.users += 1;
  const ros = await shared.ros;
  const kept = keeper(ros.masterUri);
  return {
    ...kept,
    masterUri: ros.masterUri,
    folder: ros.folder,
    python: (...args) => ros.python(...args),
    command: (...args) => ros.command(...args),
    killMaster: () => ros.killMaster(),
    startMaster: () => ros.startMaster(),
    close: async () => {
      await kept.closeAll();
      shared.users -= 1;
      if (shared.users > 0) return;
      running.delete(kind);
      await ros.close();
    },
  };
};

type Kept = Pick<TestRos, "node" | "keep"> & { closeAll(): Promise<void> };

const keeper = (masterUri: string): Kept => {
  const kept: { close(): Promise<unknown> }[] = [];
  const keep = <T extends { close(): Promise<unknown> }>(one: T): T => {
    kept.unshift(one);
    return one;
  };
  return {
    keep,
    node: async (name, more = {}) => keep(await openRosNode({ name, masterUri, hostname: "localhost", ...more })),
    closeAll: async () => {
      for (const one of kept.splice(0)) await one.close().catch(() => {});
    },
  };
};

const running = new Map<string, { readonly ros: Promise<TestRos>; users: number }>();

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

class RunningRos implements TestRos {
  readonly #kept: Kept;
  readonly masterUri: string;
  readonly folder = mkdtempSync(join(tmpdir(), "ros1-"));
  readonly #port: number;
  readonly #peers = new Set<Peer>();
  #master: Peer | null = null;

  constructor(port: number) {
    this.#port = port;
    this.masterUri = `http://localhost:${port}`;
    this.#kept = keeper(this.masterUri);
    process.once("exit", this.#onExit);
  }

  /** A process that ends in the middle leaves nothing running. */
  readonly #onExit = (): void => {
    for (const { process: child } of this.#peers)
      if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, "SIGTERM");
  };

  node(name: string, more?: Partial<RosNodeOptions>): Promise<RosNode> {
    return this.#kept.node(name, more);
  }

  keep<T extends { close(): Promise<unknown> }>(one: T): T {
    return this.#kept.keep(one);
  }

  python(script: string, ...args: readonly string[]): Peer {
    return this.command("/usr/bin/python3", "-u", "-c", script, ...args);
  }

  command(name: string, ...args: readonly string[]): Peer {
    const env = {
      ...process.env,
      ROS_MASTER_URI: this.masterUri,
      ROS_HOSTNAME: "localhost",
      ROS_HOME: this.folder,
      ROS_PACKAGE_PATH: join(this.folder, "share"),
    };
    const peer = peerOf(spawn(name, args, { env, cwd: this.folder, detached: true }));
    this.#peers.add(peer);
    return peer;
  }

  async startMaster(): Promise<void> {
    this.#master = this.command("/usr/bin/roscore", "-p", String(this.#port));
    await this.#master.prints(/started core service/, 10_000);
  }

  async killMaster(): Promise<void> {
    const [, , pid] = await new RosFollowerClient(this.masterUri).getPid("/test");
    process.kill(Number(pid), "SIGKILL");
    // It sees its master die and ends what else it has started.
    await this.#master?.ended();
  }

  async close(): Promise<void> {
    await this.#kept.closeAll();
    const others = [...this.#peers].filter((peer) => peer !== this.#master);
    await Promise.all([...others.map((peer) => peer.end("SIGKILL")), this.#master?.end("SIGTERM")]);
    process.off("exit", this.#onExit);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const peerOf = (child: ChildProcess): Peer => {
  let text = "";
  const seen = new Set<() => void>();
  const gone = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("exit", (code) => resolve(code));
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const look of [...seen]) look();
    });
  const prints = (pattern: RegExp, withinMs = 10_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        seen.delete(look);
      };
      const fail = (why: string): void => {
        done();
        reject(new Error(`${why}: nothing like ${pattern} in:\n${text.slice(-2000)}`));
      };
      const look = (): void => {
        const found = pattern.exec(text);
        if (!found) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => fail(`within ${withinMs} ms`), withinMs);
      seen.add(look);
      look();
      // What it printed last may come after its end.
      void gone.then(() => setTimeout(() => (pattern.test(text) ? look() : fail("it has ended")), 50).unref());
    });
  const end = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    // Its whole group: rosbag has children of its own.
    if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, signal);
    await gone;
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  return { process: child, text: () => text, prints, ended: () => gone, end };
};

/** Resolves when it is so; rejects when it is not in time. */
export const until = async (isSo: () => boolean | Promise<boolean>, withinMs = 8000): Promise<void> => {
  const from = performance.now();
  while (!(await isSo())) {
    if (performance.now() - from > withinMs) throw new Error(`not so within ${withinMs} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
