import { type FrameHead, Frames, framesOf, inOrder } from "./frames.ts";
import type { Period } from "./period.ts";
import { periodOf, periodSpan } from "./period-schema.ts";
import type { Periods } from "./periods.ts";
import type { Newest, Shelf, Shelved } from "./shelf.ts";

/** Samples a block: enough to pack well, few enough that a second of a signal is read quickly. */
const BLOCK = 4096;
/** Deflate is tried on one block in so many, and on each after it has won. */
const DEFLATE_EVERY = 64;
/** A waveform with fewer samples than this waits longer for more, up to a minute. */
const FEW = 250;
const PATIENCE = 60_000;

export const isDue = (channel: Shelved, now: number): boolean => {
  if (channel.since === 0) return false;
  if (channel.pending.used >= BLOCK) return true;
  if (channel.due > now) return false;
  const waits = channel.lane === "wave" && channel.rows.length === 0 && channel.pending.used < FEW;
  return !waits || now - channel.since > PATIENCE;
};

/**
 * Puts what the channels hold into blocks and rows, durably, until `enough` says stop; returns how many were done.
 * Where that fails, files may hold a part of it: the caller has to recover.
 */
export function seal(shelf: Shelf, periods: Periods, channels: readonly Shelved[], enough: () => boolean): number {
  const begun = new Set<Period>();
  const done: Shelved[] = [];
  const open = (at: number): Period => {
    const period = periods.get(periodOf(at));
    if (!begun.has(period)) period.db.exec("begin immediate");
    begun.add(period);
    return period;
  };
  try {
    for (const channel of channels) {
      sealOne(channel, open);
      done.push(channel);
      if (enough()) break;
    }
    for (const period of begun) period.db.exec("commit");
  } catch (error) {
    for (const period of begun) takeBack(period);
    throw error;
  }
  for (const channel of done) settle(shelf, channel);
  return done.length;
}

function takeBack(period: Period): void {
  if (period.db.isTransaction) period.db.exec("rollback");
  period.forgetCaches();
}

function sealOne(channel: Shelved, open: (at: number) => Period): void {
  for (const row of channel.rows) open(row.at).addRow(channel, row);
  let tryDeflate = channel.deflateWon || (channel.sealed + channel.id) % DEFLATE_EVERY === 0;
  for (const piece of pieces(inOrder(channel.pending.frames))) {
    const period = open(piece.at[0] as number);
    tryDeflate = period.addBlock(channel, grown(period, channel, piece), tryDeflate);
  }
  channel.deflateWon = tryDeflate;
}

/** Cut where a period or a block ends. Most often there is one piece: the frames as they are. */
function* pieces(frames: Frames): Generator<Frames> {
  if (frames.count === 0) return;
  const [first, last] = [frames.at[0] as number, frames.at.at(-1) as number];
  if (frames.used <= BLOCK && last < endOfPeriod(first)) {
    yield frames;
    return;
  }
  let piece = new Frames();
  let end = endOfPeriod(first);
  for (const [head, samples] of frames) {
    if (piece.count > 0 && (piece.used + samples.length > BLOCK || head.at >= end)) {
      yield piece;
      piece = new Frames();
      end = endOfPeriod(head.at);
    }
    piece.add(head, samples);
  }
  yield piece;
}

const endOfPeriod = (at: number): number => periodSpan(periodOf(at))[1];

/**
 * Small blocks are joined with the one before when that is at most twice as large, so that each sample is written again
 * only a few times (its logarithm), and a reading an hour still ends up in blocks of months.
 */
function grown(period: Period, channel: Shelved, frames: Frames): Frames {
  let all = frames;
  while (all.used <= BLOCK / 2) {
    const before = period.get<{ id: number; t1: number; n: number }>("newest", channel.id);
    const joins =
      before !== undefined &&
      before.t1 < (all.at[0] as number) &&
      before.n <= 2 * all.used &&
      before.n + all.used <= BLOCK;
    if (!joins) return all;
    const older = period.block(before.id);
    period.run("dropBlock", before.id);
    all = framesOf([...older, ...all]);
  }
  return all;
}

/** What was sealed leaves the memory; its newest frame stays at hand. */
function settle(shelf: Shelf, channel: Shelved): void {
  const { newest } = channel;
  if (newest !== undefined) channel.newest = later(newest, newestOnShelf(shelf, channel));
  shelf.cleared(channel);
}

export function later(a: Newest | null, b: Newest | null): Newest | null {
  if (a === null || b === null) return a ?? b;
  return isLater(said(b), said(a)) ? b : a;
}

/** The newest of a channel that stands and is not in a block. */
export function newestOnShelf(shelf: Shelf, channel: Shelved): Newest | null {
  let found: Newest | null = null;
  for (const row of channel.rows)
    if (row.width === 0 && row.quality !== 3 && !shelf.isStruck(channel, row.at, row.sequence))
      found = later(found, { row });
  const i = newestFrame(shelf, channel);
  if (i < 0) return found;
  const { frames } = channel.pending;
  let begin = 0;
  for (let before = 0; before < i; before++) begin += frames.n[before] as number;
  const head = frames.head(i);
  return later(found, { head, samples: frames.samples.slice(begin, begin + head.n) });
}

function newestFrame(shelf: Shelf, channel: Shelved): number {
  const { frames } = channel.pending;
  let best = -1;
  for (let i = frames.count - 1; i >= 0; i--) {
    const [at, sequence] = [frames.at[i] as number, frames.sequence[i] as number];
    if (best >= 0 && frames.ordered && at < (frames.at[best] as number)) return best;
    if (shelf.isStruck(channel, at, sequence)) continue;
    if (best < 0 || isLater(frames.head(i), frames.head(best))) best = i;
  }
  return best;
}

type Said = Pick<FrameHead, "at" | "sequence" | "arrival">;
const said = (newest: Newest): Said => ("row" in newest ? newest.row : newest.head);
const isLater = (a: Said, b: Said): boolean =>
  a.at !== b.at ? a.at > b.at : a.sequence !== b.sequence ? a.sequence > b.sequence : a.arrival > b.arrival;
