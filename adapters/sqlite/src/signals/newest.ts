import { frameName } from "./channel.ts";
import type { Period, Row } from "./period.ts";
import type { Periods } from "./periods.ts";
import { later, newestOnShelf } from "./sealer.ts";
import type { Newest, Shelf, Shelved } from "./shelf.ts";

/** The newest that stands of each series among the channels. */
export function newestOf(shelf: Shelf, periods: Periods, channels: readonly Shelved[]): Map<Shelved, Newest> {
  const bySeries = new Map<string, { channel: Shelved; newest: Newest }>();
  for (const channel of channels) {
    if (channel.newest === undefined) channel.newest = newestStored(shelf, periods, channel);
    const newest = later(channel.newest, newestOnShelf(shelf, channel));
    const best = bySeries.get(channel.series);
    if (newest === null || (best !== undefined && later(best.newest, newest) === best.newest)) continue;
    bySeries.set(channel.series, { channel, newest });
  }
  return new Map([...bySeries.values()].map(({ channel, newest }) => [channel, newest]));
}

/** From the newest period back, until something stands that was not struck out. */
function newestStored(shelf: Shelf, periods: Periods, channel: Shelved): Newest | null {
  for (const name of periods.names().reverse()) {
    const period = periods.get(name);
    const found = channel.lane === "row" ? newestRow(shelf, period, channel) : newestFrame(shelf, period, channel);
    if (found !== null) return found;
  }
  return null;
}

function newestRow(shelf: Shelf, period: Period, channel: Shelved): Newest | null {
  const names = shelf.struck.get(channel.series);
  for (const row of period.newestRows(channel.id)) {
    const stands = row.quality !== 3 && !(names?.has(frameName(row.at, row.sequence)) ?? false);
    if (stands) return { row: row satisfies Row };
  }
  return null;
}

/** Blocks may overlap where frames were late, so all that reach as far as the last one are looked at. */
function newestFrame(shelf: Shelf, period: Period, channel: Shelved): Newest | null {
  const last = period.get<{ t0: number }>("newest", channel.id);
  if (last === undefined) return null;
  return newestFrom(shelf, period, channel, last.t0) ?? newestFrom(shelf, period, channel, -(2 ** 53));
}

function newestFrom(shelf: Shelf, period: Period, channel: Shelved, from: number): Newest | null {
  let found: Newest | null = null;
  for (const { frames } of period.frames(channel.id, from, 2 ** 53))
    for (const [head, samples] of frames)
      if (!shelf.isStruck(channel, head.at, head.sequence)) found = later(found, { head, samples });
  return found;
}
