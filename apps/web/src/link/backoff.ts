const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** How long to wait before try number `tries` (from 0). `chance` in [0, 1) spreads a ward of tablets over the time. */
export const waitBefore = (tries: number, chance: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.5 + chance / 2);
