import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { fhirOf, pdfOf } from "./desk.ts";
import type { ReportView } from "./shapes.ts";

const languages = [
  ["ja", "日本語"],
  ["en", "English"],
  ["ko", "한국어"],
] as const;

function Report({ report }: { readonly report: ReportView }) {
  const { t, day, clock, language } = useVoice();
  const { id, number, releasedAt, releasedBy, dueAt, replacedBy, correction } = report;
  const kept = releasedAt <= dueAt ? "scr.keptAt" : "scr.lateAt";
  return (
    <li className="scr-report" data-replaced={replacedBy !== null}>
      <strong>{`${day(releasedAt)} · ${t("scr.version", { n: number })}`}</strong>
      <span className="muted small">
        {t("scr.by", { time: clock(releasedAt), name: releasedBy })}
        {number === 1 ? ` · ${t(kept, { time: clock(releasedAt) })}` : ""}
      </span>
      {correction === null ? null : <span className="small">{t("scr.corrects", { why: correction })}</span>}
      {replacedBy === null ? null : <span className="tag">{t("scr.replaced")}</span>}
      <span className="line wrap tight">
        {languages.map(([code, name]) => (
          <a key={code} className="plain" href={pdfOf(id, code)} target="_blank" rel="noreferrer" lang={code}>
            {`PDF · ${name}`}
          </a>
        ))}
        <a className="plain" href={fhirOf(id, language)} download={`${id}.json`}>
          FHIR
        </a>
      </span>
    </li>
  );
}

export function ReportsPanel({ reports }: { readonly reports: readonly ReportView[] }) {
  const { t } = useVoice();
  return (
    <Panel title={t("scr.reports")}>
      {reports.length === 0 ? (
        <p className="muted">{t("scr.noReports")}</p>
      ) : (
        <ul className="plain-list">
          {reports.map((report) => (
            <Report key={report.id} report={report} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
