/** What labels are printed on. All sizes in mm. */
export interface Media {
  readonly id: "roll-62x40" | "roll-50x30" | "a4-70x37" | "a4-63x34" | "a4-99x38" | "band-25x279" | "a4-band";
  readonly for: "pack" | "band";
  /** Of one label. */
  readonly width: number;
  readonly height: number;
  /** A sheet with so many labels, in the middle of it; null: a roll, each label its own page. */
  readonly sheet: { readonly columns: number; readonly rows: number; readonly gap: number } | null;
}

/** ISO 216. */
const a4 = { width: 210, height: 297 } as const;

/** Rolls of common label printers; A4 sheets whose labels lie in the middle of the sheet, by their makers' drawings. */
export const media: readonly Media[] = [
  { id: "roll-62x40", for: "pack", width: 62, height: 40, sheet: null },
  { id: "roll-50x30", for: "pack", width: 50, height: 30, sheet: null },
  // Avery 3474 and its like: 24 labels without margins.
  { id: "a4-70x37", for: "pack", width: 70, height: 37, sheet: { columns: 3, rows: 8, gap: 0 } },
  // Avery L7159 and its like: 24 labels.
  { id: "a4-63x34", for: "pack", width: 63.5, height: 33.9, sheet: { columns: 3, rows: 8, gap: 2.5 } },
  // Avery L7163 and its like: 14 labels.
  { id: "a4-99x38", for: "pack", width: 99.1, height: 38.1, sheet: { columns: 2, rows: 7, gap: 2.5 } },
  // Bands of thermal printers, one inch by eleven.
  { id: "band-25x279", for: "band", width: 279, height: 25, sheet: null },
  // To be cut out and put into a clear band.
  { id: "a4-band", for: "band", width: 190, height: 25, sheet: { columns: 1, rows: 11, gap: 0 } },
];

export const mediaFor = (kind: Media["for"]): readonly Media[] => media.filter((one) => one.for === kind);

/** The size of the paper, and how far from its edges the labels begin. */
export function paperOf({ width, height, sheet }: Media) {
  if (sheet === null) return { width, height, left: 0, top: 0 };
  const { columns, rows, gap } = sheet;
  return {
    ...a4,
    left: (a4.width - columns * width - (columns - 1) * gap) / 2,
    top: (a4.height - rows * height) / 2,
  };
}

/** Labels by pages. The first `skip` places of the first sheet are used already and stay free. */
export function pagesOf<Label>(
  labels: readonly Label[],
  { sheet }: Media,
  skip = 0,
): readonly (readonly (Label | null)[])[] {
  const perPage = sheet === null ? 1 : sheet.columns * sheet.rows;
  const free = sheet === null ? 0 : Math.min(Math.max(0, skip), perPage - 1);
  const places = [...Array.from({ length: free }, () => null), ...labels];
  return Array.from({ length: Math.ceil(places.length / perPage) }, (_, i) =>
    places.slice(i * perPage, (i + 1) * perPage),
  );
}

/** What the browser has to be told of the paper: exact size, and no margins of its own. */
export function pageRule(kind: Media): string {
  const { width, height } = paperOf(kind);
  return `@page { size: ${width}mm ${height}mm; margin: 0; }`;
}
