import { NativeSelect } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../link/clock.ts";
import { Empty, Loaded } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { AdviceList } from "./ctg/answer-panel.tsx";
import { CtgView } from "./ctg/ctg-view.tsx";
import { usePersonMaternity } from "./desk.ts";
import { PersonTop, useWeeks } from "./parts.tsx";
import type { PersonMaternityView, RecordingView } from "./shapes.ts";
import { TrendPanel } from "./trend-panel.tsx";

const keyOf = ({ id, source }: RecordingView): string => `${id} ${source}`;

/** The one that is live, or the newest; whatever the reader has chosen stays while it is there. */
function useChosen({ recordings }: PersonMaternityView) {
  const [wanted, choose] = useState<string | null>(() => new URLSearchParams(location.search).get("recording"));
  const chosen =
    recordings.find((one) => keyOf(one) === wanted || one.id === wanted) ??
    recordings.find(({ live }) => live) ??
    recordings[0] ??
    null;
  return { chosen, choose };
}

function Which({
  view,
  chosen,
  onChoose,
}: {
  readonly view: PersonMaternityView;
  readonly chosen: RecordingView;
  readonly onChoose: (key: string) => void;
}) {
  const { t, moment } = useVoice();
  const weeks = useWeeks();
  const now = useNow(60_000);
  const name = (one: RecordingView): string =>
    [
      moment(one.from, now),
      one.weeks === null ? null : weeks(one.weeks),
      one.live ? t("mat.live") : null,
      one.source.replace(/^device:/, ""),
    ]
      .filter((part) => part !== null)
      .join(" · ");
  return (
    <NativeSelect
      className="no-print mat-which"
      aria-label={t("mat.which")}
      data={view.recordings.map((one) => ({ value: keyOf(one), label: name(one) }))}
      value={keyOf(chosen)}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

function Opened({ view }: { readonly view: PersonMaternityView }) {
  const { t } = useVoice();
  const weeks = useWeeks();
  const { chosen, choose } = useChosen(view);
  const week = view.pregnancy === null ? t("mat.noPregnancy") : weeks(view.pregnancy.weeks);
  return (
    <div className="page mat-page" data-wide={true}>
      <PersonTop person={view.person} name={view.name} title={week}>
        {chosen === null ? null : <Which view={view} chosen={chosen} onChoose={choose} />}
        <Link to="/people/$id/handbook" params={{ id: view.person }} className="plain">
          {t("mat.handbook")}
        </Link>
      </PersonTop>
      {chosen === null ? (
        <Empty icon="maternity" title={t("mat.noRecording")}>
          <p>{t("mat.noRecordingLong")}</p>
        </Empty>
      ) : (
        <CtgView key={keyOf(chosen)} view={view} recording={chosen} />
      )}
      {chosen === null && view.advice.length > 0 ? (
        <AdviceList advice={view.advice} mayStrike={view.mayAdvise} />
      ) : null}
      <TrendPanel view={view} />
    </div>
  );
}

export function PersonMaternityPage() {
  const { id = "" } = useParams({ strict: false });
  return <Loaded query={usePersonMaternity(id)}>{(view) => <Opened key={id} view={view} />}</Loaded>;
}
