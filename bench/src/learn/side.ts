import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What one step of one side took, told by its own process. */
export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The loss, or another number by which the sides are seen to compute the same. */
  readonly loss: number;
  /** Largest memory of the process so far (VmHWM). */
  readonly peakBytes: number;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A process that does one step for each line it is given, so that the sides can take turns. */
export interface Side {
  readonly name: string;
  step(): Promise<Measured>;
  close(): Promise<void>;
}

/** @throws when the process ends instead of answering, with the last words of its stderr. */
export async function openSide(name: string, { program, args, env }: Command): Promise<Side> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  const words: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk.toString()));
  // A side that has ended is heard of where its answer is missing.
  child.stdin.on("error", () => {});
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) {
      await ended;
      throw new Error(`${name} ended: ${lastLine(words)}`);
    }
    return JSON.parse(value as string);
  };
  await answer().catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    name,
    step: async () => {
      child.stdin.write("step\n");
      return (await answer()) as Measured;
    },
    close: () => closed(child, ended),
  };
}

async function closed(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  await ended;
}

/** The line that names the error, as Python and Node write it. */
const lastLine = (words: readonly string[]): string => {
  const lines = words.join("").trim().split("\n");
  return lines.findLast((line) => /^\S*Error\b/.test(line)) ?? lines.at(-1) ?? "";
};
