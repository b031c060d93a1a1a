import assert from "node:assert/strict";
import { test } from "node:test";
import { posesOf, robotAlone } from "@sakiyomi/robot";
import type { MujocoSimulation } from "../index.ts";
import { distance, drive, fastest, jointNamed, linkNamed, placeOf, withSimulation } from "../testing/drive.ts";
import { board, fixedWorld, rod } from "../testing/small-worlds.ts";

/** N that the board is pressed down with now. */
const pressOn = async (simulation: MujocoSimulation): Promise<number> => {
  const { contacts } = await simulation.state();
  return contacts.reduce((sum, { bodies, force }) => {
    if (bodies[1] === "board") return sum - force[2];
    return bodies[0] === "board" ? sum + force[2] : sum;
  }, 0);
};

test("arms hold still against gravity within a millimetre, also stretched out, and do not sink when they are soft", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const { features } = simulation;
    const palm = linkNamed(features, "left_hand/palm");
    const [shoulder, elbow] = [jointNamed(features, "left_arm/joint_1"), jointNamed(features, "left_arm/joint_4")];
    const { position } = (await simulation.observe()).joints;
    position[shoulder] = 1.5;
    position[elbow] = 0.2;
    const wanted = posesOf(features, position)[palm]?.at ?? [0, 0, 0];
    const stretched = await drive(simulation, 3, () => ({ position }));
    const held = stretched.at(-1);
    assert.ok(held && distance(placeOf(features, held, palm), wanted) < 0.001);
    const soft = (await drive(simulation, 2, () => ({ position, stiffness: 0 }))).at(-1);
    assert.ok(soft && distance(placeOf(features, soft, palm), wanted) < 0.002);
  });
});

test("joints follow a smooth motion within a fiftieth of a radian", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const start = (await simulation.observe()).joints.position;
    const joint = jointNamed(simulation.features, "left_arm/joint_4");
    const at = (turn: number): number => -0.4 * (1 - Math.cos((Math.PI * turn) / 100));
    let worst = 0;
    await drive(simulation, 2, (turn, { joints }) => {
      if (turn > 0) worst = Math.max(worst, Math.abs((joints.position[joint] ?? 0) - (start[joint] ?? 0) - at(turn)));
      return { position: start.map((x, i) => (i === joint ? x + at(turn + 1) : x)) };
    });
    assert.ok(worst < 0.02, `${worst} rad`);
  });
});

test("when the last command has expired, joints and base stand within a tenth of a second", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const { features } = simulation;
    const moving = ["left_arm/joint_1", "right_arm/joint_4", "head/joint_1", "torso/joint_3"];
    const indices = moving.map((name) => jointNamed(features, name));
    const before = await drive(simulation, 0.5, (_, { joints }) => ({
      position: joints.position.map((x, i) => x + (indices.includes(i) ? 0.015 : 0)),
      base: { forward: 0.3, sideways: 0, turn: 0.3 },
    }));
    assert.ok(fastest(before.at(-1)?.joints.velocity ?? []) > 0.3 && (before.at(-1)?.base?.forward ?? 0) > 0.25);
    // The last command has 20 ms left.
    await simulation.advance(0.02 + 0.1);
    const { joints, base } = await simulation.observe();
    assert.ok(fastest(joints.velocity) < 0.05, `${fastest(joints.velocity)} rad/s`);
    assert.ok(Math.hypot(base?.forward ?? 1, base?.sideways ?? 1) < 0.02, `${base?.forward} m/s`);
  });
});

test("hostile commands never get more torque out of a joint than it has, nor move it out of its range", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const { joints } = simulation.features;
    const seen = await drive(simulation, 1, (turn) => ({
      position: Float64Array.from(joints, ({ lowest, highest }, i) =>
        Math.floor(turn / 20 + i) % 2 ? highest + 9 : lowest - 9,
      ),
      torque: Float64Array.from(joints, (_, i) => (i % 2 ? 1e9 : -1e9)),
      base: { forward: 1e6, sideways: -1e6, turn: 1e6 },
    }));
    for (const { joints: state, base } of seen) {
      for (const [i, { torque, lowest, highest }] of joints.entries()) {
        assert.ok(Math.abs(state.torque[i] ?? Number.NaN) <= torque);
        const at = state.position[i] ?? Number.NaN;
        assert.ok(at > lowest - 0.15 && at < highest + 0.15, `${joints[i]?.name} at ${at}`);
      }
      assert.ok(Math.hypot(base?.forward ?? 9, base?.sideways ?? 9) < 1.2);
    }
  });
});

test("what is not finite, too short, too late or no tool is refused", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    await simulation.advance(1);
    const { position } = (await simulation.observe()).joints;
    const command = { at: 1, expires: 1.1, position };
    const hand = { link: 0, at: [0, 0, 1], turn: [1, 0, 0, 0], stiffness: 100, turning: 10, force: 10 } as const;
    const palm = linkNamed(simulation.features, "left_hand/palm");
    const refused = [
      { ...command, position: position.map((x, i) => (i === 4 ? Number.NaN : x)) },
      { ...command, position: position.slice(1) },
      { ...command, velocity: position.map(() => Number.POSITIVE_INFINITY) },
      { ...command, expires: Number.POSITIVE_INFINITY },
      { ...command, hands: [hand] },
      { ...command, hands: [{ ...hand, link: palm, stiffness: Number.NaN }] },
    ];
    for (const bad of refused) await assert.rejects(simulation.act(bad), { code: "command" });
    await assert.rejects(simulation.act({ ...command, expires: 0.9 }), { code: "expired" });
  });
});

const turnOfPalm = (simulation: MujocoSimulation, position: Float64Array, palm: number) =>
  posesOf(simulation.features, position)[palm]?.turn ?? [1, 0, 0, 0];

test("a hand held in space presses on a board with 5 N, and no harder than its limit however far its target is", async () => {
  await withSimulation({ world: fixedWorld(board) }, async (simulation) => {
    const { features } = simulation;
    const link = linkNamed(features, "left_hand/palm");
    const first = await simulation.observe();
    const [x, y, z] = placeOf(features, first, link);
    const turn = turnOfPalm(simulation, first.joints.position, link);
    const hand = { link, at: [x + 0.1, y, z], turn, stiffness: 400, turning: 30, force: 20 } as const;
    await drive(simulation, 1, () => ({ hands: [hand] }));
    const [, , above] = placeOf(features, await simulation.observe(), link);
    await drive(simulation, 1.5, (k) => ({
      hands: [{ ...hand, at: [x + 0.1, y, above - 0.06 * Math.min(1, k / 100)] }],
    }));
    const resting = placeOf(features, await simulation.observe(), link);
    // No spring along the push: what presses is the push alone.
    await drive(simulation, 1.5, () => ({ hands: [{ ...hand, at: resting, stiffness: 0, push: [0, 0, -5] }] }));
    const pressed = await pressOn(simulation);
    assert.ok(Math.abs(pressed - 5) < 0.5, `${pressed} N`);
    let most = 0;
    await drive(simulation, 1, () => ({ hands: [{ ...hand, at: [x + 0.1, y, 0.2], stiffness: 2000, force: 12 }] }));
    for (let k = 0; k < 20; k++) {
      await drive(simulation, 0.01, () => ({
        hands: [{ ...hand, at: [x + 0.1, y, 0.2], stiffness: 2000, force: 12 }],
      }));
      most = Math.max(most, await pressOn(simulation));
    }
    assert.ok(most > 10 && most < 12.6, `${most} N`);
  });
});

test("a hand held in space follows a straight line and keeps its turn", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const { features } = simulation;
    const link = linkNamed(features, "right_hand/palm");
    const first = await simulation.observe();
    const [x, y, z] = placeOf(features, first, link);
    const turn = turnOfPalm(simulation, first.joints.position, link);
    const hand = { link, turn, stiffness: 600, turning: 40, force: 60 } as const;
    const seen = await drive(simulation, 2, (k) => ({
      hands: [{ ...hand, at: [x + 0.12 * Math.min(1, k / 100), y, z] }],
    }));
    const off = Math.max(...seen.map((one) => Math.abs(placeOf(features, one, link)[2] - z)));
    const last = seen.at(-1);
    assert.ok(off < 0.01, `${off} m off the line`);
    assert.ok(last && distance(placeOf(features, last, link), [x + 0.12, y, z]) < 0.005);
  });
});

/** How far the left palm sinks when a rod of 1 kg lies on the stopped arm, and the force that is felt, N. */
const sinking = async (isPerson: boolean): Promise<{ readonly sunk: number; readonly force: number }> => {
  let result = { sunk: 0, force: 0 };
  await withSimulation({ world: fixedWorld(rod(isPerson)) }, async (simulation) => {
    const palm = linkNamed(simulation.features, "left_hand/palm");
    const before = placeOf(simulation.features, await simulation.observe(), palm);
    await drive(simulation, 0.1, () => ({}));
    await simulation.stop("test");
    await simulation.advance(2);
    const seen = await simulation.observe();
    const after = placeOf(simulation.features, seen, palm);
    assert.ok(seen.contacts.every(({ region }) => region === "forearm"));
    result = { sunk: before[2] - after[2], force: seen.contacts[0]?.force ?? 0 };
  });
  return result;
};

test("a robot that has stopped gives way to a person's arm, and not to a thing of the same weight", async () => {
  const thing = await sinking(false);
  const person = await sinking(true);
  assert.ok(thing.sunk < 0.02 && thing.force === 0, `sinks by ${thing.sunk} m under a thing`);
  assert.ok(person.sunk > 0.05, `sinks by ${person.sunk} m under a person`);
});

test("an arm that was soft and pushed away stays there when commands end, and does not spring back", async () => {
  await withSimulation({ world: robotAlone }, async (simulation) => {
    const joint = jointNamed(simulation.features, "left_arm/joint_4");
    const { position } = (await simulation.observe()).joints;
    const push = new Float64Array(position.length);
    push[joint] = -3;
    const pushed = await drive(simulation, 0.5, () => ({ position, stiffness: 0, torque: push }));
    await drive(simulation, 0.5, () => ({ position, stiffness: 0 }));
    const before = await simulation.observe();
    const at = before.joints.position[joint] ?? 0;
    assert.ok(pushed.length > 0 && (position[joint] ?? 0) - at > 0.1, `pushed by ${(position[joint] ?? 0) - at} rad`);
    let most = 0;
    for (let turn = 0; turn < 50; turn++) {
      await simulation.advance(0.01);
      const { joints } = await simulation.observe();
      most = Math.max(most, Math.abs((joints.position[joint] ?? 0) - at));
    }
    assert.ok(most < 0.02, `${most} rad`);
  });
});
