import type { Table } from "../table.ts";

/** What could be read of a folder; and of what could not, why. */
export interface Found<T> {
  readonly records: readonly T[];
  readonly leftOut: readonly string[];
}

/** One after another. A damaged, empty or odd one is named and left out, the others are measured; null: not of this kind. */
export async function readEach<T>(
  names: readonly string[],
  read: (name: string) => Promise<T | null>,
): Promise<Found<T>> {
  const records: T[] = [];
  const leftOut: string[] = [];
  for (const name of names) {
    try {
      const record = await read(name);
      if (record !== null) records.push(record);
    } catch (cause) {
      leftOut.push(`${name}: ${whyOf(cause)}`);
    }
  }
  return { records, leftOut };
}

/** Without the folder of whoever runs it. */
export const whyOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/(?:\/[^/\s'"]+)+\//g, "").slice(0, 200);

const NAMED = 30;

export const leftOutRows = (leftOut: readonly string[]): Table["rows"] =>
  leftOut.length === 0
    ? []
    : [{ name: "left out, not readable (named below)", cells: [String(leftOut.length), "", "", "", ""] }];

export const leftOutNotes = (leftOut: readonly string[]): readonly string[] => [
  ...leftOut.slice(0, NAMED).map((one) => `Left out: ${one}`),
  ...(leftOut.length > NAMED ? [`Left out, too: ${leftOut.length - NAMED} more.`] : []),
];
