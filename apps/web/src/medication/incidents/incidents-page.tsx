import type { Incident } from "@sakiyomi/medication";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { Icon } from "../../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useIncidents } from "../desk.ts";
import { useMayDo } from "../may.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import { useIncidentWords } from "./use-incident-words.ts";

function Line({ incident }: { readonly incident: Incident }) {
  const { day, clock } = useVoice();
  const word = useIncidentWords();
  return (
    <li className="incident">
      <div className="line wrap tight">
        <strong>{word(`mishap.${incident.mishap}`)}</strong>
        <span className="tag">{word(`harm.${incident.harm}`)}</span>
      </div>
      <p>{incident.what}</p>
      <p className="muted small">
        {`${day(incident.at)} ${clock(incident.at)}`}
        {incident.place === "" ? "" : ` · ${incident.place}`}
        {incident.causes.length === 0 ? "" : ` · ${incident.causes.map((cause) => word(`cause.${cause}`)).join(", ")}`}
      </p>
    </li>
  );
}

const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;

/** What was told, without names: for who learns from it. */
export function IncidentsPage() {
  const { t } = useVoice();
  const maySee = useMayDo("analyse");
  const [until] = useState(() => serverNow());
  const query = useIncidents({ from: until - YEAR, until: until + DAY }, maySee);
  return (
    <Page title={t("med.incidents")} lead={t("med.incidentsLead")} action={<BackToMedicines />}>
      <div className="line wrap">
        <Link to="/medication/report" className="main-action">
          <Icon name="plus" size={20} /> {t("med.report")}
        </Link>
        {maySee ? (
          <Link to="/medication/analysis" className="plain">
            {t("med.analysis")}
          </Link>
        ) : null}
      </div>
      {maySee ? (
        <Panel>
          <Loaded query={query}>
            {({ incidents }) =>
              incidents.length === 0 ? (
                <Empty icon="audit" title={t("med.noIncidents")} />
              ) : (
                <ul className="plain-list">
                  {incidents.map((incident) => (
                    <Line key={incident.id} incident={incident} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Panel>
      ) : null}
    </Page>
  );
}
