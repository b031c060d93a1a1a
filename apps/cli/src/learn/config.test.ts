import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf } from "@sakiyomi/learn";
import { inHome } from "../testing.ts";
import { readConfig } from "./config.ts";
import { trainableKinds } from "./kinds.ts";
import { needsMemory } from "./machine.ts";
import { nearest } from "./nearest.ts";
import { prepare } from "./prepare.ts";
import { template } from "./template.ts";

const good = `model:
  kind: lstm
  hidden: 12
data:
  from: toy:reaching
  toy: { image: 8 }
train:
  epochs: 3
`;

const refused = (text: string, what: RegExp) => assert.throws(() => readConfig(text, "a.yaml"), { message: what });

test("a short configuration is read, with every default", () => {
  const { config } = readConfig(good, "a.yaml");
  assert.deepEqual(config.model, { kind: "lstm", hidden: 12 });
  assert.equal(config.train.rate, 0.001);
  assert.equal(config.data.toy?.frames, 60);
});

test("an unknown setting is refused with its line and the nearest known one", () => {
  refused(
    `${good}  lerning_rate: 0.1\n`,
    /^CLI_USAGE: a\.yaml, line 9: "lerning_rate" is no setting in train\. They are seed, epochs/,
  );
  refused(`${good}  pacience: 3\n`, /a\.yaml, line 9: "pacience" is no setting in train\. Did you mean patience\?/);
  refused(good.replace("data:", "dat:"), /a\.yaml, line 4: "dat" is no setting\. Did you mean data\?/);
  refused(
    good.replace("image: 8", "imag: 8"),
    /a\.yaml, line 6: "imag" is no setting in data\.toy\. Did you mean image\?/,
  );
});

test("a wrong value is refused with its line, what it is, and what it has to be", () => {
  refused(`${good}  rate: 0.001/s\n`, /a\.yaml, line 9: train\.rate is "0\.001\/s": expected number/);
  refused(`${good}  batch: 0\n`, /a\.yaml, line 9: train\.batch is 0: Too small/);
  refused(`${good}  steps: 10\n`, /a\.yaml, line \d: train needs either epochs or steps/);
  refused(
    `${good}  schedule: { kind: step, evry: 3, factor: 0.5 }\n`,
    /a\.yaml, line 9: "evry" is no setting in train\.schedule\. Did you mean every\? See/,
  );
  refused(good.replace("  from: toy:reaching\n", ""), /a\.yaml, line 4: data\.from is missing: expected string/);
  refused(good.replace("toy: ", "range: [1, 1]\n  toy: "), /line 6: data\.range needs the least value first/);
  refused("model: [", /a\.yaml, line 1: /);
});

test("settings of the model are checked by its kind, with their line", async () => {
  const wrong = async (text: string) => {
    const { config, refuse } = readConfig(text, "a.yaml");
    await prepare(config, refuse);
  };
  await assert.rejects(
    wrong(good.replace("hidden", "hiden")),
    /line 3: "hiden" is no setting in model\. Did you mean hidden\?/,
  );
  await assert.rejects(wrong(good.replace("12", "many")), /line 3: model\.hidden is "many": expected number/);
  await assert.rejects(wrong(good.replace("lstm", "lstn")), /There is no model "lstn"\. Did you mean lstm\?/);
  await assert.rejects(wrong(good.replace("toy:reaching", "toy:reach")), /toy:reach is no toy: toy:reaching/);
  await assert.rejects(
    wrong(`${good}  ramps: { points.share: 3 }\n`),
    /the model has no input "points\.share".*It has none/,
  );
});

test("what no machine holds is refused before a run is made of it", async () => {
  const { config, refuse } = readConfig(good.replace("12", "80000000"), "a.yaml");
  const prepared = await prepare(config, refuse);
  assert.throws(() => needsMemory(prepared), /weights would take [\d.e+]+ GB of memory, .* make the model smaller/);
  const { config: many, refuse: no } = readConfig(`${good}  batch: 1000000000000\n`, "a.yaml");
  const wide = await prepare(many, no);
  assert.throws(() => needsMemory(wide), /A batch of 1000000000000 × \d+ steps .* lower train\.batch/);
});

test("each kind's template is a configuration that builds a model, and explains every setting above itself", async () => {
  for (const { kind } of trainableKinds) {
    const text = template(kind);
    const { config, refuse } = readConfig(text, kind);
    const { model, train, source } = await prepare(config, refuse);
    assert.match(text, kind === "pvrnn" ? /test: 0\n/ : /test: 0\.25\n/);
    const size = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    assert.ok(size > 100 && train.count > 0, kind);
    await source.close();
    const head = text.slice(0, text.indexOf("\nmodel:"));
    for (const name of ["hidden", "units"].filter((one) => text.includes(`  ${one}:`)))
      assert.match(head, new RegExp(`# +${name} `));
    for (const name of ["patience", "signals", "imageNoise", "schedule", "seed"])
      assert.match(head, new RegExp(`# +${name} +\\S`));
  }
  assert.throws(() => template("prae"), /A prae is trained by `sakiyomi evaluate language-motion`/);
  assert.throws(() => template("sarn"), /There is no model "sarn"\. Did you mean sarnn\?/);
});

test("the nearest word is near, or none is", () => {
  assert.equal(nearest("bach", ["batch", "rate", "seed"]), "batch");
  assert.equal(nearest("sched", ["schedule", "seed"]), "schedule");
  assert.equal(nearest("wavelength", ["batch", "rate"]), null);
});

test("wrong use of the commands is told", () =>
  inHome(async ({ run }) => {
    for (const [args, what] of [
      [["train"], /CLI_USAGE: Name a configuration/],
      [["train", "--init", "lstmm"], /CLI_USAGE: There is no model "lstmm"\. Did you mean lstm\?/],
      [["predict", "x", "--trust", "2"], /CLI_USAGE: --trust is 2/],
      [["evaluate", "model"], /CLI_USAGE: Name the folder of a run/],
      [["export", "onnx", "x"], /CLI_USAGE: Say where to write it/],
    ] as const) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr, what);
    }
    assert.match((await run(["resume", "nowhere"])).stderr, /LEARN_RUN: nowhere holds no run/);
    assert.match((await run(["models"])).stdout, /sarnn +34515 +image, joints/);
  }));
