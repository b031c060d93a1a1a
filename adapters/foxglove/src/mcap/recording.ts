import {
  type About,
  channels,
  type EventKind,
  type Recorded,
  type RecordedEvent,
  type RecordedTurn,
  type Sample,
  type Seen,
  sampleData,
  stateIn,
  type TurnMessage,
  turnOf,
} from "@sakiyomi/robot";
import { FoxgloveFault } from "../fault.ts";
import { aboutOf } from "./about.ts";
import { messageReader, type ReadMessage } from "./messages.ts";
import { isWhole, recordsOf } from "./records.ts";

/** A recording of ours, read from its begin as often as it is asked for; nothing is held. */
export interface McapRecording extends Recorded {
  readonly about: About;
  /** false: its writer was cut off. All that reached the file is read; `recoverMcap` gives it its index. */
  readonly isWhole: boolean;
  turns(): AsyncGenerator<RecordedTurn>;
  events(): AsyncGenerator<RecordedEvent>;
}

/** @throws {FoxgloveFault} "file" where it cannot be read, is no MCAP file, or none of ours. */
export const openMcapRecording = async (path: string): Promise<McapRecording> => ({
  about: await aboutIn(path),
  isWhole: await isWhole(path),
  turns: () => turnsIn(path),
  events: () => eventsIn(path),
});

const aboutIn = async (path: string): Promise<About> => {
  for await (const record of recordsOf(path)) {
    const about = record.type === "Metadata" ? aboutOf(record) : null;
    if (about) return about;
    if (record.type === "Chunk" || record.type === "Message") break;
  }
  throw new FoxgloveFault(
    "file",
    `${path} is no recording of Sakiyomi.`,
    "Foxglove may open it; it cannot be replayed.",
  );
};

async function* messagesIn(path: string): AsyncGenerator<ReadMessage> {
  const read = messageReader();
  for await (const record of recordsOf(path)) {
    const message = read(record);
    if (message) yield message;
  }
}

interface Held {
  readonly sequence: number;
  readonly message: ReadMessage;
}

/** A sample waits undecoded for the turn that saw it. */
class Samples {
  readonly #held = new Map<string, Held>();
  readonly #read = new Map<string, { readonly sequence: number; readonly sample: Sample | null }>();

  take(message: ReadMessage): void {
    this.#held.set(message.topic, { sequence: message.sequence, message });
  }

  of({ name, at, sequence }: Seen): Sample | null {
    const known = this.#read.get(name);
    if (known?.sequence === sequence) return known.sample;
    const held = this.#held.get(`/${name}`);
    const data = held?.sequence === sequence ? sampleData(held.message.schema, held.message.value()) : null;
    const sample = data && { at, data };
    this.#read.set(name, { sequence, sample });
    return sample;
  }
}

const own = new Set<string>(Object.values(channels).map(({ topic }) => topic));

async function* turnsIn(path: string): AsyncGenerator<RecordedTurn> {
  const samples = new Samples();
  let turn: RecordedTurn | null = null;
  for await (const message of messagesIn(path)) {
    if (message.topic === channels.turn.topic) {
      if (turn) yield turn;
      turn = turnOf(message.value() as TurnMessage, message.sequence, (seen) => samples.of(seen));
    } else if (message.topic === channels.state.topic) turn = turn && withState(turn, message);
    else if (!own.has(message.topic)) samples.take(message);
  }
  if (turn) yield turn;
}

const withState = (turn: RecordedTurn, message: ReadMessage): RecordedTurn => {
  const { sequence, state } = stateIn((message.value() as { readonly data: string }).data);
  return sequence === turn.sequence ? { ...turn, state } : turn;
};

async function* eventsIn(path: string): AsyncGenerator<RecordedEvent> {
  for await (const message of messagesIn(path)) {
    if (message.topic !== channels.event.topic) continue;
    const { at, kind, part, why } = message.value() as Omit<RecordedEvent, "kind"> & { readonly kind: EventKind };
    yield { at, kind, part, why };
  }
}
