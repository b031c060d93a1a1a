import type { DecelerationKind } from "@sakiyomi/skills/maternity";
import {
  BAND,
  BPM,
  bpmLabels,
  fineMs,
  type Layout,
  labelMs,
  type Setting,
  timesWithin,
  yOfBpm,
  yOfToco,
} from "./paper.ts";

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

export interface Paper extends View {
  readonly pen: CanvasRenderingContext2D;
  readonly layout: Layout;
  readonly to: number;
  readonly x: (at: number) => number;
}

export const FONT = 'system-ui, "Noto Sans", sans-serif';
/** Above the marks there is always paper: letters never run out of it. */
export const LETTER = 12;

export const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export function line(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}

/** Half a pixel, so that a line of one pixel is one pixel. */
const sharp = (px: number): number => Math.round(px) + 0.5;

export function drawGrid({ pen, layout, colours, setting, from, to, x, width, clock }: Paper): void {
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
export function drawScale({ pen, layout, colours, setting }: Paper): void {
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
