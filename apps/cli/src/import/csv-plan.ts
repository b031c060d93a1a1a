import {
  accept,
  admit,
  type Kind,
  type Read,
  type Refusal,
  readSignal,
  rowOf,
  type Signal,
  type SourceId,
} from "@sakiyomi/core";
import type { CsvFile, CsvValue } from "@sakiyomi/csv";
import { sourcesOf } from "./channels.ts";
import { houseOf, type ImportOptions, personOf, startOf } from "./options.ts";
import type { Item, Plan } from "./plan.ts";

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
          yield itemOf(read.value, { subject, start, file, channel, source: sources[channel] as SourceId }, options);
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

function itemOf(value: CsvValue, where: Where, options: ImportOptions): Read<Item> {
  const read = signalOf(value, where, options);
  if (read.ok) return accept({ signal: read.value, channel: where.channel });
  const field = `${where.file}, line ${value.line}, column "${value.column}", ${read.refusal.field}`;
  return { ok: false, refusal: { ...read.refusal, field } satisfies Refusal };
}

function signalOf(
  { kind, at, value }: CsvValue,
  { subject, start, source }: Where,
  options: ImportOptions,
): Read<Signal> {
  const speaker = { source, mayBe: () => true };
  const said = { kind, subject, source, sequence: 0 };
  if (typeof value === "object")
    return admit({ ...said, unit: unitOf(kind) ?? "", at: start + at, value }, speaker, houseOf(options));
  const instant = new Date(Math.round(start + at));
  const time = Number.isNaN(instant.getTime()) ? String(start + at) : instant.toISOString();
  return readSignal({ ...said, at: time, value, unit: unitOf(kind) }, speaker, houseOf(options));
}

const unitOf = (kind: Kind): string | null => {
  const row = rowOf(kind);
  return "unit" in row ? row.unit : null;
};
