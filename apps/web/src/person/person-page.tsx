import { Button, Tabs, Textarea } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { AlertCard } from "../board/alert-card.tsx";
import { standing } from "../board/order.ts";
import { QuickDrink } from "../daily/quick-drink.tsx";
import { useBoardQuery, usePerson } from "../link/queries.ts";
import { at, change, Trouble } from "../link/requests.ts";
import type { PersonView } from "../link/shapes.ts";
import { Loaded, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useMayDo } from "../medication/may.ts";
import { HistoryPanel } from "../signal/history-panel.tsx";
import { LivePanel } from "../signal/live-panel.tsx";
import { useVoice } from "../words/speak.tsx";
import { CarePanel } from "./care-panel.tsx";
import { ChartEntries, ChartTiles } from "./chart-panel.tsx";
import { DevicesPanel } from "./devices-panel.tsx";
import { PersonJournal } from "./journal-panel.tsx";
import { PersonHead } from "./person-head.tsx";
import { Predictions } from "./predictions.tsx";
import { RobotPanel } from "./robot-panel.tsx";
import { SkillsPanel } from "./skills-panel.tsx";
import { PersonWays } from "./ways.tsx";

/** The way in for an emergency: a reason first, and it is said that the auditor will see it. */
function BreakGlass({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const act = useDo();
  const [reason, setReason] = useState("");
  const go = () =>
    act(() => change("POST", at("people", person, "break-glass"), { reason }), { renews: [["person", person]] });
  return (
    <Panel title={t("person.closed")}>
      <div className="stack">
        <p>{t("person.closedLong")}</p>
        <Textarea
          label={t("person.breakReason")}
          autosize
          minRows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button disabled={reason.trim().length < 3} onClick={() => void go()}>
          {t("person.break")}
        </Button>
      </div>
    </Panel>
  );
}

function Now({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const alerts = standing(
    (useBoardQuery().data?.alerts ?? view.alerts).filter(({ person }) => person === view.person.id),
  );
  return (
    <div className="person-now">
      <div className="person-main">
        <LivePanel person={view.person} />
        <HistoryPanel view={view} />
      </div>
      <div className="person-side">
        {alerts.map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
        <Panel title={t("chart.title")} className="by-hand">
          <QuickDrink person={view.person.id} />
          <ChartTiles person={view.person} />
        </Panel>
        <Predictions views={view.person.predictions} />
        <RobotPanel view={view} />
        {/* It is fetched, so it comes late: below everything, or a button would move away under a finger. */}
        <Suspense fallback={null}>
          <AdvicePanel person={view.person.id} />
        </Suspense>
      </div>
    </div>
  );
}

function Chart({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  return (
    <div className="two">
      <Panel title={t("chart.title")}>
        <p className="muted">{t("chart.lead")}</p>
        <ChartTiles person={view.person} />
      </Panel>
      <ChartEntries view={view} />
    </div>
  );
}

const AdvicePanel = lazy(async () => ({ default: (await import("../remote/advice-panel.tsx")).AdvicePanel }));

/** With the list of drugs: fetched by who opens it. */
const MedicinesPanel = lazy(async () => ({
  default: (await import("../medication/person/medication-pages.tsx")).MedicinesPanel,
}));
const MedicinesTab = ({ view }: { readonly view: PersonView }) => (
  <Suspense fallback={<div className="loading" />}>
    <MedicinesPanel view={view} />
  </Suspense>
);

const tabs = [
  { name: "now", word: "person.now", Inside: Now },
  { name: "medicines", word: "person.medicines", Inside: MedicinesTab },
  { name: "chart", word: "person.chart", Inside: Chart },
  {
    name: "journal",
    word: "person.journal",
    Inside: ({ view }: { readonly view: PersonView }) => <PersonJournal person={view.person.id} />,
  },
  { name: "care", word: "person.care", Inside: CarePanel },
  { name: "devices", word: "person.devices", Inside: DevicesPanel },
  { name: "skills", word: "person.skills", Inside: SkillsPanel },
] as const;

const TABS = "person";

function Opened({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const seesMedicines = useMayDo("see");
  const shown = tabs.filter(({ name }) => name !== "medicines" || seesMedicines);
  const [tab, setTab] = useState<string>(() => new URLSearchParams(location.search).get("tab") ?? "now");
  useEffect(() => {
    document.getElementById(`${TABS}-tab-${tab}`)?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [tab]);
  return (
    <div className="page" data-wide={true}>
      <PersonHead view={view} person={view.person} />
      <PersonWays view={view} />
      {view.brokenGlass ? (
        <p className="banner" role="status">
          {t("person.broken")}
        </p>
      ) : null}
      <Tabs id={TABS} value={tab} onChange={(next) => setTab(next ?? "now")} keepMounted={false}>
        <Tabs.List className="tab-list">
          {shown.map(({ name, word }) => (
            <Tabs.Tab key={name} value={name}>
              {t(word)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ name, Inside }) => (
          <Tabs.Panel key={name} value={name} pt="md">
            <Inside view={view} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

/** The board is newer than what was read when the page was opened: signs and predictions come from there. */
function withNewest(view: PersonView, board: readonly PersonView["person"][]): PersonView {
  const newest = board.find(({ id }) => id === view.person.id);
  return newest === undefined ? view : { ...view, person: newest };
}

export function PersonPage() {
  const { id } = useParams({ strict: false });
  const query = usePerson(id ?? "");
  const people = useBoardQuery().data?.people ?? [];
  if (query.error instanceof Trouble && query.error.status === 403) return <BreakGlass person={id ?? ""} />;
  return <Loaded query={query}>{(view) => <Opened key={id} view={withNewest(view, people)} />}</Loaded>;
}
