import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLink, useSignals } from "../../link/feed.tsx";
import type { LiveSignal } from "../../link/shapes.ts";
import { readTrace, renewMaternity } from "../desk.ts";
import type { PregnancyView, RecordingView } from "../shapes.ts";
import { judged, LiveRecording } from "./live-recording.ts";

/** An annotation or an answer of somebody else is asked for as soon as it is said. */
const words: readonly string[] = ["annotation", "advice", "review-request"];
/** The rules are asked again so often while somebody records. */
const JUDGE_MS = 5_000;

/** The recording, with a number that rises whenever something of it changed. */
export function useRecording(person: string, recording: RecordingView) {
  const { id, source, from, until } = recording;
  // Once a recording is open its beginning does not move: only its end does, and that comes live.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another id or sensor is another recording
  const held = useMemo(() => new LiveRecording({ from, source }), [id, source]);
  const [version, setVersion] = useState(0);
  const [state, setState] = useState<"loading" | "ready" | "trouble">("loading");
  const end = useRef(until);
  end.current = Math.max(until, end.current);
  const isConnected = useLink().link === "live";
  // What was not heard while there was no connection is asked for again.
  useEffect(() => {
    let isLeft = false;
    const load = async () => {
      try {
        const trace = await readTrace(person, { from: held.from, until: Math.max(end.current, held.until) });
        if (isLeft) return;
        held.begin(trace);
        setState("ready");
        setVersion((n) => n + 1);
      } catch {
        if (!isLeft) setState((was) => (was === "ready" ? was : "trouble"));
      }
    };
    if (isConnected || held.until === held.from) void load();
    return () => {
      isLeft = true;
    };
  }, [person, held, isConnected]);
  const hear = useCallback(
    (signals: readonly LiveSignal[]) => {
      if (held.hear(signals)) setVersion((n) => n + 1);
      if (signals.some(({ kind }) => words.includes(kind))) void renewMaternity();
    },
    [held],
  );
  useSignals(person, hear);
  return { held, version, state };
}

type Judged = ReturnType<typeof judged>;

/** What the rules say of it: at once when it is open, then every few seconds while it grows. */
export function useJudged(
  held: LiveRecording,
  version: number,
  pregnancy: PregnancyView | null,
  weeks: number | null,
  inLabour: boolean,
): Judged {
  const [found, setFound] = useState<Judged>(null);
  const at = useRef(Number.NEGATIVE_INFINITY);
  const fetuses = pregnancy?.fetuses ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that what is held has changed
  useEffect(() => {
    const ask = () => {
      const next = judged(held, { weeks, fetuses, inLabour, firstCentileMs: null });
      // What is not there yet is asked for again as soon as it is.
      at.current = next === null ? Number.NEGATIVE_INFINITY : performance.now();
      setFound(next);
    };
    const timer = setTimeout(ask, Math.max(0, at.current + JUDGE_MS - performance.now()));
    return () => clearTimeout(timer);
  }, [held, version, weeks, fetuses]);
  // Whoever says that it is labour has the classes at once.
  useEffect(() => {
    setFound(judged(held, { weeks, fetuses, inLabour, firstCentileMs: null }));
  }, [held, weeks, fetuses, inLabour]);
  return found;
}
