import {
  accept,
  admit,
  GAP,
  type Kind,
  type RecordedBlock,
  type Recording,
  type Refusal,
  rowOf,
  type Signal,
  type SourceId,
  type WaveBlock,
} from "@sakiyomi/core";
import { type ChannelKind, kindOfChannel, sourcesOf } from "./channels.ts";
import { houseOf, type ImportOptions, personOf, startOf } from "./options.ts";
import type { Found, Plan } from "./plan.ts";
import { refusedBlock, sift } from "./plausible.ts";
import type { Format } from "./report.ts";

interface Channel extends ChannelKind {
  readonly source: SourceId;
}

/** What becomes of a recording of waveforms. @throws Fault where nobody says whose it is or when it began */
export async function planRecording(
  recording: Recording,
  format: Format,
  file: string,
  options: ImportOptions,
): Promise<Plan> {
  const subject = personOf(options, file);
  const start = startOf(recording, options, file);
  const troubles: Refusal[] = [];
  const sources = sourcesOf(
    recording.title,
    recording.channels.map(({ name }) => name),
  );
  const channels = recording.channels.map((channel, i): Channel | null => {
    const read = kindOfChannel(channel, options.map ?? {}, file);
    if (!read.ok) troubles.push(read.refusal);
    return read.ok && read.value ? { ...read.value, source: sources[i] as SourceId } : null;
  });
  const annotations = await recording.annotations();
  const samples = recording.channels.map(({ rate }, i) =>
    channels[i] ? Math.round((recording.durationMs * rate) / 1000) : 0,
  );
  return {
    format,
    title: recording.title,
    channels: recording.channels.map(({ name }, i) => ({
      channel: name,
      kind: channels[i]?.kind ?? null,
      source: channels[i]?.source ?? null,
    })),
    troubles,
    annotations: annotations.length,
    expected: samples.reduce((sum, count) => sum + count, 0),
    async *items() {
      for await (const block of recording.blocks()) {
        const channel = channels[block.channel];
        if (!channel) continue;
        const name = recording.channels[block.channel]?.name ?? "";
        for (const item of itemsOf(block, channel, { subject, start, file, name }, options)) yield item;
      }
    },
  };
}

interface Where {
  readonly subject: string;
  readonly start: number;
  readonly file: string;
  readonly name: string;
}

function* itemsOf(
  { channel, atMs, block: raw }: RecordedBlock,
  { kind, factor, source }: Channel,
  { subject, start, file, name }: Where,
  options: ImportOptions,
): Generator<Found> {
  const place = `${file}, channel "${name}"`;
  const { block, refused } = sift(scaled(raw, factor), kind, place, atMs / 1000);
  if (refused) yield { ok: false, ...refused };
  if (!block) return;
  const said = { kind, unit: unitOf(kind), at: start + atMs, sequence: 0, value: block, subject, source };
  const read = admit(said, { source, mayBe: () => true }, houseOf(options));
  if (read.ok) yield accept({ signal: read.value as Signal, channel });
  else yield refusedBlock(read.refusal, `${place}, ${(atMs / 1000).toFixed(3)} s`, block);
}

const unitOf = (kind: Kind): string => {
  const row = rowOf(kind);
  return "unit" in row ? row.unit : "";
};

/** The block in the kind's unit. A scale below 0 says the same with samples of the other sign. */
function scaled({ rate, scale, offset, samples }: WaveBlock, factor: number): WaveBlock {
  const inUnit = { rate, scale: scale * factor, offset: offset * factor, samples };
  return inUnit.scale < 0
    ? {
        ...inUnit,
        scale: -inUnit.scale,
        samples: samples.map((sample) => (sample === GAP ? sample : -sample)),
      }
    : inUnit;
}
