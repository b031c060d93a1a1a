/** Minimum and median over the repetitions of one run. */
export interface Spread {
  readonly least: number;
  readonly median: number;
}

/** One line of a robot bench: what was measured, the peer's in the same run, and what was asked. */
export interface RobotRow {
  /** "simulator steps, robot alone" */
  readonly what: string;
  /** Of `ours` and `peer`: "steps / CPU s", "ms". */
  readonly unit: string;
  readonly ours: Spread;
  readonly peer?: Spread & { readonly name: string };
  /** What has to be reached: the ratio to the peer, or the figure itself. */
  readonly asked?: { readonly of: "ratio" | "median"; readonly than: "at least" | "at most"; readonly value: number };
  /** "0 of 4,000 lost" */
  readonly note?: string;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return { least: sorted[0] ?? Number.NaN, median: ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2 };
};

/** Ours by the peer's, of the medians. */
export const ratioOf = ({ ours, peer }: RobotRow): number | null => (peer ? ours.median / peer.median : null);

/** null: nothing was asked, or there is nothing to compare with. */
export const holds = (row: RobotRow): boolean | null => {
  const { asked, ours } = row;
  if (!asked) return null;
  const figure = asked.of === "ratio" ? ratioOf(row) : ours.median;
  if (figure === null || !Number.isFinite(figure)) return null;
  return asked.than === "at least" ? figure >= asked.value : figure <= asked.value;
};

const shown = (value: number): string =>
  Number.isFinite(value) ? value.toLocaleString("en", { maximumSignificantDigits: 4 }) : "–";

const askedWords = (row: RobotRow): string => {
  const { asked } = row;
  if (!asked) return "";
  const verdict = holds(row);
  const reached = verdict === null ? "not measured" : verdict ? "reached" : "NOT reached";
  return `${asked.than} ${shown(asked.value)}: ${reached}`;
};

/** Columns of text, each as wide as its widest cell. */
export const paddedTable = (head: readonly string[], lines: readonly (readonly string[])[]): string => {
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i]?.length ?? 0)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

/** The rows as a table in plain text. */
export const robotTable = (rows: readonly RobotRow[]): string => {
  const head = ["", "unit", "ours min", "median", "peer", "min", "median", "ratio", "asked", ""];
  const lines = rows.map((row) => {
    const { what, unit, ours, peer, note = "" } = row;
    const ratio = ratioOf(row);
    const theirs = peer ? [peer.name, shown(peer.least), shown(peer.median)] : ["", "", ""];
    const figures = [what, unit, shown(ours.least), shown(ours.median), ...theirs];
    return [...figures, ratio === null ? "" : ratio.toFixed(2), askedWords(row), note];
  });
  return paddedTable(head, lines);
};
