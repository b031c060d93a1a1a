import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestResult } from "./safety-rows.ts";

const runner = "tools/run-tests.ts";

/** The folder of the repository that this program runs from; null: it was installed as a package, without tests. */
export const repositoryRoot = (from: string = dirname(fileURLToPath(import.meta.url))): string | null => {
  if (existsSync(join(from, runner))) return from;
  const above = dirname(from);
  return above === from ? null : repositoryRoot(above);
};

/** A file that is shared by many tests has no test of its own to run: those of the folder that uses it. */
const usedBy: Readonly<Record<string, string>> = { "core/src/testing": "skills/src" };

export const toRun = (file: string): string =>
  /\.test\.tsx?$/.test(file) ? file : (usedBy[dirname(file)] ?? dirname(file));

/** Runs tests of the repository in a process of their own; `onResult` is told of each. */
export const runTests = (
  root: string,
  files: readonly string[],
  onResult: (count: number) => void,
): Promise<readonly TestResult[]> =>
  new Promise((resolve, reject) => {
    const args = ["--conditions=sakiyomi-source", "--test-reporter=./tools/results-reporter.ts", runner, ...files];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    const results: TestResult[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      // What a test itself prints is no result.
      if (!line.startsWith('{"file":')) return;
      results.push(JSON.parse(line) as TestResult);
      onResult(results.length);
    });
    child.once("error", reject);
    child.once("close", () => resolve(results));
  });
