import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useLink } from "../link/feed.tsx";
import { useBoardQuery } from "../link/queries.ts";
import { rhythms, soundingLevel } from "./rhythm.ts";
import { Sounder } from "./sound.ts";

const KEY = "sakiyomi.muted";

export interface Alarm {
  readonly muted: boolean;
  /** Not muted, but the browser still waits for a gesture. */
  readonly blocked: boolean;
  readonly setMuted: (muted: boolean) => void;
  readonly test: () => void;
}

const AlarmContext = createContext<Alarm | null>(null);

/** The first tap or key anywhere allows sound. */
function useUnlock(sounder: Sounder): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const gesture = () => {
      sounder.unlock().then(setReady, () => setReady(false));
    };
    const names = ["pointerdown", "keydown"] as const;
    for (const name of names) addEventListener(name, gesture);
    return () => {
      for (const name of names) removeEventListener(name, gesture);
    };
  }, [sounder]);
  return ready;
}

/** Sounds at once and then in the rhythm of the level; a silent server sounds like a medium alarm, falling. */
function useRinging(sounder: Sounder, muted: boolean, ready: boolean): void {
  const alerts = useBoardQuery().data?.alerts;
  const { link } = useLink();
  const level = soundingLevel(alerts ?? []);
  const gone = link === "silent";
  useEffect(() => {
    if (muted || !ready || (level === null && !gone)) return;
    const ring = () => (gone ? sounder.gone() : level !== null && sounder.burst(level));
    ring();
    const timer = setInterval(ring, rhythms[gone || level === null ? "medium" : level].everyMs);
    return () => clearInterval(timer);
  }, [sounder, muted, ready, level, gone]);
}

export function AlarmProvider({ children }: { readonly children: ReactNode }) {
  const [sounder] = useState(() => new Sounder());
  const [muted, setMuted] = useState(() => localStorage.getItem(KEY) === "yes");
  const ready = useUnlock(sounder);
  useRinging(sounder, muted, ready);
  const alarm = useMemo(
    (): Alarm => ({
      muted,
      blocked: !muted && !ready,
      setMuted: (quiet) => {
        localStorage.setItem(KEY, quiet ? "yes" : "no");
        setMuted(quiet);
      },
      test: () => void sounder.unlock().then(() => sounder.burst("medium")),
    }),
    [muted, ready, sounder],
  );
  return <AlarmContext value={alarm}>{children}</AlarmContext>;
}

export function useAlarm(): Alarm {
  const alarm = useContext(AlarmContext);
  if (alarm === null) throw new Error("outside of AlarmProvider");
  return alarm;
}
