import { useEffect } from "react";
import { useLink } from "../link/feed.tsx";
import { queryClient, useSession } from "../link/queries.ts";
import { heardClock, keepClock } from "./kept/clock.ts";
import { dropHeld, readHeld } from "./kept/held.ts";
import { drawer, sendQueue, waiting } from "./kept/phone.ts";
import { isSessionKept, sessionRead } from "./kept/sessions.ts";
import { onNetwork, reached, unreached } from "./network.ts";

const MINUTE = 60_000;
const AGAIN_MS = 10_000;

export const renewRound = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["medication"] });

/** Follows the feed: heard or silent, and what time it is. */
function useClock(): void {
  const { link, heardAt } = useLink();
  useEffect(() => {
    if (link === "silent") unreached();
    if (heardAt === null || link === "silent") return;
    reached();
    void heardClock();
  }, [heardAt, link]);
  useEffect(() => {
    const lost = () => unreached();
    addEventListener("offline", lost);
    const clock = setInterval(() => void keepClock(), MINUTE);
    return () => {
      removeEventListener("offline", lost);
      clearInterval(clock);
    };
  }, []);
}

async function sendWhatWaits(): Promise<void> {
  if (!navigator.onLine) return;
  if (isSessionKept()) {
    sessionRead();
    await queryClient.invalidateQueries({ queryKey: ["session"] });
  }
  if ((await waiting()) === 0) return;
  await sendQueue();
  await renewRound();
}

/** What one took along is not for who signs in next. */
async function dropForeign(staff: string): Promise<void> {
  const held = await readHeld(drawer);
  if (held !== null && held.session.staff?.id !== staff) await dropHeld(drawer);
}

/** Keeps the clock, notices the network, and sends what waits as soon as that is possible, on whatever page. */
export function useKeeper(): void {
  const session = useSession().data;
  const staff = session?.staff?.id ?? null;
  const isNobody = session !== undefined && staff === null;
  useClock();
  // The server ended the session: it ran out, or somebody reported the phone as lost. Without a network the phone would open
  // the round again for whoever holds it.
  useEffect(() => {
    if (isNobody) void dropHeld(drawer);
  }, [isNobody]);
  useEffect(() => {
    if (staff === null) return;
    const quietly = () => void sendWhatWaits().catch(() => undefined);
    void dropForeign(staff).then(quietly);
    addEventListener("online", quietly);
    const timer = setInterval(quietly, AGAIN_MS);
    const deaf = onNetwork(quietly);
    return () => {
      removeEventListener("online", quietly);
      clearInterval(timer);
      deaf();
    };
  }, [staff]);
}
