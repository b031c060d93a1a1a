import "./daily.css";
import { useParams } from "@tanstack/react-router";
import { Loaded, Page, Panel } from "../look/parts.tsx";
import { Predictions } from "../person/predictions.tsx";
import { useVoice } from "../words/speak.tsx";
import { type ExcretionView, useExcretion, useMayChart } from "./asked.ts";
import { PersonLinks } from "./daily-care-page.tsx";
import { Diary } from "./diary.tsx";
import { Entries } from "./entries.tsx";
import { ExcretionTaps } from "./excretion-taps.tsx";
import { Leaks, Rhythm, StoolCalendar } from "./stools.tsx";

const MOST_ENTRIES = 12;

function Whole({ view }: { readonly view: ExcretionView }) {
  const { t } = useVoice();
  const may = useMayChart();
  const newest = [...view.stools, ...view.laxatives, ...view.diary.flatMap(({ lines }) => lines)]
    .filter((entry, i, all) => entry.kind !== "fluid-intake" && all.findIndex(({ key }) => key === entry.key) === i)
    .toSorted((a, b) => b.at - a.at)
    .filter(({ at }) => view.at - at < 3 * 24 * 3_600_000)
    .slice(0, MOST_ENTRIES);
  return (
    <>
      <div className="two excr-top">
        {may ? (
          <Panel title={t("excr.write")}>
            <ExcretionTaps person={view.person.id} />
          </Panel>
        ) : null}
        <Predictions views={view.predictions} />
      </div>
      <Diary view={view} />
      <div className="two excr-more">
        <StoolCalendar days={view.days} />
        <div className="stack">
          <Rhythm view={view} />
          <Leaks view={view} />
          <Entries person={view.person.id} entries={newest} title={t("chart.entries")} />
        </div>
      </div>
      <p className="muted small excr-more">{t("excr.approve")}</p>
    </>
  );
}

/** Stool, voids, leaks and nights of one person, and the bladder diary on paper. */
export function ExcretionPage() {
  const { t } = useVoice();
  const { id = "" } = useParams({ strict: false });
  const query = useExcretion(id);
  const person = query.data?.person;
  return (
    <Page
      title={person?.name ?? t("excr.title")}
      lead={t("excr.title")}
      wide
      action={<PersonLinks id={id} to="daily" />}
    >
      <Loaded query={query}>{(view) => <Whole view={view} />}</Loaded>
    </Page>
  );
}
