import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order } from "@sakiyomi/core";
import { withCheckDigit } from "@sakiyomi/medication";
import { FakeMedicines, medicineCodes, medicineDose, tenPastEight } from "../testing/fake-medicines.ts";
import { PaperRobot } from "../testing/paper-robot.ts";
import { medicineAbility } from "./medicine-body.ts";
import type { MedicinePort } from "./medicine-port.ts";
import { takenNote, whyAgainst, whyOf } from "./medicine-words.ts";
import { RobotVoice } from "./voice.ts";

const { label, otherLabel, band, otherBand, spareBand } = medicineCodes;

interface World {
  readonly robot: PaperRobot;
  readonly ward: FakeMedicines;
  readonly voice: RobotVoice;
  readonly said: string[];
  readonly ended: AbortController;
  /** What is answered to the first question, to the second one …; null: nothing. */
  answers: (string | null)[];
  /** Once, when the robot comes to this. */
  readonly at: Map<string, () => void>;
  /** ms by which the clock on the wall is ahead of what has passed. */
  readonly clock: { ahead: number };
  readonly wall: () => number;
}

interface Outcome {
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly why: string | null;
}

const order = {
  capability: "bring-medicine",
  subject: "person:ann",
  by: "staff:tanaka",
  parameters: { cup: "cup", doses: [medicineDose] },
};

const worldOf = (): World => {
  const robot = new PaperRobot({ label, band });
  const clock = { ahead: 0 };
  const wall = (): number => tenPastEight + clock.ahead + robot.now * 1000;
  const world: World = {
    robot,
    clock,
    wall,
    ward: new FakeMedicines(wall),
    voice: new RobotVoice(),
    said: [],
    ended: new AbortController(),
    answers: ["佐藤和子です"],
    at: new Map(),
  };
  world.voice.onSaid((words, _, isQuestion) => {
    world.said.push(words);
    const answer = isQuestion ? world.answers.shift() : null;
    if (answer) queueMicrotask(() => world.voice.hear(answer, "page"));
    return 1;
  });
  return world;
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Plays an errand to its end; ten minutes at most. */
const played = async (world: World, port: () => MedicinePort | null = () => world.ward): Promise<Outcome> => {
  const { robot, voice, ended, at } = world;
  const looks = new Set<() => void>();
  const ability = medicineAbility({
    robot: "robot:simulated",
    run: robot.run,
    voice,
    port,
    policy: { url: "medicine" },
    cups: ["cup"],
    now: () => robot.now,
    wall: world.wall,
    every: (look) => {
      looks.add(look);
      return () => looks.delete(look);
    },
    settings: { wardWithin: 0.5 },
  });
  assert.ok("carryOut" in ability);
  let outcome: Outcome | null = null;
  ability
    .carryOut(order as unknown as Order, () => {}, ended.signal)
    .then(
      (result) => {
        outcome = { result, why: null };
      },
      (error: Error) => {
        outcome = { result: null, why: error.message };
      },
    );
  for (let i = 0; i < 6000 && outcome === null; i++) {
    await settled();
    robot.turn();
    for (const look of [...looks]) look();
    const note = robot.notes.at(-1) ?? "";
    at.get(note)?.();
    at.delete(note);
  }
  assert.ok(outcome, `it came to no end, at "${robot.notes.at(-1)}"`);
  assert.equal(robot.listeners, 0);
  assert.equal(looks.size, 0);
  return outcome;
};

test("with every right in order it is handed over, seen to be taken, and the ward has both events by the robot", async () => {
  const world = worldOf();
  const { result } = await played(world);
  assert.deepEqual(
    { ...result, seconds: 0 },
    { seconds: 0, handed: true, taken: true, confirmed: "robot", confidence: 0.9, note: takenNote },
  );
  assert.deepEqual(world.ward.written, ["handed by robot:simulated", "taken by robot:simulated"]);
  assert.deepEqual(world.ward.asked, ["begin", "check", "handed", "observed"]);
  assert.deepEqual(world.ward.calls, []);
  assert.ok(world.said[0]?.includes("お名前"));
  assert.equal(world.robot.isDeciding, false);
});

type Happens = (world: World) => void;

const printed =
  (what: Partial<PaperRobot["printed"]>): Happens =>
  ({ robot }) =>
    Object.assign(robot.printed, what);
const answering =
  (...answers: (string | null)[]): Happens =>
  (world) =>
    Object.assign(world, { answers });
/** From now on, or from this note on, the wall's clock says so many hours more. */
const hoursLater =
  (hours: number, note?: string): Happens =>
  ({ at, clock }) => {
    const goesOn = (): void => void Object.assign(clock, { ahead: hours * 3600_000 });
    if (note === undefined) goesOn();
    else at.set(note, goesOn);
  };
const carerGives =
  (note: string): Happens =>
  ({ at, ward }) =>
    at.set(note, () => ward.carerGives());

const mute: Happens = ({ voice }) =>
  Object.assign(voice, {
    say: () => {
      throw new Error("no page");
    },
  });

const allergic: Happens = ({ ward }) => {
  const drug = ward.chart.orders[0]?.drug.code ?? "";
  const to = { type: "ingredient" as const, code: drug.slice(0, 7), text: "-" };
  ward.chart = { ...ward.chart, allergies: [{ id: "a1", to, severity: "severe", note: "" }] };
};

/** What goes wrong, and the reason that it ends with. In none of them the hand opens. */
const doubts: Readonly<Record<string, readonly [why: string, happens: Happens]>> = {
  "the cup bears another person's label": [whyOf("label-other"), printed({ label: otherLabel })],
  "the cup bears a wristband's code": [whyOf("label-other"), printed({ label: band })],
  "the label is torn": [whyOf("label-unread"), printed({ label: null })],
  "the label fails its check digits": [whyOf("label-unread"), printed({ label: label.replace("8018952", "8018953") })],
  "somebody else sits there": [whyAgainst("patient"), printed({ band: otherBand })],
  "the person wears a spare band": [whyAgainst("patient"), printed({ band: spareBand })],
  "the band is torn": [whyOf("band-unread"), printed({ band: null })],
  "a package lies on the wrist": [whyOf("band-no-band"), printed({ band: `01${withCheckDigit("0952000100001")}` })],
  "nobody says a name": [whyOf("name-silent"), answering(null, null)],
  "another name is said, twice": [whyOf("name-other"), answering("鈴木花子", "鈴木花子です")],
  "the family name alone is said": [whyOf("name-other"), answering("佐藤", "佐藤です")],
  "no page is open": [whyOf("cannot-ask"), mute],
  "the window closes while it drives": [whyOf("too-late"), hoursLater(3, "go to the person")],
  "the window closes while it reaches": [whyOf("too-late"), hoursLater(3, "put it down")],
  "it is too early": [whyAgainst("time"), hoursLater(-4)],
  "the person is allergic": [whyAgainst("allergy"), allergic],
  "a carer gave it before the check": [whyAgainst("given"), carerGives("read the wristband")],
  "a carer gives it between check and hand": [whyOf("claimed"), carerGives("put it down")],
  "the ward says nothing to the check": [whyOf("ward-silent"), ({ ward }) => ward.silent.add("check")],
  "the ward says nothing to the claim": [whyOf("ward-silent"), ({ ward }) => ward.silent.add("handed")],
};

for (const [name, [why, happens]] of Object.entries(doubts))
  test(`when ${name}, nothing is handed over, the cup goes back, and a person is called`, async () => {
    const world = worldOf();
    happens(world);
    const outcome = await played(world);
    assert.equal(outcome.why, why);
    assert.equal(world.robot.hasHanded, false);
    assert.equal(world.robot.holds, false);
    assert.ok(!world.ward.written.some((line) => line.startsWith("taken")));
    assert.equal(world.ward.calls[0]?.why, why);
    const wasTaken = world.robot.notes.includes("close");
    assert.equal(world.ward.calls.at(-1)?.cup, wasTaken ? "put back" : "where it was");
  });

test("a warning is no yes: a look-alike, a late dose, anything that a person would have to read", async () => {
  const world = worldOf();
  const check = world.ward.check.bind(world.ward);
  world.ward.check = async (...asked) => {
    const read = await check(...asked);
    if (!read.ok) return read;
    const finding = {
      check: "look-alike",
      result: "warning",
      text: { key: "x" },
      next: null,
      mayOverride: false,
    } as const;
    const decision = { ...read.value.decision, verdict: "warn" as const, findings: [finding] };
    return { ok: true, value: { ...read.value, decision } };
  };
  const { why } = await played(world);
  assert.equal(why, whyAgainst("look-alike"));
  assert.equal(world.robot.hasHanded, false);
  assert.equal(world.ward.calls.length, 2);
});

/** What the robot is at when somebody takes the order back, or stops it; the last ones are with the cup in the hand. */
const before = ["go to the sideboard", "read the label", "approach"];
const holding = [
  "close",
  "lift",
  "go to the person",
  "ask the name",
  "read the wristband",
  "wait for the check",
  "reach over the tray",
  "hold it out",
];

for (const note of [...before, ...holding]) {
  const isHolding = holding.includes(note);
  test(`taken back at "${note}", it ${isHolding ? "goes back with the cup and sets it down" : "leaves the cup where it is"}, and says why`, async () => {
    const world = worldOf();
    world.at.set(note, () => world.ended.abort("cancelled"));
    const { why } = await played(world);
    assert.equal(why, whyOf("cancelled"));
    assert.deepEqual([world.robot.hasHanded, world.robot.holds], [false, false]);
    assert.equal(world.ward.calls.at(-1)?.cup, isHolding ? "put back" : "where it was");
    assert.ok(world.ward.written.length % 2 === 0, "what was claimed is struck out");
  });

  test(`stopped at "${note}", it stands where it is, hands nothing over, and a person is called`, async () => {
    const world = worldOf();
    world.at.set(note, () => Object.assign(world.robot, { latch: "stop request by page" }));
    const { why } = await played(world);
    assert.match(why ?? "", /stopped, stop request by page; a person has to release it/);
    assert.equal(world.robot.hasHanded, false);
    assert.equal(world.robot.holds, isHolding);
    assert.equal(world.robot.isDeciding, false);
    assert.equal(world.ward.calls.at(-1)?.cup, isHolding ? "in the robot's hand" : "where it was");
  });
}

test("taken back in the moment in which the hand was told to open, what was claimed is struck out once the hand is seen to stay shut", async () => {
  const world = worldOf();
  const handed = world.ward.handed.bind(world.ward);
  world.ward.handed = async (...asked) => {
    const read = await handed(...asked);
    setImmediate(() => world.ended.abort("cancelled"));
    return read;
  };
  assert.equal((await played(world)).why, whyOf("cancelled"));
  assert.deepEqual([world.robot.hasHanded, world.robot.holds], [false, false]);
  assert.ok(world.robot.told.some(({ medicine }) => medicine === "let-go"));
  assert.deepEqual(world.ward.written, ["handed by robot:simulated", "struck-out by robot:simulated"]);
});

test("where nobody saw whether the hand had opened it counts as handed over, so that nobody gives it twice, and a person looks", async () => {
  const world = worldOf();
  const handed = world.ward.handed.bind(world.ward);
  world.ward.handed = async (...asked) => {
    const read = await handed(...asked);
    setImmediate(() => world.ended.abort("the house stops"));
    return read;
  };
  const { result } = await played(world);
  assert.deepEqual([result?.handed, result?.taken], [true, null]);
  assert.deepEqual(world.ward.written, ["handed by robot:simulated"]);
  assert.deepEqual(world.ward.calls, [{ why: whyOf("not-known"), cup: "not known" }]);
});

test("a house that stops lets it stand; nothing is handed over", async () => {
  const world = worldOf();
  world.at.set("wait for the check", () => world.ended.abort("the house stops"));
  assert.equal((await played(world)).why, "the house stops");
  assert.deepEqual([world.robot.hasHanded, world.robot.isDeciding], [false, false]);
});

test("a robot of which nothing is heard any more ends with a reason, and a person looks for the cup", async () => {
  const lost = async (note: string): Promise<World & Outcome> => {
    const world = worldOf();
    world.at.set(note, () => Object.assign(world.robot, { isSilent: true }));
    return { ...world, ...(await played(world)) };
  };
  const driving = await lost("go to the person");
  assert.equal(driving.why, whyOf("late"));
  assert.deepEqual(driving.ward.calls.at(-1), { why: whyOf("late"), cup: "in the robot's hand" });
  assert.deepEqual(driving.ward.written, []);
  const reaching = await lost("hold it out");
  assert.deepEqual([reaching.result?.handed, reaching.result?.taken], [true, null]);
  assert.deepEqual(reaching.ward.calls, [{ why: whyOf("not-known"), cup: "not known" }]);
  assert.deepEqual(reaching.ward.written, ["handed by robot:simulated"]);
});

test("a ward that says nothing at the beginning, refuses, or is not there, leaves the robot where it is", async () => {
  const silent = worldOf();
  silent.ward.silent.add("begin");
  assert.equal((await played(silent)).why, whyOf("ward-silent"));
  const refused = worldOf();
  refused.ward.chart = { ...refused.ward.chart, packs: [] };
  assert.match((await played(refused)).why ?? "", /^REC_MISSING pack/);
  const alone = worldOf();
  assert.equal((await played(alone, () => null)).why, whyOf("not-connected"));
  for (const { robot } of [silent, refused, alone]) assert.deepEqual(robot.notes, []);
});

test("a claim that is answered too late is struck out", async () => {
  const world = worldOf();
  const handed = world.ward.handed.bind(world.ward);
  const late = Promise.withResolvers<void>();
  world.ward.handed = async (...asked) => {
    await late.promise;
    return handed(...asked);
  };
  world.at.set("put it back", () => late.resolve());
  assert.equal((await played(world)).why, whyOf("ward-silent"));
  assert.deepEqual(world.ward.written, ["handed by robot:simulated", "struck-out by robot:simulated"]);
  assert.equal(world.robot.hasHanded, false);
});

test("handed over and not seen to be taken is no lie: the ward has the one event, and a person looks", async () => {
  const world = worldOf();
  world.robot.drinksAfter = null;
  const { result } = await played(world);
  assert.deepEqual([result?.handed, result?.taken, result?.note], [true, null, whyOf("not-seen")]);
  assert.deepEqual(world.ward.written, ["handed by robot:simulated"]);
  assert.deepEqual(world.ward.calls, [{ why: whyOf("not-seen"), cup: "with the person" }]);
});

test("who says no has not taken it, and a person is called", async () => {
  const world = worldOf();
  world.robot.drinksAfter = null;
  world.at.set("watch the taking", () => setImmediate(() => world.voice.hear("いいえ、", "page")));
  const { result } = await played(world);
  assert.deepEqual([result?.handed, result?.taken, result?.outcome], [true, false, "refused"]);
  assert.deepEqual(world.ward.written, ["handed by robot:simulated", "not-taken by robot:simulated"]);
  assert.equal(world.ward.calls[0]?.why, whyOf("refused"));
});

test("taken back or stopped once the hand has opened, it stays handed over, and a person looks whether it was taken", async () => {
  for (const happens of [
    (world: World) => world.ended.abort("cancelled"),
    (world: World) => Object.assign(world.robot, { latch: "stop request by page" }),
  ])
    for (const note of ["step aside", "watch the taking"]) {
      const world = worldOf();
      world.robot.drinksAfter = null;
      world.at.set(note, () => happens(world));
      const { result } = await played(world);
      assert.deepEqual([result?.handed, result?.taken], [true, null]);
      assert.deepEqual(world.ward.written, ["handed by robot:simulated"]);
      assert.deepEqual(world.ward.calls, [{ why: whyOf("ended-after"), cup: "with the person" }]);
    }
});

test("a name that was not understood is asked for once more", async () => {
  const world = worldOf();
  world.answers = ["あ、", "さとうかずこ", "佐藤 和子"];
  world.ward.chart = { ...world.ward.chart, name: "サトウ カズコ" };
  const { result } = await played(world);
  assert.equal(result?.taken, true);
  assert.equal(world.said.filter((words) => words.includes("お名前")).length, 2);
});
