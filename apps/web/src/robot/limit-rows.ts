import type { RobotStatus } from "./shapes.ts";

export interface LimitRow {
  readonly limit: string;
  readonly times: number;
  readonly until: number;
  readonly isOn: boolean;
}

/** One row a limit, the newest first: a limit that comes and goes is one thing. */
export const limitRows = (limits: RobotStatus["limits"]): readonly LimitRow[] =>
  [...Map.groupBy(limits, ({ limit }) => limit)].map(([limit, bites]) => ({
    limit,
    times: bites.length,
    until: Math.max(...bites.map(({ until }) => until)),
    isOn: bites.some(({ isOn }) => isOn),
  }));
