import { Fault, type House, type Instant, type Kind, type Records, type Store, type SubjectId } from "@sakiyomi/core";
import type { CsvMapping } from "@sakiyomi/csv";
import { instantIn } from "@sakiyomi/csv";

export interface ImportProgress {
  readonly file: string;
  /** Every file is gone through twice: first looked at, whole, then stored; so that nothing of a damaged file is stored. */
  readonly phase: "check" | "store";
  /** Samples and records. `total` is 0 where the file does not say. */
  readonly done: number;
  readonly total: number;
}

export interface ImportOptions {
  readonly files: readonly string[];
  readonly store: Store;
  readonly records: Records;
  /** Whose signals they are; FHIR says so itself. */
  readonly person?: SubjectId;
  /** When a recording begins that does not say it, or that is to be moved there. */
  readonly start?: Instant;
  /** IANA zone of the clocks in recordings that tell a time without one. */
  readonly zone?: string;
  /** Channel → kind, null to leave a channel out. */
  readonly map?: Readonly<Record<string, Kind | null>>;
  /** What the columns of a CSV are. */
  readonly mapping?: CsvMapping;
  readonly now: () => Instant;
  /** Who imports: the journal tells it. */
  readonly by: string;
  /** Whether the person is here and has consented; all are where left out. */
  readonly house?: Pick<House, "isHere" | "mayRecord">;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** The house as the door of core asks it. */
export const houseOf = ({ house, now }: ImportOptions): House => ({
  now: now(),
  isHere: (subject) => house?.isHere(subject) ?? true,
  mayRecord: (subject) => house?.mayRecord(subject) ?? true,
  ownerOf: () => null,
});

/** @throws Fault SIG_SUBJECT */
export function personOf({ person }: ImportOptions, file: string): SubjectId {
  if (person === undefined)
    throw new Fault("SIG_SUBJECT", `${file} does not say whose it is: name the person with --person.`);
  return person;
}

/** When the recording began: as the caller says, as the file says, or never. @throws Fault SIG_TIME */
export function startOf(
  said: { readonly start: Instant | null; readonly localStart: string | null },
  { start, zone }: ImportOptions,
  file: string,
): Instant {
  const local = said.localStart !== null && zone !== undefined ? instantIn(zone, said.localStart) : null;
  const begins = start ?? said.start ?? local;
  if (begins !== null) return begins;
  const clock =
    said.localStart === null ? "does not say when it began" : `began at ${said.localStart} of a clock without a zone`;
  throw new Fault("SIG_TIME", `${file} ${clock}: give --start${said.localStart === null ? "" : " or --zone"}.`);
}
