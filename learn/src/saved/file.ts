import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { diskFault, syncFolder, writeFully } from "../episodes/files.ts";
import { LearnFault } from "../fault.ts";
import { readSavedModel, type SavedModel } from "./saved-model.ts";

/**
 * Under its name there is either what was there before or the whole new file, whatever happens: written beside, synced,
 * renamed.
 * @throws {LearnFault} "disk"
 */
export async function writeWholeFile(path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.writing-${randomBytes(4).toString("hex")}`);
  try {
    const handle = await open(beside, "wx").catch((error: unknown) => diskFault(path, error));
    try {
      await writeFully(handle, bytes, path);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * A model from a disk.
 * @throws {LearnFault} "saved" and others of `readSavedModel`, with the file's name in front.
 */
export async function readModelFile(path: string): Promise<SavedModel> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new LearnFault("saved", `${path} cannot be opened.`, "Check the path and who may read it.", { cause: error });
  });
  try {
    return readSavedModel(bytes);
  } catch (error) {
    if (!(error instanceof LearnFault)) throw error;
    const reason = error.message.slice(0, -error.remedy.length).trimEnd();
    throw new LearnFault(error.code, `${path}: ${reason}`, error.remedy, { cause: error });
  }
}
