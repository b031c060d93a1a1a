/** A file that is being written, from its begin to its end. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Where a data set is written. Nothing is seen under its name before `commit`. */
export interface Target {
  readonly name: string;
  create(path: string): Promise<ByteSink>;
  commit(): Promise<void>;
  /** Removes what was written. */
  abandon(): Promise<void>;
}

export interface MemoryTarget extends Target {
  /** Filled as files are closed; for browsers, which offer them for download. */
  readonly files: Record<string, Uint8Array>;
}

export function memoryTarget(name = "memory"): MemoryTarget {
  const files: Record<string, Uint8Array> = {};
  return {
    name,
    files,
    create: async (path) => {
      const parts: Uint8Array[] = [];
      return {
        write: async (bytes) => void parts.push(bytes.slice()),
        close: async () => {
          files[path] = joined(parts);
        },
      };
    },
    commit: async () => {},
    abandon: async () => {
      for (const path of Object.keys(files)) delete files[path];
    },
  };
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function writeWhole(target: Target, path: string, bytes: Uint8Array | string): Promise<void> {
  const sink = await target.create(path);
  await sink.write(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
  await sink.close();
}

/** Runs `write` and commits; where it throws, nothing is left behind. */
export async function writing<T>(target: Target, write: () => Promise<T>): Promise<T> {
  try {
    const result = await write();
    await target.commit();
    return result;
  } catch (error) {
    await target.abandon();
    throw error;
  }
}
