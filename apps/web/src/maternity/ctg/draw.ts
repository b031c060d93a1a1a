import type { DecelerationKind } from "@sakiyomi/skills/maternity";
import { type GridWave, isBpm, isNumber, runsOf, STEP_MS } from "./grid-trace.ts";
import type { Marks, Span } from "./marks.ts";
import {
  BAND,
  BPM,
  bpmLabels,
  fineMs,
  type Layout,
  labelMs,
  layoutOf,
  pxPerMs,
  type Setting,
  TOCO,
  timesWithin,
  yOfBpm,
  yOfToco,
} from "./paper.ts";

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

export interface Colours {
  readonly ground: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly strong: string;
  readonly band: string;
}

export interface View {
  /** The clock at the left edge. */
  readonly from: number;
  readonly width: number;
  readonly setting: Setting;
  readonly colours: Colours;
  readonly clock: (at: number) => string;
  /** One letter or two that name a kind of deceleration in the reader's language. */
  readonly short: (kind: DecelerationKind) => string;
}

interface Paper extends View {
  readonly pen: CanvasRenderingContext2D;
  readonly layout: Layout;
  readonly to: number;
  readonly x: (at: number) => number;
}

const FONT = 'system-ui, "Noto Sans", sans-serif';
/** Above the marks there is always paper: letters never run out of it. */
const LETTER = 12;

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

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

function line(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}

/** Half a pixel, so that a line of one pixel is one pixel. */
const sharp = (px: number): number => Math.round(px) + 0.5;

function drawGrid({ pen, layout, colours, setting, from, to, x, width, clock }: Paper): void {
  const { fhrTop, fhrHeight, tocoTop, tocoHeight } = layout;
  const bandTop = yOfBpm(BAND.most, layout);
  pen.fillStyle = colours.band;
  pen.fillRect(0, bandTop, width, yOfBpm(BAND.least, layout) - bandTop);
  const minutes = timesWithin(from, to, 60_000);
  const columns = (times: readonly number[], strength: number) => {
    pen.lineWidth = strength;
    pen.beginPath();
    for (const at of times) {
      line(pen, sharp(x(at)), fhrTop, sharp(x(at)), fhrTop + fhrHeight);
      line(pen, sharp(x(at)), tocoTop, sharp(x(at)), tocoTop + tocoHeight);
    }
    pen.stroke();
  };
  pen.strokeStyle = colours.line;
  columns(timesWithin(from, to, fineMs(setting)), 0.5);
  rows(pen, layout, width, 0.5, range(BPM.least, BPM.most, 10), range(0, 100, 12.5));
  pen.strokeStyle = colours.strong;
  columns(minutes, 0.6);
  rows(pen, layout, width, 0.6, bpmLabels(setting), range(0, 100, 25));
  pen.fillStyle = colours.faint;
  pen.font = `12px ${FONT}`;
  pen.textAlign = "center";
  for (const at of timesWithin(from, to, labelMs(setting))) pen.fillText(clock(at), x(at), fhrTop - 7);
}

const range = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

function rows(
  pen: CanvasRenderingContext2D,
  layout: Layout,
  width: number,
  strength: number,
  bpm: readonly number[],
  toco: readonly number[],
): void {
  pen.lineWidth = strength;
  pen.beginPath();
  for (const value of bpm) line(pen, 0, sharp(yOfBpm(value, layout)), width, sharp(yOfBpm(value, layout)));
  for (const value of toco) line(pen, 0, sharp(yOfToco(value, layout)), width, sharp(yOfToco(value, layout)));
  pen.stroke();
}

/** The figures stay at the left edge wherever the paper is. */
function drawScale({ pen, layout, colours, setting }: Paper): void {
  pen.font = `12px ${FONT}`;
  pen.textAlign = "left";
  const said = [
    ...bpmLabels(setting).map((bpm) => [String(bpm), yOfBpm(bpm, layout)] as const),
    ...[0, 50, 100].map((value) => [String(value), yOfToco(value, layout)] as const),
  ];
  for (const [text, y] of said) {
    pen.fillStyle = colours.ground;
    pen.fillRect(2, y - 7, pen.measureText(text).width + 4, 14);
    pen.fillStyle = colours.faint;
    pen.fillText(text, 4, y + 4);
  }
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

function drawMarks(paper: Paper, marks: Marks): void {
  const { pen, layout, colours, from, to, x } = paper;
  drawBase(paper, marks);
  pen.font = `600 ${LETTER}px ${FONT}`;
  pen.textAlign = "center";
  pen.strokeStyle = pen.fillStyle = colours.ink;
  pen.lineWidth = 1.2;
  const top = layout.fhrTop + 4;
  for (const one of marks.accelerations) if (one.until > from && one.from < to) bracket(paper, one, top, 5, "▲");
  const low = layout.fhrTop + layout.fhrHeight - 4;
  for (const one of marks.decelerations)
    if (one.until > from && one.from < to) bracket(paper, one, low, -5, paper.short(one.kind));
  pen.strokeStyle = colours.faint;
  pen.beginPath();
  for (const one of marks.contractions)
    if (one.until > from && one.from < to) {
      const y = layout.tocoTop + layout.tocoHeight - 2;
      line(pen, x(one.from), y, x(one.until), y);
      line(pen, x(one.peakAt), y - 6, x(one.peakAt), y);
    }
  pen.lineWidth = 2;
  pen.stroke();
}

/** Opens towards the trace; its sign stands inside. */
function bracket({ pen, x }: Paper, { from, until }: Span, y: number, inward: number, sign: string): void {
  pen.beginPath();
  pen.moveTo(x(from), y + inward);
  pen.lineTo(x(from), y);
  pen.lineTo(x(until), y);
  pen.lineTo(x(until), y + inward);
  pen.stroke();
  pen.fillText(sign, (x(from) + x(until)) / 2, y + (inward > 0 ? LETTER + 3 : -5));
}

function drawBase({ pen, layout, colours, from, to, x }: Paper, { base, from: begins }: Marks): void {
  if (base === null) return;
  const first = Math.max(0, Math.floor((from - begins) / STEP_MS));
  const last = Math.min(base.length, Math.ceil((to - begins) / STEP_MS));
  pen.strokeStyle = colours.faint;
  pen.lineWidth = 1.2;
  pen.setLineDash([8, 4]);
  pen.beginPath();
  // It changes slowly: once a second is enough.
  for (let i = first; i < last; i += 4) {
    const bpm = base[i] as number;
    if (Number.isNaN(bpm)) continue;
    const y = yOfBpm(clamp(bpm, BPM.least, BPM.most), layout);
    if (i === first) pen.moveTo(x(begins + i * STEP_MS), y);
    else pen.lineTo(x(begins + i * STEP_MS), y);
  }
  pen.stroke();
  pen.setLineDash([]);
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
