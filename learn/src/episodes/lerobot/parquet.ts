import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { asDamaged, type RandomAccess } from "../access.ts";

/** A row as stored: 64-bit integers are bigint, lists are arrays, structures objects. */
export type Row = Readonly<Record<string, unknown>>;

export interface ParquetFile {
  readonly rows: number;
  readonly columns: readonly string[];
  /** Rows `start` (inclusive) to `end` (exclusive); only the row groups that hold them are read. */
  read(columns: readonly string[], start: number, end: number): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Most footers are shorter; a longer one costs a second read. */
const FOOTER_BYTES = 1 << 16;

/** @throws {LearnFault} "data" where the file is cut or damaged. */
export async function openParquet(file: RandomAccess): Promise<ParquetFile> {
  const remedy = "A recording that was not finished has no footer: fetch the file again, or record again.";
  const buffer = {
    byteLength: file.size,
    slice: async (start: number, end = file.size): Promise<ArrayBuffer> => {
      const bytes = await file.read(start < 0 ? file.size + start : start, end);
      return bytes.slice().buffer as ArrayBuffer;
    },
  };
  const faulty = (error: unknown): never => {
    throw asDamaged(file.name, error, remedy);
  };
  const metadata: FileMetaData = await parquetMetadataAsync(buffer, { initialFetchSize: FOOTER_BYTES }).catch(
    async (error: unknown) => {
      await file.close();
      return faulty(error);
    },
  );
  return {
    rows: Number(metadata.num_rows),
    columns: topColumns(metadata),
    read: (columns, rowStart, rowEnd) =>
      parquetReadObjects({
        file: buffer,
        metadata,
        columns: [...columns],
        rowStart,
        rowEnd,
        compressors,
        utf8: false,
        useOffsetIndex: true,
      }).catch(faulty),
    close: () => file.close(),
  };
}

function topColumns({ schema }: FileMetaData): readonly string[] {
  const names: string[] = [];
  for (let at = 1; at < schema.length; at = afterTree(schema, at)) names.push(schema[at]?.name ?? "");
  return names;
}

function afterTree(schema: FileMetaData["schema"], at: number): number {
  let next = at + 1;
  for (let child = schema[at]?.num_children ?? 0; child > 0; child--) next = afterTree(schema, next);
  return next;
}
