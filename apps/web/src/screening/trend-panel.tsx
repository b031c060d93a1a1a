import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { ReportView, Trend } from "./shapes.ts";

type Points = Trend["points"];
const BOX = { width: 320, height: 120, left: 34, right: 10, top: 8, bottom: 22 } as const;

function Lines({ trend }: { readonly trend: Trend }) {
  const { day, language } = useVoice();
  const all = [...trend.points, ...trend.lower];
  const [from, to] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))];
  const [low, high] = [Math.min(...all.map(([, value]) => value)), Math.max(...all.map(([, value]) => value))];
  const room = Math.max((high - low) * 0.15, 1);
  const x = (at: number) => BOX.left + ((at - from) / (to - from || 1)) * (BOX.width - BOX.left - BOX.right);
  const y = (value: number) =>
    BOX.top + ((high + room - value) / (high - low + 2 * room)) * (BOX.height - BOX.top - BOX.bottom);
  const path = (points: Points) =>
    `M${points.map(([at, value]) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
  const words = all.map(([at, value]) => `${day(at)}: ${value.toLocaleString(language)} ${trend.unit}`).join(", ");
  return (
    <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} className="scr-trend" role="img" aria-label={words}>
      {[low, high].map((value) => (
        <g key={value}>
          <line x1={BOX.left} x2={BOX.width - BOX.right} y1={y(value)} y2={y(value)} />
          <text x={BOX.left - 5} y={y(value) + 4} textAnchor="end">
            {value.toLocaleString(language)}
          </text>
        </g>
      ))}
      <path d={path(trend.points)} />
      {trend.lower.length > 0 ? <path d={path(trend.lower)} strokeDasharray="5 4" /> : null}
      {all.map(([at, value]) => (
        <circle key={`${at} ${value}`} cx={x(at)} cy={y(value)} r="3.5" />
      ))}
      <text x={BOX.left} y={BOX.height - 5}>
        {day(from)}
      </text>
      <text x={BOX.width - BOX.right} y={BOX.height - 5} textAnchor="end">
        {day(to)}
      </text>
    </svg>
  );
}

const MOST_SHOWN = 4;

/** The newest report of each check-up, oldest first. */
const newestOf = (reports: readonly ReportView[]): readonly ReportView[] => {
  const standing = reports.filter(({ replacedBy }) => replacedBy === null);
  return standing.toSorted((a, b) => a.measuredAt - b.measuredAt).slice(-MOST_SHOWN);
};

/** What each check-up found of the same matter, side by side; a dash where it was not measured or was left out. */
function History({ reports }: { readonly reports: readonly ReportView[] }) {
  const { t, say, day } = useVoice();
  const titles = new Map(reports.flatMap(({ statements }) => statements.map(({ id, title }) => [id, title])));
  const cell = (report: ReportView, wanted: string): string => {
    const found = report.statements.find(({ id, struck }) => id === wanted && struck === null);
    return found === undefined ? "–" : (found.edited?.words.found ?? say(found.found, "checkup"));
  };
  return (
    <div className="wide-table scr-history">
      <table>
        <caption className="visually-hidden">{t("scr.history")}</caption>
        <thead>
          <tr>
            <th aria-label={t("scr.test")} />
            {reports.map(({ id, measuredAt }) => (
              <th key={id} scope="col">
                {day(measuredAt)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...titles].map(([id, title]) => (
            <tr key={id}>
              <th scope="row">{say(title, "checkup")}</th>
              {reports.map((report) => (
                <td key={report.id}>{cell(report, id)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the newest report keeps of the check-ups before it, as lines and as a table. */
export function TrendPanel({ reports }: { readonly reports: readonly ReportView[] }) {
  const { t, say } = useVoice();
  const newest = newestOf(reports);
  if (newest.length < 2) return null;
  const shown = (newest.at(-1)?.trends ?? []).filter(({ points }) => points.length > 1);
  return (
    <Panel title={t("scr.trend")}>
      {shown.map((trend) => (
        <figure key={trend.id}>
          <figcaption className="line wrap tight">
            <strong>{say({ key: `about.${trend.id}` }, "checkup")}</strong>
            <span className="muted small">{trend.unit}</span>
            {trend.lower.length > 0 ? (
              <span className="muted small">{`— ${t("scr.upper")}  ┄ ${t("scr.lower")}`}</span>
            ) : null}
          </figcaption>
          <Lines trend={trend} />
        </figure>
      ))}
      <History reports={newest} />
    </Panel>
  );
}
