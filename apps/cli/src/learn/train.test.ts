import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { inHome, inShell, type Shell } from "../testing.ts";

const STEPS = 400;
const config = `model: { kind: lstm, hidden: 8 }
data:
  from: toy:reaching
  toy: { episodes: 6, frames: 16, image: 8 }
augmentation: { noise: 0.05 }
train: { seed: 3, steps: ${STEPS}, batch: 2, rate: 0.01, every: 4, threads: 1 }
`;

type Run = Pick<Shell, "run">;

async function ran({ run }: Run, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  assert.equal(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

interface Point {
  readonly step: number;
  readonly test: { readonly loss: number };
}

/** Without the times, which are never the same. */
async function curve(dir: string): Promise<readonly Point[]> {
  const lines = (await readFile(join(dir, "curve.jsonl"), "utf8")).trim().split("\n");
  return lines.map((line) => ({ ...JSON.parse(line), seconds: 0 }));
}

async function holdsARun(dir: string): Promise<void> {
  const files = ["best.safetensors", "card.json", "config.yaml", "curve.jsonl", "curve.svg", "last.safetensors"];
  assert.deepEqual((await readdir(dir)).toSorted(), [...files, "model.sakiyomi-model", "resolved.json"]);
  const card = JSON.parse(await readFile(join(dir, "card.json"), "utf8"));
  assert.match(card.data.hash, /^[0-9a-f]{64}$/);
  assert.deepEqual([card.kind, card.seed, card.ended, card.metric.on], ["lstm", 3, "finished", "test"]);
  const points = await curve(dir);
  assert.ok((points.at(-1)?.test.loss ?? 1) < (points[0]?.test.loss ?? 0) / 3, "it has learnt");
}

async function predicts(home: Run, dir: string): Promise<void> {
  const file = join(dir, "one.csv");
  await ran(home, "predict", join(dir, "runs", "arm"), "--episode", "1", "--out", file);
  const [head = "", first = "", second = ""] = (await readFile(file, "utf8")).split("\n");
  assert.match(head, /^frame,seconds,values\.shoulder,values\.shoulder\.predicted,values\.elbow/);
  assert.match(first, /^0,0,[-\d.]+,,/, "nothing was predicted for the first frame");
  const [, , shoulder, predicted] = second.split(",").map(Number);
  assert.ok(Math.abs((shoulder ?? 9) - (predicted ?? -9)) < 0.5, second);
}

test("a first user's way: a training, a model that predicts, is judged, listed and taken out; Ctrl-C and resume", () =>
  inShell(async (shell) => {
    const path = join(shell.dir, "arm.yaml");
    await writeFile(path, config);
    assert.match(await ran(shell, "train", "arm.yaml"), /^Trained at step 400 after .* best loss/);
    const arm = join(shell.dir, "runs", "arm");
    await holdsARun(arm);
    await inHome(async (home) => {
      await predicts(home, shell.dir);
      const judged = JSON.parse(await ran(home, "evaluate", "model", arm, "--json"));
      assert.ok(judged.values.rmse > 0 && judged.values.rmse < 1 && judged.values.persistence > 0);
      assert.match(await ran(home, "models", join(shell.dir, "runs")), /runs\/arm +lstm +0\.\d+ +test/);
      await ran(home, "export", "onnx", arm, "--out", join(shell.dir, "arm.onnx"));
      assert.ok((await readFile(join(shell.dir, "arm.onnx"))).includes("state_hidden"));
      assert.match((await home.run(["train", path, "--run", arm])).stderr, /LEARN_EXISTS: .* holds a run already/);
    });
    await breaksAndResumes(shell);
    assert.deepEqual(await curve(join(shell.dir, "broken")), await curve(arm));
  }));

async function breaksAndResumes(shell: Shell): Promise<void> {
  const { child } = await shell.until(["train", "arm.yaml", "--run", "broken"], /Run: broken/);
  const broken = join(shell.dir, "broken");
  const hasBegun = async () => (await readFile(join(broken, "curve.jsonl"), "utf8").catch(() => "")).length > 0;
  while (!(await hasBegun())) await new Promise((resolve) => setTimeout(resolve, 5));
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  await ended;
  const card = JSON.parse(await readFile(join(broken, "card.json"), "utf8"));
  assert.equal(card.ended, "stopped");
  assert.ok(card.stepsDone < STEPS, `${card.stepsDone}`);
  assert.match(await ran(shell, "resume", "broken"), /Trained at step 400/);
}

const diverging = (every: number) => `model: { kind: lstm, hidden: 8 }
data: { from: toy:reaching, toy: { episodes: 4, frames: 8, image: 8, shorter: 0 } }
train: { steps: 40, every: ${every}, batch: 2, optimizer: adamw, decay: 1.0e+10, rate: 1000, threads: 1 }
`;

test("a run that diverges leaves its card, and the best model from before where there is one", () =>
  inShell(async ({ dir, run }) => {
    for (const [every, ending, files] of [
      [40, /There is no checkpoint yet/, ["card.json", "config.yaml", "resolved.json"]],
      [1, /The checkpoint of step \d is kept/, ["best.safetensors", "card.json", "model.sakiyomi-model"]],
    ] as const) {
      await writeFile(join(dir, `every-${every}.yaml`), diverging(every));
      const { code, stderr } = await run(["train", `every-${every}.yaml`]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /LEARN_DIVERGED: Step \d .* the loss is no finite number/);
      assert.match(stderr, ending);
      const found = await readdir(join(dir, "runs", `every-${every}`));
      assert.deepEqual(
        files.filter((name) => !found.includes(name)),
        [],
      );
    }
    await inHome((home) => tellsOfTheBroken(home, join(dir, "runs")));
  }));

async function tellsOfTheBroken({ run }: Run, runs: string): Promise<void> {
  await writeFile(join(runs, "every-1", "resolved.json"), "{");
  assert.match((await run(["resume", join(runs, "every-1")])).stderr, /LEARN_RUN: .*resolved\.json is damaged/);
  assert.match((await run(["models", runs])).stdout, /every-1 .*diverged.*\n.*every-40 .*diverged/);
  const fast = join(runs, "fast.csv");
  await writeFile(fast, "t,x\n0,1\n0.04,2\n0.08,4\n");
  const judged = await run(["evaluate", "model", join(runs, "every-1"), "--data", fast]);
  assert.match(judged.stderr, /fast\.csv has 25 frames a second, and the model was trained on 10/);
  await writeFile(join(runs, "every-1", "card.json"), "{");
  const { code, stdout } = await run(["models", runs]);
  assert.equal(code, 0);
  assert.match(stdout, /every-40 /);
  assert.doesNotMatch(stdout, /every-1 /);
}
