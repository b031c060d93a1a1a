import {
  Fault,
  type Frame,
  fromSteps,
  type KindRow,
  rowOf as kindRow,
  qualities,
  resolutionOf,
  type Signal,
  toSteps,
  type WaveBlock,
} from "@sakiyomi/core";
import { type ChannelRow, laneOf, STRUCK } from "./channel.ts";
import type { RecordHead, RecordWriter } from "./record.ts";

const qualityNumbers = new Map(qualities.map((quality, i) => [quality, i]));
const one = new Int32Array(1);
const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** Where a signal goes: waveforms and the rest leave the head at different times. */
export interface Lanes {
  readonly waves: RecordWriter;
  readonly others: RecordWriter;
}

export function putSignal(lanes: Lanes, channel: ChannelRow, index: number, signal: Signal): void {
  const quality = qualityNumbers.get(signal.quality) ?? 0;
  const { at, receivedAt, sequence } = signal;
  const head = { at, receivedAt, sequence, arrival: 0, channel: channel.id, index, n: 1, quality };
  const lane = laneOf(channel.kind);
  if (lane === "wave") {
    const { samples } = signal.value as WaveBlock;
    (quality === STRUCK ? lanes.others : lanes.waves).samples({ ...head, n: samples.length }, samples);
  } else if (lane === "quantity") {
    one[0] = stepsOf(signal.value as number, channel);
    lanes.others.samples(head, one);
  } else {
    const bytes = bytesOf(signal);
    lanes.others.bytes({ ...head, n: bytes.length }, bytes);
  }
}

function stepsOf(value: number, { kind }: ChannelRow): number {
  const steps = toSteps(value, resolutionOf(kind));
  if (!(Math.abs(steps) < 2 ** 31)) throw new Fault("SIG_VALUE", `${value} of ${kind} cannot be stored.`);
  return steps;
}

/** A state or an event is JSON. A picture is its JSON, a zero byte, and its bytes. */
function bytesOf({ kind, value }: Signal): Uint8Array {
  if (kindRow(kind).class !== "frame") return text.encoder.encode(JSON.stringify(value));
  const { bytes, ...about } = value as Frame;
  const head = text.encoder.encode(`${JSON.stringify(about)}\0`);
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return all;
}

type SaidHead = Pick<RecordHead, "at" | "receivedAt" | "sequence" | "quality">;

/** `samples` is what a record of the channel holds; of a waveform it becomes the signal's own. */
export function signalOfSamples(channel: ChannelRow, head: SaidHead, samples: Int32Array): Signal {
  const { rate, scale, offset, kind } = channel;
  const value =
    laneOf(kind) === "wave" ? { rate, scale, offset, samples } : fromSteps(samples[0] ?? 0, resolutionOf(kind));
  return signalOf(channel, head, value);
}

export function signalOfBytes(channel: ChannelRow, head: SaidHead, body: Uint8Array): Signal {
  return signalOf(channel, head, readValue(kindRow(channel.kind), body));
}

function readValue(row: KindRow, body: Uint8Array): unknown {
  if (row.class !== "frame") return JSON.parse(text.decoder.decode(body));
  const end = body.indexOf(0);
  const about = JSON.parse(text.decoder.decode(body.subarray(0, end))) as Omit<Frame, "bytes">;
  return { ...about, bytes: body.slice(end + 1) };
}

function signalOf({ subject, kind, source }: ChannelRow, head: SaidHead, value: unknown): Signal {
  const { at, receivedAt, sequence } = head;
  const quality = qualities[head.quality] ?? "bad";
  return { subject, kind, at, receivedAt, sequence, value, quality, source } as Signal;
}
