import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { serverNow, setServerNow } from "./clock.ts";
import { type LinkState, linkState } from "./freshness.ts";
import { Live, type Socket } from "./live.ts";
import { patched, withPredictions } from "./patched.ts";
import { queryClient } from "./queries.ts";
import type { Board, LiveMessage, LiveSignal } from "./shapes.ts";

type Listener = (signals: readonly LiveSignal[], now: number) => void;

/** The live feed as the page holds it: when it was last heard, and who listens to whose signals. */
export interface Feed {
  readonly live: Live;
  readonly heardAt: () => number | null;
  readonly startedAt: number;
  readonly listen: (person: string, listener: Listener) => () => void;
}

const browserSocket = (): Socket =>
  new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/live`) as unknown as Socket;

function makeFeed(): Feed {
  const listeners = new Map<string, Set<Listener>>();
  let heardAt: number | null = null;
  const setBoard = (change: (board: Board | undefined) => Board | undefined) =>
    queryClient.setQueryData<Board>(["board"], change);
  const takes: { readonly [T in LiveMessage["type"]]: (message: Extract<LiveMessage, { type: T }>) => unknown } = {
    beat: ({ at }) => setServerNow(at),
    board: ({ board }) => setBoard(() => board),
    patch: (patch) => setBoard((board) => patched(board, patch)),
    signals: ({ person, signals }) => {
      for (const listener of listeners.get(person) ?? []) listener(signals, serverNow());
    },
    predictions: ({ person, predictions }) => setBoard((board) => withPredictions(board, person, predictions)),
    // Every query about medicines begins with this key.
    medication: () => queryClient.invalidateQueries({ queryKey: ["medication"] }),
    "signed-out": () => queryClient.invalidateQueries({ queryKey: ["session"] }),
  };
  const hear = (message: LiveMessage): void => {
    heardAt = Date.now();
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
  const live = new Live({ open: browserSocket, after, chance: Math.random, hear });
  return { live, heardAt: () => heardAt, startedAt: Date.now(), listen };
}

const FeedContext = createContext<{
  readonly feed: Feed;
  readonly link: LinkState;
  readonly heardAt: number | null;
} | null>(null);

/** Watches the pulse of the feed once a second, and revives a connection that is open but dumb. */
function usePulse(feed: Feed) {
  const [pulse, setPulse] = useState<{ link: LinkState; heardAt: number | null }>({
    link: "connecting",
    heardAt: null,
  });
  useEffect(() => {
    let revivedAt = 0;
    const look = () => {
      const now = Date.now();
      const link = linkState(feed.heardAt(), feed.startedAt, now);
      if (link === "silent" && now - revivedAt > 20_000) {
        revivedAt = now;
        feed.live.revive();
      }
      setPulse((old) => (old.link === link && link !== "silent" ? old : { link, heardAt: feed.heardAt() }));
    };
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [feed]);
  return pulse;
}

export function FeedProvider({ children }: { readonly children: ReactNode }) {
  const [feed] = useState(makeFeed);
  useEffect(() => {
    feed.live.start();
    return () => feed.live.stop();
  }, [feed]);
  const { link, heardAt } = usePulse(feed);
  const value = useMemo(() => ({ feed, link, heardAt }), [feed, link, heardAt]);
  return <FeedContext value={value}>{children}</FeedContext>;
}

function useFeedContext() {
  const value = useContext(FeedContext);
  if (value === null) throw new Error("outside of FeedProvider");
  return value;
}

/** How the connection is, and when the server was last heard (this device's clock). */
export const useLink = () => {
  const { link, heardAt } = useFeedContext();
  return { link, heardAt };
};

/** Calls `listener` with every signal of the person, at full rate, while it is mounted. Keep `listener` stable. */
export function useSignals(person: string, listener: Listener): void {
  const { feed } = useFeedContext();
  useEffect(() => {
    feed.live.watch({ watch: "person", person });
    const deaf = feed.listen(person, listener);
    return () => {
      deaf();
      feed.live.watch({ watch: "board" });
    };
  }, [feed, person, listener]);
}
