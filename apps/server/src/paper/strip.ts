import { trace } from "./chart.ts";
import { inks, LEADING, type Style } from "./pen.ts";
import type { Sheet } from "./sheet.ts";

/** A stretch of a wave on ruled paper: as an ECG writes it, 25 mm a second and 10 mm a millivolt unless told otherwise. */
export interface Strip {
  readonly title: string;
  readonly alt: string;
  /** In `unit`; NaN where nothing was measured. */
  readonly values: readonly number[] | Float64Array | Float32Array;
  /** Values a second. */
  readonly rate: number;
  readonly unit: string;
  readonly mmPerSecond?: number;
  readonly mmPerUnit?: number;
  /** Height of one line of paper in millimetres. */
  readonly heightMm?: number;
  readonly source?: string;
}

const MM = 72 / 25.4;
const SMALL_SQUARE = "#f6d5d5";
const LARGE_SQUARE = "#e5a3a3";
const TITLE: Style = { size: 10, bold: true };
const LABEL: Style = { size: 7, ink: inks.soft };

export function drawStrip(sheet: Sheet, strip: Strip): void {
  const speed = strip.mmPerSecond ?? 25;
  const gain = strip.mmPerUnit ?? 10;
  const high = (strip.heightMm ?? 30) * MM;
  const wide = Math.floor(sheet.width / (5 * MM)) * 5 * MM;
  const perLine = Math.max(1, Math.floor((wide / MM / speed) * strip.rate));
  sheet.need(TITLE.size * LEADING + high + 2 * LABEL.size * LEADING);
  sheet.text("Caption", strip.title, TITLE);
  const middle = middleOf(strip.values);
  sheet.tagged(
    "Figure",
    (mark) => {
      for (let from = 0; from < Math.max(1, strip.values.length); from += perLine) {
        sheet.need(high + 4);
        const part = Array.from(strip.values.slice(from, from + perLine));
        mark(() => drawLine(sheet, part, { wide, high, middle, dx: (speed / strip.rate) * MM, dy: gain * MM }));
        sheet.y += high + 3;
      }
    },
    strip.alt,
  );
  sheet.text("P", `${speed} mm/s · ${gain} mm/${strip.unit}`, LABEL);
  if (strip.source !== undefined) sheet.text("P", strip.source, LABEL);
  sheet.y += 8;
}

/** The paper is laid so that the resting line is in its middle: electrodes add a drift that means nothing. */
function middleOf(values: Strip["values"]): number {
  const known = Array.from(values)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

interface Ruling {
  readonly wide: number;
  readonly high: number;
  readonly middle: number;
  readonly dx: number;
  readonly dy: number;
}

function drawLine(sheet: Sheet, values: readonly number[], { wide, high, middle, dx, dy }: Ruling): void {
  const { doc, left, y } = sheet;
  rule(sheet, wide, high, 1, SMALL_SQUARE, 0.25);
  rule(sheet, wide, high, 5, LARGE_SQUARE, 0.5);
  doc.save().rect(left, y, wide, high).clip();
  doc.lineWidth(0.7).strokeColor(inks.text).lineJoin("round");
  trace(
    doc,
    values.map((value, index) => [left + index * dx, y + high / 2 - (value - middle) * dy]),
  );
  doc.stroke().restore();
}

function rule({ doc, left, y }: Sheet, wide: number, high: number, mm: number, ink: string, weight: number): void {
  doc.lineWidth(weight).strokeColor(ink);
  for (let x = 0; x <= wide + 0.01; x += mm * MM) doc.moveTo(left + x, y).lineTo(left + x, y + high);
  for (let down = 0; down <= high + 0.01; down += mm * MM) doc.moveTo(left, y + down).lineTo(left + wide, y + down);
  doc.stroke();
}
