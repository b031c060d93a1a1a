import { open, stat } from "node:fs/promises";
import { extname } from "node:path";
import { Fault } from "@sakiyomi/core";
import { openCsv } from "@sakiyomi/csv";
import { openEdf } from "@sakiyomi/edf";
import { openRecord } from "@sakiyomi/wfdb";
import { planCsv } from "./csv-plan.ts";
import { planFhir } from "./fhir-plan.ts";
import type { ImportOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import { planRecording } from "./recording-plan.ts";
import type { Format } from "./report.ts";

const byName: Readonly<Record<string, Format>> = {
  ".hea": "wfdb",
  ".edf": "edf",
  ".rec": "edf",
  ".csv": "csv",
  ".tsv": "csv",
  ".ndjson": "fhir",
  ".json": "fhir",
};

/** The format of a file by its name, else by its first bytes. @throws Fault FILE_FORM */
export async function formatOf(file: string): Promise<Format> {
  if (await isRecordStem(file)) return "wfdb";
  const named = byName[extname(file).toLowerCase()];
  if (named !== undefined) return named;
  const header = file.replace(/\.[^./\\]+$/, ".hea");
  if (header !== file && (await exists(header)))
    throw new Fault("FILE_FORM", `${file} belongs to a WFDB record: import its header, ${header}.`);
  const first = await firstBytes(file);
  if (first.startsWith("0       ")) return "edf";
  if (first.trimStart().startsWith("{")) return "fhir";
  throw new Fault("FILE_FORM", `${file} is none of WFDB (.hea), EDF (.edf), CSV (.csv) or FHIR (.json, .ndjson).`);
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

/** WFDB names a record without an ending: `mitdb/100`. */
const isRecordStem = async (file: string): Promise<boolean> => !(await exists(file)) && (await exists(`${file}.hea`));

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new Fault("FILE_FORM", `${file} cannot be opened (${cause.code}).`, { cause });
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  } finally {
    await handle.close();
  }
}

/** Opens the file and says what would become of it; nothing is stored yet. @throws Fault */
export async function planOf(file: string, options: ImportOptions): Promise<Plan> {
  switch (await formatOf(file)) {
    case "wfdb":
      return planRecording(await openRecord(file), "wfdb", file, options);
    case "edf":
      return planRecording(await openEdf(file), "edf", file, options);
    case "fhir":
      return planFhir(file, options);
    case "csv": {
      if (options.mapping === undefined)
        throw new Fault(
          "FILE_MAP",
          `${file} needs a mapping that says what its columns are: --mapping FILE.json, see docs/guide/import.md.`,
        );
      return planCsv(await openCsv(file, options.mapping), file, options);
    }
  }
}
