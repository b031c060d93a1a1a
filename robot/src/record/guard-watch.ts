import type { Seconds } from "../contract/robot.ts";
import type { Limit } from "../guard/guard.ts";
import type { Turn } from "../loop/control-loop.ts";
import type { EventKind, RecordedEvent } from "./events.ts";

/** sakiyomi_msgs/Guard, but for its header. */
interface GuardShown {
  readonly limits: string;
  readonly latch: string;
  readonly why: string;
  readonly task: string;
  readonly note: string;
}

interface Watched {
  /** null: as before. */
  readonly shown: GuardShown | null;
  /** What is written above the robot; null: as before. */
  readonly limits: string | null;
  readonly events: readonly RecordedEvent[];
}

export interface GuardWatch {
  next(turn: Turn): Watched;
}

/** A limit is told anew when it has not bitten for so long, s: one that flickers fills no log. */
const quiet = 1;

const isSame = (a: GuardShown | null, b: GuardShown): boolean =>
  a !== null && (Object.keys(b) as (keyof GuardShown)[]).every((key) => a[key] === b[key]);

/** Turns a hundred states a second into what changed, and into words. */
export const guardWatch = (): GuardWatch => {
  const bitten = new Map<Limit, Seconds>();
  let before: GuardShown | null = null;
  let note = "";
  return {
    next: (turn) => {
      note = turn.told?.note ?? note;
      const { latch } = turn.guarded.state;
      const shown: GuardShown = {
        limits: [...turn.guarded.limits].sort().join(", "),
        latch: latch?.limit ?? "",
        why: latch?.why ?? "",
        task: turn.asked.task?.title ?? "",
        note,
      };
      const events = eventsOf(turn, before, shown, bitten);
      if (isSame(before, shown)) return { shown: null, limits: null, events };
      const isNew = (before?.limits ?? "") !== shown.limits;
      before = shown;
      return { shown, limits: isNew ? shown.limits : null, events };
    },
  };
};

const eventsOf = (
  { at, asked, guarded }: Turn,
  before: GuardShown | null,
  shown: GuardShown,
  bitten: Map<Limit, Seconds>,
): readonly RecordedEvent[] => {
  const events: RecordedEvent[] = [];
  const tell = (kind: EventKind, part: string, why: string): void => void events.push({ at, kind, part, why });
  for (const stop of asked.stops) tell("stop", stop, `asked for by ${stop}`);
  if (asked.release) tell("release", asked.release.person, `released by ${asked.release.person}`);
  if (shown.task !== (before?.task ?? "")) tell("task", "guard", shown.task || "no touch is planned any more");
  if (shown.latch !== "" && shown.why !== before?.why) tell("latch", "guard", shown.why);
  for (const limit of guarded.limits) {
    if (!(at - (bitten.get(limit) ?? Number.NEGATIVE_INFINITY) < quiet)) tell("limit", "guard", `${limit} bites`);
    bitten.set(limit, at);
  }
  return events;
};
