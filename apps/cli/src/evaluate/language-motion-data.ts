import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";

/** One episode of the paired recurrent autoencoder's robot data: a motion, what was seen, and its sentence. */
export interface Told {
  /** Day of the recording: "171107". */
  readonly session: string;
  /** Which of the 72 situations: objects on the table, the one that is meant, what is done with it, how fast. */
  readonly situation: string;
  readonly length: number;
  /** [length, 10] rad: five joints of the left arm, five of the right. */
  readonly joints: Float32Array;
  /** [length, 10]: each image in ten numbers. */
  readonly features: Float32Array;
  /** Five symbols, the first and the last the mark of the sentence's ends. */
  readonly sentence: readonly number[];
}

export const JOINTS = 10;
export const FEATURES = 10;
export const SYMBOLS = 9;
export const WORDS = 5;

const kinds = ["behavior", "vision", "language"] as const;
type Kind = (typeof kinds)[number];

/** The folders behavior_…, vision_… and language_… in `dir` or in its folder "target": one folder a session in each. */
export async function readLanguageMotion(dir: string): Promise<readonly Told[]> {
  const folders = await foldersIn(dir);
  const sessions = (await readdir(folders.language)).toSorted();
  const all = await Promise.all(sessions.map((session) => readSession(folders, session)));
  return all.flat();
}

async function foldersIn(dir: string): Promise<Readonly<Record<Kind, string>>> {
  for (const root of [dir, join(dir, "target")]) {
    const names = await readdir(root).catch(() => []);
    const of = (kind: Kind) => names.find((name) => name.startsWith(`${kind}_`));
    const [behavior, vision, language] = kinds.map(of);
    if (behavior && vision && language)
      return { behavior: join(root, behavior), vision: join(root, vision), language: join(root, language) };
  }
  throw new Fault("CLI_USAGE", `${dir} has no folders behavior_…, vision_… and language_….`);
}

async function readSession(folders: Readonly<Record<Kind, string>>, session: string): Promise<readonly Told[]> {
  const files = (await readdir(join(folders.language, session))).filter((name) => name.endsWith(".txt")).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const [joints, features, words] = await Promise.all([
        readMatrix(join(folders.behavior, session, file), JOINTS),
        readMatrix(join(folders.vision, session, file), FEATURES),
        readMatrix(join(folders.language, session, file), SYMBOLS),
      ]);
      if (joints.length !== features.length || words.length !== WORDS * SYMBOLS)
        throw new Fault("CLI_USAGE", `${session}/${file}: motion, images and sentence do not go together.`);
      const length = joints.length / JOINTS;
      return { session, situation: file.replace(/\D/g, ""), length, joints, features, sentence: symbolsOf(words) };
    }),
  );
}

async function readMatrix(path: string, columns: number): Promise<Float32Array> {
  const numbers = (await readFile(path, "utf8")).trim().split(/\s+/).map(Number);
  if (numbers.length % columns !== 0 || !numbers.every(Number.isFinite))
    throw new Fault("CLI_USAGE", `${path} is no table of ${columns} numbers a line.`);
  return Float32Array.from(numbers);
}

const symbolsOf = (oneHot: Float32Array): readonly number[] =>
  Array.from({ length: WORDS }, (_, word) => {
    const row = oneHot.subarray(word * SYMBOLS, (word + 1) * SYMBOLS);
    return row.indexOf(Math.max(...row));
  });
