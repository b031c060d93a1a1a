import { useComputedColorScheme } from "@mantine/core";
import type { Kind } from "@sakiyomi/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { serverNow } from "../link/clock.ts";
import { scaleOf } from "./plot-lines.ts";
import type { Trace } from "./trace.ts";
import { tokens } from "./uplot-look.ts";

const SECONDS = 8;

/** The least height of the scale by kind, in the kind's unit: noise of a flat line must not fill the window. */
const leastHeight: Partial<Record<Kind, number>> = { ecg: 1, "arterial-pressure": 40, "fetal-heart-rate": 40 };

function makePlot(root: HTMLElement, height: number): uPlot {
  const colours = tokens(root);
  const options: uPlot.Options = {
    width: root.clientWidth,
    height,
    padding: [4, 0, 4, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [{ show: false }, { show: false }],
    series: [{}, { stroke: colours.ink, width: 1.6, points: { show: false }, spanGaps: false }],
  };
  return new uPlot(options, [[], []], root);
}

/** The scale follows at once when the line would leave it, and slowly when it could be closer. */
function follow(old: readonly [number, number] | null, wanted: readonly [number, number]): readonly [number, number] {
  if (old === null) return wanted;
  const [low, high] = [
    wanted[0] < old[0] ? wanted[0] : old[0] + (wanted[0] - old[0]) * 0.02,
    wanted[1] > old[1] ? wanted[1] : old[1] + (wanted[1] - old[1]) * 0.02,
  ];
  return [low, high];
}

function extremes(values: readonly (number | null)[]): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}

/** Draws as many times a second as the screen, always a little behind now, so that the line never stops and jumps. */
function draw(plot: uPlot, trace: Trace, least: number): () => void {
  let scale: readonly [number, number] | null = null;
  let frame = 0;
  const once = () => {
    frame = requestAnimationFrame(once);
    const to = serverNow() - trace.delayMs;
    const { seconds, values } = trace.between(to - SECONDS * 1000, to);
    scale = follow(scale, scaleOf(extremes(values), least));
    const [low, high] = scale;
    plot.batch(() => {
      plot.setData([seconds as number[], values as (number | null)[]], false);
      plot.setScale("x", { min: to / 1000 - SECONDS, max: to / 1000 });
      plot.setScale("y", { min: low, max: high });
    });
  };
  once();
  return () => cancelAnimationFrame(frame);
}

export function LiveTrace({
  trace,
  kind,
  height = 96,
}: {
  readonly trace: Trace;
  readonly kind: Kind;
  readonly height?: number;
}) {
  const root = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = root.current;
    if (element === null || scheme === undefined) return;
    const plot = makePlot(element, height);
    const stop = draw(plot, trace, leastHeight[kind] ?? 0.01);
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    return () => {
      stop();
      sizes.disconnect();
      plot.destroy();
    };
  }, [trace, kind, height, scheme]);
  return <div className="trace" ref={root} style={{ height }} />;
}
