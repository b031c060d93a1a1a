import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { MjData, MjModel } from "@mujoco/mujoco";
import { random } from "@sakiyomi/learn";
import {
  type BuiltWorld,
  ballsOf,
  baseJoints,
  bodyLinks,
  buildWorld,
  careRobot,
  careWorlds,
  guardDefaults,
  inertiaOf,
  selfDistance,
} from "@sakiyomi/robot";
import { need } from "../../../tools/debian.ts";
import { worldNamed } from "./named-worlds.ts";
import { type Mujoco, mujoco } from "./wasm.ts";

/** A world in plain MuJoCo, whose robot is held where it starts by springs at its joints. */
interface Held {
  readonly model: MjModel;
  readonly data: MjData;
  /** Lets time pass, s; forces by the joint that they act on. */
  readonly pass: (time: number, forces?: Readonly<Record<string, number>>) => void;
  readonly joint: (name: string) => number;
  readonly place: (body: string) => readonly [number, number, number];
  readonly close: () => void;
}

const [bodyKind, jointKind] = [1, 3];

const stiffnessOf = (name: string): number => {
  if (name.startsWith("base") || name.startsWith("torso")) return 3000;
  if (name.startsWith("head")) return 40;
  return name.includes("hand") ? 3 : 200;
};

const hold = (mj: Mujoco, { xml, features, start }: BuiltWorld): Held => {
  const model = mj.MjModel.from_xml_string(xml);
  assert.ok(model);
  const data = new mj.MjData(model);
  const names = [...features.joints.map(({ name }) => name), ...baseJoints];
  const goals = [...start.position, start.base.x, start.base.y, start.base.yaw];
  const place = (name: string): number => model.jnt_qposadr[mj.mj_name2id(model, jointKind, name)];
  const freedom = (name: string): number => model.jnt_dofadr[mj.mj_name2id(model, jointKind, name)];
  const springs = names.map((name, i) => ({
    at: place(name),
    dof: freedom(name),
    goal: goals[i] ?? 0,
    stiffness: stiffnessOf(name),
  }));
  for (const { at, goal } of springs) data.qpos[at] = goal;
  mj.mj_forward(model, data);
  const step = (): void => {
    const { qpos, qvel, qfrc_bias: bias, ctrl } = data;
    for (const [i, { at, dof, goal, stiffness }] of springs.entries())
      ctrl[i] = bias[dof] + stiffness * (goal - qpos[at]) - 0.1 * stiffness * qvel[dof];
    mj.mj_step(model, data);
  };
  return {
    model,
    data,
    pass: (time, forces = {}) => {
      data.qfrc_applied.fill(0);
      for (const [name, force] of Object.entries(forces)) data.qfrc_applied[freedom(name)] = force;
      for (let i = 0; i < Math.round(time / model.opt.timestep); i++) step();
    },
    joint: (name) => data.qpos[place(name)],
    place: (name) => {
      const at = 3 * mj.mj_name2id(model, bodyKind, name);
      return [data.xpos[at], data.xpos[at + 1], data.xpos[at + 2]];
    },
    close: () => {
      data.delete();
      model.delete();
    },
  };
};

const within = async (world: BuiltWorld, look: (held: Held) => void): Promise<void> => {
  const held = hold(await mujoco(), world);
  try {
    look(held);
  } finally {
    held.close();
  }
};

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((x, i) => x - (b[i] ?? Number.NaN)));

/** Contacts at rest, which the speed of a world depends on. */
const mostContacts: Readonly<Record<string, number>> = {
  "robot-alone": 0,
  corridor: 0,
  door: 0,
  table: 12,
  kitchen: 60,
  "ward-lying": 30,
  "ward-sitting": 24,
  "ward-bring": 24,
  "ward-medicine": 24,
};

for (const world of careWorlds)
  test(`${world.name}: nothing explodes, falls through or goes on moving, and contacts are few`, async () => {
    for (const seed of [1, 2, 3])
      await within(buildWorld(world, seed), ({ data, pass, place, model }) => {
        const { truth } = buildWorld(world, seed);
        const before = new Map(truth.map((name) => [name, place(name)]));
        pass(2);
        const then = new Map(truth.map((name) => [name, place(name)]));
        pass(0.5);
        for (const name of truth) {
          const [now, settled] = [place(name), then.get(name) ?? []];
          assert.ok(now.every(Number.isFinite) && now[2] > -0.01, `${name} is at ${now}`);
          assert.ok(
            distance(now, before.get(name) ?? []) < 0.09,
            `seed ${seed}: ${name} has gone ${distance(now, before.get(name) ?? [])} m`,
          );
          assert.ok(
            distance(now, settled) < 0.005,
            `seed ${seed}: ${name} moves ${distance(now, settled)} m in half a second`,
          );
        }
        assert.ok(data.ncon <= (mostContacts[world.name] ?? 0), `seed ${seed}: ${data.ncon} contacts`);
        assert.ok(Array.from({ length: model.nv }, (_, i) => data.qvel[i]).every((speed) => Math.abs(speed) < 0.5));
      });
  });

test("weight, centre and inertia of the robot's links are the same in MuJoCo and in the URDF", async () => {
  const mj = await mujoco();
  await within(buildWorld(worldNamed("robot-alone"), 1), ({ model }) => {
    for (const { name, shapes } of bodyLinks) {
      const inertia = inertiaOf(shapes);
      const body = mj.mj_name2id(model, bodyKind, name);
      assert.ok(inertia);
      assert.ok(Math.abs(model.body_mass[body] - inertia.mass) < 1e-9, name);
      const centre = [0, 1, 2].map((i) => model.body_ipos[3 * body + i]);
      assert.ok(distance(centre, inertia.at) < 1e-9, name);
      const told = inertia.tensor;
      const trace = (told[0] ?? 0) + (told[4] ?? 0) + (told[8] ?? 0);
      const squares = told.reduce((sum, value) => sum + value * value, 0);
      const principal = [0, 1, 2].map((i) => model.body_inertia[3 * body + i] as number);
      assert.ok(Math.abs(principal.reduce((sum, value) => sum + value, 0) / trace - 1) < 1e-6, name);
      assert.ok(Math.abs(principal.reduce((sum, value) => sum + value * value, 0) / squares - 1) < 1e-6, name);
    }
  });
});

/** Pairs of the robot's own bodies that touch, fingers left out: those have no balls, for they are to touch each other. */
const ownTouches = ({ data, model }: Held, mj: Mujoco): readonly string[] =>
  Array.from({ length: data.ncon }, (_, i) => {
    const contact = data.contact.get(i);
    assert.ok(contact);
    const names = [contact.geom1, contact.geom2].map((geom) =>
      mj.mj_id2name(model, bodyKind, model.geom_bodyid[geom] as number),
    );
    contact.delete();
    return names.some((name) => name === "world" || /_hand\/(thumb|index|middle|ring)/.test(name))
      ? ""
      : names.join(" and ");
  }).filter((pair) => pair !== "");

test("what the guard's balls hold apart does not touch: at most one position of a thousand", async () => {
  const [mj, draw, count] = [await mujoco(), random(5), 3000];
  const { joints } = careRobot;
  await within(buildWorld(worldNamed("robot-alone"), 1), (held) => {
    const places = joints.map(
      ({ name }) => held.model.jnt_qposadr[mj.mj_name2id(held.model, jointKind, name)] as number,
    );
    const found: string[] = [];
    let free = 0;
    for (let i = 0; i < count; i++) {
      const position = Float64Array.from(joints, ({ lowest, highest }) => lowest + draw.uniform() * (highest - lowest));
      if (selfDistance(careRobot, ballsOf(careRobot, position)) <= guardDefaults.selfClearance) continue;
      free += 1;
      for (const [joint, at] of places.entries()) held.data.qpos[at] = position[joint];
      mj.mj_forward(held.model, held.data);
      const touches = ownTouches(held, mj);
      if (touches.length > 0) found.push(touches.join(", "));
    }
    assert.ok(free > count / 3, `only ${free} of ${count} positions are free`);
    assert.ok(found.length <= free / 1000, found.join("; "));
  });
});

test("the drops are in the full cup, and none is in the empty one", async () => {
  await within(buildWorld(worldNamed("kitchen"), 4), ({ pass, place }) => {
    pass(1.5);
    const [full, empty] = [place("cup/full"), place("cup/empty")];
    for (let i = 1; i <= 10; i++) {
      const drop = place(`drop/${i}`);
      assert.ok(
        Math.hypot(drop[0] - full[0], drop[1] - full[1]) < 0.034 && drop[2] > full[2] && drop[2] < full[2] + 0.1,
      );
      assert.ok(distance(drop, empty) > 0.1);
    }
  });
});

test("the door stays shut under 60 N·m, and opens once its handle is pressed down", async () => {
  for (const seed of [1, 2])
    await within(buildWorld(worldNamed("door"), seed), ({ pass, joint }) => {
      pass(1, { door: 60 });
      assert.ok(joint("door") < 0.03, `${joint("door")} rad`);
      pass(0.3, {});
      pass(0.7, { "door/handle": 2.5 });
      assert.ok(joint("door/handle") > 0.45, `${joint("door/handle")} rad`);
      pass(2, { "door/handle": 2.5, door: 12 });
      assert.ok(joint("door") > 0.5, `${joint("door")} rad`);
      pass(0.5);
      assert.ok(Math.abs(joint("door/handle")) < 0.1, "let go, the handle comes back");
    });
});

test("a thing gives way as its hidden stiffness says, and looks the same whatever it is", async () => {
  const built = buildWorld(worldNamed("table"), 5);
  const stiffness = built.drawn["2/stiffness"] ?? Number.NaN;
  const force = Math.min(4, stiffness * 0.01);
  await within(built, ({ pass, joint }) => {
    pass(1, { "thing/2/give": -force });
    assert.ok(Math.abs(joint("thing/2/give") + force / stiffness) < 2e-4, `${joint("thing/2/give")} m`);
  });
  const looks = (xml: string): string => xml.replaceAll(/ (stiffness|damping)="[^"]*"/g, "");
  const soft = {
    ...worldNamed("table"),
    vary: { ...worldNamed("table").vary, "2/stiffness": { from: 1, to: 1, unit: "N/m", why: "a test" } },
  };
  assert.equal(looks(buildWorld(soft, 5).xml), looks(built.xml));
});

const loader = `
#include <mujoco/mujoco.h>
#include <stdio.h>
int main(int count, char** paths) {
  for (int i = 1; i < count; i++) {
    char error[500];
    mjModel* model = mj_loadXML(paths[i], 0, error, sizeof error);
    if (!model) { printf("%s: %s\\n", paths[i], error); return 1; }
    mjData* data = mj_makeData(model);
    for (int step = 0; step < 100; step++) mj_step(model, data);
    if (data->warning[mjWARN_BADQACC].number) { printf("%s: explodes\\n", paths[i]); return 1; }
    mj_deleteData(data);
    mj_deleteModel(model);
  }
  return 0;
}`;

test("every world loads in Debian's native MuJoCo 2.2 too", (t) => {
  const why = need("g++", "libmujoco-dev");
  if (why) return t.skip(why);
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-worlds-"));
  try {
    const paths = careWorlds.map((world) => {
      const path = join(folder, `${world.name}.xml`);
      writeFileSync(path, buildWorld(world, 1, "2.2").xml);
      return path;
    });
    writeFileSync(join(folder, "load.c"), loader);
    const program = join(folder, "load");
    execFileSync("gcc", [join(folder, "load.c"), "-o", program, "-lmujoco"]);
    assert.equal(execFileSync(program, paths, { encoding: "utf8", cwd: folder }), "");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
