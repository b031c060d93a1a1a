import { useComputedColorScheme } from "@mantine/core";
import type { DecelerationKind } from "@sakiyomi/skills/maternity";
import { type PointerEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { useVoice } from "../../words/speak.tsx";
import { drawCtg, type Picture } from "./draw.ts";
import type { Colours } from "./draw-sheet.ts";
import type { Span } from "./marks.ts";
import { layoutOf, pxPerMs, type Setting, widthOf } from "./paper.ts";

/** Paper that has not been written on, so that the newest is not at the very edge, ms. */
const AHEAD_MS = 20_000;

const coloursOf = (element: Element): Colours => {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ...{ ground: token("--sheet"), ink: token("--ink"), faint: token("--ink-2") },
    ...{ line: token("--line"), strong: token("--line-strong"), band: token("--band") },
  };
};

/** Sharp on any screen, and cleared where its size changes. */
function fit(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext("2d", { alpha: false });
  pen?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

interface Shown {
  readonly picture: Picture;
  readonly setting: Setting;
  readonly from: number;
  readonly until: number;
}

/** Draws what is in the window once a frame at most; it follows the end while the reader is there. */
function usePaper({ picture, setting, from, until }: Shown, isLive: boolean, room: RefObject<HTMLElement | null>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef(0);
  const follows = useRef(true);
  const scheme = useComputedColorScheme();
  const { clock, t } = useVoice();
  const draw = useCallback(() => {
    const [element, drawn] = [room.current, canvas.current];
    if (element === null || drawn === null || scheme === undefined) return;
    const width = element.clientWidth;
    const pen = fit(drawn, width, layoutOf(setting).height);
    const left = from + element.scrollLeft / pxPerMs(setting);
    const short = (kind: DecelerationKind) => t(`mat.short.${kind}`);
    if (pen) drawCtg(pen, picture, { from: left, width, setting, colours: coloursOf(element), clock, short });
  }, [picture, setting, from, scheme, clock, t, room]);
  const soon = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(draw);
  }, [draw]);
  const total = widthOf(until + AHEAD_MS - from, setting);
  useEffect(() => {
    const element = room.current;
    if (element && isLive && follows.current) element.scrollLeft = total;
    soon();
    return () => cancelAnimationFrame(frame.current);
  }, [soon, total, isLive, room]);
  useEffect(() => {
    const element = room.current;
    if (element === null) return;
    const sizes = new ResizeObserver(soon);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [soon, room]);
  const onScroll = () => {
    const element = room.current;
    if (element) follows.current = element.scrollLeft + element.clientWidth > total - 24;
    soon();
  };
  return { canvas, total, onScroll };
}

interface ChartProps extends Shown {
  /** What scrolls; buttons move it, too. */
  readonly room: RefObject<HTMLElement | null>;
  readonly isLive: boolean;
  readonly label: string;
  /** A finger draws over the paper to choose a stretch; without it, it moves the paper. */
  readonly isChoosing: boolean;
  readonly onChoose: (span: Span) => void;
}

/** The trace on its paper: scrolled with finger, wheel, keys, or the buttons above it. */
export function CtgChart({ room, isLive, label, isChoosing, onChoose, ...shown }: ChartProps) {
  const { canvas, total, onScroll } = usePaper(shown, isLive, room);
  const begun = useRef<number | null>(null);
  const height = useMemo(() => layoutOf(shown.setting).height, [shown.setting]);
  const timeOf = ({ clientX }: PointerEvent): number => {
    const element = room.current;
    const left = element === null ? 0 : clientX - element.getBoundingClientRect().left + element.scrollLeft;
    return Math.min(shown.until, Math.max(shown.from, shown.from + left / pxPerMs(shown.setting)));
  };
  const choose = (event: PointerEvent) => {
    if (begun.current === null) return;
    const [a, b] = [begun.current, timeOf(event)];
    onChoose({ from: Math.min(a, b), until: Math.max(a, b) });
  };
  return (
    <section className="ctg-room" ref={room} onScroll={onScroll} aria-label={label} data-choosing={isChoosing}>
      <div style={{ width: total, height }}>
        <canvas
          ref={canvas}
          className="ctg-canvas"
          role="img"
          aria-label={label}
          onPointerDown={(event) => {
            if (!isChoosing) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            begun.current = timeOf(event);
          }}
          onPointerMove={choose}
          onPointerUp={(event) => {
            choose(event);
            begun.current = null;
          }}
        />
      </div>
    </section>
  );
}
