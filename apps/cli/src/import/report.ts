import { type Code, Fault, type Kind, type Refusal, refusalLine, refuse } from "@sakiyomi/core";

export type Format = "wfdb" | "edf" | "csv" | "fhir";

/** A channel or column of a file, and what became of it. */
export interface ChannelReport {
  readonly channel: string;
  /** null where it was left out; `refusals` say why. */
  readonly kind: Kind | null;
  readonly source: string | null;
  readonly samples: number;
}

/** The same trouble, counted; `field` and `found` are those of the first time. */
export interface Refused extends Refusal {
  readonly count: number;
}

export interface FileReport {
  readonly file: string;
  readonly format: Format | null;
  /** Samples that are now in the store, and samples that were there already. */
  readonly stored: number;
  readonly repeated: number;
  readonly records: { readonly stored: number; readonly repeated: number };
  readonly channels: readonly ChannelReport[];
  readonly refused: readonly Refused[];
  /** Why nothing of the file was stored; null where something could be. */
  readonly failed: Refusal | null;
  /** Marks of the file that have no place among signals: beats, comments of a technician. */
  readonly annotations: number;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  readonly stored: number;
  readonly repeated: number;
  readonly refused: number;
  /** Whether every file could be read; refusals of single values are in the report. */
  readonly ok: boolean;
}

export function reportOf(files: readonly FileReport[]): ImportReport {
  const sum = (figure: (file: FileReport) => number) => files.reduce((total, file) => total + figure(file), 0);
  return {
    files,
    stored: sum(({ stored, records }) => stored + records.stored),
    repeated: sum(({ repeated, records }) => repeated + records.repeated),
    refused: sum(({ refused, failed }) => refused.reduce((total, { count }) => total + count, failed ? 1 : 0)),
    ok: files.every(({ failed }) => failed === null),
  };
}

/** Different troubles that are kept; a file with more is of another kind than it was taken for. */
const MAX_TROUBLES = 50;

/** Counts refusals that differ only in the line, the entry or the sample. */
export class Troubles {
  readonly #seen = new Map<string, { first: Refusal; count: number }>();

  add(refusal: Refusal, count = 1): void {
    const key = `${refusal.code} ${refusal.field.replace(/\d+/g, "#")} ${refusal.expected}`;
    const seen = this.#seen.get(key);
    if (seen) seen.count += count;
    else if (this.#seen.size < MAX_TROUBLES) this.#seen.set(key, { first: refusal, count });
    else this.#overflow(refusal, count);
  }

  get list(): readonly Refused[] {
    return [...this.#seen.values()].map(({ first, count }) => ({ ...first, count }));
  }

  #overflow(refusal: Refusal, count: number): void {
    const rest = this.#seen.get("rest") ?? { first: { ...refusal, field: "(others)" }, count: 0 };
    rest.count += count;
    this.#seen.set("rest", rest);
  }
}

/** A fault of a file as a line of the report. Other errors are defects, and go on. */
export function asRefusal(trouble: unknown, file: string): Refusal {
  if (!(trouble instanceof Fault)) throw trouble;
  const what = trouble.message.replace(`${trouble.code}: `, "").replace(` ${trouble.remedy}`, "");
  return { code: trouble.code, field: file, found: what, expected: "a file that can be read", remedy: trouble.remedy };
}

export const refusalOf = (code: Code, field: string, found: unknown, expected: string): Refusal =>
  refuse(code, field, found, expected).refusal;

/** The report for a person, line by line. */
export function printReport(report: ImportReport): readonly string[] {
  const { stored, repeated, refused, files } = report;
  return [...files.flatMap(fileLines), `In all: ${stored} stored, ${repeated} there already, ${refused} refused.`];
}

function fileLines(file: FileReport): readonly string[] {
  if (file.failed)
    return [
      `${file.file}: nothing was stored.`,
      `  ${file.failed.code}: ${file.failed.found}`,
      `  ${file.failed.remedy}`,
    ];
  const { records } = file;
  const kept =
    records.stored + records.repeated > 0
      ? `; records: ${records.stored} stored, ${records.repeated} there already`
      : "";
  return [
    `${file.file} (${file.format}): ${file.stored} samples stored, ${file.repeated} there already${kept}.`,
    ...file.channels.map(
      ({ channel, kind, source, samples }) =>
        `  ${channel} → ${kind === null ? "left out" : `${kind} (${source}), ${samples} samples`}`,
    ),
    ...(file.annotations > 0
      ? [`  ${file.annotations} annotations have no place among signals and were left out.`]
      : []),
    ...file.refused.map((refusal) => `  refused ${refusal.count} ×: ${refusalLine(refusal)}`),
  ];
}
