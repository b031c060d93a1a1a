import type { Key } from "../words/index.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The steps of the zoom, from a second to a year. */
export const windows = [
  { name: "window.second", ms: SECOND },
  { name: "window.tenSeconds", ms: 10 * SECOND },
  { name: "window.minute", ms: MINUTE },
  { name: "window.tenMinutes", ms: 10 * MINUTE },
  { name: "window.hour", ms: HOUR },
  { name: "window.eightHours", ms: 8 * HOUR },
  { name: "window.day", ms: DAY },
  { name: "window.week", ms: 7 * DAY },
  { name: "window.month", ms: 30 * DAY },
  { name: "window.year", ms: 365 * DAY },
] as const satisfies readonly { readonly name: Key; readonly ms: number }[];

export const SHORTEST_MS = SECOND;
export const LONGEST_MS = 365 * DAY;

/** [from, to] in Instants. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lastSpan = (ms: number, now: number): Span => ({ from: now - ms, to: now });
export const lengthOf = ({ from, to }: Span): number => to - from;

/** Makes the window `factor` times as long while the time under the finger stays where it is (`focus` 0 left … 1 right). */
export function zoomed(span: Span, factor: number, focus: number, now: number): Span {
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lengthOf(span) * factor));
  const held = span.from + lengthOf(span) * focus;
  return notAhead({ from: held - length * focus, to: held + length * (1 - focus) }, now);
}

/** Moves by a share of its length; 1 is one whole window later. */
export function moved(span: Span, share: number, now: number): Span {
  const by = lengthOf(span) * share;
  return notAhead({ from: span.from + by, to: span.to + by }, now);
}

/** The future has no measurements: a window ends at most a twentieth of its length after now. */
function notAhead(span: Span, now: number): Span {
  const ahead = span.to - (now + lengthOf(span) * 0.05);
  return ahead <= 0 ? span : { from: span.from - ahead, to: span.to - ahead };
}

/** The step of the zoom that is nearest to the window's length, by ratio. */
export function nearestWindow(length: number): (typeof windows)[number] {
  const far = (ms: number) => Math.abs(Math.log(ms / length));
  return windows.reduce((best, step) => (far(step.ms) < far(best.ms) ? step : best));
}

/** The next wider (1) or narrower (-1) step. */
export function stepOf(length: number, direction: 1 | -1): number {
  const steps =
    direction === 1 ? windows.filter(({ ms }) => ms > length * 1.01) : windows.filter(({ ms }) => ms < length * 0.99);
  return (direction === 1 ? steps[0] : steps.at(-1))?.ms ?? length;
}

/** What is asked of the server: rounded outwards, so that a window that moves by a hair needs no new answer. */
export function asked(span: Span, pixels: number): Span & { readonly buckets: number } {
  const length = lengthOf(span);
  const grid = Math.max(1, Math.round(length / 4));
  const from = Math.floor(span.from / grid) * grid;
  const to = Math.ceil(span.to / grid) * grid;
  return { from, to, buckets: Math.max(1, Math.round((pixels * (to - from)) / length)) };
}
