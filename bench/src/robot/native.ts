import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Debian's MuJoCo, stepping a model in a process of its own. */
export interface NativePeer {
  /** "MuJoCo 2.2.2" */
  readonly name: string;
  /** CPU seconds for so many steps. */
  step(count: number): Promise<number>;
  close(): Promise<void>;
}

const source = fileURLToPath(new URL("../../src/robot/peer/native-steps.c", import.meta.url));

/** Compiles the peer with cc and starts it on a model; or says what is missing. */
export const openNative = async (
  xml: string,
  start: ArrayLike<number>,
): Promise<NativePeer | { readonly missing: string }> => {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-native-"));
  const [program, model, qpos] = ["native-steps", "model.xml", "start.txt"].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(model, xml);
  writeFileSync(qpos, Array.from(start).join("\n"));
  const compiled = spawnSync("cc", ["-O2", source, "-o", program, "-lmujoco"], { encoding: "utf8" });
  if (compiled.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    return { missing: "native MuJoCo: sudo apt-get install g++ libmujoco-dev" };
  }
  const child = spawn(program, [model, qpos], { stdio: ["pipe", "pipe", "inherit"], cwd: dir });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  return {
    name: `MuJoCo ${await line()}`,
    step: async (count) => {
      child.stdin.write(`${count}\n`);
      return Number(await line());
    },
    close: async () => {
      await ended(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const ended = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, "exit");
  child.stdin?.end("0\n");
  await exit;
};
