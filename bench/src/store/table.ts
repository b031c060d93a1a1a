import type { SideName } from "./side.ts";

/** What was measured of one side, a number a round. */
export interface Figures {
  /** Samples a second. */
  readonly rate: number[];
  /** CPU microseconds a sample. */
  readonly clientUs: number[];
  readonly serverUs: number[];
  /** Milliseconds. */
  readonly ackP50: number[];
  readonly ackP99: number[];
  /** On disk, a sample. */
  readonly bytes: Partial<Record<"ecg" | "acceleration" | "vital", number>>;
  readonly queries: Partial<
    Record<"window" | "latest" | "plot" | "plot-1hz", { readonly times: readonly number[]; readonly found: number }>
  >;
}

interface Row {
  readonly name: string;
  /** Best of the rounds, and the one in the middle. */
  readonly of: (figures: Figures) => readonly [best: number, median: number] | null;
  /** Larger is better. */
  readonly up?: boolean;
  readonly digits: number;
}

const spread = (values: readonly number[] | undefined, up = false): readonly [number, number] | null => {
  if (values === undefined || values.length === 0) return null;
  const sorted = [...values].sort((a, b) => (up ? b - a : a - b));
  return [sorted[0] ?? Number.NaN, sorted[Math.floor(sorted.length / 2)] ?? Number.NaN];
};
const once = (value: number | undefined): readonly [number, number] | null =>
  value === undefined ? null : [value, value];
const together = ({ clientUs, serverUs }: Figures) => clientUs.map((us, i) => us + (serverUs[i] ?? 0));

const rows: readonly Row[] = [
  {
    name: "ingest, M samples/s",
    of: ({ rate }) =>
      spread(
        rate.map((x) => x / 1e6),
        true,
      ),
    up: true,
    digits: 2,
  },
  {
    name: "ingest, M samples a CPU second (client + server)",
    of: (figures) =>
      spread(
        together(figures).map((us) => 1 / us),
        true,
      ),
    up: true,
    digits: 2,
  },
  { name: "CPU of the client, µs a sample", of: ({ clientUs }) => spread(clientUs), digits: 3 },
  { name: "CPU of the server, µs a sample", of: ({ serverUs }) => spread(serverUs), digits: 3 },
  { name: "acknowledgement p50 at 250 k samples/s, ms", of: ({ ackP50 }) => spread(ackP50), digits: 1 },
  { name: "acknowledgement p99 at 250 k samples/s, ms", of: ({ ackP99 }) => spread(ackP99), digits: 1 },
  { name: "bytes a sample, ECG", of: ({ bytes }) => once(bytes.ecg), digits: 2 },
  { name: "bytes a sample, acceleration", of: ({ bytes }) => once(bytes.acceleration), digits: 2 },
  { name: "bytes a sample, heart rate at 1 Hz", of: ({ bytes }) => once(bytes.vital), digits: 2 },
  { name: "10 minutes of 250 Hz (150,000 samples), ms", of: ({ queries }) => spread(queries.window?.times), digits: 1 },
  { name: "newest value of 1,000 channels, ms", of: ({ queries }) => spread(queries.latest?.times), digits: 1 },
  { name: "a year of 1 a minute in 1,000 pixels, ms", of: ({ queries }) => spread(queries.plot?.times), digits: 1 },
  {
    name: "a year of 1 Hz (31.5 M samples) in 1,000 pixels, ms",
    of: ({ queries }) => spread(queries["plot-1hz"]?.times),
    digits: 1,
  },
];

/** Best and median of each figure, and how many times better ours is by the median. */
export function tableOf(
  sides: readonly { readonly name: SideName; readonly figures: Figures }[],
  skipped: readonly string[],
  ecg: string,
): string {
  const ours = sides.find(({ name }) => name === "sakiyomi");
  const lines = rows.map((row) => [
    row.name,
    ...sides.map(({ name, figures }) => cell(row, figures, name === "sakiyomi" ? undefined : ours?.figures)),
  ]);
  const all = [["best / median (times better ours is)", ...sides.map(({ name }) => name)], ...lines];
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((line) => (line[i] ?? "").length)));
  const text = all.map((line) =>
    line.map((field, i) => (i === 0 ? field.padEnd(widths[i] ?? 0) : field.padStart(widths[i] ?? 0))).join("  "),
  );
  const notes = [
    `ECG: ${ecg}. 1,000 channels of 250 Hz in frames of 25; every acknowledgement after fsync; all over TCP on loopback.`,
    "postgres-rows: a row a sample, binary COPY. postgres-blocks: 250 samples a row, packed by the client with our codec, acknowledged a second at a time.",
    ...skipped.map((line) => `skipped ${line}`),
  ];
  return [...text, "", ...notes].join("\n");
}

function cell(row: Row, figures: Figures, ours: Figures | undefined): string {
  const found = row.of(figures);
  if (found === null) return "–";
  const [best, median] = found.map((value) => value.toFixed(row.digits));
  const mine = ours && row.of(ours);
  const text = best === median ? `${median}` : `${best} / ${median}`;
  if (!mine) return text;
  const times = row.up ? mine[1] / found[1] : found[1] / mine[1];
  return `${text} (${times.toFixed(times < 10 ? 1 : 0)}×)`;
}
