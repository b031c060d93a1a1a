import { GAP, type Kind, type Refusal, rowOf, type WaveBlock } from "@sakiyomi/core";
import type { Found } from "./plan.ts";
import { refusalOf } from "./report.ts";

export interface Sifted {
  /** null where nothing is left. */
  readonly block: WaveBlock | null;
  /** The first sample that cannot be, and how many there are. */
  readonly refused: { readonly refusal: Refusal; readonly count: number } | null;
}

/**
 * Leaves out the samples of a block that are outside of what the kind can be: each is a gap afterwards, and counted. The
 * door refuses a block whole; of a recording that would cost ten seconds for one artefact.
 * @param place names the file and the channel; `atSeconds` says where the block begins
 */
export function sift(block: WaveBlock, kind: Kind, place: string, atSeconds: number): Sifted {
  const row = rowOf(kind);
  if (row.class !== "wave" || !(block.scale > 0)) return { block, refused: null };
  const { samples, scale, offset, rate } = block;
  const low = (row.min - offset) / scale;
  const high = (row.max - offset) / scale;
  const wrong = wrongSamples(samples, low, high);
  const kept = wrong.length === 0 ? samples : samples.slice();
  for (const i of wrong) kept[i] = GAP;
  const isEmpty = kept.every((sample) => sample === GAP);
  const [first] = wrong;
  if (first === undefined) return { block: isEmpty ? null : block, refused: null };
  const field = `${place}, ${(atSeconds + first / rate).toFixed(3)} s`;
  const found = (samples[first] as number) * scale + offset;
  const refusal = refusalOf("SIG_RANGE", field, found, `${row.min} to ${row.max} ${row.unit}`);
  return { block: isEmpty ? null : { ...block, samples: kept }, refused: { refusal, count: wrong.length } };
}

function wrongSamples(samples: Int32Array, low: number, high: number): readonly number[] {
  const wrong: number[] = [];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    if (sample !== GAP && (sample < low || sample > high)) wrong.push(i);
  }
  return wrong;
}

/** A block that the door refused whole, with as many samples as it has. */
export const refusedBlock = (refusal: Refusal, place: string, { samples }: WaveBlock): Found => ({
  ok: false,
  refusal: { ...refusal, field: `${place}, ${refusal.field}` },
  count: samples.length,
});
