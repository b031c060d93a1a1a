import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Instant, refuse, type SourceId } from "@sakiyomi/core";
import type { Inlet, Receipt, Sender } from "./inlet.ts";

export const NOON: Instant = Date.parse("2026-01-10T12:00:00Z");

/** A house that writes down what it is given, refuses a temperature of 99, and can be slow or broken. */
export function fakeHouse() {
  const withdrawn = new Set<(device: string) => void>();
  const house = {
    signals: [] as { raw: unknown; sender: Sender }[],
    waves: [] as { bytes: Uint8Array; sender: Sender }[],
    /** Awaited before anything is stored. */
    gate: Promise.resolve() as Promise<unknown>,
    now: () => NOON,
    withdraw: (device: string) => {
      for (const listen of withdrawn) listen(device);
    },
    check: (token: string): Sender | null => tokens[token] ?? null,
    async receive(raw: readonly unknown[], sender: Sender): Promise<Receipt> {
      await house.gate;
      const refused = raw.flatMap((one, index) =>
        (one as { value?: unknown }).value === 99
          ? [refuse("SIG_RANGE", "value", 99, "20 to 46")].map(({ refusal }) => ({ index, refusal }))
          : [],
      );
      if (refused.length === 0) house.signals.push(...raw.map((one) => ({ raw: one, sender })));
      return { stored: raw.length - refused.length, repeated: 0, refused };
    },
    async receiveWaves(bytes: Uint8Array, sender: Sender): Promise<Receipt> {
      await house.gate;
      house.waves.push({ bytes, sender });
      return { stored: 1, repeated: 0, refused: [] };
    },
    onWithdrawn: (listen: (device: string) => void) => {
      withdrawn.add(listen);
      return () => withdrawn.delete(listen);
    },
  } satisfies Inlet & Record<string, unknown>;
  return house;
}

const tokens: Readonly<Record<string, Sender>> = {
  "token-of-cuff-1": { source: "device:cuff-1" as SourceId },
  "token-of-gate": { source: "device:gate" as SourceId, prefix: "device:gate-" },
};

export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], input?: Uint8Array | string): Promise<Ran> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (out += String(chunk)));
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks again until it is so, for at most 10 s: other processes have their own pace. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${what}`);
}

/** A real Mosquitto on loopback. */
export async function mosquitto(port: number, lines: readonly string[] = ["allow_anonymous true"]) {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-mosquitto-"));
  const file = join(folder, "mosquitto.conf");
  writeFileSync(file, [`listener ${port} 127.0.0.1`, "persistence false", ...lines, ""].join("\n"));
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn("/usr/sbin/mosquitto", ["-c", file], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr?.on("data", (chunk) => (said += String(chunk)));
    await until(() => said.includes("running"), `mosquitto runs: ${said}`);
  };
  const stop = async () => {
    const running = child;
    child = null;
    if (!running) return;
    const over = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await over;
  };
  await start();
  return {
    start,
    stop,
    folder,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
