import type { RobotTrouble } from "./shapes.ts";

/** Over so many seconds. */
const span = 1;

/** Turns of the loop a second, and simulated seconds a second. Times in s on a monotonic clock. */
export const turnMeter = () => {
  const turns: number[] = [];
  const shown: { readonly at: number; readonly simulated: number }[] = [];
  return {
    turned: (now: number): void => {
      turns.push(now);
      while ((turns[0] ?? now) < now - span) turns.shift();
    },
    shown: (simulated: number, now: number): void => {
      // A world that began anew has another time.
      if ((shown.at(-1)?.simulated ?? 0) > simulated) shown.length = 0;
      shown.push({ at: now, simulated });
      while ((shown[0]?.at ?? now) < now - span) shown.shift();
    },
    read: (now: number): { readonly turns: number; readonly realTime: number | null; readonly age: number | null } => {
      const [first, last] = [shown[0], shown.at(-1)];
      const passed = first && last ? last.at - first.at : 0;
      const newest = turns.at(-1);
      return {
        turns: turns.filter((at) => at > now - span).length / span,
        realTime: first && last && passed > span / 4 ? (last.simulated - first.simulated) / passed : null,
        age: newest === undefined ? null : now - newest,
      };
    },
  };
};

const mostTroubles = 12;

/** The same trouble, whatever its figures are this time. */
const kindOf = ({ part, why }: RobotTrouble): string => `${part} ${why.replaceAll(/[\d.]+/g, "#")}`;

/** Newest first; the same again is only newer. */
export const troubleBook = () => {
  let troubles: readonly RobotTrouble[] = [];
  return {
    add: (trouble: RobotTrouble): void => {
      const others = troubles.filter((one) => kindOf(one) !== kindOf(trouble));
      troubles = [trouble, ...others].slice(0, mostTroubles);
    },
    list: (): readonly RobotTrouble[] => troubles,
  };
};
