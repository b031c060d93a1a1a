import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { RobotFeatures } from "@sakiyomi/robot";

/** The simulator's body server (adapters/mujoco/src/body-protocol.ts), in a process of its own and in lockstep. */
export interface ServedBody {
  readonly port: number;
  end(): Promise<void>;
}

export const startBody = async (args: readonly string[] = []): Promise<ServedBody> => {
  const script = fileURLToPath(new URL("../../../mujoco/src/body-main.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--conditions=sakiyomi-source", script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once("data", (text) => resolve(Number(String(text))));
    child.once("exit", () => reject(new Error("The body server ended before it listened.")));
  });
  return {
    port,
    end: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

/** What a served body tells of itself (op 6). */
export const bodyFeatures = async (port: number): Promise<RobotFeatures> => {
  const line = await bodyLine(port);
  const [, , length = 0, ...rest] = await line.ask([6]);
  line.end();
  return JSON.parse(Buffer.from(Float64Array.from(rest).buffer).subarray(0, length).toString()) as RobotFeatures;
};

/** Asks a body directly: doubles there, doubles back. */
export const bodyLine = async (port: number) => {
  const socket: Socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let held = Buffer.alloc(0);
  const waiting: ((reply: Float64Array) => void)[] = [];
  socket.on("data", (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4 && held.length >= 4 + held.readUInt32LE(0)) {
      const bytes = held.subarray(4, 4 + held.readUInt32LE(0));
      held = held.subarray(4 + bytes.length);
      waiting.shift()?.(Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i)));
    }
  });
  return {
    ask: (request: readonly number[]): Promise<Float64Array> =>
      new Promise((resolve) => {
        const frame = Buffer.alloc(4 + 8 * request.length);
        frame.writeUInt32LE(8 * request.length, 0);
        for (const [i, value] of request.entries()) frame.writeDoubleLE(value, 4 + 8 * i);
        waiting.push(resolve);
        socket.write(frame);
      }),
    end: () => socket.destroy(),
  };
};
