import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "../link/clock.ts";
import { useBoardQuery, useSession } from "../link/queries.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page } from "../look/parts.tsx";
import { useRoles } from "../medication/may.ts";
import { Predictions } from "../person/predictions.tsx";
import { useVoice } from "../words/speak.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { AskDoctor } from "./ask-sheet.tsx";
import { paperPath, usePressure, useReviews } from "./desk.ts";
import { type Place, type Time, timeOf } from "./measure.ts";
import { type Done, MeasureSeries } from "./measure-series.tsx";
import { MeasuredCard } from "./measured-card.tsx";
import { MonthsPanel, PatternPanel, WeekPanel } from "./pressure-average.tsx";
import { PressureChart } from "./pressure-chart.tsx";
import { ReadingsPanel } from "./pressure-table.tsx";
import type { PressureView } from "./shapes.ts";
import { wallOf } from "./wall.ts";

const hourOf = (zone: string): number => Number(wallOf(serverNow(), zone).slice(11, 13));

function Measuring({
  person,
  name,
  close,
}: {
  readonly person: string;
  readonly name: string;
  readonly close: () => void;
}) {
  const { t, zone } = useVoice();
  // Who looks after somebody at home measures at home; the server takes nothing else from them.
  const isFamily = useRoles().every((role) => role === "family");
  const [where, setWhere] = useState<Place>("home");
  const [when, setWhen] = useState<Time>(() => timeOf(hourOf(zone)));
  const [isBegun, setBegun] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  if (done !== null) return <MeasuredCard {...{ person, name, where, done }} onNext={close} next={t("measure.done")} />;
  if (isBegun)
    return (
      <MeasureSeries
        person={person}
        where={where}
        when={where === "home" ? when : "other"}
        agreed={false}
        onDone={setDone}
      />
    );
  return (
    <div className="stack">
      <p className="muted">{t("pressure.nothingHint")}</p>
      {isFamily ? null : (
        <SegmentedControl
          fullWidth
          aria-label={t("measure.where")}
          data={[
            { value: "home", label: t("pressure.atHome") },
            { value: "office", label: t("pressure.atOffice") },
          ]}
          value={where}
          onChange={(next) => setWhere(next === "office" ? "office" : "home")}
        />
      )}
      {where === "home" ? (
        <SegmentedControl
          fullWidth
          aria-label={t("measure.when")}
          data={(["morning", "evening", "other"] as const).map((value) => ({ value, label: t(`pressure.${value}`) }))}
          value={when}
          onChange={(next) => setWhen(next as Time)}
        />
      ) : null}
      <div className="form-end">
        <Button onClick={() => setBegun(true)}>{t("day.begin")}</Button>
      </div>
    </div>
  );
}

function Actions({ person, name }: { readonly person: string; readonly name: string }) {
  const { t, language } = useVoice();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="line wrap no-print">
      <Button onClick={() => setOpen(true)}>{t("pressure.measure")}</Button>
      <AskDoctor person={person} what="blood-pressure" />
      <a className="plain" href={paperPath(person, language, null)} target="_blank" rel="noreferrer">
        <Icon name="note" size={18} /> {t("pressure.sheet")}
      </a>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="right"
        title={t("pressure.measure")}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        {isOpen ? <Measuring person={person} name={name} close={() => setOpen(false)} /> : null}
      </Drawer>
    </div>
  );
}

function Reviews({ person }: { readonly person: string }) {
  const reviews = useReviews(person).data?.reviews ?? [];
  return reviews
    .filter(({ kind }) => kind === "blood-pressure")
    .slice(0, 3)
    .map((review) => <AnswerPanel key={review.id} review={review} />);
}

/** The coming week and the goal, as the skill foretells them; unknown and why where it does not. */
function Ahead({ person }: { readonly person: string }) {
  const all = useBoardQuery().data?.people.find(({ id }) => id === person)?.predictions ?? [];
  const own = all.filter(({ skill }) => skill === "home-blood-pressure");
  return own.length === 0 ? null : <Predictions views={own} />;
}

function Known({ view, person }: { readonly view: PressureView; readonly person: string }) {
  const { t } = useVoice();
  const me = useSession().data?.staff?.name ?? "";
  return (
    <>
      <Reviews person={person} />
      {view.readings.length === 0 ? (
        <Empty icon="cuff" title={t("pressure.nothing")}>
          <p>{t("pressure.nothingHint")}</p>
        </Empty>
      ) : (
        <>
          <div className="two">
            <WeekPanel view={view} />
            <PatternPanel view={view} />
          </div>
          <PressureChart view={view} />
          <div className="two">
            <ReadingsPanel view={view} person={person} me={me} />
            <div className="stack">
              <MonthsPanel view={view} person={person} />
              <Ahead person={person} />
            </div>
          </div>
        </>
      )}
    </>
  );
}

export function BloodPressurePage() {
  const { t } = useVoice();
  const { id = "" } = useParams({ strict: false });
  const query = usePressure(id);
  return (
    <Loaded query={query}>
      {(view) => (
        <Page
          wide
          title={`${view.name} · ${t("pressure.title")}`}
          lead={t("pressure.lead")}
          action={<Actions person={id} name={view.name} />}
        >
          <p className="no-print">
            <Link to="/people/$id" params={{ id }} className="plain">
              <Icon name="back" size={18} /> {view.name}
            </Link>
          </p>
          <Known view={view} person={id} />
        </Page>
      )}
    </Loaded>
  );
}
