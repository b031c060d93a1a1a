import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { useWidth } from "./ecg-paper.tsx";
import type { PressureView } from "./shapes.ts";

type Occasion = PressureView["occasions"][number];
const DAY = 86_400_000;
const HIGH = 260;
const [LEFT, RIGHT, TOP, FOOT] = [36, 18, 10, 24];
/** Hypertension at home: 135/85 (JSH 2019, 2025). */
const LIMITS = [135, 85] as const;

interface Frame {
  readonly x: (day: number) => number;
  readonly y: (value: number) => number;
  readonly wide: number;
  readonly values: readonly number[];
}

function frameOf(occasions: readonly Occasion[], today: number, days: number, wide: number): Frame {
  const all = occasions.flatMap(({ systolic, diastolic }) => [systolic, diastolic]);
  const low = Math.floor(Math.min(65, ...all) / 10) * 10 - 5;
  const high = Math.ceil(Math.max(150, ...all) / 10) * 10 + 5;
  return {
    wide,
    x: (day) => LEFT + ((day - (today - days) - 0.5) / days) * (wide - LEFT - RIGHT),
    y: (value) => TOP + ((high - value) / (high - low)) * (HIGH - TOP - FOOT),
    values: Array.from(
      { length: Math.floor((high - low) / 20) + 1 },
      (_, i) => Math.ceil(low / 20) * 20 + i * 20,
    ).filter((value) => value < high),
  };
}

function Ground({ frame, goal }: { readonly frame: Frame; readonly goal: PressureView["goal"] }) {
  const { wide, y, values } = frame;
  return (
    <>
      {values.map((value) => (
        <g key={value}>
          <path className="bp-grid" d={`M${LEFT} ${y(value)}H${wide - RIGHT}`} />
          <text className="bp-axis" x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {LIMITS.map((value) => (
        <path key={value} className="bp-limit" d={`M${LEFT} ${y(value)}H${wide - RIGHT}`} />
      ))}
      {[goal.systolic, goal.diastolic].map((value) => (
        <path key={value} className="bp-goal" d={`M${LEFT} ${y(value)}H${wide - RIGHT}`} />
      ))}
    </>
  );
}

/** Mornings are full discs, evenings empty squares; a bar joins the two pressures. */
function Mark({ one, frame }: { readonly one: Occasion; readonly frame: Frame }) {
  const x = frame.x(one.day + (one.when === "morning" ? 0.3 : 0.7));
  const [up, down] = [frame.y(one.systolic), frame.y(one.diastolic)];
  return (
    <g className="bp-mark" data-when={one.when}>
      <path d={`M${x} ${up}V${down}`} />
      {[up, down].map((y) =>
        one.when === "morning" ? (
          <circle key={y} cx={x} cy={y} r={3.2} />
        ) : (
          <rect key={y} x={x - 3} y={y - 3} width={6} height={6} />
        ),
      )}
    </g>
  );
}

function Days({ frame, today, days }: { readonly frame: Frame; readonly today: number; readonly days: number }) {
  const { language } = useVoice();
  const step = Math.ceil(days / Math.max(2, Math.floor(frame.wide / 90)));
  const marks = Array.from({ length: Math.floor(days / step) }, (_, i) => today - i * step);
  return marks.map((day) => (
    <text key={day} className="bp-axis" x={frame.x(day + 0.5)} y={HIGH - 6} textAnchor="middle">
      {new Date(day * DAY).toLocaleDateString(language, { month: "numeric", day: "numeric", timeZone: "UTC" })}
    </text>
  ));
}

export function PressureChart({ view }: { readonly view: PressureView }) {
  const { t, zone } = useVoice();
  const [days, setDays] = useState(30);
  const [ref, width] = useWidth();
  const wall = new Date(view.at).toLocaleDateString("sv-SE", { timeZone: zone });
  const today = Math.floor(Date.parse(`${wall}T00:00:00Z`) / DAY);
  const shown = view.occasions.filter(({ day }) => day > today - days);
  const frame = frameOf(shown, today, days, Math.max(240, width));
  return (
    <Panel
      title={t("pressure.chart")}
      action={
        <SegmentedControl
          aria-label={t("pressure.chart")}
          data={["7", "30", "90"].map((n) => ({ value: n, label: t("pressure.span", { n }) }))}
          value={String(days)}
          onChange={(next) => setDays(Number(next))}
        />
      }
    >
      <div ref={ref}>
        <svg width={frame.wide} height={HIGH} role="img" aria-label={t("pressure.chartAlt", { n: shown.length })}>
          <Ground frame={frame} goal={view.goal} />
          <Days frame={frame} today={today} days={days} />
          {shown.map((one) => (
            <Mark key={`${one.day} ${one.when}`} one={one} frame={frame} />
          ))}
        </svg>
      </div>
      <p className="small bp-legend">
        <span>
          <svg width="14" height="14" className="bp-mark" data-when="morning" aria-hidden="true">
            <circle cx="7" cy="7" r="3.5" />
          </svg>
          {t("pressure.morning")}
        </span>
        <span>
          <svg width="14" height="14" className="bp-mark" data-when="evening" aria-hidden="true">
            <rect x="3.5" y="3.5" width="7" height="7" />
          </svg>
          {t("pressure.evening")}
        </span>
        <span>
          <svg width="26" height="14" aria-hidden="true">
            <path className="bp-limit" d="M0 7H26" />
          </svg>
          {t("pressure.limitLine")}
        </span>
        <span>
          <svg width="26" height="14" aria-hidden="true">
            <path className="bp-goal" d="M0 7H26" />
          </svg>
          {t("pressure.goalLine")} {view.goal.systolic}/{view.goal.diastolic}
        </span>
      </p>
    </Panel>
  );
}
