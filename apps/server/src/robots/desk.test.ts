import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { decodeFrame, decodePicture, type Frame } from "@sakiyomi/robot";
import { fakeRun, sway } from "../testing/fake-run.ts";
import { RobotDesk } from "./desk.ts";
import type { RobotDeed, RobotVisitor } from "./port.ts";
import type { RobotAsk, RobotMessage, RobotRights, RobotStatus } from "./shapes.ts";
import { RobotVoice } from "./voice.ts";

/** A page at the other end. */
const page = () => {
  const heard: RobotMessage[] = [];
  const bytes: Uint8Array[] = [];
  const line = {
    behind: 0,
    closed: 0,
    send: (data: string | Uint8Array) => {
      if (typeof data === "string") heard.push(JSON.parse(data) as RobotMessage);
      else bytes.push(data);
    },
    waiting: () => line.behind,
    close: (code: number) => {
      line.closed = code;
    },
  };
  const last = <T extends RobotMessage["type"]>(type: T) =>
    heard.findLast((message): message is Extract<RobotMessage, { type: T }> => message.type === type);
  return { line, heard, bytes, last };
};

const everything: RobotRights = { stop: true, drive: true };
const visitor = (rights: RobotRights | null = everything, person: string | null = null): RobotVisitor => ({
  actor: person ? `staff:${person}` : "owner",
  person,
  rights: () => rights,
});

const world = async (t: TestContext) => {
  const run = await fakeRun();
  const deeds: RobotDeed[] = [];
  const chosen: (string | null)[] = [];
  const tasks = {
    list: [{ id: "reach", title: "reach" }],
    state: () => ({ id: "reach", phase: null, isDone: null, time: null, seed: 1 }),
    choose: async (id: string | null) => {
      chosen.push(id);
      run.setPolicy(id ? sway : null);
    },
  };
  const voice = new RobotVoice();
  const desk = new RobotDesk({ id: "r-1", name: "Robot", run, tasks, voice }, (deed) => deeds.push(deed)).start();
  t.after(async () => {
    desk.close();
    await run.close();
  });
  const open = (who: RobotVisitor = visitor()) => {
    const one = page();
    const client = desk.join(one.line, who);
    return { ...one, ...client, ask: (ask: RobotAsk | object) => client.asks(JSON.stringify(ask)) };
  };
  return { run, desk, deeds, chosen, open, voice };
};

/** Until `is` holds of the newest status; fails after 30 s. */
const until = async (one: ReturnType<typeof page>, is: (status: RobotStatus) => boolean): Promise<RobotStatus> => {
  const end = performance.now() + 30_000;
  for (;;) {
    const status = one.last("status");
    if (status && is(status)) return status;
    if (performance.now() > end) assert.fail(`it did not come: ${JSON.stringify(status).slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const framesOf = (one: ReturnType<typeof page>): readonly Frame[] =>
  one.bytes.flatMap((bytes) => decodeFrame(bytes) ?? []);

test("a page is told what the robot is, then sees it move thirty times a second with its pictures", async (t) => {
  const { open } = await world(t);
  const one = open();
  assert.equal(one.last("hello")?.scene?.bodies.length, 1 + (one.last("hello")?.features.links.length ?? 0));
  await until(one, ({ turns }) => turns > 60);
  const frames = framesOf(one);
  const [first, last] = [frames[0], frames.at(-1)];
  assert.ok(first && last && frames.length / (last.at - first.at) > 20, `${frames.length} frames`);
  assert.notDeepEqual(first.observed, last.observed);
  assert.ok(
    first.predicted && first.wrists && first.poses.length === 7 * (one.last("hello")?.scene?.bodies.length ?? 0),
  );
  const cameras = new Set(one.bytes.flatMap((bytes) => decodePicture(bytes)?.camera ?? []));
  assert.deepEqual([...cameras].toSorted(), [0, 1, 2]);
});

test("a stop holds within 0.1 s of its arrival, and stays until somebody releases it by name", async (t) => {
  const { open, deeds } = await world(t);
  const one = open();
  await until(one, ({ turns }) => turns > 20);
  one.ask({ do: "stop" });
  const { stop, latch } = await until(one, (status) => status.stop?.stillAfter != null);
  assert.equal(latch?.limit, "stop-requested");
  assert.ok((stop?.latchedAfter ?? 1) < 0.1, `latched after ${stop?.latchedAfter} s`);
  one.ask({ do: "release", person: "  " });
  await until(one, () => one.last("refused")?.code === "ROBOT_NAME");
  assert.ok(one.last("status")?.latch);
  one.ask({ do: "release", person: "Sato" });
  await until(one, (status) => status.latch === null);
  assert.deepEqual(
    deeds.map(({ type, content }) => [type, content.person]),
    [
      ["robot.stop", undefined],
      ["robot.release", "Sato"],
    ],
  );
});

test("who may only look may stop, and neither release nor drive; who may not even look is cut off", async (t) => {
  const { open, run } = await world(t);
  const nurse = open(visitor({ stop: true, drive: false }, "Tanaka"));
  for (const ask of [{ do: "release" }, { do: "drive" }, { do: "reset", seed: 1 }, { do: "task", id: null }] as const) {
    nurse.heard.length = 0;
    nurse.ask(ask);
    assert.deepEqual([nurse.last("refused")?.do, nurse.last("refused")?.code], [ask.do, "ROBOT_RIGHT"]);
  }
  nurse.ask({ do: "stop" });
  await until(nurse, ({ latch }) => latch?.why === "asked for by page (Tanaka)");
  const gone = open(visitor(null));
  assert.equal(gone.last("hello"), undefined);
  gone.ask({ do: "release", person: "Eve" });
  assert.equal(gone.line.closed, 4401);
  await until(nurse, ({ latch }) => latch !== null);
  assert.ok(run.scene);
});

test("one person at a time takes the robot by hand; its hand moves, and a lost page lets it brake", async (t) => {
  const { open, run } = await world(t);
  const [one, other] = [open(), open()];
  await until(one, ({ turns }) => turns > 20);
  one.ask({ do: "drive" });
  await until(other, ({ driver }) => driver !== null && !driver.isYou);
  other.ask({ do: "drive" });
  assert.equal(other.last("refused")?.code, "ROBOT_DRIVER");
  const palm = run.features.links.findIndex(({ name }) => name === "left_hand/palm");
  const height = (): number => run.poses()[palm]?.at[2] ?? 0;
  await until(one, ({ limits }) => limits.some(({ limit, isOn }) => limit === "watchdog" && isOn));
  const before = height();
  const input = () => {
    const sent = performance.now() / 1000;
    one.ask({ do: "input", sent, input: { isHeld: true, left: { move: [0, 0, 1] } } });
    other.ask({ do: "input", sent, input: { isHeld: true, left: { move: [0, 0, -1] } } });
  };
  const sending = setInterval(input, 25);
  await until(one, () => height() > before + 0.03);
  clearInterval(sending);
  one.left();
  const status = await until(other, ({ driver }) => driver === null);
  assert.equal(status.latch, null);
  // Its last input lives for 0.15 s, its last command for 0.05 s; then it brakes.
  await new Promise((resolve) => setTimeout(resolve, 350));
  const stood = height();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(Math.abs(height() - stood) < 1e-4);
});

test("a page that is behind gets nothing that piles up, and goes on with the newest", async (t) => {
  const { open } = await world(t);
  const slow = open();
  await until(slow, ({ turns }) => turns > 0 && framesOf(slow).length > 0);
  slow.line.behind = 1e6;
  const count = slow.bytes.length;
  const before = framesOf(slow);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(slow.bytes.length, count);
  slow.line.behind = 0;
  await until(slow, () => framesOf(slow).length > before.length);
  // What was shown to others meanwhile is left out.
  assert.ok((framesOf(slow)[before.length]?.at ?? 0) - (before.at(-1)?.at ?? 0) > 0.1);
});

test("messages that are not understood are refused and change nothing", async (t) => {
  const { open } = await world(t);
  const one = open();
  for (const text of ["", "{", "null", '{"do":"fly"}', '{"do":"reset","seed":-1}', '{"do":"task"}', "[]"]) {
    one.heard.length = 0;
    one.asks(text);
    assert.equal(one.last("refused")?.code, "ROBOT_SHAPE", text);
  }
});

test("what a robot is to say comes to every page whose visitor may look, and its words are not journalled here", async (t) => {
  const { open, voice, deeds } = await world(t);
  assert.throws(() => voice.say("Good morning", "staff:tanaka"), /no page of the robot is open/);
  const [one, another, left] = [open(), open(), open(visitor(null))];
  assert.equal(voice.say("おはようございます", "staff:tanaka"), 2);
  for (const page of [one, another]) assert.equal(page.last("said")?.words, "おはようございます");
  assert.equal(left.last("said"), undefined);
  const said = deeds.filter(({ type }) => type === "robot.say");
  assert.deepEqual(
    said.map(({ actor, content }) => [actor, content]),
    [["staff:tanaka", { robot: "Robot", pages: 2 }]],
  );
});

test("an answer to the robot's question comes from a page that may drive it, and is kept nowhere here", async (t) => {
  const { open, voice, deeds } = await world(t);
  const heard: string[] = [];
  voice.onHeard((words, by) => heard.push(`${by}: ${words}`));
  const [one, looker] = [open(), open(visitor({ stop: true, drive: false }))];
  voice.say("お名前を教えてください", "robot:simulated", true);
  assert.equal(one.last("said")?.isQuestion, true);
  one.asks('{"do":"answer","words":" 佐藤和子です "}');
  looker.asks('{"do":"answer","words":"鈴木です"}');
  await new Promise(setImmediate);
  assert.deepEqual(
    heard.map((line) => line.split(": ")[1]),
    ["佐藤和子です"],
  );
  assert.equal(looker.last("refused")?.code, "ROBOT_RIGHT");
  assert.ok(!JSON.stringify(deeds).includes("佐藤"));
});
