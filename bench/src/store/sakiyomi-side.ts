import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeWaves, encodeWaves, narrowed } from "@sakiyomi/wave";
import { HttpSide } from "./http-side.ts";
import type { Place, Side } from "./side.ts";
import type { Piece } from "./signals.ts";

/** Binary waveforms over HTTP, as a gateway sends them. */
export function sakiyomiSide({ port, dir }: Place): Side {
  const http = new HttpSide(port);
  return {
    write: async (pieces) => {
      const waves = pieces.filter(({ kind }) => kind !== "vital");
      const vitals = pieces.filter(({ kind }) => kind === "vital");
      if (waves.length > 0) await http.send("POST", "/waves", encodeWaves(waves.map(frameOf)));
      if (vitals.length > 0) await http.send("POST", "/vitals", JSON.stringify(vitals.map(vitalOf)));
      return true;
    },
    drain: async () => {},
    window: async (channel, from, to) => {
      const read = decodeWaves(await http.send("GET", `/window?channel=${channel}&from=${from}&to=${to}`));
      if (!read.ok) throw new Error(read.refusal.expected);
      return read.value.reduce((sum, { samples, scale }) => sum + physical(samples, scale).length, 0);
    },
    latest: async () => (JSON.parse((await http.send("GET", "/latest")).toString()) as unknown[]).length,
    plot: async (channel, from, to, buckets) => {
      const path = `/plot?channel=${channel}&from=${from}&to=${to}&buckets=${buckets}`;
      const found = JSON.parse((await http.send("GET", path)).toString()) as { n: number }[];
      return found.filter(({ n }) => n > 0).length;
    },
    size: async () => {
      await http.send("POST", "/flush");
      const files = readdirSync(dir).filter((name) => !name.endsWith(".lock"));
      return files.reduce((sum, name) => sum + statSync(join(dir, name)).blocks * 512, 0);
    },
    close: () => http.close(),
  };
}

function physical(samples: Int16Array | Int32Array, scale: number): Float64Array {
  const values = new Float64Array(samples.length);
  for (let i = 0; i < samples.length; i++) values[i] = (samples[i] as number) * scale;
  return values;
}

const frameOf = ({ kind, channel, at, stepMs, samples }: Piece) => ({
  subject: `person:p${channel}`,
  source: `device:d${channel}`,
  kind: kind === "ecg" ? "ecg" : "acceleration-x",
  unit: kind === "ecg" ? "mV" : "[g]",
  at,
  sequence: 0,
  rate: 1000 / stepMs,
  scale: kind === "ecg" ? 0.005 : 1 / 4096,
  offset: 0,
  samples: narrowed(samples),
});

const vitalOf = ({ channel, at, stepMs, samples }: Piece) => ({ channel, at, stepMs, values: [...samples] });
