import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type LinkState, linkState } from "./freshness.ts";
import { type Feed, type Listener, makeFeed } from "./heard.ts";

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
