import { type PointerEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { type Line, MARGIN_MM, millivoltsAt, type Paper, type Scale, timeAt } from "./paper-layout.ts";

/** From one point of a line to another. */
export interface Drawn {
  readonly line: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export interface Reading {
  readonly ms: number;
  readonly mv: number;
  readonly mm: number;
}

export const readingOf = (paper: Paper, { line, from, to }: Drawn, scale: Scale): Reading | null => {
  const on = paper.lines[line];
  if (on === undefined) return null;
  return {
    ms: Math.round(Math.abs(timeAt(on, to[0], scale) - timeAt(on, from[0], scale))),
    mv: Math.round(Math.abs(millivoltsAt(to[1], paper, scale) - millivoltsAt(from[1], paper, scale)) * 100) / 100,
    mm: Math.round(Math.abs(to[0] - from[0]) * 10) / 10,
  };
};

/** Width of what it lies in, as it is and as it becomes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const sizes = new ResizeObserver(() => setWidth(element.clientWidth));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  return [ref, width] as const;
}

function Ruling({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-mm`} width="1" height="1" patternUnits="userSpaceOnUse" x={MARGIN_MM}>
        <path d="M1 0H0V1" className="paper-mm" />
      </pattern>
      <pattern id={`${id}-cm`} width="5" height="5" patternUnits="userSpaceOnUse" x={MARGIN_MM}>
        <path d="M5 0H0V5" className="paper-cm" />
      </pattern>
    </defs>
  );
}

/** One millivolt, 5 mm wide, at the left of the first line: what the paper is read against. */
const calibration = (high: number, { gain }: Scale): string => `M0.5 ${high / 2}h1v${-gain}h5v${gain}h1`;

function Gaps({ line, high }: { readonly line: Line; readonly high: number }) {
  const { t } = useVoice();
  return line.gaps.map(([from, to]) => (
    <g key={from}>
      <rect className="paper-gap" x={from} width={to - from} y={0} height={high} />
      {to - from > 14 ? (
        <text className="paper-words" x={(from + to) / 2} y={high - 2} textAnchor="middle">
          {t("strip.gap")}
        </text>
      ) : null}
    </g>
  ));
}

const ticksOn = (line: Line, beats: readonly number[], { speed }: Scale): readonly number[] =>
  beats
    .filter((at) => at >= line.from && at <= line.from + line.seconds * 1000)
    .map((at) => MARGIN_MM + ((at - line.from) / 1000) * speed);

interface LineProps {
  readonly paper: Paper;
  readonly index: number;
  readonly scale: Scale;
  readonly pxPerMm: number;
  readonly beats: readonly number[];
  readonly drawn: Drawn | null;
  readonly draw: (drawn: Drawn) => void;
}

function PaperLine({ paper, index, scale, pxPerMm, beats, drawn, draw }: LineProps) {
  const { clockSeconds } = useVoice();
  const id = useId();
  const begun = useRef<readonly [number, number] | null>(null);
  const line = paper.lines[index];
  if (line === undefined) return null;
  const { wide, high } = paper;
  const pointOf = (event: PointerEvent<SVGSVGElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * wide, ((event.clientY - box.top) / box.height) * high];
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (begun.current !== null) draw({ line: index, from: begun.current, to: pointOf(event) });
  };
  const end = () => {
    begun.current = null;
  };
  return (
    <svg
      className="ecg-line"
      viewBox={`0 0 ${wide} ${high}`}
      width={wide * pxPerMm}
      height={high * pxPerMm}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = pointOf(event);
      }}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <Ruling id={id} />
      <rect width={wide} height={high} fill={`url(#${id}-mm)`} />
      <rect width={wide} height={high} fill={`url(#${id}-cm)`} />
      <Gaps line={line} high={high} />
      {index === 0 ? <path className="paper-wave" d={calibration(high, scale)} /> : null}
      {ticksOn(line, beats, scale).map((x) => (
        <path key={x} className="paper-beat" d={`M${x} 0.6v2`} />
      ))}
      <path className="paper-wave" d={line.path} data-testid="ecg-wave" />
      <text className="paper-words" x={MARGIN_MM} y={high - 0.8}>
        {clockSeconds(line.from)}
      </text>
      {drawn?.line === index ? <Caliper drawn={drawn} high={high} /> : null}
    </svg>
  );
}

function Caliper({ drawn: { from, to }, high }: { readonly drawn: Drawn; readonly high: number }) {
  return (
    <g className="paper-caliper">
      <path d={`M${from[0]} 0V${high}M${to[0]} 0V${high}`} />
      <path d={`M${from[0]} ${from[1]}H${to[0]}V${to[1]}`} strokeDasharray="1 0.7" />
    </g>
  );
}

/** A strip on ruled paper, in millimetres of this screen. */
export function EcgPaper({ label, ...line }: Omit<LineProps, "index"> & { readonly label: string }) {
  return (
    <div role="img" aria-label={label} className="ecg-paper">
      {line.paper.lines.map(({ from }, index) => (
        <PaperLine key={from} index={index} {...line} />
      ))}
    </div>
  );
}
