import { accept, admit, type Kind, readSignal, rowOf, type SourceId, type WaveBlock } from "@sakiyomi/core";
import type { CsvFile, CsvValue } from "@sakiyomi/csv";
import { sourcesOf } from "./channels.ts";
import { houseOf, type ImportOptions, personOf, startOf } from "./options.ts";
import type { Found, Plan } from "./plan.ts";
import { refusedBlock, sift } from "./plausible.ts";

/** What becomes of a CSV file. @throws Fault where nobody says whose it is or when it began */
export function planCsv(csv: CsvFile, file: string, options: ImportOptions): Plan {
  const subject = personOf(options, file);
  const start = csv.isAbsolute ? 0 : startOf({ start: null, localStart: null }, options, file);
  const columns = csv.mapping.columns.map(({ column }) => column);
  const sources = sourcesOf(csv.title, columns);
  return {
    format: "csv",
    title: csv.title,
    channels: csv.mapping.columns.map(({ column, kind }, i) => ({
      channel: column,
      kind,
      source: sources[i] as string,
    })),
    troubles: [],
    annotations: 0,
    expected: 0,
    async *items() {
      for await (const read of csv.values()) {
        if (!read.ok) yield read;
        else {
          const channel = columns.indexOf(read.value.column);
          const where = { subject, start, file, channel, source: sources[channel] as SourceId };
          for (const item of itemsOf(read.value, where, options)) yield item;
        }
      }
    },
  };
}

interface Where {
  readonly subject: string;
  readonly start: number;
  readonly file: string;
  readonly channel: number;
  readonly source: SourceId;
}

function* itemsOf(said: CsvValue, where: Where, options: ImportOptions): Generator<Found> {
  const place = `${where.file}, line ${said.line}, column "${said.column}"`;
  if (typeof said.value === "object") return yield* blockOf(said, said.value, where, options);
  const { subject, source, channel } = where;
  const instant = new Date(Math.round(where.start + said.at));
  const at = Number.isNaN(instant.getTime()) ? String(where.start + said.at) : instant.toISOString();
  const raw = { kind: said.kind, value: said.value, unit: unitOf(said.kind), at, subject, source, sequence: 0 };
  const read = readSignal(raw, { source, mayBe: () => true }, houseOf(options));
  if (read.ok) yield accept({ signal: read.value, channel });
  else yield { ok: false, refusal: { ...read.refusal, field: `${place}, ${read.refusal.field}` } };
}

function* blockOf(
  { kind, at, column }: CsvValue,
  raw: WaveBlock,
  where: Where,
  options: ImportOptions,
): Generator<Found> {
  const { subject, source, channel, start, file } = where;
  const place = `${file}, column "${column}"`;
  const { block, refused } = sift(raw, kind, place, at / 1000);
  if (refused) yield { ok: false, ...refused };
  if (!block) return;
  const said = { kind, unit: unitOf(kind) ?? "", at: start + at, sequence: 0, value: block, subject, source };
  const read = admit(said, { source, mayBe: () => true }, houseOf(options));
  if (read.ok) yield accept({ signal: read.value, channel });
  else yield refusedBlock(read.refusal, `${place}, ${(at / 1000).toFixed(3)} s`, block);
}

const unitOf = (kind: Kind): string | null => {
  const row = rowOf(kind);
  return "unit" in row ? row.unit : null;
};
