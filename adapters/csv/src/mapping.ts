import { readFile } from "node:fs/promises";
import { Fault, isKind, type Kind, rowOf } from "@sakiyomi/core";
import { z } from "zod";
import { isZone } from "./zone.ts";

const column = z.strictObject({
  column: z.string().min(1),
  kind: z.string().refine(isKind, "expected a kind of docs/guide/kinds.md"),
  /** Of the value after `scale` and `offset`; it has to be the kind's own. */
  unit: z.string().optional(),
  /** value = cell × scale + offset: the only conversion there is, and somebody wrote it down. */
  scale: z.number().optional(),
  offset: z.number().optional(),
  /** Samples a second, of a waveform. */
  rate: z.number().positive().optional(),
  /** The smallest step that is kept; the kind's own where left out. */
  resolution: z.number().positive().optional(),
  /** What a cell says → code of the state. */
  codes: z.record(z.string(), z.string()).optional(),
});

const time = z.discriminatedUnion("is", [
  z.strictObject({ is: z.enum(["seconds", "milliseconds", "unix", "unix-ms"]), column: z.string().min(1) }),
  z.strictObject({
    is: z.literal("iso"),
    column: z.string().min(1),
    /** IANA zone of cells that name none. */
    zone: z.string().refine(isZone, "expected an IANA zone, for example Asia/Tokyo").optional(),
  }),
  z.strictObject({ is: z.literal("row"), rate: z.number().positive() }),
]);

const schema = z.strictObject({
  time,
  columns: z.array(column).min(1),
  /** ISO 8601 with a zone: when the seconds begin. */
  start: z.iso.datetime({ offset: true }).optional(),
  encoding: z.enum(["utf-8", "shift_jis", "euc-kr", "euc-jp", "utf-16le"]).default("utf-8"),
  delimiter: z.string().length(1).default(","),
  /** Cells that say "not measured". */
  missing: z.array(z.string()).default([""]),
});

/** Which column is what. Units, times and encodings are declared here and never guessed. */
export type CsvMapping = Omit<z.infer<typeof schema>, "columns"> & { readonly columns: readonly CsvColumn[] };
export type CsvColumn = Omit<z.infer<typeof column>, "kind"> & { readonly kind: Kind };

/** @throws Fault FILE_MAP naming the field that is wrong */
export function parseMapping(raw: unknown, name: string): CsvMapping {
  const read = schema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Fault("FILE_MAP", `${name}, ${issue?.path.join(".") || "mapping"}: ${issue?.message}.`);
  }
  const mapping = read.data as CsvMapping;
  for (const each of mapping.columns) checkColumn(each, name);
  return mapping;
}

function checkColumn({ column: title, kind, unit, rate }: CsvColumn, name: string): void {
  const row = rowOf(kind);
  const place = `${name}, column "${title}"`;
  if (row.class === "event" || row.class === "frame")
    throw new Fault("FILE_MAP", `${place}: ${kind} does not fit one cell.`);
  const wanted = row.class === "state" ? undefined : row.unit;
  if (unit !== wanted)
    throw new Fault(
      "FILE_MAP",
      `${place}: the unit is ${unit ?? "not given"}, and ${kind} is in ${wanted ?? "no unit"}.`,
    );
  if (row.class === "wave" && rate === undefined) throw new Fault("FILE_MAP", `${place}: a waveform needs its rate.`);
}

/** Reads a mapping from its JSON file. @throws Fault FILE_MAP */
export async function readMapping(path: string): Promise<CsvMapping> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Fault("FILE_MAP", `${path} cannot be read (${cause.code}).`, { cause });
  });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new Fault("FILE_MAP", `${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  return parseMapping(raw, path);
}
