import { type FileHandle, open } from "node:fs/promises";
import { diskFault, writeFully } from "../files.ts";

/** What the writer needs of a file that grows at its end; tests put a disk in its place that fills up. */
export interface GrowingFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Cuts it. */
  truncate(size: number): Promise<void>;
  /** What was appended survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenGrowing = (path: string) => Promise<GrowingFile>;

/** A new file. @throws {LearnFault} "disk" where the disk takes no more, or another program records here. */
export const openGrowing: OpenGrowing = async (path) => {
  const handle: FileHandle = await open(path, "ax").catch((error: unknown) => diskFault(path, error));
  return {
    append: (bytes) => writeFully(handle, bytes, path),
    truncate: (size) => handle.truncate(size),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
};
