import {
  accept,
  admit,
  type Kind,
  type Read,
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
import type { Item, Plan } from "./plan.ts";
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
        if (channel)
          yield itemOf(
            block,
            channel,
            { subject, start, file, name: recording.channels[block.channel]?.name ?? "" },
            options,
          );
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

function itemOf(
  { channel, atMs, block }: RecordedBlock,
  { kind, factor, source }: Channel,
  where: Where,
  options: ImportOptions,
): Read<Item> {
  const at = where.start + atMs;
  const said = {
    kind,
    unit: unitOf(kind),
    at,
    sequence: 0,
    value: scaled(block, factor),
    subject: where.subject,
    source,
  };
  const read = admit(said, { source, mayBe: () => true }, houseOf(options));
  if (read.ok) return accept({ signal: read.value as Signal, channel });
  const field = `${where.file}, channel "${where.name}", ${(atMs / 1000).toFixed(3)} s, ${read.refusal.field}`;
  return { ok: false, refusal: { ...read.refusal, field } };
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
        samples: samples.map((sample) => (sample === -0x8000_0000 ? sample : -sample)),
      }
    : inUnit;
}
