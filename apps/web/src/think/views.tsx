import { Slider } from "@mantine/core";
import { useMemo } from "react";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { HeatMap, Picture } from "./canvas.tsx";
import { type Column, type Episode, frameOf } from "./episode.ts";
import { Legend, type Line, Lines } from "./lines.tsx";
import { differenceOf, heatOf } from "./picture.ts";
import type { Scene } from "./thinking.ts";
import type { Trace } from "./trace.ts";
import { thinking } from "./use-thinking.ts";

export interface ViewProps {
  readonly episode: Episode;
  readonly trace: Trace;
  readonly at: number;
}

/** EIPL's width of a heat spot, where a file does not say. */
const usualHeat = 0.1;
/** Pixels of a drawn heat map. */
const HEAT_SIDE = 48;
const heatSide = [HEAT_SIDE, HEAT_SIDE] as const;

const columnOf = (episode: Episode, kind: Column["kind"]) =>
  Object.entries(episode.columns).find(([, one]) => one.kind === kind);

export function Pictures({ episode, trace, at }: ViewProps) {
  const { t } = useVoice();
  const found = columnOf(episode, "image");
  const side = useMemo(
    () => (found ? ([found[1].shape[1] ?? 1, found[1].shape[2] ?? 1] as const) : ([1, 1] as const)),
    [found],
  );
  if (!found) return null;
  const [name, column] = found;
  const thought = trace[at];
  const truth = frameOf(column, at);
  const predicted = thought?.predicted?.[name] ?? null;
  const pixels = side[0] * side[1];
  return (
    <Panel title={t("think.pictures")}>
      <div className="think-pictures">
        <Picture
          picture={truth}
          side={side}
          points={thought?.points ?? null}
          expected={thought?.expected ?? null}
          label={t("think.true")}
        />
        <Picture picture={predicted} side={side} label={t("think.predicted")} />
        <HeatMap
          map={predicted ? differenceOf(truth, predicted, pixels) : new Float32Array(pixels)}
          side={side}
          most={0.5}
          tone={1}
          label={t("think.difference")}
        />
      </div>
      <p className="muted small">{thought?.points ? t("think.pointsHint") : t("think.picturesHint")}</p>
    </Panel>
  );
}

export function HeatMaps({ trace, at, heat }: Pick<ViewProps, "trace" | "at"> & { readonly heat: number | null }) {
  const { t } = useVoice();
  const points = trace[at]?.points;
  if (!points) return null;
  const maps = Array.from({ length: points.length / 2 }, (_, i) => ({
    n: i + 1,
    map: heatOf(points[2 * i] ?? 0, points[2 * i + 1] ?? 0, heat ?? usualHeat, HEAT_SIDE),
  }));
  return (
    <Panel title={t("think.heat")}>
      <div className="think-heats">
        {maps.map(({ n, map }) => (
          <HeatMap key={n} map={map} side={heatSide} most={1} tone={n - 1} label={t("think.point", { n })} />
        ))}
      </div>
    </Panel>
  );
}

const framesOf = (length: number): readonly number[] => Array.from({ length }, (_, i) => i + 1);

/** Numbers as the episode has them, in its unit. */
const inUnit = (column: Column, element: number, value: number): number => {
  const { factor, offset } = column.signal.scaling;
  const at = element % factor.length;
  return (value - (offset[at] ?? 0)) / (factor[at] ?? 1);
};

export function Joints({ episode, trace, at }: ViewProps) {
  const { t } = useVoice();
  const found = columnOf(episode, "quantity");
  const lines = useMemo(() => {
    if (!found) return [];
    const [name, column] = found;
    return column.names.flatMap((joint, i): readonly Line[] => [
      {
        label: joint,
        tone: i,
        values: Array.from({ length: episode.length }, (_, frame) => inUnit(column, i, frameOf(column, frame)[i] ?? 0)),
      },
      {
        label: `${joint} ′`,
        tone: i,
        isDashed: true,
        values: trace.map(({ predicted }) => {
          const value = predicted?.[name]?.[i];
          return value === undefined ? null : inUnit(column, i, value);
        }),
      },
    ]);
  }, [found, episode.length, trace]);
  const frames = useMemo(() => framesOf(episode.length), [episode.length]);
  if (!found) return null;
  const { unit } = found[1];
  return (
    <Panel title={unit === "" || unit === "1" ? t("think.joints") : t("think.jointsIn", { unit })}>
      <Lines x={frames} lines={lines} now={at + 1} height={260} label={t("think.joints")} />
      <Legend lines={lines.filter(({ isDashed }) => !isDashed)} />
      <p className="muted small">{t("think.jointsHint")}</p>
    </Panel>
  );
}

export function Errors({ episode, trace, at }: ViewProps) {
  const { t } = useVoice();
  const frames = useMemo(() => framesOf(episode.length), [episode.length]);
  const lines = useMemo(
    () =>
      Object.entries(episode.columns).map(
        ([name, { kind }], i): Line => ({
          label: t(kind === "image" ? "think.image" : "think.body"),
          tone: i,
          values: trace.map(({ errors }) => errors[name] ?? null),
        }),
      ),
    [episode, trace, t],
  );
  return (
    <Panel title={t("think.errors")}>
      <Lines x={frames} lines={lines} now={at + 1} isLog height={200} label={t("think.errors")} />
      <Legend lines={lines} />
      <p className="muted small">{t("think.errorsHint")}</p>
    </Panel>
  );
}

/** How much of what the model sees is sensed. */
export function Eyes({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  return (
    <div className="think-eyes">
      <span className="field-title">{t("think.eyes", { percent: Math.round(scene.sensed * 100) })}</span>
      <Slider
        min={0}
        max={1}
        step={0.1}
        defaultValue={scene.sensed}
        label={null}
        thumbLabel={t("think.eyesLabel")}
        onChangeEnd={(sensed) => void thinking.see(sensed)}
      />
      <p className="muted small">{t("think.eyesHint")}</p>
    </div>
  );
}
