import { Button, SegmentedControl } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { Calipers } from "./calipers.tsx";
import { stripPaperPath, useReviews, useStrip } from "./desk.ts";
import { type Drawn, EcgPaper, type Reading, readingOf, useWidth } from "./ecg-paper.tsx";
import { type Interval, inLetters, type Measured, nothingMeasured } from "./intervals.ts";
import { isStandard, layPaper, type Scale, standard } from "./paper-layout.ts";
import { ScreenSize, useScreenSize } from "./screen-size.tsx";
import type { StripLead, StripView } from "./shapes.ts";
import { StripFound } from "./strip-found.tsx";

/** So much lies on the page at once; the rest is turned to. */
const PAGE_MS = 60_000;
const LONGEST_MS = 300_000;

function Scales({ scale, set }: { readonly scale: Scale; readonly set: (scale: Scale) => void }) {
  const { t } = useVoice();
  return (
    <div className="line wrap">
      <div>
        <p className="muted small">{t("strip.speed")}</p>
        <SegmentedControl
          aria-label={t("strip.speed")}
          data={["25", "50"]}
          value={String(scale.speed)}
          onChange={(next) => set({ ...scale, speed: next === "50" ? 50 : 25 })}
        />
      </div>
      <div>
        <p className="muted small">{t("strip.gain")}</p>
        <SegmentedControl
          aria-label={t("strip.gain")}
          data={["5", "10", "20"]}
          value={String(scale.gain)}
          onChange={(next) => set({ ...scale, gain: next === "5" ? 5 : next === "20" ? 20 : 10 })}
        />
      </div>
    </div>
  );
}

interface PaperProps {
  readonly view: StripView;
  readonly lead: StripLead;
  readonly drawn: Drawn | null;
  readonly draw: (drawn: Drawn, reading: Reading | null) => void;
  readonly scale: Scale;
  readonly from: number;
  readonly pxPerMm: number;
}

function Sheet({ view, lead, drawn, draw, scale, from, pxPerMm }: PaperProps) {
  const { t, clockSeconds } = useVoice();
  const [ref, width] = useWidth();
  const until = Math.min(from + PAGE_MS, view.until);
  const paper = useMemo(
    () => (width === 0 ? null : layPaper(lead, [from, until], width / pxPerMm, scale)),
    [lead, from, until, width, pxPerMm, scale],
  );
  const label = t("strip.paper", { name: view.personName, from: clockSeconds(from), to: clockSeconds(until) });
  return (
    <div ref={ref} className="ecg-frame">
      {paper === null ? null : (
        <>
          <EcgPaper
            {...{ label, paper, scale, pxPerMm, drawn }}
            beats={view.found.beats}
            draw={(next) => draw(next, readingOf(paper, next, scale))}
          />
          <p className="small">
            <strong>{t("strip.scale", { speed: scale.speed, gain: scale.gain })}</strong>{" "}
            {t(isStandard(scale) ? "strip.standard" : "strip.notStandard")} {t("strip.calibration")}{" "}
            {t("strip.middle", { mv: paper.middle.toFixed(2) })}
          </p>
          {paper.outside === 0 ? null : <p className="notice">{t("strip.clipped", { n: paper.outside })}</p>}
          <p className="muted small">{t("strip.filters", { rate: lead.rate })}</p>
        </>
      )}
    </div>
  );
}

function Turn({
  view,
  from,
  set,
}: {
  readonly view: StripView;
  readonly from: number;
  readonly set: (at: number) => void;
}) {
  const { clockSeconds } = useVoice();
  const end = Math.min(view.until, view.from + LONGEST_MS);
  if (end - view.from <= PAGE_MS) return null;
  return (
    <div className="line">
      <Button variant="default" disabled={from <= view.from} onClick={() => set(Math.max(view.from, from - PAGE_MS))}>
        <Icon name="earlier" />
      </Button>
      <span>{clockSeconds(from)}</span>
      <Button variant="default" disabled={from + PAGE_MS >= end} onClick={() => set(from + PAGE_MS)}>
        <Icon name="later" />
      </Button>
    </div>
  );
}

function Strip({ view, strip }: { readonly view: StripView; readonly strip: string }) {
  const { t, language } = useVoice();
  const [pxPerMm, setPxPerMm] = useScreenSize();
  const [scale, setScale] = useState(standard);
  const [at, setAt] = useState(0);
  const [from, setFrom] = useState(view.from);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [chosen, choose] = useState<Interval>("RR");
  const [measured, setMeasured] = useState<Measured>(nothingMeasured);
  const lead = view.leads[at];
  const set = (interval: Interval, ms: number | null) => setMeasured((old) => ({ ...old, [interval]: ms }));
  const letters = inLetters(measured);
  const [reading, setReading] = useState<Reading | null>(null);
  const draw = (next: Drawn, read: Reading | null) => {
    setDrawn(next);
    setReading(read);
    if (read !== null && read.ms > 0) set(chosen, read.ms);
  };
  const rescale = (next: Scale) => {
    setScale(next);
    setDrawn(null);
  };
  return (
    <>
      <Panel title={t("strip.title")} action={<Scales scale={scale} set={rescale} />}>
        {view.leads.length > 1 ? (
          <SegmentedControl
            data={view.leads.map(({ source, rate }, i) => ({ value: String(i), label: `${source} (${rate} Hz)` }))}
            value={String(at)}
            onChange={(next) => setAt(Number(next))}
          />
        ) : null}
        {lead === undefined ? (
          <Empty icon="live" title={t("strip.noWave")} />
        ) : (
          <Sheet {...{ view, lead, drawn, draw, scale, from, pxPerMm }} />
        )}
        <Turn view={view} from={from} set={setFrom} />
        {view.until - view.from > LONGEST_MS ? <p className="notice">{t("strip.cut")}</p> : null}
        <div className="line wrap">
          <a className="plain" href={stripPaperPath(view.person, strip, language)} target="_blank" rel="noreferrer">
            <Icon name="note" size={18} /> PDF
          </a>
        </div>
        <ScreenSize pxPerMm={pxPerMm} set={setPxPerMm} />
      </Panel>
      <div className="two">
        <div className="stack">
          <Calipers {...{ chosen, choose, measured, set, reading }} />
          <StripFound view={view} />
        </div>
        <Reviewed view={view} letters={letters} />
      </div>
    </>
  );
}

/** The strip stays as it was; who has taken the request and what was answered is read anew. */
function Reviewed({ view, letters }: { readonly view: StripView; readonly letters: string }) {
  const reviews = useReviews(view.person).data?.reviews;
  const review = reviews?.find(({ id }) => id === view.review?.id) ?? view.review;
  return review === null ? null : <AnswerPanel key={review.id} review={review} letters={letters} />;
}

export function StripPage() {
  const { t, day } = useVoice();
  const { id, strip } = useParams({ strict: false });
  const query = useStrip(id ?? "", strip ?? "");
  return (
    <Loaded query={query}>
      {(view) => (
        <Page
          wide
          title={view.personName}
          lead={`${t("strip.title")} · ${day(view.from)}${view.ageYears === null ? "" : ` · ${t("board.age", { n: view.ageYears })}`}`}
          action={
            <Link to="/people/$id" params={{ id: view.person }} className="step" aria-label={view.personName}>
              <Icon name="back" />
            </Link>
          }
        >
          <Strip key={strip} view={view} strip={strip ?? ""} />
        </Page>
      )}
    </Loaded>
  );
}
