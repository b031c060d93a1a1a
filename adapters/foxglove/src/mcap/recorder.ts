import {
  type About,
  type Chronicle,
  channels,
  chronicle,
  type Entry,
  type RecordReport,
  type RobotFeatures,
  type RobotRecorder,
  type Scene,
  type SceneState,
  type Seconds,
  type Trouble,
  type Turn,
} from "@sakiyomi/robot";
import { type Encode, encoder } from "../encode.ts";
import { aboutMetadata } from "./about.ts";
import { type OpenDisk, openDisk } from "./disk.ts";
import { type LogSettings, McapLog } from "./log.ts";

const MEGABYTE = 1 << 20;

export interface McapOptions extends Omit<About, "features">, Partial<LogSettings> {
  /** What can be drawn of the world around the robot; left out: nothing. */
  readonly scene?: Scene;
  /** The robot's clock when the recording begins; left out: 0. */
  readonly from?: Seconds;
  /** Milliseconds until what was taken goes to the disk, where a SIGKILL cannot touch it; 0: by `flush` alone. */
  readonly flushEvery?: number;
  /** Bytes that may wait for the disk. From half of it on pictures are left out, above it everything. */
  readonly mostWaiting?: number;
  /** Another disk, for tests. */
  readonly openDisk?: OpenDisk;
}

/**
 * Records into a new MCAP file that Foxglove and Lichtblick open as it is.
 * @throws {FoxgloveFault} "exists" where the file is there, "disk" where it cannot be made.
 */
export const openMcapRecorder = async (
  path: string,
  features: RobotFeatures,
  options: McapOptions,
): Promise<RobotRecorder> => {
  const { scene, from = 0, flushEvery = 500, mostWaiting = 64 * MEGABYTE, openDisk: open = openDisk } = options;
  const { guard, epoch, description, task, seed, model, settings } = options;
  const about: About = {
    features,
    guard,
    epoch,
    ...(description !== undefined && { description }),
    ...(task !== undefined && { task }),
    ...(seed !== undefined && { seed }),
    ...(model !== undefined && { model }),
    ...(settings !== undefined && { settings }),
  };
  const log = new McapLog(path, await open(path), {
    compression: options.compression ?? "zstd",
    chunkSize: options.chunkSize ?? MEGABYTE,
    syncEvery: options.syncEvery ?? 1000,
    now: options.now ?? (() => performance.now()),
    onFault: options.onFault ?? (() => {}),
  });
  await log.begin(aboutMetadata(about));
  return new McapRecorder(log, chronicle(about, scene ?? null), { from, flushEvery, mostWaiting });
};

interface Settings {
  readonly from: Seconds;
  readonly flushEvery: number;
  readonly mostWaiting: number;
}

class McapRecorder implements RobotRecorder {
  readonly #log: McapLog;
  readonly #chronicle: Chronicle;
  readonly #mostWaiting: number;
  readonly #encode: Encode = encoder();
  readonly #timer: NodeJS.Timeout | null;
  readonly #dropped = new Map<string, number>();
  #turns = 0;
  #at: Seconds;
  /** Left out, and not yet marked in the file. */
  #unmarked = new Map<string, number>();
  #lostBefore = 0;
  #isTurnLost = false;
  #isClosed = false;

  constructor(log: McapLog, told: Chronicle, { from, flushEvery, mostWaiting }: Settings) {
    this.#log = log;
    this.#chronicle = told;
    this.#mostWaiting = mostWaiting;
    this.#at = from;
    this.#take(told.opening(from));
    this.#timer = flushEvery > 0 ? setInterval(() => log.cut(), flushEvery).unref() : null;
  }

  turn(turn: Turn): void {
    if (this.#isClosed) return;
    this.#at = turn.at;
    this.#turns += 1;
    this.#mark();
    const entries = this.#chronicle.turn(turn);
    const left = this.#take(entries);
    const isLost = left.some(({ topic }) => topic === channels.turn.topic);
    if (this.#isTurnLost && !isLost) this.#take(this.#chronicle.keyframe());
    this.#isTurnLost = isLost;
  }

  trouble(trouble: Trouble): void {
    if (!this.#isClosed) this.#take(this.#chronicle.trouble(trouble));
  }

  scene(state: SceneState): void {
    if (!this.#isClosed) this.#take(this.#chronicle.scene(state));
  }

  note(at: Seconds, why: string): void {
    if (!this.#isClosed) this.#take(this.#chronicle.event({ at, kind: "note", part: "note", why }));
  }

  report(): RecordReport {
    const dropped = new Map(this.#dropped);
    for (const [topic, count] of this.#log.lost) dropped.set(topic, (dropped.get(topic) ?? 0) + count);
    const { messages, position: bytes, fault } = this.#log;
    return { turns: this.#turns, messages, bytes, dropped, fault };
  }

  async drained(): Promise<void> {
    if (this.#log.waiting <= this.#mostWaiting / 4) return;
    this.#log.cut();
    await this.#log.written();
  }

  flush(): Promise<void> {
    return this.#log.flush();
  }

  async close(): Promise<RecordReport> {
    if (this.#isClosed) return this.report();
    this.#isClosed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#log.flush();
    this.#mark();
    await this.#log.end();
    return this.report();
  }

  /** Takes what there is room for, and gives back the rest. */
  #take(entries: readonly Entry[]): readonly Entry[] {
    const left: Entry[] = [];
    for (const entry of entries) {
      const room = entry.isBulky ? this.#mostWaiting / 2 : this.#mostWaiting;
      if (this.#log.waiting > room) left.push(entry);
      else this.#add(entry);
    }
    for (const { topic } of left) {
      this.#dropped.set(topic, (this.#dropped.get(topic) ?? 0) + 1);
      this.#unmarked.set(topic, (this.#unmarked.get(topic) ?? 0) + 1);
    }
    return left;
  }

  #add({ topic, schema, at, measured, sequence, value, isLatched }: Entry): void {
    const data = this.#encode(schema, value);
    this.#log.add({ topic, schema, logTime: at, publishTime: measured, sequence, data, isLatched: isLatched === true });
  }

  /** Says in the file itself what is not in it, as soon as there is room again. */
  #mark(): void {
    const lost = [...this.#log.lost.values()].reduce((sum, count) => sum + count, 0);
    const isTurnLost = lost > this.#lostBefore;
    if (this.#log.waiting > this.#mostWaiting / 4 || this.#log.fault) return;
    if (isTurnLost) {
      this.#isTurnLost = true;
      this.#tell("disk", `the disk did not take ${lost - this.#lostBefore} messages`);
      this.#lostBefore = lost;
    }
    const unmarked = this.#unmarked;
    this.#unmarked = new Map();
    for (const [topic, count] of unmarked) this.#tell(topic, `${count} messages left out: the disk is too slow`);
  }

  #tell(part: string, why: string): void {
    this.#take(this.#chronicle.event({ at: this.#at, kind: "dropped", part, why }));
  }
}
