import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { tokens } from "../signal/uplot-look.ts";
import { useVoice } from "../words/speak.tsx";
import type { Driver } from "./driver.ts";
import { handsIn } from "./hands.ts";
import type { RobotHello } from "./shapes.ts";
import type { View } from "./sights.ts";
import { type RobotStage, stageIn } from "./stage.ts";
import { useRobotLink } from "./use-robot.ts";

interface ViewProps {
  readonly hello: RobotHello;
  readonly driver: Driver;
  readonly isDriving: boolean;
}

interface Shown {
  readonly stage: RobotStage;
  readonly hands: ReturnType<typeof handsIn>;
}

const froms = [
  ["side", "robot.fromSide"],
  ["front", "robot.fromFront"],
  ["behind", "robot.fromBehind"],
  ["above", "robot.fromAbove"],
] as const satisfies readonly (readonly [View, string])[];

/** The robot, its world and whoever it touches, as they are now. */
export function RobotView({ hello, driver, isDriving }: ViewProps) {
  const { t } = useVoice();
  const link = useRobotLink();
  const scheme = useComputedColorScheme();
  const root = useRef<HTMLDivElement>(null);
  const shown = useRef<Shown | null>(null);
  const [rate, setRate] = useState<number | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const stage = openStage(element, { features: hello.features, scene: hello.scene, scheme, onRate: setRate });
    if (!stage) {
      setMissing(true);
      return;
    }
    const hands = handsIn(stage, (drag) => driver.drag(drag));
    const { ink } = tokens(element);
    shown.current = { stage, hands };
    const off = link.onFrame((frame) => {
      stage.put(frame);
      hands.put(frame, ink);
    });
    return () => {
      off();
      hands.close();
      stage.close();
      shown.current = null;
    };
  }, [hello, link, scheme, driver]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage needs its rings again
  useEffect(() => shown.current?.hands.show(isDriving), [isDriving, scheme, hello]);
  return (
    <div className="robot-view" data-driving={isDriving}>
      <div className="robot-stage" ref={root} role="img" aria-label={t("robot.view")} data-rate={rate ?? undefined}>
        {isMissing ? <p className="muted">{t("robot.noWebGl")}</p> : null}
      </div>
      <div className="robot-view-foot">
        <div className="robot-froms">
          {froms.map(([from, word]) => (
            <button key={from} type="button" className="robot-from" onClick={() => shown.current?.stage.look(from)}>
              {t(word)}
            </button>
          ))}
        </div>
        <span className="robot-ghost-key">{t("robot.ghost")}</span>
        {rate === null ? null : <span className="robot-rate">{t("robot.frames", { n: rate })}</span>}
      </div>
    </div>
  );
}

const openStage = (element: HTMLElement, world: Parameters<typeof stageIn>[1]): RobotStage | null => {
  try {
    return stageIn(element, world);
  } catch {
    return null;
  }
};
