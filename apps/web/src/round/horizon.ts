import { shiftAt } from "../time/shift.ts";

const HOUR = 3_600_000;

/** How far ahead the round looks. */
export const horizons = ["shift", "4h", "24h"] as const;
export type Horizon = (typeof horizons)[number];

export const untilOf = (horizon: Horizon, now: number, zone: string): number =>
  ({ shift: shiftAt(now, zone).endsAt, "4h": now + 4 * HOUR, "24h": now + 24 * HOUR })[horizon];
