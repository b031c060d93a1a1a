import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { careRobot, channels, topicOf } from "@sakiyomi/robot";

interface Layout {
  readonly configById: Readonly<Record<string, unknown>>;
  readonly layout: unknown;
}

const file = new URL("../../../docs/robot/foxglove-layout.json", import.meta.url);

test("the layout that the document offers shows channels that there are, in panels that it places", async () => {
  const text = await readFile(file, "utf8");
  const { configById, layout } = JSON.parse(text) as Layout;
  const known = new Set<string>([
    ...Object.values(channels).map(({ topic }) => topic),
    ...careRobot.sensors.map(({ name }) => topicOf(name)),
  ]);
  const named = [...text.matchAll(/"(\/[a-z_/]+)(?:[."[])/g)].map(([, topic]) => topic ?? "");
  assert.ok(named.length > 12);
  for (const topic of named) assert.ok(known.has(topic), topic);
  const placed = [...JSON.stringify(layout).matchAll(/"([\w]+![\w]+)"/g)].map(([, panel]) => panel);
  assert.deepEqual(placed.sort(), Object.keys(configById).sort());
  assert.equal(careRobot.joints[9]?.name, "left_arm/joint_4");
});
