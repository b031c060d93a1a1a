import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Line, PlotFigure } from "./plot-figure.tsx";
import type { PersonMaternityView, TrendPoint, VisitView, Weeks } from "./shapes.ts";

const weekOf = (weeks: Weeks | null): number | null => (weeks === null ? null : weeks.weeks + weeks.days / 7);

const ofRecordings = (
  recordings: readonly TrendPoint[],
  value: (point: NonNullable<TrendPoint["figures"]>) => number | null,
): Line["points"] =>
  recordings
    .flatMap(({ weeks, figures }) => {
      const [x, y] = [weekOf(weeks), figures && value(figures)];
      return x === null || y === null ? [] : [{ x, y }];
    })
    .sort((a, b) => a.x - b.x);

export const ofVisits = (visits: readonly VisitView[], field: "weightKg" | "systolic" | "diastolic"): Line["points"] =>
  visits.flatMap((visit) => {
    const [x, y] = [weekOf(visit.weeks), visit[field]];
    return x === null || y === undefined ? [] : [{ x, y }];
  });

/** From recording to recording and visit to visit, by the week of the pregnancy. */
export function TrendPanel({ view }: { readonly view: PersonMaternityView }) {
  const { t } = useVoice();
  const { recordings, visits } = view;
  const plots = [
    {
      key: "baseline",
      unit: "/min",
      least: 70,
      digits: 0,
      lines: [ofRecordings(recordings, (f) => f.baselineBpm)],
      band: { from: 110, to: 160, words: t("mat.band.baseline") },
    },
    { key: "stv", unit: "ms", least: 6, digits: 1, lines: [ofRecordings(recordings, (f) => f.stvMs)] },
    {
      key: "variability",
      unit: "/min",
      least: 15,
      digits: 0,
      lines: [ofRecordings(recordings, (f) => f.variabilityBpm)],
    },
    { key: "weight", unit: "kg", least: 6, digits: 1, lines: [ofVisits(visits, "weightKg")] },
    {
      key: "pressure",
      unit: "mmHg",
      least: 60,
      digits: 0,
      lines: [ofVisits(visits, "systolic"), ofVisits(visits, "diastolic")],
    },
  ] as const;
  const shown = plots.filter(({ lines }) => lines.some((points) => points.length > 0));
  const xs = shown.flatMap(({ lines }) => lines.flatMap((points) => points.map(({ x }) => x)));
  const xRange = { least: Math.floor(Math.min(...xs, 40) - 1), most: 42 };
  const names = [t("mat.upper"), t("mat.lower")];
  return (
    <Panel title={t("mat.trend")}>
      {shown.length === 0 ? <p className="muted">{t("mat.noTrend")}</p> : null}
      <div className="mat-plots">
        {shown.map(({ key, unit, least, digits, lines, ...more }) => (
          <PlotFigure
            key={key}
            {...{ unit, xRange, digits, ...more }}
            title={t(`mat.${key}`)}
            leastHeight={least}
            xName={(x) => t("mat.week", { n: Math.round(x * 10) / 10 })}
            lines={lines.map((points, i) => ({ name: names[i] ?? "", points, look: i === 0 ? "dots" : "dashed" }))}
          />
        ))}
      </div>
    </Panel>
  );
}
