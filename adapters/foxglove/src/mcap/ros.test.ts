import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { channels } from "@sakiyomi/robot";
import { need } from "../../../../tools/debian.ts";
import { schemaText } from "../schemas.ts";
import { messageReader } from "./messages.ts";
import { recordsOf } from "./records.ts";
import { inFolder, recordedRun } from "./test-run.ts";

const missing = need("python3-rospy", "python3-sensor-msgs", "python3-geometry-msgs");

interface Row {
  readonly sameChecksum: boolean;
  readonly position?: readonly number[];
  readonly told?: readonly (readonly number[])[];
  readonly encoding?: number;
  readonly height?: number;
  readonly data?: number;
}

/** The last message of every channel. */
const lastOfEach = async (path: string) => {
  const read = messageReader();
  const last = new Map<string, { topic: string; schema: string; text: string; data: string }>();
  for await (const record of recordsOf(path)) {
    const message = read(record);
    if (!message) continue;
    const { topic, schema, bytes } = message;
    last.set(topic, { topic, schema, text: schemaText(schema), data: Buffer.from(bytes).toString("base64") });
  }
  return [...last.values()];
};

test("ROS itself reads every channel, by the definitions in the file", { skip: missing ?? false }, () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const { turns } = await recordedRun(path);
    const script = join(import.meta.dirname, "ros-reads.py");
    const input = JSON.stringify(await lastOfEach(path));
    const { stdout, stderr, status } = spawnSync("/usr/bin/python3", [script], { input, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const rows = JSON.parse(stdout) as Readonly<Record<string, Row>>;
    for (const [topic, { sameChecksum }] of Object.entries(rows)) assert.ok(sameChecksum, topic);
    for (const name of ["frames", "joints", "command", "turn", "guard", "event", "log", "limits", "expected"] as const)
      assert.ok(rows[channels[name].topic], name);
    const last = turns.at(-1);
    assert.deepEqual(rows["/joint_states"]?.position, [...(last?.observation.joints.position ?? [])]);
    assert.deepEqual(rows["/turn"]?.told, last?.told ? [[...last.told.position]] : []);
    assert.deepEqual([rows["/head/left/image"]?.height, rows["/head/left/image"]?.data], [4, 60]);
  }),
);
