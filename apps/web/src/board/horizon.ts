import type { DueView } from "../link/shapes.ts";
import type { Need } from "./order.ts";

const HOUR = 3_600_000;
export const HORIZON_HOURS = 4;

/** Where something stands between now (0) and the end of the horizon (100). */
export interface Mark {
  readonly key: string;
  readonly type: "need" | "task";
  readonly from: number;
  /** The expected time; null where it lies beyond the horizon and only the interval reaches into it. */
  readonly at: number | null;
  readonly to: number;
}

const percent = (at: number, now: number): number =>
  Math.min(100, Math.max(0, ((at - now) / (HORIZON_HOURS * HOUR)) * 100));

export function marksOf(needs: readonly Need[], due: readonly DueView[], now: number): readonly Mark[] {
  const end = now + HORIZON_HOURS * HOUR;
  const expected = needs
    .filter(({ low }) => low < end)
    .map(
      ({ view, at, low, high }): Mark => ({
        key: `${view.skill} ${view.name}`,
        type: "need",
        from: percent(low, now),
        at: at > end ? null : percent(at, now),
        to: percent(high, now),
      }),
    );
  const tasks = due
    .filter(({ type, state, dueAt }) => type === "task" && state !== "done" && dueAt < end)
    .map(
      ({ id, dueAt }): Mark => ({
        key: id,
        type: "task",
        from: percent(dueAt, now),
        at: percent(dueAt, now),
        to: percent(dueAt, now),
      }),
    );
  return [...expected, ...tasks];
}

/** The full hours within the horizon, for its ruler. Zones with odd quarters get theirs half an hour off, never wrong by name. */
export function hoursAhead(now: number): readonly { readonly at: number; readonly place: number }[] {
  const first = Math.ceil(now / HOUR) * HOUR;
  return Array.from({ length: HORIZON_HOURS }, (_, i) => first + i * HOUR)
    .filter((at) => percent(at, now) > 2 && percent(at, now) < 91)
    .map((at) => ({ at, place: percent(at, now) }));
}
