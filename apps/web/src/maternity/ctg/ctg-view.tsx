import { Button } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useNow } from "../../link/clock.ts";
import { Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useFigure, useWeeks } from "../parts.tsx";
import type { PersonMaternityView, RecordingView } from "../shapes.ts";
import { AnswerPanel } from "./answer-panel.tsx";
import { CtgChart } from "./ctg-chart.tsx";
import type { Picture } from "./draw.ts";
import { FindingsPanel } from "./findings-panel.tsx";
import { marksOf, type Span } from "./marks.ts";
import { NotesPanel } from "./notes-panel.tsx";
import { pxPerMs } from "./paper.ts";
import { PaperBar } from "./paper-bar.tsx";
import { PaperPrint } from "./paper-print.tsx";
import { usePaperSetting } from "./setting.ts";
import { useJudged, useRecording } from "./use-recording.ts";

const SILENT_MS = 5_000;

/** Who it is of, since when, and whether it still comes. */
function Head({
  view,
  recording,
  until,
  heardBpm,
}: {
  readonly view: PersonMaternityView;
  readonly recording: RecordingView;
  readonly until: number;
  readonly heardBpm: number | null;
}) {
  const { t, moment, span } = useVoice();
  const weeks = useWeeks();
  const figure = useFigure();
  const now = useNow();
  const isSilent = now - until > SILENT_MS;
  return (
    <div className="ctg-head">
      <p>
        <strong>{moment(recording.from, now)}</strong> · {weeks(recording.weeks)} ·{" "}
        {t("mat.lasts", { age: span(until - recording.from) })}
        {(view.pregnancy?.fetuses ?? 1) > 1 ? ` · ${t("mat.several", { n: view.pregnancy?.fetuses ?? 1 })}` : ""}
      </p>
      {recording.live ? (
        <p className="ctg-live" data-silent={isSilent} role="status">
          <span className="ctg-now">{heardBpm === null || isSilent ? "–" : figure(heardBpm)}</span> /min ·{" "}
          {isSilent ? t("mat.silentSince", { age: span(now - until) }) : t("mat.live")}
        </p>
      ) : null}
    </div>
  );
}

/** The last value, if it is of the last seconds. */
function lastBpm(held: ReturnType<typeof useRecording>["held"]): number | null {
  const wave = held.fhr[0]?.wave;
  for (let i = (wave?.length ?? 0) - 1; wave && i > Math.max(0, wave.length - 12); i--) {
    const bpm = wave.at(i);
    if (bpm >= 30 && bpm <= 240) return bpm;
  }
  return null;
}

/** The numbers beside the words are those on the paper. */
const numbered = (view: PersonMaternityView, { from }: RecordingView, until: number) =>
  view.annotations
    .filter((note) => note.from <= until && note.until >= from)
    .sort((a, b) => a.from - b.from)
    .map((note, i) => ({ ...note, number: i + 1 }));

const answersTo = (view: PersonMaternityView, { from }: RecordingView, until: number) =>
  view.advice.filter(({ about }) => {
    const begins = Number(/^ctg-(\d+)$/.exec(about)?.[1] ?? Number.NaN) * 60_000;
    return begins >= from - 60_000 && begins <= until;
  });

/** What the reader has set and chosen, and what lies on the paper. */
function useReading(view: PersonMaternityView, recording: RecordingView) {
  const { held, version, state } = useRecording(view.person, recording);
  const [setting, onSetting] = usePaperSetting();
  const [marks, onMarks] = useState(true);
  const [isChoosing, setChoosing] = useState(false);
  const [inLabour, onLabour] = useState(false);
  const [span, setSpan] = useState<Span | null>(null);
  const room = useRef<HTMLElement>(null);
  const found = useJudged(held, version, view.pregnancy, recording.weeks?.weeks ?? null, inLabour);
  const until = Math.max(held.until, recording.until);
  const notes = useMemo(() => numbered(view, recording, until), [view, recording, until]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that what is held has changed
  const picture: Picture = useMemo(
    () => ({
      ...{ fhr: held.fhr, toco: held.hasToco ? held.toco : null, mother: held.mother, movements: held.movements },
      ...{ notes, selection: span, marks: marks && found ? marksOf(found.analysis, found.from) : null },
    }),
    [held, version, notes, span, marks, found],
  );
  const choose = (choosing: boolean) => {
    setChoosing(choosing);
    if (!choosing) setSpan(null);
  };
  const onSpan = (next: Span | null) => (next === null ? choose(false) : setSpan(next));
  const show = (at: number) =>
    room.current?.scrollTo({ left: (at - recording.from) * pxPerMs(setting) - 60, behavior: "smooth" });
  const paper = { setting, onSetting, marks, onMarks, isChoosing, room };
  return { ...{ held, state, paper, choose, inLabour, onLabour, span, onSpan, show, found, until, notes, picture } };
}
type Reading = ReturnType<typeof useReading>;

/** The rows for the printer are made when it asks, however it is asked: nobody else needs them. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return isPrinting;
}

interface ViewProps {
  readonly view: PersonMaternityView;
  readonly recording: RecordingView;
}

function PaperPanel({ view, recording, reading }: ViewProps & { readonly reading: Reading }) {
  const { t, clock } = useVoice();
  const { held, state, paper, choose, picture, onSpan, until } = reading;
  const isPrinting = usePrinting();
  const action = (
    <Button className="no-print" variant="default" onClick={() => window.print()}>
      {t("mat.print")}
    </Button>
  );
  return (
    <Panel className="ctg-panel" title={t("mat.ctg")} action={action}>
      <Head view={view} recording={recording} until={held.until} heardBpm={lastBpm(held)} />
      <PaperBar {...paper} onChoosing={view.mayChart ? choose : null} />
      {state === "trouble" ? <p role="alert">{t("mat.noTrace")}</p> : null}
      <CtgChart
        {...{ picture, until }}
        setting={paper.setting}
        room={paper.room}
        isChoosing={paper.isChoosing}
        from={recording.from}
        isLive={recording.live}
        label={t("mat.ctgOf", { name: view.name })}
        onChoose={onSpan}
      />
      <p className="small muted">{t("mat.legend")}</p>
      {isPrinting ? <PaperPrint held={held} setting={paper.setting} clock={clock} /> : null}
    </Panel>
  );
}

/** Everything that a doctor far away reads of one recording. */
export function CtgView({ view, recording }: ViewProps) {
  const reading = useReading(view, recording);
  const { found, inLabour, onLabour, until, notes, span, onSpan, show } = reading;
  const advice = answersTo(view, recording, until);
  return (
    <>
      <PaperPanel view={view} recording={recording} reading={reading} />
      <div className="ctg-below">
        {found ? <FindingsPanel analysis={found.analysis} inLabour={inLabour} onLabour={onLabour} /> : null}
        <div className="stack">
          <AnswerPanel person={view.person} recording={recording} advice={advice} mayAdvise={view.mayAdvise} />
          <NotesPanel {...{ notes, span, onSpan }} person={view.person} mayWrite={view.mayChart} onShow={show} />
        </div>
      </div>
    </>
  );
}
