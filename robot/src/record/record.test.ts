import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot } from "../body/index.ts";
import type { Command, Pose } from "../contract/robot.ts";
import { basePose, posesOf, poseTimes } from "../kinematics/index.ts";
import { controlLoop, type Turn } from "../loop/control-loop.ts";
import { type EventfulRun, eventfulRun, feelingArms } from "../testing/eventful-run.ts";
import { twoArms } from "../testing/two-arms.ts";
import type { Scene } from "../worlds/simulation.ts";
import type { About } from "./about.ts";
import { chronicle } from "./chronicle.ts";
import { compareDecisions, type Recorded } from "./decide-again.ts";
import { fromExact, toExact } from "./exact.ts";
import { fixedFrames, movingFrames } from "./frames.ts";
import type { MarkerArray } from "./markers.ts";
import { type Entry, stampOf } from "./messages.ts";
import { openReplay } from "./replay.ts";
import { isSame } from "./same.ts";
import { sampleData } from "./samples.ts";
import { type RecordedTurn, type Seen, stateIn, type TurnMessage, turnOf } from "./turn-message.ts";
import { urdfOf } from "./urdf.ts";

const epoch = 1_700_000_000_000_000_000n;
const about = ({ guard }: EventfulRun): About => ({ features: feelingArms, guard, epoch });

/** A recording that never was in bytes: `keep` says which entries are there. */
const recorded = (run: EventfulRun, turns: readonly Turn[], keep: (entry: Entry) => boolean = () => true): Recorded => {
  const told = chronicle(about(run));
  const entries = [...told.opening(0), ...turns.flatMap((turn) => told.turn(turn))].filter(keep);
  async function* read(): AsyncGenerator<RecordedTurn> {
    const byPlace = new Map(entries.map((entry) => [`${entry.topic} ${entry.sequence}`, entry]));
    const sampleOf = ({ name, at, sequence }: Seen) => {
      const entry = byPlace.get(`/${name} ${sequence}`);
      const data = entry && sampleData(entry.schema, entry.value);
      return data ? { at, data } : null;
    };
    for (const { topic, sequence, value } of entries)
      if (topic === "/turn") yield withState(turnOf(value as TurnMessage, sequence, sampleOf), entries);
  }
  return { about: about(run), turns: read };
};

const withState = (turn: RecordedTurn, entries: readonly Entry[]): RecordedTurn => {
  const states = entries
    .filter(({ topic }) => topic === "/guard_state")
    .map(({ value }) => stateIn((value as { data: string }).data));
  return { ...turn, state: states.find(({ sequence }) => sequence === turn.sequence)?.state ?? null };
};

const all = async (turns: AsyncIterable<RecordedTurn>): Promise<readonly RecordedTurn[]> => {
  const read: RecordedTurn[] = [];
  for await (const turn of turns) read.push(turn);
  return read;
};

test("numbers that JSON has no numeral for come back to the bit", () => {
  const value = {
    a: -0,
    b: Number.NaN,
    c: [Number.POSITIVE_INFINITY, 1],
    d: Float64Array.of(-0, 0.1),
    e: 5n,
    f: null,
    g: new Map([["a", new Set([-0])]]),
  };
  const back = fromExact(toExact(value)) as typeof value;
  assert.ok(Object.is(back.a, -0) && Number.isNaN(back.b) && back.c[0] === Number.POSITIVE_INFINITY);
  assert.deepEqual(back, value);
  assert.ok(!isSame({ a: 0 }, { a: -0 }) && isSame({ a: 1, b: undefined }, { a: 1 }) && !isSame([1, 2], [2, 1]));
});

test("a turn comes back as it was: observation, samples, commands, limits, requests", async () => {
  const run = await eventfulRun();
  const read = await all(recorded(run, run.turns).turns());
  assert.equal(read.length, run.turns.length);
  assert.ok(run.turns.length > 560);
  for (const [i, turn] of run.turns.entries()) {
    const back = read[i];
    assert.ok(isSame(back?.observation, turn.observation), `observation of turn ${i}`);
    assert.ok(
      isSame([back?.told, back?.sent, back?.asked], [turn.told, turn.sent, turn.asked]),
      `commands of turn ${i}`,
    );
    assert.deepEqual([back?.at, back?.late, back?.limits], [turn.at, turn.late, [...turn.guarded.limits]]);
  }
});

test("played through the guard again every turn is decided alike, and one changed bit is found", async () => {
  const run = await eventfulRun();
  assert.deepEqual(await compareDecisions(recorded(run, run.turns)), {
    turns: run.turns.length,
    same: run.turns.length,
    different: 0,
    unknown: 0,
    first: [],
  });
  const wanted = run.turns.findIndex(({ told, guarded }) => told !== null && guarded.limits.size === 0);
  const changed = run.turns.map((turn, i) => (i === wanted ? { ...turn, told: nudged(turn.told as Command) } : turn));
  const found = await compareDecisions(recorded(run, changed));
  assert.ok(found.different > 0);
  assert.equal(found.first[0]?.turn.sequence, wanted + 1);
});

const nudged = (command: Command): Command => ({ ...command, position: command.position.map((x) => x + 1e-12) });

test("after a gap decisions are compared again from where the guard's state is known", async () => {
  const run = await eventfulRun();
  const told = chronicle(about(run));
  for (const turn of run.turns.slice(0, 100)) told.turn(turn);
  const [keyframe] = told.keyframe() as [Entry];
  const { sequence: after, state } = stateIn((keyframe.value as { data: string }).data);
  assert.equal(after, 100);
  const gap = recorded(run, run.turns, ({ topic, sequence }) => topic !== "/turn" || sequence < 50 || sequence > 99);
  const turns = gap.turns;
  const withKeyframe = async function* () {
    for await (const turn of turns()) yield turn.sequence === 100 ? { ...turn, state } : turn;
  };
  const { unknown, different, same } = await compareDecisions({ ...gap, turns: withKeyframe });
  assert.deepEqual([unknown, different, same], [1, 0, run.turns.length - 51]);
});

test("a recording that begins in mid-run says where the guard stands", async () => {
  const run = await eventfulRun();
  const { unknown, different } = await compareDecisions(recorded(run, run.turns.slice(280)));
  assert.deepEqual([unknown, different], [1, 0]);
});

test("played into a loop, the recording's robot and policy bring about the same commands in the same turns", async () => {
  const run = await eventfulRun();
  const replay = await openReplay(recorded(run, run.turns));
  const turns: Turn[] = [];
  const loop = controlLoop({
    robot: replay.robot,
    policy: async () => replay.policy,
    guard: run.guard,
    clock: replay.clock,
    onTurn: (turn) => turns.push(turn),
  });
  replay.attach(loop);
  await replay.robot.open();
  await loop.run(replay.ended);
  assert.equal(turns.length, run.turns.length);
  for (const [i, turn] of run.turns.entries()) {
    const again = turns[i];
    assert.ok(isSame(again?.guarded.command, turn.guarded.command), `turn ${i}`);
    assert.ok(isSame([...(again?.guarded.limits ?? [])], [...turn.guarded.limits]), `limits of turn ${i}`);
  }
});

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

test("things of a world are drawn in frames of their own, the robot by its description, forces as arrows", () => {
  const scene: Scene = {
    bodies: ["world", "torso", "cup"],
    shapes: [
      {
        body: 1,
        form: "ball",
        size: [0.1, 0, 0],
        at: [0, 0, 0],
        turn: [1, 0, 0, 0],
        colour: [1, 1, 1, 1],
        region: null,
      },
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
  const told = chronicle({ features: twoArms, guard: null, epoch }, scene);
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
