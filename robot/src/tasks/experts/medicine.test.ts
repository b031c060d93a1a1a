import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition } from "../../body/index.ts";
import type { Command, Observation, Sample } from "../../contract/robot.ts";
import { seenAt } from "../../testing/two-arms.ts";
import { failureIn } from "../failure.ts";
import { bringMedicine, medicinePhases, medicineReturnPhases } from "./medicine.ts";
import { type MedicineTold, medicineWaits, readMedicineTold } from "./medicine-told.ts";

const pose = (x: number, y: number, z: number): Sample => ({ at: 0, data: Float32Array.of(x, y, z, 1, 0, 0, 0) });

/** The room, as far as the robot is told of it; the cup stands on the sideboard unless it is said to be elsewhere. */
const room = (cup = pose(0.55, 0.36, 0.7)): Observation["samples"] => ({
  "truth/cup": cup,
  "truth/sideboard": pose(0.75, 0.2, 0.7),
  "truth/goal": pose(0.1, -1.15, 0.72),
  "truth/person/head": pose(0, -1.9, 1.05),
  "truth/person/left_forearm": pose(-0.2, -1.7, 0.7),
});

/** A robot beside the sideboard that is at once where it was told to be; `tell` is what it hears before each step. */
const played = async (
  seconds: number,
  tell: (note: string, now: number) => unknown = () => null,
  samples = room(),
): Promise<readonly Command[]> => {
  const policy = bringMedicine(careRobot);
  await policy.reset();
  let position = homePosition();
  const all: Command[] = [];
  for (let i = 0; i * 0.01 < seconds; i += 1) {
    const now = i * 0.01;
    const base = { at: now, x: 0, y: 0, yaw: 0, forward: 0, sideways: 0, turn: 0 };
    const command = await policy.step(seenAt(now, position, { base, samples }), now);
    assert.ok(command);
    position = command.position.slice();
    all.push(command);
    const told = tell(command.note ?? "", now);
    if (told !== null) policy.tell?.(told);
  }
  return all;
};

const notesOf = (all: readonly Command[]): readonly string[] =>
  all.map(({ note }) => note ?? "").filter((note, i, notes) => note !== notes[i - 1]);

const armsMoved = (all: readonly Command[]): number => {
  const home = homePosition();
  const arms = careRobot.joints.flatMap(({ name }, i) => (/_(arm|hand)\//.test(name) ? [i] : []));
  return Math.max(...all.flatMap(({ position }) => arms.map((i) => Math.abs((position[i] ?? 0) - (home[i] ?? 0)))));
};

test("untold, it looks at the label, touches nothing, and gives up when nobody tells it anything", async () => {
  const all = await played(35);
  const notes = notesOf(all);
  assert.deepEqual(notes.slice(0, 2), ["go to the sideboard", "read the label"]);
  assert.equal(failureIn(notes.at(-1) ?? ""), "the ward did not answer in time");
  assert.ok(armsMoved(all) < 1e-6, `its arms moved by ${armsMoved(all)} rad`);
  const head = careRobot.joints.findIndex(({ name }) => name === "head/joint_1");
  assert.ok(Math.abs(all.at(-1)?.position[head] ?? 0) > 0.2, "it looks to where the cup stands");
});

test("what it is told out of its turn changes nothing: no hand-over and no letting go before the label was read", async () => {
  const early: readonly unknown[] = [
    { medicine: "hand-over", within: 30 },
    { medicine: "let-go", within: 30 },
    { medicine: "identify" },
    { medicine: "wait" },
    { medicine: "end" },
    "let-go",
    null,
  ];
  const all = await played(3, (_, now) => early[Math.round(now * 100) % early.length]);
  assert.deepEqual(notesOf(all), ["go to the sideboard", "read the label"]);
  assert.ok(armsMoved(all) < 1e-6);
});

test("told of a doubt before it has the cup, it ends with that reason; told of another one, with the first", async () => {
  const all = await played(3, (note) =>
    note === "read the label" ? { medicine: "back", why: "another label" } : { medicine: "back", why: "first" },
  );
  assert.equal(failureIn(all.at(-1)?.note ?? ""), "first");
  assert.ok(armsMoved(all) < 1e-6);
});

test("told to take it, it does; and a doubt before the hand has closed draws the hand back", async () => {
  const all = await played(14, (note) => {
    if (note === "read the label") return { medicine: "take" };
    return note === "move to it" ? { medicine: "back", why: "taken back" } : null;
  });
  const notes = notesOf(all);
  assert.ok(notes.includes("approach") && notes.includes("draw back") && !notes.includes("close"), notes.join(", "));
  assert.equal(failureIn(notes.at(-1) ?? ""), "taken back");
});

test("a cup that is not on the sideboard is not looked for", async () => {
  const all = await played(0.1, () => null, room(pose(0.1, -1.15, 0.72)));
  assert.equal(failureIn(all.at(-1)?.note ?? ""), "the cup is not on the sideboard");
});

test("only whole messages are understood", () => {
  const whole: readonly MedicineTold[] = [
    { medicine: "take" },
    { medicine: "hand-over", within: 12 },
    { medicine: "let-go", within: 0 },
    { medicine: "back", why: "a doubt" },
  ];
  for (const one of whole) assert.deepEqual(readMedicineTold({ ...one, more: 1 }), one);
  const broken = [null, 1, "take", {}, { medicine: "give" }, { medicine: "let-go" }, { medicine: "back", why: "" }];
  const times = [-1, 1e9, Number.NaN, "5", null].map((within) => ({ medicine: "hand-over", within }));
  for (const one of [...broken, ...times]) assert.equal(readMedicineTold(one), null, JSON.stringify(one));
});

test("it waits at each place that has something to be told, and the way back has names of its own", () => {
  for (const wait of Object.keys(medicineWaits)) assert.ok(medicinePhases.includes(wait), wait);
  assert.ok(medicineReturnPhases.length > 5);
  for (const name of medicineReturnPhases) assert.ok(!medicinePhases.includes(name), name);
});
