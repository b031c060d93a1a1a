import { SegmentedControl } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { Panel } from "../look/parts.tsx";
import { Legend, type Line, Lines } from "../think/lines.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Curves, curveRate, noCurves, torqueShares, withPoint, wristForces } from "./curves.ts";
import type { RobotHello } from "./shapes.ts";
import { useRobotLink } from "./use-robot.ts";

type Values = (frame: NonNullable<ReturnType<ReturnType<typeof useRobotLink>["frame"]>>) => readonly number[];

function useCurves(values: Values, lines: number): Curves {
  const link = useRobotLink();
  const [curves, setCurves] = useState(() => noCurves(lines));
  useEffect(() => {
    setCurves(noCurves(lines));
    const timer = setInterval(() => {
      const frame = link.frame();
      if (frame) setCurves((before) => withPoint(before, frame.at, values(frame)));
    }, 1000 / curveRate);
    return () => clearInterval(timer);
  }, [link, values, lines]);
  return curves;
}

function Plot({
  title,
  labels,
  values,
}: {
  readonly title: string;
  readonly labels: readonly string[];
  readonly values: Values;
}) {
  const curves = useCurves(values, labels.length);
  const lines = useMemo(
    () => labels.map((label, tone): Line => ({ label, tone, values: curves.y[tone] ?? [] })),
    [labels, curves],
  );
  const last = curves.x.at(-1) ?? 0;
  const x = useMemo(() => curves.x.map((at) => at - last), [curves, last]);
  return (
    <>
      <Lines x={x} lines={lines} height={150} label={title} />
      <Legend lines={lines} />
    </>
  );
}

type Group = "left" | "right" | "torso";
const prefixes: Readonly<Record<Group, readonly string[]>> = {
  left: ["left_arm/"],
  right: ["right_arm/"],
  torso: ["torso/", "head/"],
};

/** What the wrists feel and what the joints bear, over the last seconds. */
export function Plots({ hello }: { readonly hello: RobotHello }) {
  const { t } = useVoice();
  const [group, setGroup] = useState<Group>("left");
  const joints = useMemo(
    () =>
      hello.features.joints.flatMap(({ name, torque }, index) =>
        prefixes[group].some((prefix) => name.startsWith(prefix)) ? [{ name, torque, index }] : [],
      ),
    [hello, group],
  );
  const sides = useMemo(() => [t("robot.left"), t("robot.right")], [t]);
  const names = useMemo(() => joints.map(({ name }) => name.replace(/^.*joint_/, "")), [joints]);
  const torques = useMemo<Values>(() => (frame) => torqueShares(frame, joints), [joints]);
  return (
    <div className="two">
      <Panel title={t("robot.wrists")}>
        <Plot title={t("robot.wrists")} labels={sides} values={wristForces} />
      </Panel>
      <Panel title={t("robot.torques")}>
        <Plot title={t("robot.torques")} labels={names} values={torques} />
        <SegmentedControl
          aria-label={t("robot.torques")}
          value={group}
          onChange={(chosen) => setGroup(chosen as Group)}
          data={[
            { value: "left", label: t("robot.left") },
            { value: "right", label: t("robot.right") },
            { value: "torso", label: t("robot.torso") },
          ]}
        />
      </Panel>
    </div>
  );
}
