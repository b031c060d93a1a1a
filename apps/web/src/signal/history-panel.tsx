import { NativeSelect } from "@mantine/core";
import { isKind, type Kind, rowOf } from "@sakiyomi/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { serverNow } from "../link/clock.ts";
import { at, read } from "../link/requests.ts";
import type { PersonView, Plot } from "../link/shapes.ts";
import { Icon, type IconName } from "../look/icons.tsx";
import { Empty, Panel } from "../look/parts.tsx";
import type { Key } from "../words/index.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice } from "../words/speak.tsx";
import { HistoryPlot } from "./history-plot.tsx";
import { extremesOf, linesOf, nothing } from "./plot-lines.ts";
import { useDrag } from "./use-drag.ts";
import { asked, lastSpan, lengthOf, moved, nearestWindow, type Span, stepOf, windows, zoomed } from "./window.ts";

const DAY = 86_400_000;
const PIXELS = 1000;

function usePlot(person: string, kind: Kind, span: Span) {
  const { from, to, buckets } = asked(span, PIXELS);
  const path = `${at("people", person, "signals")}?kind=${kind}&from=${from}&to=${to}&buckets=${Math.min(4000, buckets)}`;
  return useQuery({
    queryKey: ["plot", person, kind, from, to, buckets],
    queryFn: () => read<Plot>(path),
    placeholderData: keepPreviousData,
    staleTime: 20_000,
  });
}

/** Kinds that can be drawn as a line. */
const drawable = (extents: PersonView["extents"]): readonly Kind[] =>
  [...new Set(extents.map(({ kind }) => kind))].filter(
    (kind) => isKind(kind) && ["quantity", "wave"].includes(rowOf(kind).class),
  );

function Step({ icon, word, onDo }: { readonly icon: IconName; readonly word: Key; readonly onDo: () => void }) {
  const { t } = useVoice();
  return (
    <button type="button" className="step" onClick={onDo} aria-label={t(word)} title={t(word)}>
      <Icon name={icon} />
    </button>
  );
}

function Steps({ span, setSpan }: { readonly span: Span; readonly setSpan: (span: Span) => void }) {
  const { t } = useVoice();
  const now = serverNow();
  const length = lengthOf(span);
  const scale = (direction: 1 | -1) => setSpan(zoomed(span, stepOf(length, direction) / length, 0.5, now));
  const options = windows.map(({ name, ms }) => ({ value: String(ms), label: t(name) }));
  return (
    <div className="steps">
      <Step icon="earlier" word="signal.earlier" onDo={() => setSpan(moved(span, -0.5, now))} />
      <Step icon="later" word="signal.later" onDo={() => setSpan(moved(span, 0.5, now))} />
      <Step icon="zoomIn" word="signal.zoomIn" onDo={() => scale(-1)} />
      <Step icon="zoomOut" word="signal.zoomOut" onDo={() => scale(1)} />
      <NativeSelect
        aria-label={t("signal.window")}
        data={options}
        value={String(nearestWindow(length).ms)}
        onChange={(event) => setSpan(lastSpan(Number(event.currentTarget.value), Math.min(span.to, now)))}
      />
      <Step icon="toNow" word="signal.toNow" onDo={() => setSpan(lastSpan(length, now))} />
    </div>
  );
}

const keys: Readonly<Record<string, (span: Span, now: number) => Span>> = {
  ArrowLeft: (span, now) => moved(span, -0.25, now),
  ArrowRight: (span, now) => moved(span, 0.25, now),
  "+": (span, now) => zoomed(span, 0.5, 0.5, now),
  "-": (span, now) => zoomed(span, 2, 0.5, now),
};

function Stretch({
  person,
  kind,
  span,
  setSpan,
}: {
  readonly person: string;
  readonly kind: Kind;
  readonly span: Span;
  readonly setSpan: (next: (span: Span) => Span) => void;
}) {
  const { t, kind: nameOf, moment } = useVoice();
  const frame = useRef<HTMLDivElement>(null);
  const query = usePlot(person, kind, span);
  // The old stretch stays while the new one loads, but never under the name of another signal.
  const lines = useMemo(() => (query.data?.kind === kind ? linesOf(query.data) : nothing), [query.data, kind]);
  useDrag(frame, setSpan);
  const extremes = extremesOf(lines);
  const now = serverNow();
  const unit = unitName(query.data?.unit ?? null);
  const words = {
    kind: nameOf(kind),
    from: moment(span.from, now),
    to: moment(span.to, now),
    min: extremes?.min.toFixed(1) ?? "–",
    max: extremes?.max.toFixed(1) ?? "–",
    unit,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setSpan((old) => next(old, serverNow()));
  };
  return (
    <div
      className="stretch"
      ref={frame}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys (WAI-ARIA 1.2)
      tabIndex={0}
      aria-label={t("signal.plotLabel", words)}
      onKeyDown={onKeyDown}
    >
      <HistoryPlot lines={lines} span={span} kind={kind} />
      {query.isSuccess && extremes === null ? <p className="plot-empty">{t("signal.nothing")}</p> : null}
      <p className="muted small">
        {unit === "" ? "" : `${unit} · `}
        {t(lines.exact ? "signal.samples" : "signal.band")} · {t("signal.help")}
      </p>
    </div>
  );
}

/** From a year to a second of one signal. */
export function HistoryPanel({ view }: { readonly view: PersonView }) {
  const { t, kind: nameOf } = useVoice();
  const kinds = drawable(view.extents);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const [span, setSpan] = useState<Span>(() => lastSpan(DAY / 24, serverNow()));
  useEffect(() => {
    const timer = setInterval(
      () =>
        setSpan((old) =>
          serverNow() - old.to < lengthOf(old) * 0.1 && lengthOf(old) > 60_000
            ? lastSpan(lengthOf(old), serverNow())
            : old,
        ),
      15_000,
    );
    return () => clearInterval(timer);
  }, []);
  const kind = chosen ?? kinds.find((one) => one === "heart-rate" || one === "pulse-rate") ?? kinds[0];
  if (kind === undefined)
    return (
      <Panel title={t("person.history")}>
        <Empty icon="live" title={t("signal.nothing")} />
      </Panel>
    );
  const options = kinds.map((one) => ({ value: one, label: nameOf(one) }));
  const choice = (
    <NativeSelect
      aria-label={t("signal.kind")}
      data={options}
      value={kind}
      onChange={(event) => setChosen(event.currentTarget.value as Kind)}
    />
  );
  return (
    <Panel title={t("person.history")} action={choice}>
      <Steps span={span} setSpan={setSpan} />
      <Stretch person={view.person.id} kind={kind} span={span} setSpan={setSpan} />
    </Panel>
  );
}
