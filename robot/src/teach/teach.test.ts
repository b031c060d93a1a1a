import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openRecording } from "@sakiyomi/learn";
import { openEpisodeWriter, openFolder, recordingOf } from "@sakiyomi/learn/node";
import type { Turn } from "../loop/control-loop.ts";
import { eventfulRun, feelingArms, samplesAt } from "../testing/eventful-run.ts";
import { columnName, lessonColumns, recordingMapping } from "./columns.ts";
import { type LessonOptions, type LessonWriter, openLesson } from "./lesson.ts";

const options = { cameras: ["head/left/image"] } as const;

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-teach-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const featuresOf = () => lessonColumns(feelingArms, options).map(({ feature }) => feature);
const lessonTo = async (dir: string, rate: number, more: Partial<LessonOptions> = {}) => {
  const writer = await openEpisodeWriter(dir, featuresOf(), rate);
  return { writer, lesson: openLesson({ writer, features: feelingArms, rate, ...options, ...more }) };
};

interface Kept {
  readonly at: number;
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  readonly isLate?: boolean;
}

/** A writer in memory. */
const kept = (rate: number): { readonly writer: LessonWriter; readonly frames: Kept[] } => {
  const frames: Kept[] = [];
  const writer: LessonWriter = {
    features: featuresOf(),
    rate,
    begin: async () => 0,
    append: (frame) => void frames.push(frame),
    label: () => {},
    end: async () => (frames.length > 0 ? { index: 0, frames: frames.length, lost: 0 } : null),
    discard: async () => {},
  };
  return { writer, frames };
};

const sent = (at: number, turn: Turn): Turn => ({
  ...turn,
  at,
  observation: {
    ...turn.observation,
    joints: { ...turn.observation.joints, at },
    samples: samplesAt(at),
  },
  sent: { at, expires: at + 0.05, position: Float64Array.of(at, 1, 2, 3) },
});

/** Turns at these times, each with everything known. */
const turnsAt = async (times: readonly number[]): Promise<readonly Turn[]> => {
  const { turns } = await eventfulRun(2);
  const [turn] = turns as [Turn];
  return times.map((at) => sent(at, turn));
};
const even = (count: number, rate: number, from = 1): readonly number[] =>
  Array.from({ length: count }, (_, i) => from + i / rate);

test("columns are named as LeRobot names them, with joints by name and pictures as planes", () => {
  assert.deepEqual(
    featuresOf().map(({ name, shape, kind }) => `${name} ${kind} [${shape}]`),
    [
      "observation.state quantity [4]",
      "action quantity [4]",
      "observation.images.head_left image [3,4,5]",
      "observation.force.left_wrist quantity [6]",
      "observation.touch.left_hand quantity [3]",
    ],
  );
  assert.equal(columnName("head/depth"), "observation.depth.head");
  const [state, action] = lessonColumns(feelingArms, { base: true });
  assert.deepEqual(action?.feature.names?.slice(-2), ["base/sideways", "base/turn"]);
  // Radians of joints and speeds of a base are not one unit.
  assert.deepEqual([state?.feature.unit, lessonColumns(feelingArms)[0]?.feature.unit], [undefined, "rad"]);
  assert.throws(() => lessonColumns(feelingArms, { cameras: ["tail/image"] }), /no sensor tail\/image.*It has/);
  assert.deepEqual(recordingMapping(feelingArms, 20, options).features[3]?.path, "wrench");
});

test("turns of a hundred a second become frames of thirty, none late, each by the turn nearest to it", async () => {
  const { writer, frames } = kept(30);
  const lesson = openLesson({ writer, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  for (const turn of await turnsAt(even(301, 100))) lesson.turn(turn);
  const report = await lesson.stop();
  assert.equal(frames.length, 91);
  assert.deepEqual([report?.late, report?.missed, report?.words], [0, 0, []]);
  for (const [i, { at, values }] of frames.entries()) {
    assert.ok(Math.abs(at - i / 30) < 1e-12);
    const seen = (values.action?.[0] ?? Number.NaN) - 1;
    assert.ok(Math.abs(seen - at) <= 0.0051, `frame ${i} is of ${seen} s`);
  }
  const picture = samplesAt(1)["head/left/image"]?.data as Uint8Array;
  const planes = frames[0]?.values["observation.images.head_left"] as Uint8Array;
  assert.deepEqual([planes[0], planes[20], planes[40], planes[19]], [picture[0], picture[1], picture[2], picture[57]]);
});

test("a loop with jitter at the data set's own rate misses no frame", async () => {
  const { writer, frames } = kept(100);
  const lesson = openLesson({ writer, features: feelingArms, rate: 100, ...options });
  await lesson.start();
  const times = even(200, 100).map((at, i) => at + ((i * 7) % 5) * 4e-4);
  for (const turn of await turnsAt(times)) lesson.turn(turn);
  const report = await lesson.stop();
  assert.deepEqual([frames.length, report?.missed, report?.late], [200, 0, 0]);
});

test("a recording that falls below its rate says so and marks the frames; what it writes still stands for its time", async () => {
  const { writer, frames } = kept(30);
  const lesson = openLesson({ writer, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  for (const turn of await turnsAt([...even(100, 100), ...even(100, 100, 2.5)])) lesson.turn(turn);
  const report = await lesson.stop();
  assert.ok((report?.missed ?? 0) >= 14);
  assert.match(report?.words[0] ?? "", /instead of 30 frames a second: \d+ are missing/);
  assert.equal(frames.filter(({ isLate }) => isLate).length, report?.late);
  const filled = frames.filter(({ at }) => at > 1.02 && at < 1.48);
  assert.ok(filled.length > 10 && filled.every(({ isLate }) => isLate));
  const after = frames.filter(({ at }) => at > 1.52);
  assert.ok(after.every(({ at, values, isLate }) => !isLate && Math.abs((values.action?.[0] ?? 0) - 1 - at) < 0.0051));
});

test("a long pause is left out, told, and later frames stand for their own time", async () => {
  const { writer, frames } = kept(30);
  const lesson = openLesson({ writer, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  for (const turn of await turnsAt([...even(100, 100), ...even(100, 100, 60)])) lesson.turn(turn);
  const report = await lesson.stop();
  assert.ok(frames.length < 65);
  assert.match(report?.words.join(" ") ?? "", /1 pauses were left out/);
});

test("a camera that stands still is told by name, and its frames are marked", async () => {
  const { writer, frames } = kept(30);
  const lesson = openLesson({ writer, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  const frozen = samplesAt(1)["head/left/image"];
  for (const turn of await turnsAt(even(100, 100))) {
    const samples = { ...turn.observation.samples, ...(frozen && { "head/left/image": frozen }) };
    lesson.turn({ ...turn, observation: { ...turn.observation, samples } });
  }
  const report = await lesson.stop();
  assert.match(report?.words.join(" ") ?? "", /head\/left\/image was older than 201 ms in \d+ of 30 frames/);
  assert.ok(frames.every(({ at, isLate }) => isLate === at > 0.2));
});

test("before every source has spoken nothing is taken, and it is said who was silent", async () => {
  const { writer, frames } = kept(30);
  const lesson = openLesson({ writer, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  for (const turn of await turnsAt(even(20, 100))) {
    const { "head/left/image": _, ...samples } = turn.observation.samples;
    lesson.turn({ ...turn, observation: { ...turn.observation, samples } });
  }
  assert.equal(frames.length, 0);
  assert.match(lesson.report().words.join(), /Nothing came from head\/left\/image/);
  assert.equal(await lesson.stop(), null);
});

test("a full disk stops no turn; the report says what is lost", async () => {
  const { writer, frames } = kept(30);
  const full: LessonWriter = {
    ...writer,
    append: (frame) => {
      if (frames.length === 10) throw new Error("The disk is full.");
      writer.append(frame);
    },
  };
  const lesson = openLesson({ writer: full, features: feelingArms, rate: 30, ...options });
  await lesson.start();
  for (const turn of await turnsAt(even(100, 100))) lesson.turn(turn);
  const report = await lesson.stop();
  assert.equal(report?.frames, 10);
  assert.match(report?.words.join() ?? "", /The disk is full/);
});

test("a writer of other columns is refused", () => {
  const { writer } = kept(30);
  assert.throws(() => openLesson({ writer, features: feelingArms, rate: 20, ...options }), /lessonColumns/);
  assert.throws(() => openLesson({ writer, features: feelingArms, rate: 30, base: true }), /lessonColumns/);
});

test("episodes are started, labelled, discarded, and finished as a LeRobot data set", () =>
  inFolder(async (folder) => {
    const { writer, lesson } = await lessonTo(join(folder, "set"), 30);
    const turns = await turnsAt(even(100, 100));
    const episode = async (task: string) => {
      await lesson.start(task);
      for (const turn of turns) lesson.turn(turn);
    };
    await episode("pour");
    lesson.label("pour slowly");
    assert.equal((await lesson.stop())?.frames, 30);
    await episode("spill");
    await lesson.discard();
    await episode("stir");
    await lesson.stop();
    const set = await writer.finish();
    assert.deepEqual(
      set.episodes.map(({ task, length }) => `${task} ${length}`),
      ["pour slowly 30", "stir 30"],
    );
    const { columns } = await set.read(0, 0, 2);
    const picture = samplesAt(1)["head/left/image"]?.data as Uint8Array;
    assert.deepEqual(Array.from(columns["observation.images.head_left"]?.data.slice(0, 2) ?? []), [
      picture[0],
      picture[3],
    ]);
    assert.deepEqual(Array.from(columns.action?.data.slice(0, 4) ?? []), [1, 1, 2, 3]);
    await set.close();
  }));

test("episodes that were ended outlive the recorder, and the open one up to its last whole frame", () =>
  inFolder(async (folder) => {
    const dir = join(folder, "set");
    const { writer, lesson } = await lessonTo(dir, 30);
    const turns = await turnsAt(even(100, 100));
    await lesson.start("pour");
    for (const turn of turns) lesson.turn(turn);
    await lesson.stop();
    await lesson.start("stir");
    for (const turn of turns.slice(0, 50)) lesson.turn(turn);
    await writer.flush();
    // As a kill leaves it: nothing is ended, nothing closed. Another program opens what is there.
    const source = await openRecording(openFolder(recordingOf(dir)));
    assert.deepEqual(
      source.episodes.map(({ task, length }) => `${task} ${length}`),
      ["pour 30", "stir 15"],
    );
    await source.close();
    await writer.close();
    const again = await openEpisodeWriter(dir, featuresOf(), 30);
    assert.deepEqual(again.recovered, [{ index: 1, frames: 15, lostBytes: 0 }]);
    await again.close();
  }));
