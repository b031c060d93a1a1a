import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { decodePicture, episodesOf, writeLeRobot } from "@sakiyomi/learn";
import { folderTarget } from "@sakiyomi/learn/node";
import { inHome } from "../testing.ts";
import { sparkline } from "./sparkline.ts";

/** Two joints on sines, and a picture that grows brighter. */
const set = (lengths: readonly number[], a = (i: number) => Math.sin(i / 5)) =>
  episodesOf({
    features: [
      { name: "observation.image", shape: [3, 4, 6], kind: "image" },
      { name: "observation.state", shape: [2], kind: "quantity", names: ["elbow", "wrist"], unit: "rad" },
    ],
    rate: 10,
    episodes: lengths.map((length, e) => ({
      task: e === 0 ? "lift the cup" : "lower it",
      columns: {
        "observation.image": Uint8Array.from({ length: length * 72 }, (_, i) => Math.floor(i / 72) * 3 + e),
        "observation.state": Float32Array.from({ length: length * 2 }, (_, i) =>
          i % 2 === 0 ? a(i >> 1) : Math.cos(i / 9),
        ),
      },
    })),
  });

test("info, check and view of a sound set", () =>
  inHome(async ({ dir, run }) => {
    const lifting = join(dir, "lifting");
    await writeLeRobot(set([40, 30]), await folderTarget(lifting));
    const info = await run(["dataset", "info", lifting]);
    assert.match(
      info.stdout,
      /LeRobotDataset v3: 2 episodes, 70 frames, 7 s at 10 frames a second; 30 to 40 frames an episode/,
    );
    assert.match(info.stdout, /observation\.state +quantity +2 +rad +elbow wrist +-0\.997 to 1, mean and deviation/);
    assert.match(info.stdout, /1 × “lower it”/);
    const { hash, tasks } = JSON.parse((await run(["dataset", "info", lifting, "--json", "--hash"])).stdout);
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(tasks, { "lift the cup": 1, "lower it": 1 });
    const checked = await run(["dataset", "check", lifting]);
    assert.deepEqual([checked.code, checked.stdout], [0, "2 episodes, 70 frames: nothing wrong.\n"]);
    const pictures = join(dir, "pictures");
    const view = await run(["dataset", "view", lifting, "--episode", "1", "--frames", pictures, "--every", "10"]);
    assert.match(view.stdout, /Episode 1, “lower it”:/);
    assert.match(view.stdout, /observation\.image red +▁[▁▂▃▄▅▆▇█]*█ +1 +88/);
    assert.match(view.stdout, /observation\.state\/elbow +[▁▂▃▄▅▆▇█]{30}/);
    assert.deepEqual(await readdir(pictures), [
      "observation.image-000000.png",
      "observation.image-000010.png",
      "observation.image-000020.png",
    ]);
    const picture = decodePicture(await readFile(join(pictures, "observation.image-000020.png")), "picture");
    assert.deepEqual([picture.width, picture.height, picture.pixels[0]], [6, 4, 61]);
  }));

test("check says where and what to do, with exit code 1", () =>
  inHome(async ({ dir, run }) => {
    const bad = join(dir, "bad");
    await writeLeRobot(
      set([40], () => 2),
      await folderTarget(bad),
    );
    const { code, stdout } = await run(["dataset", "check", bad]);
    assert.equal(code, 1);
    assert.match(stdout, /^constant: observation\.state\/elbow: is 2 in all 40 frames\. Check its cable/m);
    assert.match(stdout, /1 episode, 40 frames: 1 finding\.$/m);
    const report = JSON.parse((await run(["dataset", "check", bad, "--json"])).stdout);
    assert.equal(report.issues[0].kind, "constant");
  }));

test("a set goes through CSV and EIPL's arrays and comes back the same", () =>
  inHome(async ({ dir, run }) => {
    const at = (name: string) => join(dir, name);
    await writeLeRobot(set([12, 12]), await folderTarget(at("first")));
    const csv = await run(["dataset", "convert", at("first"), at("csv"), "--to", "csv"]);
    assert.match(csv.stdout, /2 episodes, 24 frames in .*csv\.\nobservation\.image holds images/);
    assert.equal((await readdir(at("csv"))).length, 2);
    assert.match(
      (await readFile(join(at("csv"), "episode-000000.csv"), "utf8")).slice(0, 90),
      /^timestamp,observation\.state\/elbow,observation\.state\/wrist,task\ns,rad,rad,\n0,0,0\.99/,
    );
    await run(["dataset", "convert", at("first"), at("eipl"), "--to", "eipl", "--test", "0.5"]);
    assert.deepEqual((await readdir(at("eipl"))).sort(), ["joint_bounds.npy", "test", "train"]);
    const back = await run(["dataset", "convert", at("eipl"), at("back"), "--rate", "10", "--json"]);
    assert.deepEqual(JSON.parse(back.stdout).frames, 24);
    assert.equal((await run(["dataset", "check", at("back")])).code, 0);
  }));

test("an MCAP or array set without what has to be said, a folder of nothing, a target that is there: one line each", () =>
  inHome(async ({ dir, run }) => {
    const said = async (...args: string[]) => {
      const { code, stderr } = await run(["dataset", ...args]);
      return `${code} ${stderr.trim()}`;
    };
    const empty = join(dir, "empty");
    await mkdir(empty);
    assert.match(await said("info", join(dir, "nothing")), /^1 CLI_FILE: .*nothing is not there/);
    assert.match(await said("info", empty), /holds no episodes that are known/);
    await writeFile(join(empty, "images.npy"), "x");
    assert.match(await said("info", empty), /does not say its rate.*--rate/);
    assert.match(await said("info", empty, "--rate", "10"), /images\.npy: is too short/);
    assert.match(await said("info", empty, "--rate", "zero"), /^2 CLI_USAGE: --rate zero is no rate/);
    await writeFile(join(empty, "a.mcap"), "x");
    assert.match(await said("info", join(empty, "a.mcap")), /--mapping FILE/);
    await writeFile(
      join(dir, "map.yaml"),
      "rate: 10\nfeatures:\n  - { name: x, topic: /x, shape: [1], method: spline, maxAge: 1 }\n",
    );
    assert.match(await said("info", join(empty, "a.mcap"), "--mapping", join(dir, "map.yaml")), /map\.yaml: .*method/);
    await writeLeRobot(set([5]), await folderTarget(join(dir, "set")));
    assert.match(await said("convert", join(dir, "set"), empty), /empty is there already/);
    assert.match(
      await said("convert", join(dir, "set"), join(dir, "new"), "--to", "hdf5"),
      /^2 CLI_USAGE: --to hdf5 is none of lerobot, eipl, csv/,
    );
  }));

test("bars rise with the numbers, and a gap stays a gap", () => {
  assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7]), "▁▂▃▄▅▆▇█");
  assert.equal(sparkline([1, Number.NaN, 3]), "▁ █");
  assert.equal(sparkline([5, 5]), "▁▁");
});
