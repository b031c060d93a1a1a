/** What an evaluation prints, and what `--json` gives a program. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** What has to be known to read the table: data, seeds, what a column means. */
  readonly notes: readonly string[];
  /** The same figures by name, for a program. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** Criteria that are not met, as sentences (`notes` say them, too); the command ends with 1 where there are any. */
  readonly failures?: readonly string[];
}

export function tableText({ title, columns, rows, notes }: Table): string {
  const lines = [["", ...columns], ...rows.map(({ name, cells }) => [name, ...cells])];
  const widths = ["", ...columns].map((_, i) => Math.max(...lines.map((line) => (line[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [title, "", ...lines.map(line), "", ...notes, ""].join("\n");
}
