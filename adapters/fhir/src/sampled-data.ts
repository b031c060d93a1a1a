import { accept, GAP, type Read, refuse, type WaveBlock } from "@sakiyomi/core";
import { z } from "zod";

/** FHIR R4, 2.24.0.8. */
const schema = z.looseObject({
  origin: z.looseObject({ value: z.number(), code: z.string().optional(), unit: z.string().optional() }),
  period: z.number().positive(),
  factor: z.number().optional(),
  dimensions: z.literal(1),
  data: z.string().min(1).max(20_000_000),
});

/** Digits behind the point that are kept exactly; more are no measurement. */
const MAX_DECIMALS = 6;

/**
 * The block of a SampledData: value = origin + data × factor. `E` (error), `U` and `L` (beyond what the sensor measures)
 * are gaps: a limit is not a value.
 */
export function blockOf(raw: unknown, unit: string, place: string): Read<WaveBlock> {
  const read = schema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse("SIG_VALUE", `${place}.${issue?.path.join(".") ?? ""}`, raw, issue?.message ?? "SampledData");
  }
  const { origin, period, factor = 1, data } = read.data;
  if (origin.code !== unit) return refuse("SIG_UNIT", `${place}.origin.code`, origin.code ?? null, unit);
  if (factor === 0) return refuse("SIG_VALUE", `${place}.factor`, factor, "a number other than 0");
  const words = data.trim().split(/\s+/);
  const decimals = words.reduce((most, word) => Math.max(most, word.split(".")[1]?.length ?? 0), 0);
  if (decimals > MAX_DECIMALS)
    return refuse("SIG_VALUE", `${place}.data`, `${decimals} decimals`, `at most ${MAX_DECIMALS}`);
  const steps = 10 ** decimals;
  const samples = new Int32Array(words.length);
  for (const [i, word] of words.entries()) {
    const sample = sampleOf(word, steps * Math.sign(factor));
    if (sample === null) return refuse("SIG_NUMBER", `${place}.data, sample ${i}`, word, "a decimal number, E, U or L");
    samples[i] = sample;
  }
  return accept({ rate: 1000 / period, scale: Math.abs(factor) / steps, offset: origin.value, samples });
}

const decimal = /^-?\d*\.?\d+$/;

function sampleOf(word: string, steps: number): number | null {
  if (word === "E" || word === "U" || word === "L") return GAP;
  const sample = decimal.test(word) ? Math.round(Number(word) * steps) : Number.NaN;
  return Math.abs(sample) < -GAP ? sample : null;
}

/** The block as SampledData, sample by sample the same. */
export const sampledDataOf = ({ rate, scale, offset, samples }: WaveBlock, unit: string) => ({
  origin: { value: offset, unit, system: "http://unitsofmeasure.org", code: unit },
  period: 1000 / rate,
  factor: scale,
  dimensions: 1 as const,
  data: Array.from(samples, (sample) => (sample === GAP ? "E" : sample)).join(" "),
});
