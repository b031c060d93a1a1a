import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot } from "../body/index.ts";
import type { Pose } from "../contract/robot.ts";
import type { Finding } from "../health/index.ts";
import { basePose, posesOf, poseTimes } from "../kinematics/index.ts";
import type { Turn } from "../loop/control-loop.ts";
import { type EventfulRun, eventfulRun, feelingArms } from "../testing/eventful-run.ts";
import { twoArms } from "../testing/two-arms.ts";
import type { Scene } from "../worlds/simulation.ts";
import type { About } from "./about.ts";
import { chronicle } from "./chronicle.ts";
import type { DiagnosticStatus } from "./diagnosis.ts";
import { fixedFrames, movingFrames } from "./frames.ts";
import type { MarkerArray } from "./markers.ts";
import { type Entry, stampOf } from "./messages.ts";
import { urdfOf } from "./urdf.ts";

const epoch = 1_700_000_000_000_000_000n;
const about = ({ guard }: EventfulRun): About => ({ features: feelingArms, guard, epoch });

test("a picture is written once, not a hundred times a second", async () => {
  const run = await eventfulRun(100);
  const told = chronicle(about(run));
  const entries = run.turns.flatMap((turn) => told.turn(turn));
  const count = (topic: string): number => entries.filter((entry) => entry.topic === topic).length;
  assert.equal(count("/turn"), 100);
  assert.equal(count("/left_wrist/force"), 100);
  assert.equal(count("/head/left/image"), 10);
  assert.ok(entries.filter(({ isBulky }) => isBulky).every(({ schema }) => schema === "sensor_msgs/Image"));
});

test("what people and guard do is told in words, once each", async () => {
  const run = await eventfulRun();
  const told = chronicle(about(run));
  const entries = [
    ...run.turns.flatMap((turn) => told.turn(turn)),
    ...run.troubles.flatMap((one) => told.trouble(one)),
  ];
  const said = entries
    .filter(({ topic }) => topic === "/events")
    .map(({ value }) => value as { kind: string; part: string; why: string });
  const kinds = (kind: string): readonly string[] => said.filter((one) => one.kind === kind).map(({ why }) => why);
  assert.deepEqual(kinds("stop"), ["asked for by page"]);
  assert.deepEqual(kinds("release"), ["released by Aiko", "released by Aiko"]);
  assert.deepEqual(kinds("task"), ["wipe the hand", "no touch is planned any more"]);
  assert.match(kinds("latch").join("; "), /asked for by page; 80.*N on chest/);
  assert.match(kinds("trouble").join(), /cut/);
  const words = entries.filter(({ topic }) => topic === "/rosout").length;
  assert.equal(words, said.length);
});

test("what the policy expected stands beside what was seen", async () => {
  const run = await eventfulRun(100);
  const told = chronicle(about(run));
  const entries = run.turns.flatMap((turn) => told.turn(turn));
  const errors = entries.filter(({ topic }) => topic === "/prediction/error");
  assert.ok(errors.length > 50);
  const [first] = errors as [Entry];
  const { position, joints } = first.value as { position: Float64Array; joints: number };
  const tolds = run.turns.filter((turn) => turn.told);
  const expected = tolds[0]?.told?.expects?.position ?? new Float64Array(4);
  assert.deepEqual(
    position,
    tolds[1]?.observation.joints.position.map((at, i) => at - (expected[i] ?? 0)),
  );
  assert.ok(joints > 0);
});

test("frames hang together from the world to every part", () => {
  const told = chronicle({ features: twoArms, guard: null, epoch });
  const children = new Map<string, string>();
  const transforms = (entries: readonly Entry[]) =>
    entries.flatMap(({ schema, value }) =>
      schema === "tf2_msgs/TFMessage"
        ? (value as { transforms: { header: { frame_id: string }; child_frame_id: string }[] }).transforms
        : [],
    );
  const joints = { at: 0, position: new Float64Array(4), velocity: new Float64Array(4), torque: new Float64Array(4) };
  const guarded = {
    state: { at: 0, latch: null } as Turn["guarded"]["state"],
    command: null,
    limits: new Set<never>(),
  };
  const turn: Turn = {
    at: 0,
    late: 0,
    observation: { joints, base: null, contacts: [], nearestPerson: null, samples: {} },
    told: null,
    asked: { stops: [], release: null, task: null, isAnew: true },
    guarded,
    sent: null,
  };
  for (const { header, child_frame_id } of transforms([...told.opening(0), ...told.turn(turn)]))
    children.set(child_frame_id, header.frame_id);
  for (const { name } of twoArms.links) {
    let frame = name;
    for (let i = 0; frame !== "world" && i < 10; i += 1) frame = children.get(frame) ?? "";
    assert.equal(frame, "world", name);
  }
});

test("frames are where the kinematics say, base and all", () => {
  const features = careRobot;
  const position = Float64Array.from(
    features.joints,
    ({ lowest, highest }, i) => lowest + ((i % 5) / 5) * (highest - lowest),
  );
  const base = { at: 0, x: 0.7, y: -0.2, yaw: 1.1, forward: 0, sideways: 0, turn: 0 };
  const joints = { at: 0, position, velocity: position, torque: position };
  const transforms = new Map(
    [...fixedFrames(features, stampOf(0n)), ...movingFrames(features, { joints, base }, stampOf(0n))].map((one) => [
      one.child_frame_id,
      one,
    ]),
  );
  const inWorld = (frame: string): Pose => {
    const one = transforms.get(frame);
    if (!one) return { at: [0, 0, 0], turn: [1, 0, 0, 0] };
    const { translation: t, rotation: q } = one.transform;
    return poseTimes(inWorld(one.header.frame_id), { at: [t.x, t.y, t.z], turn: [q.w, q.x, q.y, q.z] });
  };
  for (const [i, pose] of posesOf(features, position).entries()) {
    const wanted = poseTimes(basePose(base), pose);
    const found = inWorld(features.links[i]?.name ?? "");
    for (const [axis, at] of wanted.at.entries()) assert.ok(Math.abs(at - (found.at[axis] ?? 9)) < 1e-9, `link ${i}`);
    const dot = wanted.turn.reduce((sum, x, k) => sum + x * (found.turn[k] ?? 0), 0);
    assert.ok(Math.abs(Math.abs(dot) - 1) < 1e-9, `turn of link ${i}`);
  }
});

const cupboard: Scene = {
  bodies: ["world", "torso", "cup"],
  shapes: [
    { body: 1, form: "ball", size: [0.1, 0, 0], at: [0, 0, 0], turn: [1, 0, 0, 0], colour: [1, 1, 1, 1], region: null },
    {
      body: 2,
      form: "capsule",
      size: [0.03, 0.05, 0],
      at: [0, 0, 0.1],
      turn: [1, 0, 0, 0],
      colour: [1, 0, 0, 1],
      region: null,
    },
  ],
};

test("things of a world are drawn in frames of their own, the robot by its description, forces as arrows", () => {
  const told = chronicle({ features: twoArms, guard: null, epoch }, cupboard);
  const [, , drawn] = told.opening(0) as [Entry, Entry, Entry];
  const { markers } = drawn.value as MarkerArray;
  assert.deepEqual(
    markers.map(({ type, header, pose }) => [type, header.frame_id, (pose as { position: { z: number } }).position.z]),
    [
      [3, "scene/cup", 0.1],
      [2, "scene/cup", 0.1 + 0.05],
      [2, "scene/cup", 0.1 - 0.05],
    ],
  );
  const poses = Float32Array.of(...Array(14).fill(0), 0.4, 0.5, 0.6, 1, 0, 0, 0);
  const contacts = [{ at: [0, 0, 1], force: [0, 3, 4], bodies: ["cup", "person"], region: "forearm" }] as const;
  const [frames, shown] = told.scene({ at: 2, poses, contacts }) as [Entry, Entry];
  const { transforms } = frames.value as {
    transforms: { child_frame_id: string; transform: { translation: object } }[];
  };
  assert.deepEqual(
    transforms.map(({ child_frame_id }) => child_frame_id),
    ["scene/cup"],
  );
  const [, arrow, words] = (shown.value as MarkerArray).markers;
  assert.equal(words?.text, "5.0 N forearm");
  assert.deepEqual(arrow?.points, [
    { x: 0, y: 0, z: 1 },
    { x: 0, y: 0.015, z: 1.02 },
  ]);
});

test("a robot without a URDF gets one: every link and joint once, limits as they are", () => {
  const urdf = urdfOf(twoArms);
  assert.equal(urdf.match(/<link name=/g)?.length, twoArms.links.length);
  assert.equal(urdf.match(/<joint /g)?.length, twoArms.links.length - 1);
  assert.match(urdf, /<limit lower="-2" upper="2" velocity="1.5" effort="40"\/>/);
});

test("what the self-check finds is shown with what to do, and once more when it is over", async () => {
  const { turns } = await eventfulRun(2);
  const finding: Finding = {
    check: "hot",
    where: "left_arm/joint_1",
    found: "is at 71 Cel",
    part: "temperatures",
    title: "a motor is hot",
    does: "slow",
    remedy: "Let it rest.",
    since: 1,
    resumes: 1,
  };
  const found = [[], [finding], [finding], []].map((findings) => ({ ...(turns[0] as Turn), findings }));
  const told = chronicle({ features: feelingArms, guard: null, epoch });
  const shown = found
    .flatMap((turn) => told.turn(turn))
    .filter(({ topic }) => topic === "/diagnostics")
    .map(({ value }) =>
      (value as { status: DiagnosticStatus[] }).status.map(({ level, message }) => `${level} ${message}`),
    );
  assert.deepEqual(shown, [[], ["1 a motor is hot: is at 71 Cel"], ["0 good again"]]);
});
