import assert from "node:assert/strict";
import { test } from "node:test";
import { peerPackages } from "@sakiyomi/openrtm/testing";
import { need } from "../../../tools/debian.ts";
import { benchOpenrtm } from "./openrtm.ts";

test("OpenRTM's bench measures each way of a payload against the C++ peer, and loses none", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const rows = await benchOpenrtm({ rounds: 1, payloads: 20, hz: 400 });
  assert.equal(rows.length, 6);
  for (const { what, ours } of rows) assert.ok(ours.least > 0 && ours.median >= ours.least, what);
  assert.equal(rows[0]?.note, "lost: 0 of 40");
});
