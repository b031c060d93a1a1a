import type { Kind } from "@sakiyomi/core";
import { useCallback, useRef, useState } from "react";
import { SignFigure } from "../board/sign-figure.tsx";
import { otherSigns, vitalsOf } from "../board/vitals.ts";
import { useNow } from "../link/clock.ts";
import { useSignals } from "../link/feed.tsx";
import type { BoardPerson, LiveSignal, Sign } from "../link/shapes.ts";
import { Empty, Panel } from "../look/parts.tsx";
import { unitName } from "../words/kinds.ts";
import { useVoice } from "../words/speak.tsx";
import { BigFigure } from "./big-figure.tsx";
import { isWave, newerSign } from "./live-signs.ts";
import { LiveTrace } from "./live-trace.tsx";
import { Trace } from "./trace.ts";

const KEEP_MS = 20_000;

/** The waveforms and the newest values of one person, as the feed brings them. */
function useLiveSigns(person: BoardPerson) {
  const traces = useRef(new Map<Kind, Trace>());
  const [waves, setWaves] = useState<readonly Kind[]>([]);
  const [fresh, setFresh] = useState<ReadonlyMap<Kind, Sign>>(new Map());
  const hear = useCallback((signals: readonly LiveSignal[], now: number) => {
    for (const signal of signals.filter(isWave)) {
      const trace = traces.current.get(signal.kind) ?? new Trace(KEEP_MS);
      trace.add({ at: signal.at, rate: signal.rate, values: signal.value }, now);
      if (traces.current.has(signal.kind)) continue;
      traces.current.set(signal.kind, trace);
      setWaves([...traces.current.keys()].sort());
    }
    const rest = signals.filter((signal) => !isWave(signal));
    if (rest.length > 0) setFresh((old) => rest.reduce(newerSign, new Map(old)));
  }, []);
  useSignals(person.id, hear);
  const signs = person.signs.map((sign) => {
    const live = fresh.get(sign.kind);
    const isNewer = live?.known === true && (!sign.known || live.at >= sign.at);
    return isNewer ? live : sign;
  });
  const more = [...fresh.values()].filter(({ kind }) => !signs.some((sign) => sign.kind === kind));
  return { waves, traceOf: (kind: Kind) => traces.current.get(kind), signs: [...signs, ...more] };
}

/** An empty trace says why it is empty. */
const LOST_AFTER_MS = 5_000;
function Lost({ trace }: { readonly trace: Trace }) {
  const { t, span } = useVoice();
  const age = useNow() - (trace.newest ?? 0);
  return age < LOST_AFTER_MS ? null : <p className="wave-lost">{t("link.whyStale", { age: span(age) })}</p>;
}

function Waves({
  waves,
  traceOf,
}: {
  readonly waves: readonly Kind[];
  readonly traceOf: (kind: Kind) => Trace | undefined;
}) {
  const { kind: nameOf } = useVoice();
  return waves.map((kind) => {
    const trace = traceOf(kind);
    return trace === undefined ? null : (
      <figure key={kind} className="wave">
        <figcaption>{nameOf(kind)}</figcaption>
        <LiveTrace trace={trace} kind={kind} />
        <Lost trace={trace} />
      </figure>
    );
  });
}

/** Traces on the left, large figures on the right, as on a bedside monitor. */
export function LivePanel({ person }: { readonly person: BoardPerson }) {
  const { t } = useVoice();
  const { waves, traceOf, signs } = useLiveSigns(person);
  const nothing = waves.length === 0 && signs.length === 0;
  return (
    <Panel title={t("signal.live")} className="live">
      {nothing ? (
        <Empty icon="live" title={t("signal.noLive")}>
          {t("signal.noLiveLong")}
        </Empty>
      ) : (
        <div className="live-body" data-waves={waves.length > 0}>
          <div className="waves">
            <Waves waves={waves} traceOf={traceOf} />
          </div>
          <div className="figures">
            {vitalsOf(signs).map((vital) => (
              <BigFigure key={vital.name} {...vital} />
            ))}
          </div>
        </div>
      )}
      <div className="signs other">
        {otherSigns(signs).map((sign) => (
          <SignFigure
            key={sign.kind}
            name={sign.kind}
            sign={sign}
            second={null}
            unit={sign.known ? unitName(sign.unit) : ""}
          />
        ))}
      </div>
    </Panel>
  );
}
