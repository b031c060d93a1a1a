import { useElementSize } from "@mantine/hooks";
import type { PChart } from "@sakiyomi/medication";
import { useVoice, type Voice } from "../../words/speak.tsx";
import { bandMiddle, margin, type PlotPoint, placesOf, pPlot } from "./plot-shapes.ts";
import { figure } from "./rate-words.ts";
import { useIncidentWords } from "./use-incident-words.ts";

const HEIGHT = 260;

function Grid({ chart, width }: { readonly chart: PChart; readonly width: number }) {
  const { language } = useVoice();
  const plot = pPlot(chart, { width, height: HEIGHT });
  const places = placesOf(plot.ticks.map(({ value }) => value));
  return plot.ticks.map(({ value, y }) => (
    <g key={value}>
      <line className="plot-grid" x1={margin.left} x2={width - margin.right} y1={y} y2={y} />
      <text className="plot-label" x={margin.left - 6} y={y + 4} textAnchor="end">
        {value.toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places })}
      </text>
    </g>
  ));
}

/** A ring as every point; a filled square with a ring around it where something special speaks: told by shape, not only colour. */
function Mark({ x, y, isSpecial, isSmall }: PlotPoint) {
  if (isSpecial)
    return (
      <g className="plot-special">
        <circle cx={x} cy={y} r={9} />
        <rect x={x - 4} y={y - 4} width={8} height={8} />
      </g>
    );
  return <circle className="plot-point" data-small={isSmall} cx={x} cy={y} r={3.5} />;
}

function Lines({ chart, width }: { readonly chart: PChart; readonly width: number }) {
  const plot = pPlot(chart, { width, height: HEIGHT });
  return (
    <>
      <path className="plot-limit" d={plot.high} />
      <path className="plot-limit" d={plot.low} />
      {plot.centre === null ? null : (
        <line className="plot-centre" x1={margin.left} x2={width - margin.right} y1={plot.centre} y2={plot.centre} />
      )}
      <path className="plot-line" d={plot.line} />
      {plot.points.map((point) => (
        <Mark key={point.index} {...point} />
      ))}
    </>
  );
}

const shortDay = (at: number, { language, zone }: Pick<Voice, "language" | "zone">): string =>
  new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: zone }).format(at);

function Drawing({ chart, width, title }: { readonly chart: PChart; readonly width: number; readonly title: string }) {
  const voice = useVoice();
  const { dates } = pPlot(chart, { width, height: HEIGHT });
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={title}>
      <Grid chart={chart} width={width} />
      {dates.map((index) => (
        <text
          key={index}
          className="plot-label"
          x={bandMiddle(index, chart.points.length, width)}
          y={HEIGHT - 8}
          textAnchor="middle"
        >
          {shortDay(chart.points[index]?.from ?? 0, voice)}
        </text>
      ))}
      <Lines chart={chart} width={width} />
    </svg>
  );
}

/** The same as the drawing, for a screen reader and for who wants the figures. */
function PointTable({ chart }: { readonly chart: PChart }) {
  const { t, day, language } = useVoice();
  const word = useIncidentWords();
  const perThousand = (p: number | null): string => (p === null ? "–" : figure(p * 1000, language));
  return (
    <table className="figures-table">
      <thead>
        <tr>
          <th>{t("med.from")}</th>
          <th>{t("med.doses")}</th>
          <th>{t("med.events")}</th>
          <th>{t("med.perThousand")}</th>
          <th>{t("med.limits")}</th>
          <th>{t("med.specialCause")}</th>
        </tr>
      </thead>
      <tbody>
        {chart.points.map(({ from, n, x, p, low, high, special }) => (
          <tr key={from}>
            <td>{day(from)}</td>
            <td>{n}</td>
            <td>{x}</td>
            <td>{perThousand(p)}</td>
            <td>{`${perThousand(low)}–${perThousand(high)}`}</td>
            <td>
              {special.map(({ cause, side }) => `${word(`special.${cause}`)} (${word(`side.${side}`)})`).join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Legend({ chart }: { readonly chart: PChart }) {
  const { t, language } = useVoice();
  const word = useIncidentWords();
  const marked = chart.points.filter(({ special }) => special.length > 0).length;
  const centre = chart.centre === null ? "–" : figure(chart.centre * 1000, language);
  return (
    <p className="small muted">
      {t("med.chartLegend", { centre })}{" "}
      <strong>{marked === 0 ? t("med.nothingSpecial") : t("med.specialMarked", { n: marked })}</strong>{" "}
      {chart.points.some(({ isSmall, n }) => isSmall && n > 0) ? `${t("med.smallPoints")} ` : null}
      {chart.sigmaZ !== null && chart.sigmaZ > 1.5
        ? word("chart.varies", { times: figure(chart.sigmaZ, language) })
        : null}
    </p>
  );
}

/** A p-chart: points, centre, limits of each point's own size, special causes marked; the table of it below. */
export function PChartFigure({ chart, title }: { readonly chart: PChart; readonly title: string }) {
  const { t } = useVoice();
  const { ref, width } = useElementSize();
  return (
    <figure className="plot">
      <figcaption>
        <h3>{title}</h3>
        <Legend chart={chart} />
      </figcaption>
      <div ref={ref} className="plot-room" style={{ height: HEIGHT }}>
        {width > 0 ? <Drawing chart={chart} width={width} title={title} /> : null}
      </div>
      <details>
        <summary>{t("med.asTable")}</summary>
        <div className="wide-table">
          <PointTable chart={chart} />
        </div>
      </details>
    </figure>
  );
}
