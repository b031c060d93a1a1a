import { useComputedColorScheme } from "@mantine/core";
import type { Kind } from "@sakiyomi/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { useVoice } from "../words/speak.tsx";
import { axisLabels } from "./axis-labels.ts";
import { extremesOf, type Lines, scaleOf } from "./plot-lines.ts";
import { axesOf, tokens } from "./uplot-look.ts";
import type { Span } from "./window.ts";

const HEIGHT = 260;
const leastHeights: Partial<Record<Kind, number>> = {
  "body-temperature": 1,
  spo2: 6,
  "heart-rate": 20,
  "pulse-rate": 20,
  "respiration-rate": 8,
  systolic: 30,
};

function options(root: HTMLElement, exact: boolean, times: (seconds: readonly number[]) => string[]): uPlot.Options {
  const colours = tokens(root);
  const quiet = { stroke: "transparent", width: 0, points: { show: false } };
  return {
    width: root.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: axesOf(colours, times),
    series: [
      {},
      quiet,
      { stroke: colours.ink, width: 1.5, spanGaps: false, ...(exact ? {} : { points: { show: false } }) },
      quiet,
    ],
    bands: exact ? [] : [{ series: [3, 1], fill: colours.band }],
  };
}

/** A stretch of one signal: the mean as a line, lowest to highest as a band; every sample where there are few. */
export function HistoryPlot({
  lines,
  span,
  kind,
}: {
  readonly lines: Lines;
  readonly span: Span;
  readonly kind: Kind;
}) {
  const root = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme();
  const { language, zone } = useVoice();
  useEffect(() => {
    const element = root.current;
    if (element === null || scheme === undefined) return;
    const made = new uPlot(options(element, lines.exact, axisLabels(language, zone)), [[], [], [], []], element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [scheme, language, zone, lines.exact]);
  // The colours and the language make a new plot, which then needs its data again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const [min, max] = scaleOf(extremesOf(lines), leastHeights[kind] ?? 0.01);
    plot.current?.batch((drawn: uPlot) => {
      drawn.setData(
        [lines.seconds as number[], lines.low, lines.mid, lines.high] as unknown as uPlot.AlignedData,
        false,
      );
      drawn.setScale("x", { min: span.from / 1000, max: span.to / 1000 });
      drawn.setScale("y", { min, max });
    });
  }, [lines, span, kind, scheme, language, zone]);
  return <div className="history-plot" ref={root} style={{ height: HEIGHT }} />;
}
