import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Fault } from "@sakiyomi/core";
import { readLanguageMotion, type Told } from "./language-motion-data.ts";
import { meanMotion, nearestMotion, nearestSentence, replayedMotion } from "./language-motion-floors.ts";
import { voted } from "./language-motion-model.ts";

const toldOf = (session: string, situation: string, word: number, level: number, view = level): Told => ({
  session,
  situation,
  length: 2,
  joints: new Float32Array(20).fill(level),
  features: new Float32Array(20).fill(view),
  sentence: [8, word, 3, 6, 8],
});

const train = [toldOf("a", "1", 0, 0), toldOf("a", "2", 0, 1, 5), toldOf("a", "3", 1, 3, 3)];

test("the floors take the nearest motion's sentence, and of the sentence's motions the nearest picture's", () => {
  const one = toldOf("b", "9", 0, 2.6, 4.9);
  assert.deepEqual(nearestSentence(train, toldOf("b", "9", 0, 2.6, 2.9)), [8, 1, 3, 6, 8]);
  assert.equal(nearestMotion(train, one)[0], 1);
  assert.equal(meanMotion(train, one)[0], 0.5);
  assert.equal(replayedMotion(train, toldOf("b", "3", 1, 0))?.[0], 3);
  assert.equal(replayedMotion(train, one), null);
});

test("models vote by what they find probable together, and the odd motion is outvoted", () => {
  const voice = (sure: number, word: number, joint: number) => {
    const probabilities = new Float32Array(45);
    for (const place of [0, 1, 2, 3, 4]) probabilities[place * 9 + word] = sure;
    return { probabilities, sentence: [], joints: Float32Array.of(joint) };
  };
  const { sentence, joints } = voted([voice(0.9, 4, 1), voice(0.6, 2, 7), voice(0.2, 2, 2)]);
  assert.deepEqual(sentence, [4, 4, 4, 4, 4]);
  assert.equal(joints[0], 2);
});

test("the folders are read as they were published, and a motion without its images is refused", async () => {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-prae-"));
  try {
    const write = (kind: string, text: string) => {
      mkdirSync(join(dir, "target", kind, "171107"), { recursive: true });
      writeFileSync(join(dir, "target", kind, "171107", "target000004.txt"), text);
    };
    const row = (size: number, value: number) => Array<string>(size).fill(value.toExponential(18)).join(" ");
    const words = [8, 1, 4, 6, 8].map((word) => Array.from({ length: 9 }, (_, i) => (i === word ? 1 : 0)).join(" "));
    write("behavior_train", `${row(10, 0.5)}\n${row(10, 0.25)}\n`);
    write("vision_train", `${row(10, 1)}\n${row(10, 2)}\n`);
    write("language_train", `${words.join("\n")}\n`);
    const [one, ...others] = await readLanguageMotion(dir);
    assert.equal(others.length, 0);
    assert.deepEqual(
      { ...one, joints: one?.joints.at(-1), features: one?.features[0] },
      { session: "171107", situation: "000004", length: 2, joints: 0.25, features: 1, sentence: [8, 1, 4, 6, 8] },
    );
    write("vision_train", `${row(10, 1)}\n`);
    const isRefused = (error: unknown) => error instanceof Fault && error.code === "CLI_USAGE";
    await assert.rejects(readLanguageMotion(dir), isRefused);
    await assert.rejects(readLanguageMotion(join(dir, "target", "vision_train")), isRefused);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
