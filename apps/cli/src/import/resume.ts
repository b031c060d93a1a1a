import { createHash } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import type { ImportOptions } from "./options.ts";
import type { Plan } from "./plan.ts";

/** How far an import came, in a file beside the data; where that cannot be written, a repeat starts at the beginning. */
export interface Bookmark {
  /** Items that are durable in the store. */
  readonly done: number;
  save(done: number): Promise<void>;
  /** The file is in the store, whole. */
  end(): Promise<void>;
}

const ENDING = ".sakiyomi-import";

/** The bookmark of a file; one that was made of other content, for another person or another start counts for nothing. */
export async function openBookmark(file: string, plan: Plan, options: ImportOptions): Promise<Bookmark> {
  const path = `${file}${ENDING}`;
  const key = await keyOf(file, plan, options);
  const found = await readMark(path);
  return {
    done: found?.key === key ? found.done : 0,
    save: (done) => writeMark(path, { key, done }),
    end: () => rm(path, { force: true }).catch(() => undefined),
  };
}

interface Mark {
  readonly key: string;
  readonly done: number;
}

async function keyOf(file: string, plan: Plan, { person, start, zone }: ImportOptions): Promise<string> {
  const { size, mtimeMs } = await stat(file).catch(() => ({ size: 0, mtimeMs: 0 }));
  const said = [size, mtimeMs, plan.format, plan.channels, person, start, zone];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

async function readMark(path: string): Promise<Mark | null> {
  try {
    const { key, done } = JSON.parse(await readFile(path, "utf8")) as Partial<Mark>;
    return typeof key === "string" && Number.isSafeInteger(done) ? { key, done: done as number } : null;
  } catch {
    return null;
  }
}

/** Under another name first: a crash leaves the old mark or the new one, never half of one. */
async function writeMark(path: string, mark: Mark): Promise<void> {
  try {
    await writeFile(`${path}.new`, JSON.stringify(mark));
    await rename(`${path}.new`, path);
  } catch {
    // A folder that cannot be written to costs only the bookmark: the same samples count once.
  }
}

/**
 * Whether the last item that the bookmark speaks of is in this store: a bookmark that was made with another database
 * would leave out what this one never got.
 */
export async function isThere(plan: Plan, done: number, { store, records }: ImportOptions): Promise<boolean> {
  let n = 0;
  if (done > 0)
    for await (const read of plan.items()) {
      if (!read.ok) continue;
      n += 1;
      if (n < done) continue;
      if ("resource" in read.value)
        return (await records.get(read.value.resource.resourceType, read.value.resource.id)) !== null;
      const { subject, kind, at, source, sequence } = read.value.signal;
      const found = await store.range({ subject, kind, from: at, to: at, source });
      return found.some((signal) => signal.at === at && signal.sequence === sequence);
    }
  return false;
}
