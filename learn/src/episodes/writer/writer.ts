import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { refuse } from "../../fault.ts";
import { isSameShape, sizeOf } from "../../tensor.ts";
import type { EpisodeSource, Feature } from "../episode.ts";
import { folderTarget, openFile, openFolder, syncFolder } from "../files.ts";
import { openLeRobot } from "../lerobot/read.ts";
import { type LeRobotWriteOptions, writeLeRobot } from "../lerobot/write.ts";
import { type GrowingFile, type OpenGrowing, openGrowing } from "./disk.ts";
import { type Frame, frameRecord, taskRecord } from "./log.ts";
import { type QueueSettings, queueOn, type WriteQueue } from "./queue.ts";
import { scanLog } from "./scan.ts";
import {
  DESCRIPTION,
  type Description,
  LATE_FEATURE,
  logName,
  openRecording,
  readDescription,
  VERSION,
} from "./source.ts";

/** An episode that an earlier program left open: its frames are kept up to the last whole one. */
export interface Recovered {
  readonly index: number;
  readonly frames: number;
  /** Bytes at its end that were not whole. */
  readonly lostBytes: number;
}

export interface KeptEpisode {
  readonly index: number;
  readonly frames: number;
  /** Frames that were taken and that a full disk did not: the last ones. */
  readonly lost: number;
}

/**
 * Records episodes so that a kill at any moment costs nothing but what had not reached the kernel, and a power cut at
 * most the last second. One episode is open at a time.
 */
export interface EpisodeWriter {
  readonly features: readonly Feature[];
  readonly rate: number;
  /** What was found and saved when the recording was opened again. */
  readonly recovered: readonly Recovered[];
  /** Episodes that are whole so far. */
  readonly kept: () => readonly KeptEpisode[];
  /** Begins an episode and answers its number. @throws {LearnFault} "state" where one is open. */
  begin(task?: string): Promise<number>;
  /**
   * Takes a frame; cheap, nothing is waited for. The arrays are copied.
   * @throws {LearnFault} "shape" where a value is missing or of another size, "state" without an open episode or back in
   * time, "disk" when the disk is full or too slow: what came before is whole, and the episode can be ended.
   */
  append(frame: Frame): void;
  /** Names what the open episode shows; the last label counts. */
  label(task: string): void;
  /** Resolves when every frame so far survives a power cut. */
  flush(): Promise<void>;
  /** Ends the open episode: it is whole. One without frames is dropped, and null comes back. */
  end(): Promise<KeptEpisode | null>;
  /** Drops the open episode. Its file stays in the recording, under another name, until the recording is finished. */
  discard(): Promise<void>;
  /**
   * Ends an open episode, writes everything as a LeRobotDataset v3 at the folder, whole or not at all, and removes the
   * recording. @throws {LearnFault} "data" where there is no episode; the recording then stays.
   */
  finish(options?: LeRobotWriteOptions): Promise<EpisodeSource>;
  /** Lets go without finishing: opened again, the writer goes on here. */
  close(): Promise<void>;
}

export interface EpisodeWriterOptions extends Partial<QueueSettings> {
  /** Another disk, for tests. */
  readonly openGrowing?: OpenGrowing;
}

const MEGABYTE = 1 << 20;

interface State {
  readonly dir: string;
  readonly recording: string;
  readonly description: Description;
  readonly settings: QueueSettings;
  readonly openGrowing: OpenGrowing;
  readonly kept: KeptEpisode[];
  next: number;
  current: Current | null;
}

interface Current {
  readonly index: number;
  readonly file: GrowingFile;
  readonly queue: WriteQueue;
  frames: number;
  last: number;
}

/** Where episodes for `dir` are recorded. */
export const recordingOf = (dir: string): string => `${resolve(dir)}.recording`;

/**
 * Opens a recording that will become the data set `dir`; it lies in `dir`.recording until then. A recording that is
 * there already (the program was killed) is gone on with, and an open episode in it is recovered.
 * @throws {LearnFault} "exists" where the data set is there, "state" where the recording has other features or rate.
 */
export async function openEpisodeWriter(
  dir: string,
  features: readonly Feature[],
  rate: number,
  options: EpisodeWriterOptions = {},
): Promise<EpisodeWriter> {
  refuseBad(features, rate);
  const recording = recordingOf(dir);
  if (
    await openFile(join(dir, "meta/info.json")).then(
      (file) => file.close().then(() => true),
      () => false,
    )
  )
    refuse("exists", `${dir} holds a data set already.`, "Choose another folder.");
  await mkdir(recording, { recursive: true });
  const wanted: Description = { format: "sakiyomi recording", version: VERSION, rate, features };
  await describe(recording, wanted);
  const { kept, recovered, next } = await recover(recording, features);
  const settings: QueueSettings = {
    syncEveryMs: options.syncEveryMs ?? 1000,
    mostWaiting: options.mostWaiting ?? 256 * MEGABYTE,
    now: options.now ?? (() => performance.now()),
  };
  return writerOn(
    {
      dir,
      recording,
      description: wanted,
      settings,
      openGrowing: options.openGrowing ?? openGrowing,
      kept,
      next,
      current: null,
    },
    recovered,
  );
}

function refuseBad(features: readonly Feature[], rate: number): void {
  if (!(rate > 0)) refuse("setting", `A rate of ${rate} frames a second is none.`, "Give one above zero.");
  if (features.length === 0) refuse("setting", "There is no feature to record.", "Name one at least.");
  for (const { name } of features)
    if (name === LATE_FEATURE.name)
      refuse("setting", `${name} is written by the writer itself.`, "Rename the feature.");
}

/** The description appears whole: a kill between its bytes leaves none, and the next opening writes it. */
async function describe(recording: string, wanted: Description): Promise<void> {
  const folder = openFolder(recording);
  if ((await folder.list()).includes(DESCRIPTION)) {
    const found = await readDescription(folder);
    if (isSame(found, wanted)) return;
    refuse(
      "state",
      `${recording} records other features or another rate.`,
      "Finish or remove it first, or record into another folder.",
    );
  }
  const beside = join(recording, `${DESCRIPTION}.new`);
  const handle = await open(beside, "w");
  await handle.writeFile(JSON.stringify(wanted, null, 1));
  await handle.sync();
  await handle.close();
  await rename(beside, join(recording, DESCRIPTION));
  await syncFolder(recording);
}

const isSame = (a: Description, b: Description): boolean =>
  a.rate === b.rate &&
  a.features.length === b.features.length &&
  a.features.every((one, i) => {
    const other = b.features[i];
    return one.name === other?.name && one.kind === other.kind && isSameShape(one.shape, other.shape);
  });

/** Whole episodes are counted; one that was left open is cut behind its last whole frame and closed. */
async function recover(recording: string, features: readonly Feature[]) {
  const kept: KeptEpisode[] = [];
  const recovered: Recovered[] = [];
  let next = 0;
  for (const name of (await readdir(recording)).sort()) {
    const [, digits, state] = /^episode-(\d+)\.(open|done|discarded)$/.exec(name) ?? [];
    if (digits === undefined) continue;
    const index = Number(digits);
    next = Math.max(next, index + 1);
    if (state === "discarded") continue;
    const path = join(recording, name);
    const file = await openFile(path);
    const { frames, whole, size } = await scanLog(file, features).finally(() => file.close());
    if (state === "open") {
      recovered.push({ index, frames: frames.length, lostBytes: size - whole });
      await closeCut(recording, path, index, whole, frames.length);
    }
    if (frames.length > 0) kept.push({ index, frames: frames.length, lost: 0 });
  }
  return { kept, recovered, next };
}

async function closeCut(recording: string, path: string, index: number, whole: number, frames: number): Promise<void> {
  if (frames === 0) await rm(path);
  else {
    const handle = await open(path, "r+");
    await handle.truncate(whole);
    await handle.sync();
    await handle.close();
    await rename(path, join(recording, logName(index, "done")));
  }
  await syncFolder(recording);
}

function writerOn(state: State, recovered: readonly Recovered[]): EpisodeWriter {
  return {
    features: state.description.features,
    rate: state.description.rate,
    recovered,
    kept: () => [...state.kept],
    begin: (task) => begin(state, task),
    append: (frame) => append(state, frame),
    label: (task) => current(state).queue.push(taskRecord(task)),
    flush: async () => state.current?.queue.flush(),
    end: () => end(state),
    discard: async () => {
      const { index } = current(state);
      await letGo(state);
      await renamed(state, index, "discarded");
    },
    finish: (options) => finish(state, options),
    close: () => letGo(state),
  };
}

const current = (state: State): Current => state.current ?? refuse("state", "No episode is open.", "Call begin first.");

async function begin(state: State, task: string | undefined): Promise<number> {
  if (state.current)
    return refuse("state", `Episode ${state.current.index} is still open.`, "End or discard it first.");
  const index = state.next++;
  const path = join(state.recording, logName(index, "open"));
  const file = await state.openGrowing(path);
  state.current = {
    index,
    file,
    queue: queueOn(file, path, state.settings),
    frames: 0,
    last: Number.NEGATIVE_INFINITY,
  };
  await syncFolder(state.recording);
  if (task !== undefined) state.current.queue.push(taskRecord(task));
  return index;
}

function append(state: State, frame: Frame): void {
  const open = current(state);
  if (!(frame.at > open.last))
    refuse("state", `A frame at ${frame.at} s follows one at ${open.last} s.`, "Times rise from frame to frame.");
  for (const { name, shape } of state.description.features) {
    const { length } =
      frame.values[name] ?? refuse("shape", `The frame at ${frame.at} s has no ${name}.`, "Give every feature.");
    if (length !== sizeOf(shape))
      refuse("shape", `${name} has ${length} numbers for shape [${shape}].`, "Give as many as its shape holds.");
  }
  open.queue.push(frameRecord(state.description.features, frame));
  open.frames++;
  open.last = frame.at;
}

/** Writes out what waits and closes the file; what a full disk did not take is counted by `end`. */
async function letGo(state: State): Promise<void> {
  const open = state.current;
  if (!open) return;
  state.current = null;
  await open.queue.flush().catch(() => {});
  await open.file.close();
}

async function end(state: State): Promise<KeptEpisode | null> {
  const { index, frames: taken } = current(state);
  await letGo(state);
  const path = join(state.recording, logName(index, "open"));
  const file = await openFile(path);
  // Counted on the disk: after a full disk fewer frames are there than were taken.
  const { frames, whole } = await scanLog(file, state.description.features).finally(() => file.close());
  await closeCut(state.recording, path, index, whole, frames.length);
  if (frames.length === 0) return null;
  const kept: KeptEpisode = { index, frames: frames.length, lost: taken - frames.length };
  state.kept.push(kept);
  return kept;
}

async function renamed(state: State, index: number, to: "done" | "discarded"): Promise<void> {
  await rename(join(state.recording, logName(index, "open")), join(state.recording, logName(index, to)));
  await syncFolder(state.recording);
}

async function finish(state: State, options: LeRobotWriteOptions = {}): Promise<EpisodeSource> {
  if (state.current) await end(state);
  await sweep(state.dir);
  const source = await openRecording(openFolder(state.recording));
  try {
    await writeLeRobot(source, await folderTarget(state.dir), options);
  } finally {
    await source.close();
  }
  await rm(state.recording, { recursive: true, force: true });
  await syncFolder(join(resolve(state.dir), ".."));
  return openLeRobot(openFolder(state.dir));
}

/** What an earlier `finish` had begun when it was killed. */
async function sweep(dir: string): Promise<void> {
  const beside = dirname(resolve(dir));
  for (const name of await readdir(beside))
    if (name.startsWith(`${basename(resolve(dir))}.writing-`))
      await rm(join(beside, name), { recursive: true, force: true });
}
