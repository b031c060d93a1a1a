import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { Analysis, DrugPair, Period } from "@sakiyomi/medication";
import { useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { Empty, Loaded, Page, Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { incidentFiles, useAnalysis } from "../desk.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import { PChartFigure } from "./p-chart-figure.tsx";
import { ParetoFigure } from "./pareto-figure.tsx";
import { RateTable } from "./rate-table.tsx";
import { rateWords } from "./rate-words.ts";
import { useIncidentWords } from "./use-incident-words.ts";

const DAY = 24 * 3_600_000;
const spans = [30, 90, 365] as const;
const grains = ["day", "week", "month"] as const satisfies readonly Period[];
const divisions = [
  { name: "mishap", of: "mishap", parts: (analysis: Analysis) => analysis.byMishap },
  { name: "hour", of: "hour", parts: (analysis: Analysis) => analysis.byHour },
  { name: "round", of: "round", parts: (analysis: Analysis) => analysis.byRound },
  { name: "place", of: "place", parts: (analysis: Analysis) => analysis.byPlace },
  { name: "load", of: "load", parts: (analysis: Analysis) => analysis.byStaffLoad },
] as const;
type Division = (typeof divisions)[number]["name"];

function Summary({ analysis }: { readonly analysis: Analysis }) {
  const { t, language } = useVoice();
  const word = useIncidentWords();
  const rows = [
    [t("med.nearMisses"), analysis.nearMisses],
    [t("med.overridden"), analysis.overridden],
    [t("med.incidents"), analysis.incidents],
    [t("med.reached"), analysis.reached],
    [t("med.harmed"), analysis.harmed],
  ] as const;
  return (
    <Panel title={t("med.overview")}>
      <p className="muted">
        {t("med.dosesOfPeople", { doses: analysis.doses.toLocaleString(language), people: analysis.people })}
      </p>
      <dl className="summary-figures">
        {rows.map(([name, rate]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{rate.events.toLocaleString(language)}</strong>
              <span className="muted small block">{rateWords(rate, language, word)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{t("med.rateMeans")}</p>
    </Panel>
  );
}

function Divisions({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useVoice();
  const [name, setName] = useState<Division>("mishap");
  const [which, setWhich] = useState<"nearMisses" | "incidents">("nearMisses");
  const chosen = divisions.find((one) => one.name === name) ?? divisions[0];
  const word = useIncidentWords();
  const title = word(`section.${chosen.name}`);
  return (
    <Panel title={t("med.rates")}>
      <div className="line wrap">
        <NativeSelect
          aria-label={t("med.divideBy")}
          data={divisions.map((one) => ({ value: one.name, label: word(`section.${one.name}`) }))}
          value={name}
          onChange={(event) => setName(event.currentTarget.value as Division)}
        />
        <SegmentedControl
          aria-label={t("med.which")}
          data={[
            { value: "nearMisses", label: t("med.nearMisses") },
            { value: "incidents", label: t("med.incidents") },
          ]}
          value={which}
          onChange={(value) => setWhich(value === "incidents" ? "incidents" : "nearMisses")}
        />
      </div>
      <div className="wide-table">
        <RateTable parts={chosen.parts(analysis)} of={chosen.of} which={which} title={title} />
      </div>
      {name === "load" ? <p className="muted small">{t("med.loadMeans")}</p> : null}
    </Panel>
  );
}

function Pair({ pair }: { readonly pair: DrugPair }) {
  const { t, language } = useVoice();
  return (
    <tr>
      <th scope="row">
        {pair.wantedName}
        <span className="muted block small">{t("med.takenFor", { name: pair.scannedName })}</span>
      </th>
      <td>{pair.nearMisses}</td>
      <td>{pair.incidents}</td>
      <td>{pair.likeness === null ? "–" : pair.likeness.toLocaleString(language, { style: "percent" })}</td>
    </tr>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly DrugPair[] }) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.pairs")}>
      <p className="muted small">{t("med.pairsLead")}</p>
      {pairs.length === 0 ? (
        <p>{t("med.noPairs")}</p>
      ) : (
        <table className="figures-table">
          <thead>
            <tr>
              <th>{t("med.pair")}</th>
              <th>{t("med.nearMisses")}</th>
              <th>{t("med.incidents")}</th>
              <th>{t("med.likeness")}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <Pair key={`${pair.wanted} ${pair.scanned}`} pair={pair} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Findings({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useVoice();
  if (analysis.doses === 0 && analysis.incidents.events === 0)
    return (
      <Empty icon="audit" title={t("med.nothingYet")}>
        <p>{t("med.nothingYetLong")}</p>
      </Empty>
    );
  return (
    <>
      <Summary analysis={analysis} />
      <div className="two">
        <Panel>
          <PChartFigure chart={analysis.nearMissChart} title={t("med.nearMissesOverTime")} />
        </Panel>
        <Panel>
          <PChartFigure chart={analysis.incidentChart} title={t("med.incidentsOverTime")} />
        </Panel>
        <Panel>
          <ParetoFigure bars={analysis.paretoOfMishaps} of="mishap" title={t("med.whatWentWrong")} />
        </Panel>
        {analysis.paretoOfCauses.length === 0 ? null : (
          <Panel>
            <ParetoFigure bars={analysis.paretoOfCauses} of="cause" title={t("med.whatMadeItLikely")} />
          </Panel>
        )}
        <Divisions analysis={analysis} />
        <Pairs pairs={analysis.pairs} />
      </div>
    </>
  );
}

/** Where errors come from: for who wants to make them rarer, never for finding who is to blame. */
export function AnalysisPage() {
  const { t, language } = useVoice();
  const [days, setDays] = useState<number>(90);
  const [grain, setGrain] = useState<Period>("week");
  const [until] = useState(() => serverNow());
  const span = { from: until - days * DAY, until, period: grain };
  const query = useAnalysis(span);
  return (
    <Page title={t("med.analysis")} lead={t("med.analysisLead")} action={<BackToMedicines />} wide>
      <div className="line wrap end">
        <NativeSelect
          label={t("med.span")}
          data={spans.map((n) => ({ value: String(n), label: t("time.days", { n }) }))}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={t("med.pointIs")}
          data={grains.map((one) => ({ value: one, label: t(`grain.${one}`) }))}
          value={grain}
          onChange={(event) => setGrain(grains.find((one) => one === event.currentTarget.value) ?? "week")}
        />
        {incidentFiles(span, language).map(({ name, href }) => (
          <a key={name} className="plain" href={href} download>
            {t(`file.${name}`)}
          </a>
        ))}
      </div>
      <Loaded query={query}>{(analysis) => <Findings analysis={analysis} />}</Loaded>
    </Page>
  );
}
