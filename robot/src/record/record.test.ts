import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../contract/robot.ts";
import { healthDefaults } from "../health/index.ts";
import { controlLoop, type Turn } from "../loop/control-loop.ts";
import { type EventfulRun, eventfulRun, feelingArms } from "../testing/eventful-run.ts";
import type { About } from "./about.ts";
import { chronicle } from "./chronicle.ts";
import { compareDecisions, type Recorded } from "./decide-again.ts";
import { fromExact, toExact } from "./exact.ts";
import type { Entry } from "./messages.ts";
import { openReplay } from "./replay.ts";
import { isSame } from "./same.ts";
import { sampleData } from "./samples.ts";
import { type RecordedTurn, type Seen, stateIn, type TurnMessage, turnOf } from "./turn-message.ts";

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

for (const [watched, health] of [
  ["unwatched", null],
  ["watched by its self-check, slowed and stopped by it", { ...healthDefaults, slowTo: 0.4 }],
] as const)
  test(`played into a loop, the recording's robot and policy bring about the same turns: ${watched}`, async () => {
    const run = await eventfulRun(600, health ? { health } : {});
    assert.equal(
      run.turns.some(({ asked }) => asked.slow !== undefined),
      health !== null,
    );
    const replay = await openReplay(recorded(run, run.turns));
    const turns: Turn[] = [];
    const loop = controlLoop({
      robot: replay.robot,
      policy: async () => replay.policy,
      guard: run.guard,
      clock: replay.clock,
      slow: replay.slow,
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
