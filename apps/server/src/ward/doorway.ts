import {
  admit,
  type House,
  isHere,
  isKind,
  type Loop,
  mayRecord,
  ownerOf,
  type Read,
  readSignal,
  refuse,
  type Signal,
  type Speaker,
} from "@sakiyomi/core";
import { decodeWaves, type WaveFrame, waveBlockOf } from "@sakiyomi/wave";
import type { Receipt } from "../api.ts";
import type { Sender } from "./port.ts";

/** The door of the house as it stands now. */
export function doorway(loop: Loop): House {
  const now = loop.now();
  return {
    now,
    isHere: (subject) => isHere(loop.roster, subject),
    ownerOf: (source, at) => ownerOf(loop.roster, source, at),
    mayRecord: (subject) => mayRecord(loop.roster, subject),
  };
}

export const speakerOf = ({ source, prefix }: Sender): Speaker => ({
  source,
  mayBe: (other) => prefix !== undefined && other.startsWith(prefix),
});

/** Lets in what is right and refuses the rest, each with its index; resolves when what was let in is durable. */
export async function receive(loop: Loop, raw: readonly unknown[], sender: Sender): Promise<Receipt> {
  const house = doorway(loop);
  const speaker = speakerOf(sender);
  return keep(
    loop,
    raw.map((one) => readSignal(one, speaker, house)),
  );
}

/** The binary form; a damaged message is refused whole, as index 0. */
export async function receiveWaves(loop: Loop, message: Uint8Array, sender: Sender): Promise<Receipt> {
  const frames = decodeWaves(message);
  if (!frames.ok) return { stored: 0, repeated: 0, refused: [{ index: 0, refusal: frames.refusal }] };
  const house = doorway(loop);
  const speaker = speakerOf(sender);
  return keep(
    loop,
    frames.value.map((frame) => readFrame(frame, speaker, house)),
  );
}

function readFrame(frame: WaveFrame, speaker: Speaker, house: House): Read<Signal> {
  const { kind, unit, at, sequence, subject, source } = frame;
  if (!isKind(kind)) return refuse("SIG_KIND", "kind", kind, "a kind of the table");
  return admit(
    {
      kind,
      unit,
      at,
      sequence,
      value: waveBlockOf(frame),
      ...(subject === undefined ? {} : { subject }),
      ...(source === undefined ? {} : { source }),
    },
    speaker,
    house,
  );
}

async function keep(loop: Loop, read: readonly Read<Signal>[]): Promise<Receipt> {
  const signals = read.flatMap((one) => (one.ok ? [one.value] : []));
  const refused = read.flatMap((one, index) => (one.ok ? [] : [{ index, refusal: one.refusal }]));
  if (signals.length === 0) return { stored: 0, repeated: 0, refused };
  const { stored, repeated } = await loop.receive(signals);
  return { stored, repeated, refused };
}
