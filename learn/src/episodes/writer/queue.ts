import { LearnFault } from "../../fault.ts";
import { joined } from "../target.ts";
import type { GrowingFile } from "./disk.ts";

/** Records on their way to the disk: taken at once, written in order behind the caller's back. */
export interface WriteQueue {
  /** @throws {LearnFault} "disk" where an earlier write failed, or more waits than may. */
  push(record: Uint8Array): void;
  /** Resolves when everything pushed is synced. @throws {LearnFault} "disk". */
  flush(): Promise<void>;
}

export interface QueueSettings {
  /** Milliseconds between syncs: what a power cut may cost. */
  readonly syncEveryMs: number;
  /** Bytes that may wait. */
  readonly mostWaiting: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

interface State {
  waiting: Uint8Array[];
  waitingBytes: number;
  written: number;
  synced: number;
  working: Promise<void> | null;
  fault: unknown;
}

export function queueOn(file: GrowingFile, name: string, settings: QueueSettings): WriteQueue {
  const state: State = { waiting: [], waitingBytes: 0, written: 0, synced: settings.now(), working: null, fault: null };
  return {
    push: (record) => {
      if (state.fault) throw state.fault;
      if (state.waitingBytes + record.length > settings.mostWaiting)
        throw new LearnFault(
          "disk",
          `${name}: the disk is slower than the recording.`,
          "Record smaller images, or fewer.",
        );
      state.waiting.push(record);
      state.waitingBytes += record.length;
      start(state, file, settings);
    },
    flush: async () => {
      while (state.working !== null) await state.working;
      if (state.fault) throw state.fault;
      await file.sync();
      state.synced = settings.now();
    },
  };
}

function start(state: State, file: GrowingFile, settings: QueueSettings): void {
  state.working ??= writeOut(state, file, settings)
    .catch((error: unknown) => giveUp(state, file, error))
    .finally(() => {
      state.working = null;
      if (state.waiting.length > 0) start(state, file, settings);
    });
}

async function writeOut(state: State, file: GrowingFile, settings: QueueSettings): Promise<void> {
  while (state.waiting.length > 0) {
    const bytes = joined(state.waiting);
    state.waiting = [];
    state.waitingBytes = 0;
    await file.append(bytes);
    state.written += bytes.length;
    if (settings.now() - state.synced < settings.syncEveryMs) continue;
    await file.sync();
    state.synced = settings.now();
  }
}

/** Half a record at the end of a full disk is cut off, so that what follows can be read. */
async function giveUp(state: State, file: GrowingFile, error: unknown): Promise<void> {
  state.fault = error;
  state.waiting = [];
  state.waitingBytes = 0;
  // A disk that cannot even cut: the reader stops at the half record by itself.
  await file.truncate(state.written).catch(() => {});
}
