import type { NapChild, NapPosture, Said } from "./shapes.ts";

export type TileState = "awake" | "calm" | "soon" | "late" | "calls";

/** A child as its tile shows it: what the house says, and what was tapped here since. */
export interface Tile {
  readonly child: NapChild;
  readonly state: TileState;
  readonly since: number | null;
  readonly due: number | null;
  /** How much of the interval is left: 1 just looked at, 0 due. */
  readonly left: number;
  readonly posture: NapPosture | null;
  readonly lookedAt: number | null;
  /** Tapped here, and not yet at the house. */
  readonly waits: boolean;
  /** What calls for somebody, the most urgent first. */
  readonly calls: NapChild["alerts"];
}

const MINUTE = 60_000;
/** As long before as the skill puts it on the list. */
const SOON_MS = MINUTE;

interface Known {
  readonly since: number | null;
  readonly due: number | null;
  readonly posture: NapPosture | null;
  readonly lookedAt: number | null;
}

function withTap(known: Known, said: Said, everyMs: number): Known {
  if (said.kind === "nap") {
    const isBeginning = said.value.phase === "start";
    if (!isBeginning) return { ...known, since: null, due: null };
    return known.since === null ? { since: said.at, due: said.at + everyMs, posture: null, lookedAt: null } : known;
  }
  const isLate = (said.value.writtenAt ?? said.at) - said.at > MINUTE;
  if (known.since === null || said.at < known.since || isLate) return known;
  const due = Math.max(known.due ?? 0, said.at + everyMs);
  return { ...known, due, posture: said.value.turned ? "back" : said.value.posture, lookedAt: said.at };
}

const rank = { high: 0, medium: 1, low: 2 } as const;

/** What still stands: a look that was tapped here answers the call for it at once. */
const callsOf = ({ alerts }: NapChild, due: number | null, now: number) =>
  alerts
    .filter(({ over, key, level }) => !over && level !== "low" && !(key === "missed" && due !== null && due > now))
    .toSorted((a, b) => rank[a.level] - rank[b.level] || a.raisedAt - b.raisedAt);

export function tileOf(child: NapChild, said: readonly Said[], now: number): Tile {
  const everyMs = child.everyMin * MINUTE;
  const own = said.filter(({ person }) => person === child.id);
  const last = child.last;
  const start: Known = {
    ...{ since: child.since, due: child.due, lookedAt: last?.at ?? null },
    posture: last === null ? null : last.turned ? "back" : last.posture,
  };
  const known = own.toSorted((a, b) => a.at - b.at).reduce((was, one) => withTap(was, one, everyMs), start);
  const calls = known.since === null ? [] : callsOf(child, known.due, now);
  return {
    ...{ child, ...known, calls, waits: own.length > 0 },
    state: stateOf(known, calls.length > 0, now),
    left: known.due === null ? 0 : Math.max(0, Math.min(1, (known.due - now) / everyMs)),
  };
}

function stateOf({ since, due }: Known, isCalled: boolean, now: number): TileState {
  if (since === null || due === null) return "awake";
  if (isCalled) return "calls";
  if (now >= due) return "late";
  return due - now <= SOON_MS ? "soon" : "calm";
}

/** "4:59", "+0:12" when it is over. */
export function countdown(due: number, now: number): string {
  const seconds = Math.ceil(Math.abs(due - now) / 1000);
  const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return due >= now ? shown : `+${shown}`;
}

/** A tap says "on its back, breathing seen"; where somebody is called for something else, the child is looked at first. */
export const needsWords = ({ calls }: Tile): boolean => calls.some(({ key }) => key !== "missed");

export const arrows: Readonly<Record<NapPosture, string>> = { back: "↑", left: "←", right: "→", front: "↓" };
