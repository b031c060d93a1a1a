import { type Clock, channels, machineClock } from "@sakiyomi/robot";
import { messageReader } from "../mcap/messages.ts";
import { recordsOf } from "../mcap/records.ts";
import type { LiveServer } from "./server.ts";

export interface PlayOptions {
  /** Times as fast as it was; left out: 1. */
  readonly speed?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

const latched: ReadonlySet<string> = new Set(
  [channels.description, channels.fixed, channels.scene, channels.guard, channels.limits, channels.diagnostics].map(
    ({ topic }) => topic,
  ),
);
const events: ReadonlySet<string> = new Set([channels.event.topic, channels.log.topic]);

/** Shows a recording as it happened, message by message. Answers how many there were. */
export const playMcap = async (path: string, server: LiveServer, options: PlayOptions = {}): Promise<number> => {
  const { speed = 1, clock = machineClock(), signal } = options;
  const read = messageReader();
  let first: bigint | null = null;
  let count = 0;
  const from = clock.now();
  for await (const record of recordsOf(path)) {
    const message = read(record);
    if (!message || message.topic === channels.state.topic) continue;
    if (signal?.aborted) break;
    first ??= message.at;
    await clock.until(from + Number(message.at - first) / 1e9 / speed);
    const { topic, schema, at, bytes } = message;
    server.show({ topic, schema, at, data: () => bytes, isLatched: latched.has(topic), isEvent: events.has(topic) });
    count += 1;
  }
  return count;
};
