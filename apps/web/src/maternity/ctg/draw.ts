import { drawMarks } from "./draw-marks.ts";
import { clamp, drawGrid, drawScale, FONT, line, type Paper, type View } from "./draw-sheet.ts";
import { type GridWave, isBpm, isNumber, runsOf, STEP_MS } from "./grid-trace.ts";
import type { Marks, Span } from "./marks.ts";
import { BPM, layoutOf, pxPerMs, TOCO, yOfBpm, yOfToco } from "./paper.ts";

/** Everything that lies on the paper. */
export interface Picture {
  readonly fhr: readonly { readonly source: string; readonly wave: GridWave }[];
  readonly toco: GridWave | null;
  readonly mother: readonly { readonly at: number; readonly bpm: number }[];
  readonly movements: readonly { readonly at: number; readonly count: number }[];
  readonly notes: readonly (Span & { readonly number: number })[];
  readonly selection: Span | null;
  readonly marks: Marks | null;
}

export function drawCtg(pen: CanvasRenderingContext2D, picture: Picture, view: View): void {
  const layout = layoutOf(view.setting);
  const perMs = pxPerMs(view.setting);
  const paper: Paper = {
    ...view,
    ...{ pen, layout, to: view.from + view.width / perMs, x: (at) => (at - view.from) * perMs },
  };
  pen.fillStyle = view.colours.ground;
  pen.fillRect(0, 0, view.width, layout.height);
  drawGrid(paper);
  for (const note of picture.notes) drawNote(paper, note);
  if (picture.selection) drawSelection(paper, picture.selection);
  drawStrip(paper, picture);
  if (picture.toco)
    drawWave(paper, picture.toco, isNumber, (value) => yOfToco(clamp(value, TOCO.least, TOCO.most), layout));
  drawMother(paper, picture.mother);
  for (const [i, { wave }] of picture.fhr.entries()) {
    // Of twins the second is drawn thinner and dashed: not by colour.
    pen.setLineDash(i === 0 ? [] : [4, 2]);
    drawWave(paper, wave, isBpm, (bpm) => yOfBpm(clamp(bpm, BPM.least, BPM.most), layout), i === 0 ? 1.6 : 1.2);
  }
  pen.setLineDash([]);
  if (picture.marks) drawMarks(paper, picture.marks);
  drawScale(paper);
}

function drawWave(
  { pen, from, to, x, colours }: Paper,
  wave: GridWave,
  isShown: (value: number) => boolean,
  y: (value: number) => number,
  strength = 1.6,
): void {
  const first = Math.max(0, Math.floor((from - wave.from) / STEP_MS) - 1);
  const values = wave.part(first, Math.ceil((to - wave.from) / STEP_MS) + 1);
  const at = (i: number) => x(wave.from + (first + i) * STEP_MS);
  pen.strokeStyle = colours.ink;
  pen.lineWidth = strength;
  pen.lineJoin = "round";
  pen.beginPath();
  for (const [begin, end] of runsOf(values, isShown)) {
    pen.moveTo(at(begin), y(values[begin] as number));
    // A single value is a point, and is seen.
    if (end - begin === 1) pen.lineTo(at(begin) + 1, y(values[begin] as number));
    for (let i = begin + 1; i < end; i++) pen.lineTo(at(i), y(values[i] as number));
  }
  pen.stroke();
}

const PULSE_HOLDS_MS = 15_000;
function drawMother({ pen, layout, colours, from, to, x }: Paper, mother: Picture["mother"]): void {
  pen.strokeStyle = colours.faint;
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  pen.beginPath();
  let last: number | null = null;
  for (const { at, bpm } of mother) {
    if (at < from - PULSE_HOLDS_MS || at > to + PULSE_HOLDS_MS) continue;
    const y = yOfBpm(clamp(bpm, BPM.least, BPM.most), layout);
    if (last === null || at - last > PULSE_HOLDS_MS) pen.moveTo(x(at), y);
    else pen.lineTo(x(at), y);
    last = at;
  }
  pen.stroke();
  pen.setLineDash([]);
}

/** Between the two traces: where nothing was heard, hatched; where the mother felt the child, an arrow. */
function drawStrip({ pen, layout, colours, from, to, x }: Paper, { fhr, movements, marks }: Picture): void {
  const { stripTop, tocoTop } = layout;
  const wave = fhr[0]?.wave;
  if (wave) {
    const first = Math.max(0, Math.floor((from - wave.from) / STEP_MS));
    const values = wave.part(first, Math.ceil((to - wave.from) / STEP_MS));
    const gaps = runsOf(values, (bpm) => !isBpm(bpm));
    for (const [begin, end] of gaps)
      hatch(
        pen,
        x(wave.from + (first + begin) * STEP_MS),
        x(wave.from + (first + end) * STEP_MS),
        stripTop + 3,
        6,
        colours.faint,
      );
  }
  for (const { from: begin, until } of marks?.mothers ?? [])
    if (until > from && begin < to) hatch(pen, x(begin), x(until), layout.fhrTop, layout.fhrHeight, colours.line);
  pen.fillStyle = colours.ink;
  for (const { at } of movements) if (at >= from && at <= to) arrow(pen, x(at), tocoTop - 3);
}

function hatch(pen: CanvasRenderingContext2D, x1: number, x2: number, y: number, height: number, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(x1, y, Math.max(1, x2 - x1), height);
  pen.clip();
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let at = Math.floor((x1 - height) / 6) * 6; at < x2; at += 6) line(pen, at, y + height, at + height, y);
  pen.stroke();
  pen.restore();
}

function arrow(pen: CanvasRenderingContext2D, x: number, y: number): void {
  pen.beginPath();
  pen.moveTo(x, y - 9);
  pen.lineTo(x + 4, y);
  pen.lineTo(x - 4, y);
  pen.fill();
}

/** A number on a stretch; the words stand in the list below. */
function drawNote(
  { pen, layout, colours, x, from: left, to }: Paper,
  { from, until, number }: Picture["notes"][number],
): void {
  if (until < left || from > to) return;
  pen.fillStyle = colours.band;
  pen.fillRect(x(from), layout.fhrTop, Math.max(2, x(until) - x(from)), layout.fhrHeight);
  pen.fillStyle = colours.ink;
  pen.fillRect(x(from), layout.fhrTop, 20, 16);
  pen.fillStyle = colours.ground;
  pen.font = `600 12px ${FONT}`;
  pen.textAlign = "center";
  pen.fillText(String(number), x(from) + 10, layout.fhrTop + 12);
}

function drawSelection({ pen, layout, colours, x }: Paper, { from, until }: Span): void {
  pen.fillStyle = colours.band;
  pen.fillRect(x(from), layout.fhrTop, x(until) - x(from), layout.tocoTop + layout.tocoHeight - layout.fhrTop);
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 2;
  pen.setLineDash([6, 3]);
  pen.strokeRect(x(from), layout.fhrTop, x(until) - x(from), layout.tocoTop + layout.tocoHeight - layout.fhrTop);
  pen.setLineDash([]);
}
