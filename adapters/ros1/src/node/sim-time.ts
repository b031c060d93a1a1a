import { clockType } from "../messages/common.ts";
import { rosTime, secondsOf } from "../messages/time.ts";
import type { OnTrouble } from "../trouble.ts";
import type { RosLine } from "./line.ts";
import type { RosNode } from "./node.ts";
import type { Publication } from "./publication.ts";

/** Tells simulated time on /clock to all nodes that were started with /use_sim_time. */
export interface ClockPublisher {
  tell(seconds: number): void;
  close(): Promise<void>;
}

/** Sets /use_sim_time and takes over the time; this node's own time is what it tells. */
export const publishClock = async (node: RosNode): Promise<ClockPublisher> => {
  const clock: Publication<{ readonly clock: { readonly sec: number; readonly nsec: number } }> = node.publish(
    "/clock",
    clockType,
    { isLatched: true },
  );
  await node.setParam("/use_sim_time", true);
  return {
    tell: (seconds) => {
      node.setTime(seconds);
      clock.publish({ clock: rosTime(seconds) });
    },
    close: async () => {
      node.setTime(null);
      await node.deleteParam("/use_sim_time");
      await clock.close();
    },
  };
};

/**
 * Follows /clock: `node.now()` is what it last told. Resolves with its first tick, or rejects when none comes in time. A
 * clock that goes back (a world begun anew) is told as a trouble and followed.
 */
export const followClock = async (
  node: RosLine,
  { withinMs = 5000, onTrouble = (): void => {} }: { withinMs?: number; onTrouble?: OnTrouble } = {},
): Promise<{ close(): Promise<void> }> => {
  let last = Number.NEGATIVE_INFINITY;
  const listening = node.subscribe("/clock", clockType, ({ clock }) => {
    const seconds = secondsOf(clock);
    if (seconds < last) onTrouble({ code: "clock-jump", why: `/clock went back by ${(last - seconds).toFixed(3)} s.` });
    last = seconds;
    node.setTime(seconds);
  });
  const close = async (): Promise<void> => {
    node.setTime(null);
    await listening.close();
  };
  try {
    await listening.connected(withinMs);
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Whether time is simulated, as the parameter /use_sim_time says. */
export const isTimeSimulated = async (node: RosNode): Promise<boolean> => (await node.param("/use_sim_time")) === true;
