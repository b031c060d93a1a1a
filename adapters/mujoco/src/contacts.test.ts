import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayout, firstGeom, frameOf, isActive, placeOf, secondGeom } from "./contacts.ts";
import { openPhysics } from "./physics.ts";

test("contacts lie in memory as they are read", async () => {
  await checkLayout();
  const physics = await openPhysics(
    `<mujoco><worldbody><geom type="plane" size="1 1 1"/>
     <body pos="0.3 0.2 0.09"><freejoint/><geom type="sphere" size=".1"/></body></worldbody></mujoco>`,
  );
  physics.sense();
  const views = physics.views();
  assert.equal(physics.data.ncon, 1);
  assert.deepEqual([firstGeom(views, 0), secondGeom(views, 0), isActive(views, 0)], [0, 1, true]);
  const at = [0, 1, 2].map((axis) => Number(placeOf(views, 0, axis).toFixed(6)));
  assert.deepEqual(at, [0.3, 0.2, -0.005]);
  assert.deepEqual(
    [0, 1, 2].map((axis) => frameOf(views, 0, 0, axis)),
    [0, 0, 1],
  );
  physics.close();
});
