import type { Trouble } from "@sakiyomi/robot";

/** Turns that came late are gathered for so long: a busy machine has many, and a terminal is no lateness meter. */
const quietMs = 10_000;

/** Says what goes wrong while a robot runs; late turns of the loop at most every ten seconds, with their number. */
export function troubleTeller(say: (line: string) => void, now: () => number = () => performance.now()) {
  let [late, saidAt] = [0, Number.NEGATIVE_INFINITY];
  return ({ part, why }: Pick<Trouble, "part" | "why">): void => {
    if (part !== "loop") {
      say(`${part}: ${why}`);
      return;
    }
    late += 1;
    if (now() - saidAt < quietMs) return;
    say(`${part}: ${why}${late > 1 ? `; ${late} late turns since the last line` : ""}`);
    [late, saidAt] = [0, now()];
  };
}
