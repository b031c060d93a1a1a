import { SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useBoardQuery } from "../link/queries.ts";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { Days } from "./days.tsx";
import { useQuality } from "./desk.ts";
import { Policy } from "./policy.tsx";
import { Proposals } from "./proposals.tsx";
import type { AlarmFigures, QualityView } from "./shapes.ts";

const spans = [1, 7, 30] as const;

function useNames(): (person: string) => string {
  const people = useBoardQuery().data?.people ?? [];
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (person) => names.get(person) ?? person;
}

const shareOf = ({ acted, ignored }: AlarmFigures): number | null =>
  acted + ignored === 0 ? null : acted / (acted + ignored);

function Overview({ view: { all } }: { readonly view: QualityView }) {
  const { t, language, span } = useVoice();
  const share = shareOf(all);
  const rows = [
    [t("quality.raised"), all.raised.toLocaleString(language)],
    [t("quality.perPersonDay"), all.perPersonDay.toLocaleString(language, { maximumFractionDigits: 1 })],
    [t("quality.acted"), share === null ? "–" : share.toLocaleString(language, { style: "percent" })],
    [t("quality.response"), all.medianResponseMs === null ? "–" : span(all.medianResponseMs)],
  ] as const;
  return (
    <Panel title={t("quality.overview")}>
      <dl className="summary-figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{t("quality.means")}</p>
    </Panel>
  );
}

interface Line {
  readonly key: string;
  readonly name: React.ReactNode;
  readonly figures: AlarmFigures;
}

function Figures({
  title,
  first,
  lines,
}: {
  readonly title: string;
  readonly first: string;
  readonly lines: readonly Line[];
}) {
  const { t, language, span } = useVoice();
  const tenth = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <Panel title={title}>
      <div className="wide-table">
        <table className="figures-table">
          <thead>
            <tr>
              <th>{first}</th>
              <th>{t("quality.raised")}</th>
              <th>{t("quality.perPersonDay")}</th>
              <th>{t("quality.acted")}</th>
              <th>{t("quality.response")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, name, figures }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td>{figures.raised.toLocaleString(language)}</td>
                <td>{tenth(figures.perPersonDay)}</td>
                <td>{shareOf(figures)?.toLocaleString(language, { style: "percent" }) ?? "–"}</td>
                <td>{figures.medianResponseMs === null ? "–" : span(figures.medianResponseMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Tables({ view }: { readonly view: QualityView }) {
  const { t, say, label } = useVoice();
  const nameOf = useNames();
  const rules = view.rules.map(({ skill, rule, example, ...figures }) => ({
    ...{ key: `${skill} ${rule}`, figures },
    name: (
      <>
        {label(skill, ["title"])}
        <span className="muted block small">{say(example, skill)}</span>
      </>
    ),
  }));
  const people = view.people.map(({ person, ...figures }) => ({
    ...{ key: person, figures },
    name: (
      <Link to="/people/$id" params={{ id: person }}>
        {nameOf(person)}
      </Link>
    ),
  }));
  const places = view.places.map(({ place, placeName, ...figures }) => ({
    ...{ key: place ?? "", figures },
    name: placeName || t("quality.noRoom"),
  }));
  return (
    <>
      <Figures title={t("quality.byRule")} first={t("quality.rule")} lines={rules} />
      {people.length === 0 ? null : (
        <Figures title={t("quality.byPerson")} first={t("quality.person")} lines={people} />
      )}
      <Figures title={t("quality.byRoom")} first={t("quality.room")} lines={places} />
    </>
  );
}

/** Whether alarms are worth their noise: how many, what came of them, and what to change. */
export function QualityPage() {
  const { t } = useVoice();
  const [days, setDays] = useState<number>(7);
  const query = useQuality(days);
  const nameOf = useNames();
  return (
    <Page title={t("quality.title")} lead={t("quality.lead")} wide>
      <SegmentedControl
        aria-label={t("quality.period")}
        data={spans.map((n) => ({ value: String(n), label: t("quality.days", { n }) }))}
        value={String(days)}
        onChange={(value) => setDays(Number(value))}
      />
      <Loaded query={query}>
        {(view) => (
          <>
            <Proposals proposals={view.proposals} policy={view.policy} nameOf={nameOf} />
            {view.all.raised === 0 ? (
              <Empty icon="quality" title={t("quality.none")} />
            ) : (
              <>
                <Overview view={view} />
                <Days days={view.days} />
                <Tables view={view} />
              </>
            )}
            <Policy policy={view.policy} key={JSON.stringify(view.policy)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
