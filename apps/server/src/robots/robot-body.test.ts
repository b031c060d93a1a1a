import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body, Order, SubjectId } from "@sakiyomi/core";
import { type Command, noteOfFailure, type Trouble, type Turn } from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";
import { type RobotBodyOptions, robotBody } from "./robot-body.ts";
import { temperatureFound } from "./ward-robot.ts";

/** A run of which the test says what its turns tell. */
const handRun = () => {
  const turns = new Set<(turn: Turn) => void>();
  const troubles = new Set<(trouble: Trouble) => void>();
  const asked: string[] = [];
  const listen = <T>(to: Set<T>, one: T): (() => void) => {
    to.add(one);
    return () => to.delete(one);
  };
  const run = {
    onTurn: (one: (turn: Turn) => void) => listen(turns, one),
    onTrouble: (one: (trouble: Trouble) => void) => listen(troubles, one),
    stop: (by: string) => asked.push(`stop ${by}`),
    setPolicy: (policy: ThreadModule | null) => asked.push(`policy ${policy?.url ?? "nobody"}`),
    setTask: (task: { readonly title: string } | null) => asked.push(`task ${task?.title ?? "none"}`),
  } as unknown as RobotRun;
  const say = (note: string, why: string | null = null): void => {
    const latch = why === null ? null : { at: 1, limit: "contact", why };
    const turn = { told: { note } as Command, guarded: { state: { latch } } } as unknown as Turn;
    for (const one of [...turns]) one(turn);
  };
  const trouble = (why: string): void => {
    for (const one of [...troubles]) one({ at: 1, part: "policy", why });
  };
  return { run, asked, say, trouble, listeners: () => turns.size };
};

const order = (capability: string, parameters = {}): Order =>
  ({ capability, parameters, by: "staff:tanaka" }) as unknown as Order;

const bodyOf = (run: RobotRun, more: Partial<Pick<RobotBodyOptions, "now" | "say" | "isByHand">> = {}): Body =>
  robotBody({
    id: "robot:airec" as SubjectId,
    title: "Airec",
    run,
    abilities: [
      {
        offer: { capability: "bring", only: { thing: ["cup"] } },
        job: () => ({
          policy: { url: "bring" },
          touch: { title: "hand over", limits: { hand: 10 } },
          timeLimit: 60,
          phases: ["approach", "close", "carry", "hand over"],
        }),
      },
    ],
    ...more,
  });

test("it lets the job's policy decide until that says done, tells how far it is, and then nobody decides", async () => {
  const { run, asked, say, listeners } = handRun();
  const told: unknown[] = [];
  const done = bodyOf(run).carryOut(order("bring"), (...news) => told.push(news), new AbortController().signal);
  for (const note of ["approach", "approach", "carry", "approach", "done"]) say(note);
  assert.deepEqual(Object.keys(await done), ["seconds"]);
  assert.deepEqual(told, [
    [0, "approach"],
    [0.5, "carry"],
    [0.5, "approach"],
    [0.5, "done"],
  ]);
  assert.deepEqual(asked, ["task hand over", "policy bring", "policy nobody", "task none"]);
  assert.equal(listeners(), 0);
});

test("a stop of the guard, a policy given up, a time that has run out and an end from outside are reasons in words", async () => {
  const ended = new AbortController();
  const reasons: readonly [RegExp, (hand: ReturnType<typeof handRun>) => void][] = [
    [/stopped, 30 N on hand; a person has to release it/, ({ say }) => say("carry", "30 N on hand")],
    [/fell over: given up/, ({ trouble }) => trouble("fell over: given up")],
    [/not done in 60 s, at "close"/, ({ say }) => Array.from({ length: 4 }, () => say("close"))],
    [/ended/, () => ended.abort()],
  ];
  for (const [reason, happens] of reasons) {
    const hand = handRun();
    let now = 0;
    const clock = (): number => {
      now += 21;
      return now;
    };
    const body = bodyOf(hand.run, reason.source.includes("60") ? { now: clock } : {});
    const work = body.carryOut(order("bring"), () => {}, ended.signal);
    happens(hand);
    await assert.rejects(work, reason);
    assert.deepEqual(hand.asked.slice(-2), ["policy nobody", "task none"]);
  }
});

test("a stop is passed on at once, words go to its voice, and what it cannot is not offered", async () => {
  const hand = handRun();
  const said: string[] = [];
  const signal = new AbortController().signal;
  const body = bodyOf(hand.run, {
    say: async (words, by) => {
      said.push(`${by}: ${words}`);
      return { pages: 2 };
    },
  });
  await body.carryOut(order("stop"), () => {}, signal);
  const heard = await body.carryOut(order("say", { words: "おはようございます" }), () => {}, signal);
  assert.deepEqual(heard, { pages: 2 });
  assert.deepEqual([hand.asked, said], [["stop staff:tanaka"], ["staff:tanaka: おはようございます"]]);
  assert.deepEqual(
    body.offers.map(({ capability }) => capability),
    ["bring", "say", "hold", "stop"],
  );
  assert.ok(!bodyOf(hand.run).offers.some(({ capability }) => capability === "say"));
});

test("the end of the job before is not taken for the end of this one, and a policy may give up with a reason", async () => {
  const { run, say } = handRun();
  const work = bodyOf(run).carryOut(order("bring"), () => {}, new AbortController().signal);
  let isOver = false;
  work
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  say("done");
  await new Promise(setImmediate);
  assert.equal(isOver, false);
  say("approach");
  say(noteOfFailure("the cup is not there"));
  await assert.rejects(work, /^Error: the cup is not there$/);
});

test("a temperature is what the thermometer has read of the face while it was read; without a face it is unknown", async () => {
  const turnAt = (at: number, note: string, skin: number): Turn => {
    const sample = (value: number) => ({ at, data: Float32Array.of(value) });
    const samples = { "head/thermometer": sample(skin), "head/thermometer/room": sample(24) };
    return { told: { note }, observation: { samples } } as unknown as Turn;
  };
  const see = (skin: number): ReturnType<typeof temperatureFound> => {
    const found = temperatureFound(() => 1_000);
    for (let i = 0; i < 30; i++) found.see(turnAt(i / 10, i < 5 ? "look at the face" : "read the temperature", skin));
    return found;
  };
  assert.deepEqual(see(34.53).end(), {
    kind: "body-temperature",
    value: 37,
    unit: "Cel",
    at: 1_000,
    sensor: "infrared-skin",
  });
  assert.throws(() => see(24).end(), /unknown: the thermometer never saw the face/);
});

test("a person who takes it by hand ends the job and keeps the robot; nothing is begun meanwhile", async () => {
  const { run, asked, say } = handRun();
  let isByHand = false;
  const body = bodyOf(run, { isByHand: () => isByHand });
  const ended = body.carryOut(order("bring"), () => {}, new AbortController().signal);
  say("approach");
  isByHand = true;
  say("carry");
  await assert.rejects(ended, /a person moves it by hand/);
  assert.deepEqual(asked, ["task hand over", "policy bring", "task none"], "nobody takes the person's hand away");
  await assert.rejects(
    body.carryOut(order("bring"), () => {}, new AbortController().signal),
    /by hand/,
  );
  assert.equal(asked.length, 3);
});

test("a job of a robot that has fallen silent ends when its time is over", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { run, asked, listeners } = handRun();
  let now = 0;
  const work = bodyOf(run, { now: () => now }).carryOut(order("bring"), () => {}, new AbortController().signal);
  now = 61;
  t.mock.timers.tick(1000);
  await assert.rejects(work, /not done in 60 s/);
  assert.deepEqual(asked.slice(-2), ["policy nobody", "task none"]);
  assert.equal(listeners(), 0);
});

test("what was ended before it began is not begun", async () => {
  const { run, asked } = handRun();
  const work = bodyOf(run).carryOut(order("bring"), () => {}, AbortSignal.abort());
  await assert.rejects(work, /ended/);
  await assert.rejects(
    bodyOf(run).carryOut(order("hold"), () => {}, AbortSignal.abort()),
    /ended/,
  );
  assert.deepEqual(asked, []);
});
