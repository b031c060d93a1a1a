import type { KeyValue, SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import type { ByteSink, Target } from "../target.ts";

/** A Parquet file that is written a row group at a time; nothing but the open group and the footer is in memory. */
export interface TableWriter {
  /** Bytes that were written. */
  size(): number;
  /** One row group. */
  add(columns: readonly ColumnSource[]): Promise<void>;
  finish(): Promise<void>;
}

export async function openTable(
  target: Target,
  path: string,
  schema: SchemaElement[],
  keys: readonly KeyValue[] = [],
): Promise<TableWriter> {
  const sink = await target.create(path);
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema, kvMetadata: [...keys], createdBy: "sakiyomi" });
  return {
    size: () => bytes.offset,
    add: async (columns) => {
      await writer.write({ columnData: [...columns], rowGroupSize: columns[0]?.data.length ?? 1 });
      await drain(bytes, sink);
    },
    finish: async () => {
      await writer.finish();
      await drain(bytes, sink);
      await sink.close();
    },
  };
}

async function drain(bytes: ByteWriter, sink: ByteSink): Promise<void> {
  await sink.write(bytes.getBytes());
  bytes.index = 0;
}
