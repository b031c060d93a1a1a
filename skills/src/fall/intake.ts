import { GAP, type Instant, type Signal, type SignalOf, type SourceId } from "@sakiyomi/core";

export const axes = ["acceleration-x", "acceleration-y", "acceleration-z"] as const;
export type Axis = (typeof axes)[number];
export type AxisSignal = SignalOf<Axis>;
export const isAxis = (signal: Signal): signal is AxisSignal => axes.some((axis) => axis === signal.kind);

/** A stretch of one axis in steps of 0.1 mg (the kind's resolution); `GAP` where nothing was measured. */
export interface Segment {
  readonly at: number;
  readonly values: ArrayLike<number>;
  /** The first value that has not been heard yet. */
  readonly from: number;
}
type Queues = readonly [readonly Segment[], readonly Segment[], readonly Segment[]];

/** What has arrived of the three axes of one sensor. They come in messages of their own: one waits for the others. */
export interface Intake {
  readonly source: string;
  readonly rate: number;
  readonly waiting: Queues;
  /** The end of the newest block of each axis; 0: none yet. */
  readonly until: readonly [number, number, number];
  /** How many blocks in a row lay before what was heard. */
  readonly behind: number;
}

/** The three axes over the same time. */
export interface Triple {
  readonly at: number;
  readonly count: number;
  readonly axes: readonly [Segment, Segment, Segment];
}

/** Falls shorter than two samples cannot be seen in slower waves; the issue asks for 50 to 200 Hz, devices give 48 or 52, too. */
export const SLOWEST_HZ = 40;
export const UNIT_PER_G = 10_000;
/** A clock's jitter is no gap. */
export const JITTER_MS = 25;
/** Another sensor takes over when the first has been silent for so long. */
const SWITCH_AFTER_MS = 5000;
/** So long an axis waits for the others; its newest block always does. */
const WAITS_MS = 2000;
/** So many blocks in a row from before: the device's clock was set back, and it is heard from there. */
const SET_BACK = 30;

/** Some devices name each axis: `…-x`, `…-y`, `…-z` are one sensor. */
const sensorOf = (source: SourceId): string => source.replace(/[-_.:]?[xyz]$/i, "");

const newIntake = (source: string, rate: number): Intake => ({
  source,
  rate,
  waiting: [[], [], []],
  until: [0, 0, 0],
  behind: 0,
});

export interface Taken {
  readonly intake: Intake | null;
  /** The sensor, its rate or its clock is another: what was heard before does not go on. */
  readonly isNew: boolean;
}

/** Takes in one block. `heardUntil`: the end of what has gone through the detector; 0 where nothing has. */
export function takeIn(before: Intake | null, signal: AxisSignal, heardUntil: number): Taken {
  const { rate } = signal.value;
  if (signal.quality === "bad" || signal.quality === "entered-in-error" || rate < SLOWEST_HZ || rate > 4000)
    return { intake: before, isNew: false };
  if (before !== null && !isSame(before, signal)) {
    const newest = Math.max(...before.until);
    const isSwitched = before.source === sensorOf(signal.source) || signal.at - newest > SWITCH_AFTER_MS;
    return isSwitched ? begin(signal) : { intake: before, isNew: false };
  }
  if (before === null) return begin(signal);
  const isBehind = signal.at + durationOf(signal) <= heardUntil - JITTER_MS;
  if (!isBehind) return { intake: queued(before, signal, heardUntil), isNew: false };
  if (before.behind + 1 >= SET_BACK) return begin(signal);
  return { intake: { ...before, behind: before.behind + 1 }, isNew: false };
}

const isSame = ({ source, rate }: Intake, signal: AxisSignal): boolean =>
  source === sensorOf(signal.source) && rate === signal.value.rate;
const begin = (signal: AxisSignal): Taken => ({
  intake: queued(newIntake(sensorOf(signal.source), signal.value.rate), signal, 0),
  isNew: true,
});
const durationOf = ({ value }: AxisSignal): number => (value.samples.length * 1000) / value.rate;

function queued(intake: Intake, signal: AxisSignal, heardUntil: number): Intake {
  const { kind, at, value } = signal;
  const axis = axes.indexOf(kind);
  const values = inUnits(value);
  const segment = trimmed({ at, values, from: 0 }, value.rate, Math.max(heardUntil, intake.until[axis] ?? 0));
  const end = at + durationOf(signal);
  const queue = intake.waiting[axis] ?? [];
  return {
    ...intake,
    behind: 0,
    waiting: intake.waiting.map((one, i) => (i === axis ? [...queue, ...(segment ? [segment] : [])] : one)) as never,
    until: intake.until.map((until, i) => (i === axis ? Math.max(until, end) : until)) as never,
  };
}

function inUnits({ samples, scale, offset }: AxisSignal["value"]): Int32Array {
  const [by, plus] = [scale * UNIT_PER_G, offset * UNIT_PER_G];
  const values = new Int32Array(samples.length);
  for (let i = 0; i < values.length; i++) {
    const raw = samples[i] as number;
    values[i] = raw === GAP ? GAP : Math.round(raw * by + plus);
  }
  return values;
}

const startOf = ({ at, from }: Segment, rate: number): Instant => at + (from * 1000) / rate;
const endOf = ({ at, values }: Segment, rate: number): Instant => at + (values.length * 1000) / rate;

/** Without what lies before `since`: it was heard already, or the other axes do not have it. Null: nothing is left. */
function trimmed(segment: Segment, rate: number, since: number): Segment | null {
  const off = since - startOf(segment, rate);
  if (off <= JITTER_MS) return segment;
  const from = segment.from + Math.round((off * rate) / 1000);
  return from >= segment.values.length ? null : { ...segment, from };
}

/** Gives what all three axes have by now, in order of time, and keeps the rest. */
export function drain(intake: Intake, hear: (triple: Triple) => void): Intake {
  const { rate } = intake;
  const queues = intake.waiting.map((queue) => [...queue]);
  for (;;) {
    const firsts = queues.flatMap((queue) => queue.slice(0, 1));
    if (firsts.length < axes.length) break;
    const start = Math.max(...firsts.map((one) => startOf(one, rate)));
    const heads = firsts.map((one) => cut(one, rate, start));
    const whole = heads.filter((head) => head !== null);
    const isWhole = whole.length === axes.length;
    const count = isWhole ? Math.min(...whole.map(({ values, from }) => values.length - from)) : 0;
    if (isWhole) hear({ at: start, count, axes: whole as never });
    for (const [i, queue] of queues.entries()) replaceHead(queue, heads[i] ?? null, count);
  }
  return { ...intake, waiting: queues.map((queue) => lately(queue, rate)) as never };
}

/** An axis whose others never come is not kept for ever. */
function lately(queue: readonly Segment[], rate: number): readonly Segment[] {
  const newest = queue.at(-1);
  if (newest === undefined) return queue;
  return queue.filter((one) => one === newest || endOf(one, rate) > endOf(newest, rate) - WAITS_MS).map(plain);
}

/** To the nearest sample, without the allowance for jitter. */
function cut(segment: Segment, rate: number, start: number): Segment | null {
  const from = segment.from + Math.max(0, Math.round(((start - startOf(segment, rate)) * rate) / 1000));
  return from >= segment.values.length ? null : { ...segment, from };
}

function replaceHead(queue: Segment[], head: Segment | null, used: number): void {
  if (head === null || head.from + used >= head.values.length) queue.shift();
  else queue[0] = { ...head, from: head.from + used };
}

/** What waits is state, so plain data. */
const plain = ({ at, values, from }: Segment): Segment => ({ at, values: Array.from(values), from });

/** Of a sensor that speaks: the axis of which nothing comes any more. */
export function missingAxis({ until }: Intake): Axis | null {
  const newest = Math.max(...until);
  return axes.find((_, i) => newest - (until[i] ?? 0) > SWITCH_AFTER_MS) ?? null;
}
