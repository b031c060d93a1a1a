export const generated = (from: string): string =>
  `<!-- Written by \`npm run docs\` from ${from}: change it there. -->`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A cell is one line, and a bar in it is not the end of it. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

export const code = (text: string): string => `\`${text}\``;

const spans = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
] as const;

/** Milliseconds in the largest unit that is whole. */
export function span(ms: number): string {
  const [size, unit] = spans.find(([size]) => ms >= size && ms % size === 0) ?? [1, "ms"];
  return `${ms / size} ${unit}`;
}
