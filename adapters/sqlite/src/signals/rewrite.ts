import type { Forget, Instant } from "@sakiyomi/core";
import { type ChannelRow, frameEnd, seriesOf } from "./channel.ts";
import { type FrameHead, type Frames, framesOf } from "./frames.ts";
import type { Strike } from "./head.ts";
import type { Keeper } from "./keeper.ts";
import type { Period } from "./period.ts";
import { periodSpan } from "./period-schema.ts";
import { inTransaction } from "./sqlite.ts";

const ALWAYS = 2 ** 53;

/** Retention and erasure. When it returns, the bytes are gone from files and logs. Returns how many samples went. */
export function forget(keeper: Keeper, what: Forget): number {
  keeper.flush();
  const gone = "subject" in what ? erase(keeper, what.subject) : retain(keeper, what.before, what.kinds);
  keeper.head.scrub();
  keeper.shelf = keeper.recover();
  return gone;
}

function erase(keeper: Keeper, subject: string): number {
  const channels = [...keeper.shelf.channels.values()].filter((channel) => channel.subject === subject);
  let gone = 0;
  for (const period of keeper.periods.all()) {
    const here = inTransaction(period.db, () => {
      const all = channels.map(
        (channel) => dropFrames(period, channel, ALWAYS) + dropRows(keeper, period, channel, ALWAYS),
      );
      for (const { id } of channels) period.run("dropChannel", id);
      return all.reduce((sum, n) => sum + n, 0);
    });
    period.forgetCaches();
    if (here > 0) period.truncateLog();
    gone += here;
  }
  inTransaction(keeper.head.db, () => {
    for (const { id } of channels) keeper.head.undefine(id);
    for (const strike of keeper.head.struck()) if (strike.subject === subject) keeper.head.unstrike(strike);
  });
  return gone;
}

function retain(keeper: Keeper, before: Instant, kinds: readonly string[] | undefined): number {
  const channels = [...keeper.shelf.channels.values()].filter(({ kind }) => kinds?.includes(kind) ?? true);
  let gone = 0;
  for (const name of keeper.periods.names()) {
    if (periodSpan(name)[0] >= before) break;
    const period = keeper.periods.get(name);
    if (kinds === undefined && periodSpan(name)[1] + period.longest() < before) {
      gone += period.count();
      inTransaction(keeper.head.db, () => unstrikeUpTo(keeper, periodSpan(name)));
      keeper.periods.drop(name);
      continue;
    }
    const drop = (channel: ChannelRow) =>
      dropFrames(period, channel, before) + dropRows(keeper, period, channel, before);
    gone += inTransaction(period.db, () => channels.map(drop).reduce((sum, n) => sum + n, 0));
    period.truncateLog();
  }
  return gone;
}

function unstrikeUpTo(keeper: Keeper, [from, to]: readonly [number, number]): void {
  for (const strike of keeper.head.struck()) if (strike.at >= from && strike.at < to) keeper.head.unstrike(strike);
}

/** Drops the frames that ended before; a block that holds both is written anew. */
function dropFrames(period: Period, channel: ChannelRow, before: Instant): number {
  let gone = 0;
  for (const { id, t0, t1, n } of period.headers(channel.id, -ALWAYS, ALWAYS)) {
    if (t0 >= before) continue;
    if (t1 < before) gone += n;
    else gone += split(period, channel, id, ({ at, n: length }) => frameEnd(at, length, channel.rate) < before, null);
    if (t1 < before) period.run("dropBlock", id);
  }
  return gone;
}

function dropRows(keeper: Keeper, period: Period, channel: ChannelRow, before: Instant): number {
  const { subject, source, kind } = channel;
  let gone = 0;
  for (const { id, at, sequence, quality, width, n } of period.rowHeads(channel.id)) {
    if (frameEnd(at, n, width === 0 ? 0 : channel.rate) >= before) continue;
    if (quality === 3) keeper.head.unstrike({ subject, source, kind, at, sequence });
    period.run("dropRow", id);
    gone += width === 0 ? 1 : n;
  }
  return gone;
}

/** Takes the frames out of a block that are meant, and gives them to another channel, or to nobody. */
function split(
  period: Period,
  channel: ChannelRow,
  id: number,
  meant: (head: FrameHead) => boolean,
  to: ChannelRow | null,
): number {
  const all = [...period.block(id)];
  const taken = framesOf(all.filter(([head]) => meant(head)));
  if (taken.count === 0) return 0;
  period.run("dropBlock", id);
  const rest: Frames = framesOf(all.filter(([head]) => !meant(head)));
  if (rest.count > 0) period.addBlock(channel, rest, false);
  if (to !== null) period.addBlock(to, taken, false);
  return taken.used;
}

export interface Move {
  readonly from: ChannelRow;
  readonly to: ChannelRow;
}

/** Moves what was measured in [from, to) to the channels of another subject. Returns how many samples moved. */
export function reassign(keeper: Keeper, moves: readonly Move[], from: Instant, to: Instant): number {
  keeper.flush();
  inTransaction(keeper.head.db, () => {
    for (const { to: channel } of moves) keeper.head.define(channel);
    for (const strike of keeper.head.struck()) moveStrike(keeper, moves, strike, from, to);
  });
  let moved = 0;
  for (const period of keeper.periods.touching(from, to)) {
    const here = inTransaction(period.db, () =>
      moves.map((move) => moveIn(period, move, from, to)).reduce((sum, n) => sum + n, 0),
    );
    period.forgetCaches();
    if (here > 0) period.truncateLog();
    moved += here;
  }
  keeper.head.scrub();
  keeper.shelf = keeper.recover();
  return moved;
}

function moveIn(period: Period, move: Move, from: Instant, to: Instant): number {
  let moved = 0;
  const meant = ({ at }: FrameHead) => at >= from && at < to;
  for (const { id } of period.headers(move.from.id, from, to)) moved += split(period, move.from, id, meant, move.to);
  for (const { id, at, width, n } of period.rowHeads(move.from.id)) {
    if (at < from || at >= to) continue;
    period.meet(move.to);
    period.run("moveRow", move.to.id, id);
    moved += width === 0 ? 1 : n;
  }
  return moved;
}

function moveStrike(keeper: Keeper, moves: readonly Move[], strike: Strike, from: Instant, to: Instant): void {
  if (strike.at < from || strike.at >= to) return;
  const move = moves.find((one) => seriesOf(one.from) === seriesOf(strike as unknown as ChannelRow));
  if (move === undefined) return;
  keeper.head.unstrike(strike);
  keeper.head.strike({ ...strike, subject: move.to.subject });
}
