import { inks, LEADING, type Style } from "./pen.ts";
import type { Sheet } from "./sheet.ts";

/** x and y; a null y is a gap: no line is drawn over what was not measured. */
export type Point = readonly [x: number, y: number | null];
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly ink?: string;
  /** So that lines are told apart without colour. */
  readonly dash?: "solid" | "dashed" | "dotted";
  readonly marks?: "dot" | "square" | "triangle" | "none";
}
/** Between two curves: a centile band, or a range of reference when both are level. */
export interface Band {
  readonly name: string;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
  readonly ink?: string;
}
export interface Threshold {
  readonly y: number;
  readonly name: string;
}
export interface Tick {
  readonly at: number;
  readonly text: string;
}
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly name?: string;
  readonly ticks?: readonly Tick[];
}

export interface Chart {
  readonly title: string;
  /** In words, for who cannot see it. */
  readonly alt: string;
  readonly height?: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
  readonly thresholds?: readonly Threshold[];
  readonly source?: string;
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
}

const TITLE: Style = { size: 10, bold: true };
const LABEL: Style = { size: 7, ink: inks.soft };
const LEGEND: Style = { size: 8 };
const LEGEND_SWATCH = 20;
const MARK = 2.2;
const dashes = { solid: null, dashed: [5, 3], dotted: [1.2, 2.2] } as const;
const BAND_INK = "#cfe3d4";
const SERIES_INKS = [inks.accent, "#8a4b08", "#5b3f8c", "#2f6b3a"] as const;

export function drawChart(sheet: Sheet, chart: Chart): void {
  const height = chart.height ?? 150;
  const legend = legendRows(sheet, chart);
  const head = TITLE.size * LEADING + 14;
  sheet.need(head + height + 26 + legend.length * LEGEND.size * LEADING);
  sheet.tagged(
    "Figure",
    (mark) =>
      mark(() => {
        sheet.pen.draw(chart.title, sheet.left, sheet.y, TITLE);
        if (chart.y.name !== undefined) sheet.pen.draw(chart.y.name, sheet.left, sheet.y + TITLE.size * LEADING, LABEL);
        sheet.y += head;
        drawPlot(sheet, chart, height);
        sheet.y += height + 12;
        drawLegend(sheet, legend);
      }),
    chart.alt,
  );
  if (chart.source !== undefined) sheet.text("P", chart.source, { size: 7, ink: inks.soft });
  sheet.y += 10;
}

function drawPlot(sheet: Sheet, chart: Chart, height: number): void {
  const yTicks = chart.y.ticks ?? ticksOf(chart.y.min, chart.y.max);
  const gutter = Math.max(...yTicks.map(({ text }) => sheet.pen.width(text, LABEL)), 0) + 6;
  const nameGutter = Math.max(...(chart.thresholds ?? []).map(({ name }) => sheet.pen.width(name, LABEL)), 0);
  const left = sheet.left + gutter;
  const width = sheet.width - gutter - (nameGutter === 0 ? 0 : nameGutter + 6);
  const top = sheet.y;
  const toX = (x: number) => left + ((x - chart.x.min) / (chart.x.max - chart.x.min || 1)) * width;
  const toY = (y: number) => top + height - ((y - chart.y.min) / (chart.y.max - chart.y.min || 1)) * height;
  const frame: Frame = { left, top, width, height, toX, toY };
  drawInside(sheet, chart, frame, yTicks);
  drawThresholds(sheet, chart, frame);
  drawAxes(sheet, chart, frame, yTicks);
}

/** Bands and lines are cut at the frame, with room for half a mark. */
function drawInside(sheet: Sheet, chart: Chart, frame: Frame, yTicks: readonly Tick[]): void {
  const { doc } = sheet;
  doc
    .save()
    .rect(frame.left - MARK, frame.top - MARK, frame.width + 2 * MARK, frame.height + 2 * MARK)
    .clip();
  for (const band of chart.bands ?? []) fillBand(sheet, band, frame);
  doc.lineWidth(0.4).strokeColor(inks.faint).undash();
  for (const { at } of yTicks)
    doc
      .moveTo(frame.left, frame.toY(at))
      .lineTo(frame.left + frame.width, frame.toY(at))
      .stroke();
  for (const { at } of chart.x.ticks ?? [])
    doc
      .moveTo(frame.toX(at), frame.top)
      .lineTo(frame.toX(at), frame.top + frame.height)
      .stroke();
  for (const [index, series] of chart.series.entries()) drawSeries(sheet, series, index, frame);
  doc.restore();
}

function fillBand({ doc }: Sheet, { points, ink = BAND_INK }: Band, { toX, toY }: Frame): void {
  const [first] = points;
  if (first === undefined) return;
  doc.moveTo(toX(first[0]), toY(first[2]));
  for (const [x, , high] of points.slice(1)) doc.lineTo(toX(x), toY(high));
  for (const [x, low] of points.toReversed()) doc.lineTo(toX(x), toY(low));
  doc.closePath().fill(ink);
}

const inkOf = (series: Series, index: number): string =>
  series.ink ?? SERIES_INKS[index % SERIES_INKS.length] ?? inks.accent;

function drawSeries({ doc }: Sheet, series: Series, index: number, { toX, toY }: Frame): void {
  const dash = dashes[series.dash ?? "solid"];
  doc.lineWidth(1.2).strokeColor(inkOf(series, index)).lineJoin("round");
  if (dash === null) doc.undash();
  else doc.dash(dash[0], { space: dash[1] });
  trace(
    doc,
    series.points.map(([x, y]) => [toX(x), y === null ? null : toY(y)]),
  );
  doc.stroke().undash();
  for (const [x, y] of series.points) if (isKnown(y)) drawMark(doc, series, index, toX(x), toY(y));
}

const isKnown = (y: number | null): y is number => y !== null && Number.isFinite(y);

/** A line through what is known, lifted over what is not. */
export function trace(doc: PDFKit.PDFDocument, points: readonly Point[]): void {
  let isDown = false;
  for (const [x, y] of points) {
    if (!isKnown(y)) isDown = false;
    else if (isDown) doc.lineTo(x, y);
    else {
      doc.moveTo(x, y);
      isDown = true;
    }
  }
}

function drawMark(doc: PDFKit.PDFDocument, series: Series, index: number, x: number, y: number): void {
  const { marks = "none" } = series;
  if (marks === "none") return;
  if (marks === "dot") doc.circle(x, y, MARK);
  else if (marks === "square") doc.rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK);
  else doc.polygon([x, y - MARK * 1.3], [x + MARK * 1.2, y + MARK], [x - MARK * 1.2, y + MARK]);
  doc.fill(inkOf(series, index));
}

function drawThresholds(sheet: Sheet, chart: Chart, frame: Frame): void {
  const { doc, pen } = sheet;
  const right = frame.left + frame.width;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { y, name } of (chart.thresholds ?? []).toSorted((a, b) => a.y - b.y)) {
    const at = frame.toY(y);
    if (at < frame.top || at > frame.top + frame.height) continue;
    doc.lineWidth(0.9).strokeColor(inks.alert).dash(4, { space: 2 });
    doc.moveTo(frame.left, at).lineTo(right, at).stroke().undash();
    // Names of lines that lie close together are moved apart.
    const top = Math.min(at - LABEL.size * 0.8, lowest - LABEL.size * 1.2);
    pen.draw(name, right + 4, top, LABEL);
    lowest = top;
  }
}

function drawAxes(sheet: Sheet, chart: Chart, frame: Frame, yTicks: readonly Tick[]): void {
  const { doc, pen } = sheet;
  const floor = frame.top + frame.height;
  doc.lineWidth(0.7).strokeColor(inks.line).rect(frame.left, frame.top, frame.width, frame.height).stroke();
  for (const { at, text } of yTicks)
    pen.draw(text, frame.left - 4 - pen.width(text, LABEL), frame.toY(at) - LABEL.size * 0.85, LABEL);
  const right = sheet.left + sheet.width;
  let free = sheet.left;
  for (const { at, text } of chart.x.ticks ?? ticksOf(chart.x.min, chart.x.max)) {
    const wide = pen.width(text, LABEL);
    const x = Math.min(Math.max(frame.toX(at) - wide / 2, sheet.left), right - wide);
    if (x < free) continue;
    pen.draw(text, x, floor + 1, LABEL);
    free = x + wide + 4;
  }
  if (chart.x.name === undefined) return;
  const wide = pen.width(chart.x.name, LABEL);
  if (right - wide >= free) pen.draw(chart.x.name, right - wide, floor + 1, LABEL);
}

interface LegendEntry {
  readonly name: string;
  readonly draw: (x: number, y: number) => void;
}

function entriesOf(sheet: Sheet, chart: Chart): readonly LegendEntry[] {
  const identity = { toX: (x: number) => x, toY: (y: number) => y, left: 0, top: 0, width: 0, height: 0 };
  const lines = chart.series.map((series, index) => ({
    name: series.name,
    draw: (x: number, y: number) => {
      const points: readonly Point[] = [
        [x, y],
        [x + LEGEND_SWATCH / 2, y],
        [x + LEGEND_SWATCH - 4, y],
      ];
      drawSeries(sheet, { ...series, points }, index, identity);
    },
  }));
  const bands = (chart.bands ?? []).map(({ name, ink = BAND_INK }) => ({
    name,
    draw: (x: number, y: number) => void sheet.doc.rect(x, y - 3, LEGEND_SWATCH - 4, 6).fill(ink),
  }));
  return [...lines, ...bands].filter(({ name }) => name !== "");
}

function legendRows(sheet: Sheet, chart: Chart): readonly (readonly LegendEntry[])[] {
  const rows: LegendEntry[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const entry of entriesOf(sheet, chart)) {
    const wide = LEGEND_SWATCH + sheet.pen.width(entry.name, LEGEND) + 14;
    if (filled + wide > sheet.width) {
      rows.push([]);
      filled = 0;
    }
    rows.at(-1)?.push(entry);
    filled += wide;
  }
  return rows;
}

function drawLegend(sheet: Sheet, rows: readonly (readonly LegendEntry[])[]): void {
  for (const row of rows) {
    let x = sheet.left;
    for (const { name, draw } of row) {
      draw(x, sheet.y + LEGEND.size * 0.8);
      sheet.pen.draw(name, x + LEGEND_SWATCH, sheet.y, LEGEND);
      x += LEGEND_SWATCH + sheet.pen.width(name, LEGEND) + 14;
    }
    sheet.y += LEGEND.size * LEADING;
  }
}

/** About five round numbers between. */
export function ticksOf(min: number, max: number): readonly Tick[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return [{ at: min, text: String(min) }];
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let at = Math.ceil(min / step - 1e-9) * step; at <= max + step * 1e-6; at += step)
    ticks.push({ at, text: at.toFixed(digits) });
  return ticks;
}
