import type { FileHandle } from "node:fs/promises";
import { Fault } from "@sakiyomi/core";
import { readFrame, readStreamInfo, type StreamInfo } from "./flac.ts";
import { CutOff } from "./flac-bits.ts";
import { NotFlac } from "./flac-subframe.ts";
import type { SignalLine } from "./header.ts";

/** Bytes that are read at once; doubled while a frame does not fit. */
const WINDOW = 1 << 18;
/** A FLAC frame of 8 channels × 65,536 samples × 32 bits is not longer. */
const MAX_FRAME = 1 << 22;

/** A signal file in FLAC: each signal is a channel of the stream. Holds a window of the file and one decoded frame. */
export class FlacStream {
  readonly #handle: FileHandle;
  readonly #path: string;
  readonly #signals: readonly SignalLine[];
  #window = new Uint8Array(0);
  /** Where the window begins in the file, and what of it has been read. */
  #start: number;
  #used = 0;
  #info: StreamInfo = { channels: 0, depth: 0, samples: 0, firstFrame: 0 };
  #frame: readonly Float64Array[] = [];
  #taken = 0;

  static async open(handle: FileHandle, path: string, signals: readonly SignalLine[]): Promise<FlacStream> {
    const stream = new FlacStream(handle, path, signals);
    stream.#info = await stream.#decode((bytes) => readStreamInfo(bytes));
    if (stream.#info.channels !== signals.length)
      throw new Fault("FILE_FORM", `${path} has ${stream.#info.channels} channels, and its header ${signals.length}.`);
    if (new Set(signals.map(({ samplesPerFrame }) => samplesPerFrame)).size > 1)
      throw new Fault("FILE_FORM", `${path}: signals of one FLAC file have one number of samples a frame.`);
    stream.#used = stream.#info.firstFrame;
    return stream;
  }

  private constructor(handle: FileHandle, path: string, signals: readonly SignalLine[]) {
    this.#handle = handle;
    this.#path = path;
    this.#signals = signals;
    this.#start = signals[0]?.byteOffset ?? 0;
  }

  async next(frames: number): Promise<readonly Int32Array[]> {
    const count = frames * (this.#signals[0]?.samplesPerFrame ?? 1);
    const parts = this.#signals.map(() => new Int32Array(count));
    for (let filled = 0; filled < count; ) {
      if (this.#taken >= (this.#frame[0]?.length ?? 0)) await this.#nextFrame();
      const now = Math.min(count - filled, (this.#frame[0] as Float64Array).length - this.#taken);
      parts.forEach((part, i) => {
        part.set((this.#frame[i] as Float64Array).subarray(this.#taken, this.#taken + now), filled);
      });
      this.#taken += now;
      filled += now;
    }
    return parts;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #nextFrame(): Promise<void> {
    const { channels, bytes } = await this.#decode((window) => readFrame(window, this.#info));
    if (channels.length !== this.#signals.length) throw this.#damage("a frame with another number of channels");
    this.#frame = channels;
    this.#taken = 0;
    this.#used += bytes;
  }

  /** Reads on in the file until what is asked for fits the window. */
  async #decode<T>(read: (bytes: Uint8Array) => T): Promise<T> {
    for (;;) {
      try {
        return read(this.#window.subarray(this.#used));
      } catch (trouble) {
        if (trouble instanceof NotFlac) throw this.#damage(trouble.message);
        if (!(trouble instanceof CutOff)) throw trouble;
        if (!(await this.#readOn())) throw this.#damage("its end in the middle of a frame");
      }
    }
  }

  async #readOn(): Promise<boolean> {
    const kept = this.#window.subarray(this.#used);
    if (kept.length > MAX_FRAME) return false;
    const grown = new Uint8Array(kept.length + Math.max(WINDOW, kept.length));
    grown.set(kept);
    this.#start += this.#used;
    const { bytesRead } = await this.#handle.read(
      grown,
      kept.length,
      grown.length - kept.length,
      this.#start + kept.length,
    );
    this.#window = grown.subarray(0, kept.length + bytesRead);
    this.#used = 0;
    return bytesRead > 0;
  }

  #damage(what: string): Fault {
    return new Fault(
      "FILE_FORM",
      `${this.#path} is damaged or cut off at byte ${this.#start + this.#used}: it has ${what}.`,
    );
  }
}
