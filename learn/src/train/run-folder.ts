import { mkdir, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { diskFault } from "../episodes/files.ts";
import { LearnFault } from "../fault.ts";
import { writeWholeFile } from "../saved/file.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { curvePicture } from "./curve-picture.ts";
import type { CurvePoint, RunKeeper, RunState } from "./fit.ts";

/** Files of a run. All but the curve are replaced whole. */
export const runFiles = {
  /** As it was written by a person. */
  config: "config.yaml",
  /** With every default in it. */
  resolved: "resolved.json",
  curve: "curve.jsonl",
  picture: "curve.svg",
  card: "card.json",
  best: "best.safetensors",
  last: "last.safetensors",
  model: "model.sakiyomi-model",
} as const;

export interface RunFolder {
  readonly dir: string;
  readonly keeper: RunKeeper;
  /** Of the curve so far. */
  points(): readonly CurvePoint[];
  state(which: "best" | "last"): Promise<RunState>;
  read(file: keyof typeof runFiles): Promise<string>;
  write(file: keyof typeof runFiles, content: string | Uint8Array): Promise<void>;
  /** Draws the curve's last state. */
  close(): Promise<void>;
}

/**
 * A folder for a run that begins.
 * @throws {LearnFault} "exists" where a run lies there already, so that none is ever overwritten.
 */
export async function createRunFolder(dir: string, title: string): Promise<RunFolder> {
  await mkdir(dir, { recursive: true }).catch((error: unknown) => diskFault(dir, error));
  if (await stat(join(dir, runFiles.resolved)).catch(() => null))
    throw new LearnFault("exists", `${dir} holds a run already.`, "Resume it, or give another folder.");
  return new Folder(dir, title, []);
}

/** The folder of a run that was begun. What its curve has beyond the last checkpoint is taken back. */
export async function openRunFolder(dir: string, title = ""): Promise<RunFolder> {
  const text = await readFile(join(dir, runFiles.curve), "utf8").catch(() => "");
  const folder = new Folder(dir, title, text.split("\n").flatMap(pointOf));
  const has = await stat(join(dir, runFiles.resolved)).catch(() => null);
  if (!has) throw new LearnFault("run", `${dir} holds no run.`, "Give the folder that `train` made.");
  return folder;
}

/** A line that was cut off by a crash is none. */
function pointOf(line: string): readonly CurvePoint[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Milliseconds between two pictures of a curve that grows fast. */
const PICTURE_MS = 2000;

class Folder implements RunFolder {
  readonly dir: string;
  readonly #title: string;
  #points: CurvePoint[];
  #drawn = 0;
  /** Whether the file may hold more than the points, or half a line. */
  #isDoubtful: boolean;

  constructor(dir: string, title: string, points: readonly CurvePoint[]) {
    this.dir = dir;
    this.#title = title;
    this.#points = [...points];
    this.#isDoubtful = points.length > 0;
  }

  readonly keeper: RunKeeper = {
    point: async (point) => {
      // A resumed run takes back what a crashed one told after its last checkpoint.
      const stays = this.#points.filter(({ step }) => step < point.step);
      const isWhole = stays.length === this.#points.length && !this.#isDoubtful;
      this.#points = [...stays, point];
      this.#isDoubtful = false;
      if (!isWhole) await this.write("curve", this.#points.map(lineOf).join(""));
      else await this.#append(lineOf(point));
      if (performance.now() - this.#drawn > PICTURE_MS) await this.#draw();
    },
    keep: (which, state) => this.write(which, encodeCheckpoint(state)),
  };

  points(): readonly CurvePoint[] {
    return this.#points;
  }

  async state(which: "best" | "last"): Promise<RunState> {
    const path = join(this.dir, runFiles[which]);
    const file = await readFile(path).catch((cause: unknown) => {
      throw new LearnFault("checkpoint", `${path} is not there.`, "The run was ended before its first checkpoint.", {
        cause,
      });
    });
    return decodeCheckpoint(file, path);
  }

  async read(file: keyof typeof runFiles): Promise<string> {
    const path = join(this.dir, runFiles[file]);
    return readFile(path, "utf8").catch((cause: unknown) => {
      throw new LearnFault("run", `${path} cannot be read.`, "Give the folder of a run.", { cause });
    });
  }

  async write(file: keyof typeof runFiles, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await writeWholeFile(join(this.dir, runFiles[file]), bytes);
  }

  async close(): Promise<void> {
    await this.#draw();
  }

  async #append(line: string): Promise<void> {
    const handle = await open(join(this.dir, runFiles.curve), "a");
    try {
      await handle.write(line);
    } finally {
      await handle.close();
    }
  }

  async #draw(): Promise<void> {
    if (this.#points.length > 0) await this.write("picture", curvePicture(this.#points, this.#title));
    this.#drawn = performance.now();
  }
}

const lineOf = (point: CurvePoint): string => `${JSON.stringify(point)}\n`;
