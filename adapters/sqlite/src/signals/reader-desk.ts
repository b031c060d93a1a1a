import type { MessagePort } from "node:worker_threads";
import type { ChannelRow } from "./channel.ts";
import { Periods } from "./periods.ts";
import { arrivals, damagedPeriods, extents, range, rows, summary } from "./reading.ts";
import { Handing, serve } from "./rpc.ts";
import type { DeskOptions } from "./writer-desk.ts";

/** What the writer told, sent along with every question. */
export interface Asked {
  readonly channels: readonly ChannelRow[];
  readonly records: ArrayBuffer;
  readonly struck: Readonly<Record<number, readonly string[]>>;
  readonly periods: readonly string[];
}

/** Answers at a port for those who read: long queries hold up neither the writer nor the server. */
export function serveReader(port: MessagePort, { dir }: DeskOptions): void {
  const periods = new Periods(dir, true);
  const following =
    <Q extends Asked, A>(answer: (periods: Periods, asked: Q) => A) =>
    (asked: Q): A => {
      periods.follow(asked.periods);
      return answer(periods, asked);
    };
  serve(port, {
    range: following((all, asked: Parameters<typeof range>[1]) => {
      const found = range(all, asked);
      return new Handing(
        found,
        found.map(({ samples }) => samples.buffer as ArrayBuffer),
      );
    }),
    rows: following(rows),
    summary: following(summary),
    extents: following(extents),
    arrivals: following((all, asked: Parameters<typeof arrivals>[1]) => {
      const records = arrivals(all, asked);
      return new Handing(records, [records]);
    }),
    damaged: following(damagedPeriods),
    follow: (names: readonly string[]) => periods.follow(names),
    close: () => periods.close(),
  });
}
