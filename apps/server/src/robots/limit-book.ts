import type { LimitBite } from "./shapes.ts";

/** A limit that bites again within this time bites still: at the edge it comes and goes with every turn. */
const pauseMs = 400;
/** As many are told; older ones are in the recording. */
const most = 24;

/** What bit, from when until when, newest first. */
export const limitBook = () => {
  const bites: { limit: string; from: number; until: number }[] = [];
  return {
    add: (limits: Iterable<string>, now: number): void => {
      for (const limit of limits) {
        const open = bites.find((bite) => bite.limit === limit && now - bite.until <= pauseMs);
        if (open) open.until = now;
        else bites.unshift({ limit, from: now, until: now });
      }
      bites.length = Math.min(bites.length, most);
    },
    list: (now: number): readonly LimitBite[] => bites.map((bite) => ({ ...bite, isOn: now - bite.until <= pauseMs })),
  };
};
