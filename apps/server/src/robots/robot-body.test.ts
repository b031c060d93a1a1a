import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body, Order, SubjectId } from "@sakiyomi/core";
import type { Command, Trouble, Turn } from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";
import { robotBody } from "./robot-body.ts";

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

const bodyOf = (run: RobotRun, more: { now?: () => number; say?: (words: string) => Promise<void> } = {}): Body =>
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
    say: async (words) => {
      said.push(words);
    },
  });
  await body.carryOut(order("stop"), () => {}, signal);
  await body.carryOut(order("say", { words: "おはようございます" }), () => {}, signal);
  assert.deepEqual([hand.asked, said], [["stop staff:tanaka"], ["おはようございます"]]);
  assert.deepEqual(
    body.offers.map(({ capability }) => capability),
    ["bring", "say", "hold", "stop"],
  );
  assert.ok(!bodyOf(hand.run).offers.some(({ capability }) => capability === "say"));
});
