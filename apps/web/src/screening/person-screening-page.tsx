import { Button, TextInput } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../look/confirm.tsx";
import { Icon } from "../look/icons.tsx";
import { Loaded, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { begin, cancel, markMeasured, renews, usePersonScreening } from "./desk.ts";
import { FormsPanel } from "./forms-panel.tsx";
import { LaboratoryPanel } from "./laboratory-panel.tsx";
import { useLacks } from "./missing.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { PromiseClock } from "./promise-clock.tsx";
import { ReportsPanel } from "./reports-panel.tsx";
import type { CheckupView, PersonScreeningView } from "./shapes.ts";
import { TrendPanel } from "./trend-panel.tsx";

function Begin({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const act = useDo();
  return (
    <Panel title={t("scr.begin")}>
      <p className="muted">{t("scr.beginLong")}</p>
      <Button onClick={() => void act(() => begin(person, ""), { renews })}>{t("scr.begin")}</Button>
    </Panel>
  );
}

function Cancel({ checkup }: { readonly checkup: CheckupView }) {
  const { t } = useVoice();
  const act = useDo();
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState("");
  const go = () => {
    setAsks(false);
    void act(() => cancel(checkup.id, reason.trim()), { renews });
  };
  return (
    <>
      <button type="button" className="quiet" onClick={() => setAsks(true)}>
        {t("scr.cancel")}
      </button>
      {asks ? (
        <Confirm
          title={t("scr.cancel")}
          action={t("scr.cancel")}
          ready={reason.trim().length >= 3}
          onDo={go}
          onClose={() => setAsks(false)}
        >
          <TextInput
            label={t("scr.reason")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Confirm>
      ) : null}
    </>
  );
}

function Open({ checkup, mayChart }: { readonly checkup: CheckupView; readonly mayChart: boolean }) {
  const { t, clock } = useVoice();
  const lacks = useLacks();
  const act = useDo();
  const { state, missing, measuredAt } = checkup;
  const measured = () => act(() => markMeasured(checkup.id), { renews });
  return (
    <Panel title={t(`scr.lane.${state}`)} action={mayChart ? <Cancel checkup={checkup} /> : null}>
      <PromiseClock checkup={checkup} />
      <p>{lacks(missing)}</p>
      {measuredAt === null ? (
        <>
          <p className="muted small">{t("scr.measurements")}</p>
          {mayChart ? <Button onClick={() => void measured()}>{t("scr.markMeasured")}</Button> : null}
        </>
      ) : (
        <p className="muted small">{t("scr.markMeasuredLong", { time: clock(measuredAt) })}</p>
      )}
    </Panel>
  );
}

function Opened({ view }: { readonly view: PersonScreeningView }) {
  const { t } = useVoice();
  const { current, preview, mayChart } = view;
  const isOpen = current !== null && (current.state === "measuring" || current.state === "waiting");
  return (
    <div className="page scr-page" data-wide={true}>
      <header className="scr-top">
        <Link to="/people/$id" params={{ id: view.person }} className="step" aria-label={t("scr.toPerson")}>
          <Icon name="back" />
        </Link>
        <div className="grow">
          <h1>{view.name}</h1>
          <p className="muted">{t("nav.screening")}</p>
        </div>
        <Link to="/screening" className="plain">
          {t("nav.screening")}
        </Link>
      </header>
      <p className="notice small">{t("scr.approve")}</p>
      <div className="scr-columns">
        <div className="stack">
          {isOpen ? <Open checkup={current} mayChart={mayChart} /> : mayChart ? <Begin person={view.person} /> : null}
          {isOpen && mayChart ? <FormsPanel view={view} /> : null}
          {isOpen && mayChart ? <LaboratoryPanel view={view} /> : null}
        </div>
        <div className="stack">
          {current !== null && preview !== null ? (
            <PreviewPanel key={current.id} view={view} checkup={current} preview={preview} />
          ) : null}
          <ReportsPanel reports={view.reports} />
          <TrendPanel reports={view.reports} />
        </div>
      </div>
    </div>
  );
}

/** Measuring, asking, looking at the report and giving it; and what was given before. */
export function PersonScreeningPage() {
  const { id = "" } = useParams({ strict: false });
  return <Loaded query={usePersonScreening(id)}>{(view) => <Opened key={id} view={view} />}</Loaded>;
}
