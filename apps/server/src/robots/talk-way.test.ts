// A visit in the simulated room: the real loop, guard and policies, and somebody who answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order } from "@sakiyomi/core";
import { abilityFor, medicineWorld, phasesOf } from "@sakiyomi/robot";
import { lockstepRun } from "../testing/lockstep-run.ts";
import type { Job } from "./robot-body.ts";
import { talkAbility } from "./talk-body.ts";
import { RobotVoice } from "./voice.ts";
import { temperatureFound } from "./ward-robot.ts";

const order = {
  capability: "health-check",
  subject: "person:ann",
  by: "staff:tanaka",
  parameters: { kinds: ["body-temperature"] },
} as unknown as Order;

const jobOf = (name: string): Job => ({
  policy: { url: name },
  touch: null,
  timeLimit: 120,
  phases: phasesOf(name),
});

interface Visit {
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly why: string | null;
  readonly said: readonly string[];
  /** N, the most on anybody. */
  readonly force: number;
  readonly notes: readonly string[];
}

interface Disturbance {
  /** At this row of the robot's way somebody says stop. */
  readonly stopsAt?: string;
  /** When this word is said somebody presses its stop, or takes it by hand, and lets go of it a second later. */
  readonly latchesAt?: string;
  readonly takenAt?: string;
}

const endOf = (done: Promise<Visit["result"]>): Promise<Pick<Visit, "result" | "why">> =>
  done.then(
    (result) => ({ result, why: null }),
    (error: Error) => ({ result: null, why: error.message }),
  );

/** @param answers by a word of what is asked */
async function visit(answers: Readonly<Record<string, string>>, disturbed: Disturbance = {}): Promise<Visit> {
  const { stopsAt = "", latchesAt, takenAt } = disturbed;
  const lockstep = await lockstepRun(medicineWorld, 7, ({ url }, features) => abilityFor(String(url), features));
  const { run, simulation } = lockstep;
  const voice = new RobotVoice();
  const seen = { said: [] as string[], notes: [] as string[], force: 0 };
  let takenUntil = 0;
  let releasedAt = Number.POSITIVE_INFINITY;
  voice.onSaid((words, _, isQuestion) => {
    seen.said.push(words);
    if (takenAt !== undefined && words.includes(takenAt)) takenUntil = simulation.now() + 1;
    if (latchesAt !== undefined && words.includes(latchesAt)) {
      run.stop("somebody");
      releasedAt = simulation.now() + 1;
    }
    const answer = Object.entries(answers).find(([word]) => words.includes(word))?.[1];
    if (isQuestion && answer) queueMicrotask(() => voice.hear(answer, "page"));
    return 1;
  });
  run.onTurn(({ told, observation }) => {
    if (simulation.now() > releasedAt) run.release("somebody");
    seen.force = Math.max(seen.force, ...observation.contacts.map(({ force }) => force));
    if (told?.note === undefined || told.note === seen.notes.at(-1)) return;
    seen.notes.push(told.note);
    if (told.note === stopsAt) voice.hear("やめて", "page");
  });
  const ability = talkAbility({
    ...{ run, voice, going: () => jobOf("go-to person"), leaving: () => jobOf("go-to middle") },
    acquaintances: () => (person) => (person === "person:ann" ? { name: "佐藤 和子", language: "ja" } : null),
    measures: {
      "body-temperature": () => ({ ...jobOf("measure body-temperature"), findings: () => temperatureFound(() => 5) }),
    },
    now: () => simulation.now(),
    isByHand: () => simulation.now() < takenUntil,
    every: (look) => run.onTurn(look),
  });
  try {
    assert.ok("carryOut" in ability);
    let outcome: Pick<Visit, "result" | "why"> | null = null;
    void endOf(ability.carryOut(order, () => {}, new AbortController().signal)).then((end) => {
      outcome = end;
    });
    await lockstep.pass(300, () => outcome !== null);
    return { ...(outcome ?? { result: null, why: "it came to no end" }), ...seen };
  } finally {
    await lockstep.close();
  }
}

const kind = { お名前: "佐藤和子です", よろしいですか: "はい、どうぞ", 体調: "元気です" };

test("it comes, greets, asks, measures the temperature without touching anybody, thanks and goes", async () => {
  const { result, why, said, force, notes } = await visit(kind);
  assert.equal(why, null);
  assert.deepEqual([result?.agreed, result?.feels, result?.notMeasured], [true, "元気です", []]);
  const [found] = (result?.found ?? []) as readonly { readonly kind: string; readonly value: number }[];
  assert.equal(found?.kind, "body-temperature");
  assert.ok(Math.abs((found?.value ?? 0) - 36.5) < 2, `${found?.value}`);
  assert.equal(force, 0, "nobody is touched");
  assert.match(
    said.join("\n"),
    /こんにちは[\s\S]*よろしいですか[\s\S]*体調[\s\S]*触れません[\s\S]*ありがとうございました/,
  );
  const order = ["go to the person", "read the temperature", "go to the middle"].map((note) => notes.indexOf(note));
  assert.ok(
    order.every((at, i) => at >= 0 && at > (order[i - 1] ?? -1)),
    notes.join(),
  );
});

test("whoever does not want it is not measured, is thanked, and left alone", async () => {
  const { result, said, notes } = await visit({ ...kind, よろしいですか: "いいえ、けっこうです" });
  assert.deepEqual([result?.agreed, result?.found, result?.note], [false, [], "the person did not want it"]);
  assert.ok(!notes.includes("read the temperature"));
  assert.match(said.at(-1) ?? "", /わかりました/);
  assert.ok(notes.includes("go to the middle"));
});

test("a stop while it measures ends the measuring at once, and nothing of it is kept", async () => {
  const { result, notes } = await visit(kind, { stopsAt: "read the temperature" });
  assert.deepEqual([result?.agreed, result?.found, result?.note], [true, [], "the person wanted it to end"]);
  assert.ok(notes.lastIndexOf("go to the middle") > notes.indexOf("read the temperature"));
});

test("a stop while it only talks ends the visit, also where it is released before the next movement", async () => {
  const { result, why, notes } = await visit(kind, { latchesAt: "体調" });
  assert.equal(result, null);
  assert.match(why ?? "", /^stopped/);
  assert.ok(!notes.includes("read the temperature"));
});

test("whoever takes it by hand while it talks ends the visit: it does not take itself out of that hand", async () => {
  const { result, why, notes } = await visit(kind, { takenAt: "体調" });
  assert.equal(result, null);
  assert.match(why ?? "", /by hand/);
  assert.ok(!notes.includes("read the temperature"));
});
