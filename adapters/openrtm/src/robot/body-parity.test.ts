import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { need } from "../../../../tools/debian.ts";
import { parseName, resolveName } from "../naming.ts";
import { openOrb } from "../orb.ts";
import { bodyFeatures, bodyLine, openRig, peerPackages, robotPeer, startBody } from "../testing/index.ts";
import { openrtmRobot } from "./openrtm-robot.ts";
import { featuresOf } from "./told-features.ts";

const period = 0.01;
const steps = 60;

/** Where the arms are to be at a step: slow waves around where they began. */
const wanted = (from: Float64Array, step: number): Float64Array =>
  from.map((at, joint) => at + 0.05 * Math.sin((step * period * 2 * Math.PI) / (0.5 + 0.05 * joint)));

const lineFor = async (t: TestContext) => {
  const body = await startBody();
  const line = await bodyLine(body.port);
  t.after(async () => {
    line.end();
    await body.end();
  });
  return { body, line };
};

test("the simulated robot does the same through OpenRTM in lockstep as it does when it is asked directly, within 1e-6", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const direct = await lineFor(t);
  const features = await bodyFeatures(direct.body.port);
  const through = await lineFor(t);
  const rig = await openRig();
  t.after(rig.end);
  await rig.peer(robotPeer("Robot0", features, { bodyPort: through.body.port, period }));
  const orb = openOrb();
  t.after(() => orb.close());
  const component = await resolveName(orb, rig.names, parseName("Robot0.rtc"));
  assert.deepEqual(await featuresOf(orb, component), features, "the C++ component tells what it is");
  let now = 0;
  const robot = openrtmRobot({ names: rig.names, component: "Robot0.rtc", features, now: () => now, isLockstep: true });
  await robot.open();
  t.after(() => robot.close());

  const first = await robot.observe();
  const from = first.joints.position;
  assert.ok(Object.keys(first.samples).length > 0, "sensors are heard, too");
  let largest = 0;
  for (let step = 1; step <= steps; step += 1) {
    const { joints } = await robot.observe();
    now = joints.at;
    const command = { at: now, expires: now + 0.05, position: wanted(from, step) };
    await robot.act(command);
    const seen = (await robot.observe()).joints;
    assert.equal(robot.taken(), step);
    const row = [command.at, command.expires, 1, Number.NaN, Number.NaN, Number.NaN, ...command.position];
    const [, , at = 0, ...values] = await direct.line.ask([2, period, ...row]);
    assert.ok(Math.abs(at - seen.at) < 1e-8);
    for (const [i, position] of seen.position.entries())
      largest = Math.max(largest, Math.abs(position - (values[i] ?? 9)));
  }
  assert.ok(largest < 1e-6, String(largest));
  assert.ok(Math.abs(now - steps * period) < 2 * period, `${now} s of its time`);

  await robot.reset(1);
  assert.deepEqual((await robot.observe()).joints.position, from);
});
