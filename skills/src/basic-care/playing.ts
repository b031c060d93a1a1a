import { DAY, HOUR, type Instant, type Signal, type Step } from "@sakiyomi/core";
import { ann, day, START } from "./sim.ts";
import { basicCare } from "./skill.ts";

/** How the tests of this skill play days and read what it says. */
export interface Turn extends Step<unknown> {
  readonly now: Instant;
}

export const person = { id: ann, ageYears: 84, pregnant: null };

/** A turn every so often with what has arrived, its state stored in between. */
export function played(
  signals: readonly Signal[],
  until: Instant,
  given: Readonly<Record<string, unknown>> = {},
  everyMs = HOUR / 2,
): readonly Turn[] {
  const settings = basicCare.settings.parse(given);
  const waiting = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const turns: Turn[] = [];
  let [state, next] = [basicCare.start(START), 0];
  for (let now = START; now <= until; now += everyMs) {
    const from = next;
    while (next < waiting.length && (waiting[next]?.receivedAt ?? 0) <= now) next += 1;
    const step = basicCare.step(state, { signals: waiting.slice(from, next), settings, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    turns.push({ ...step, now });
  }
  return turns;
}

/** Of the n-th day, which begins at four. */
export const at = (n: number, hour: number): Instant => START + n * DAY + (hour - 4) * HOUR;

export const usual = (
  days: number,
  more: Readonly<Record<number, Parameters<typeof day>[1]>> = {},
): readonly Signal[] => Array.from({ length: days }, (_, n) => day(n, more[n])).flat();
