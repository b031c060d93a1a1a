import { serverNow, setServerNow } from "./clock.ts";
import { Live, type Socket } from "./live.ts";
import { patched, withPredictions } from "./patched.ts";
import { queryClient } from "./queries.ts";
import type { Board, LiveMessage, LiveSignal } from "./shapes.ts";

export type Listener = (signals: readonly LiveSignal[], now: number) => void;

/** The live feed as the page holds it: when it was last heard, and who listens to whose signals. */
export interface Feed {
  readonly live: Live;
  readonly heardAt: () => number | null;
  readonly startedAt: number;
  readonly listen: (person: string, listener: Listener) => () => void;
}

const browserSocket = (): Socket =>
  new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/live`) as unknown as Socket;

/** Every query about medicines begins with this key. */
const renewMedicines = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["medication"] });

export function makeFeed(open: () => Socket = browserSocket): Feed {
  const listeners = new Map<string, Set<Listener>>();
  let heardAt: number | null = null;
  let isNew = true;
  // Patches belong to what came over the line, and not to an answer that was fetched meanwhile and may be older or newer.
  let heard: Board | undefined;
  const setBoard = (change: (board: Board | undefined) => Board | undefined): void => {
    heard = change(heard);
    if (heard !== undefined) queryClient.setQueryData<Board>(["board"], heard);
  };
  const takes: { readonly [T in LiveMessage["type"]]: (message: Extract<LiveMessage, { type: T }>) => unknown } = {
    beat: ({ at }) => setServerNow(at),
    board: ({ board }) => setBoard(() => board),
    patch: (patch) => setBoard((board) => patched(board, patch)),
    signals: ({ person, signals }) => {
      for (const listener of listeners.get(person) ?? []) listener(signals, serverNow());
    },
    predictions: ({ person, predictions }) => setBoard((board) => withPredictions(board, person, predictions)),
    medication: () => renewMedicines(),
    "signed-out": () => queryClient.invalidateQueries({ queryKey: ["session"] }),
  };
  const openNew = (): Socket => {
    isNew = true;
    heard = undefined;
    return open();
  };
  const hear = (message: LiveMessage): void => {
    heardAt = Date.now();
    // The board comes whole with each connection; what was said of medicines while nothing was heard is asked for again.
    if (isNew) void renewMedicines();
    isNew = false;
    (takes[message.type] as (message: LiveMessage) => unknown)(message);
  };
  const after = (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  const listen = (person: string, listener: Listener) => {
    const theirs = listeners.get(person) ?? new Set();
    listeners.set(person, theirs.add(listener));
    return () => void theirs.delete(listener);
  };
  const live = new Live({ open: openNew, after, chance: Math.random, hear });
  return { live, heardAt: () => heardAt, startedAt: Date.now(), listen };
}
