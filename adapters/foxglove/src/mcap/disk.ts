import { type FileHandle, open } from "node:fs/promises";
import { FoxgloveFault } from "../fault.ts";

/** What a recording needs of a file that grows at its end; tests put a disk in its place that fills up. */
export interface Disk {
  append(bytes: Uint8Array): Promise<void>;
  /** Cuts it. */
  truncate(size: number): Promise<void>;
  /** What was appended survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenDisk = (path: string) => Promise<Disk>;

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "Make room on the disk; recording goes on by itself, with a gap.",
  EDQUOT: "Make room within the quota; recording goes on by itself, with a gap.",
  EEXIST: "Choose another name: a recording is never written over.",
  ENOENT: "Make the folder first.",
  EACCES: "Choose a folder that may be written to.",
  EROFS: "Choose a disk that may be written to.",
};

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

export const diskFault = (path: string, cause: unknown): FoxgloveFault => {
  if (cause instanceof FoxgloveFault) return cause;
  const code = codeOf(cause);
  const words = cause instanceof Error ? cause.message : String(cause);
  return new FoxgloveFault(
    code === "EEXIST" ? "exists" : "disk",
    `${path} cannot be written: ${words}.`,
    remedies[code] ?? "Look at the disk.",
    { cause },
  );
};

const writeFully = async (handle: FileHandle, bytes: Uint8Array): Promise<void> => {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written);
    written += bytesWritten;
  }
};

/** A new file. @throws {FoxgloveFault} "exists" where there is one, "disk" where none can be made. */
export const openDisk: OpenDisk = async (path) => {
  const handle = await open(path, "ax").catch((error: unknown) => {
    throw diskFault(path, error);
  });
  return {
    append: (bytes) => writeFully(handle, bytes),
    truncate: (size) => handle.truncate(size),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
};
