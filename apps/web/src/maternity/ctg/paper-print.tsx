import type { GridWave } from "./grid-trace.ts";
import { isBpm, isNumber, runsOf, STEP_MS } from "./grid-trace.ts";
import type { LiveRecording } from "./live-recording.ts";
import {
  BAND,
  bpmLabels,
  fineMs,
  type Layout,
  labelMs,
  layoutOf,
  type Setting,
  timesWithin,
  yOfBpm,
  yOfToco,
} from "./paper.ts";

/** On paper a centimetre is a centimetre whatever the screen's are: 100 units of the drawing. */
const UNITS = 100;
/** A4 upright between its margins. */
const ROW_CM = 17;

function pathOf(
  wave: GridWave,
  from: number,
  to: number,
  x: (at: number) => number,
  y: (value: number) => number,
  isShown: (value: number) => boolean,
): string {
  const first = Math.max(0, Math.floor((from - wave.from) / STEP_MS));
  const values = wave.part(first, Math.ceil((to - wave.from) / STEP_MS));
  const point = (i: number) =>
    `${x(wave.from + (first + i) * STEP_MS).toFixed(1)} ${y(values[i] as number).toFixed(1)}`;
  return runsOf(values, isShown)
    .map(
      ([begin, end]) =>
        `M${Array.from({ length: end - begin }, (_, i) => point(begin + i)).join("L")}${end - begin === 1 ? "h1" : ""}`,
    )
    .join("");
}

function Grid({
  layout,
  setting,
  from,
  to,
  x,
  clock,
}: {
  readonly layout: Layout;
  readonly setting: Setting;
  readonly from: number;
  readonly to: number;
  readonly x: (at: number) => number;
  readonly clock: (at: number) => string;
}) {
  const width = x(to);
  const rows = [
    ...bpmLabels(setting).map((bpm) => yOfBpm(bpm, layout)),
    ...[0, 25, 50, 75, 100].map((value) => yOfToco(value, layout)),
  ];
  const column = (at: number) =>
    `M${x(at).toFixed(1)} ${layout.fhrTop}v${layout.fhrHeight}M${x(at).toFixed(1)} ${layout.tocoTop}v${layout.tocoHeight}`;
  return (
    <>
      <rect
        x={0}
        width={width}
        y={yOfBpm(BAND.most, layout)}
        height={yOfBpm(BAND.least, layout) - yOfBpm(BAND.most, layout)}
        fill="#0001"
      />
      <path d={timesWithin(from, to, fineMs(setting)).map(column).join("")} stroke="#bbb" strokeWidth={1} />
      <path d={timesWithin(from, to, 60_000).map(column).join("")} stroke="#777" strokeWidth={1.5} />
      <path d={rows.map((y) => `M0 ${y.toFixed(1)}h${width.toFixed(1)}`).join("")} stroke="#777" strokeWidth={1.5} />
      {bpmLabels(setting).map((bpm) => (
        <text key={bpm} x={4} y={yOfBpm(bpm, layout) - 4}>
          {bpm}
        </text>
      ))}
      {timesWithin(from, to, labelMs(setting)).map((at) => (
        <text key={at} x={x(at)} y={layout.fhrTop - 12} textAnchor="middle">
          {clock(at)}
        </text>
      ))}
    </>
  );
}

function Row({
  held,
  from,
  to,
  setting,
  clock,
}: {
  readonly held: LiveRecording;
  readonly from: number;
  readonly to: number;
  readonly setting: Setting;
  readonly clock: (at: number) => string;
}) {
  const onPaper = { ...setting, pxPerCm: UNITS };
  const layout = layoutOf(onPaper);
  const x = (at: number) => ((at - from) / 60_000) * setting.speed * UNITS;
  const wide = ROW_CM * UNITS;
  return (
    <svg
      className="ctg-row"
      viewBox={`0 0 ${wide} ${layout.height}`}
      style={{ width: `${ROW_CM}cm`, height: `${layout.height / UNITS}cm` }}
      role="img"
      aria-label={clock(from)}
    >
      <Grid {...{ layout, setting, from, to, x, clock }} />
      {held.fhr.map(({ source, wave }, i) => (
        <path
          key={source}
          d={pathOf(wave, from, to, x, (bpm) => yOfBpm(bpm, layout), isBpm)}
          stroke="#000"
          strokeWidth={i === 0 ? 3.5 : 2.5}
          strokeDasharray={i === 0 ? undefined : "10 5"}
          fill="none"
        />
      ))}
      <path
        d={pathOf(held.toco, from, to, x, (value) => yOfToco(Math.min(100, Math.max(0, value)), layout), isNumber)}
        stroke="#000"
        strokeWidth={3}
        fill="none"
      />
      {held.movements
        .filter(({ at }) => at >= from && at < to)
        .map(({ at }) => (
          <path key={at} d={`M${x(at)} ${layout.tocoTop - 30}l10 24h-20z`} fill="#000" />
        ))}
    </svg>
  );
}

/** The whole recording in rows of true centimetres: only the printer sees it. */
export function PaperPrint({
  held,
  setting,
  clock,
}: {
  readonly held: LiveRecording;
  readonly setting: Setting;
  readonly clock: (at: number) => string;
}) {
  const perRow = (ROW_CM / setting.speed) * 60_000;
  const count = Math.max(1, Math.ceil((held.until - held.from) / perRow));
  return (
    <div className="ctg-print">
      {Array.from({ length: count }, (_, i) => held.from + i * perRow).map((from) => (
        <Row key={from} {...{ held, from, setting, clock }} to={from + perRow} />
      ))}
    </div>
  );
}
