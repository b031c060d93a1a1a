import { Button, Slider } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { type EnergyScene, type Explained, regression } from "./free-energy.ts";
import { Legend, type Line, Lines } from "./lines.tsx";
import { freeEnergy, useFreeEnergy } from "./use-thinking.ts";

type Speak = ReturnType<typeof useVoice>["t"];

const curveLines = ({ curve, layers }: EnergyScene, t: Speak): readonly Line[] => [
  { label: t("think.accuracy"), tone: 0, values: curve.map(({ accuracy }) => accuracy) },
  ...Array.from({ length: layers }, (_, i) => ({
    label: t("think.complexity", { layer: i + 1 }),
    tone: i + 1,
    values: curve.map(({ complexity }) => complexity[i] || null),
  })),
];

const energyLines = ({ accuracy, complexity }: Explained, t: Speak): readonly Line[] => [
  { label: t("think.accuracy"), tone: 0, values: accuracy },
  ...complexity.map((values, i) => ({ label: t("think.complexity", { layer: i + 1 }), tone: i + 1, values })),
];

/** Three joints are enough to see it. */
const SHOWN = 3;
const jointLines = ({ truth, now, length }: EnergyScene): readonly Line[] =>
  (truth?.names ?? []).slice(0, SHOWN).flatMap((name, i): readonly Line[] => {
    const size = truth?.names.length ?? 1;
    const seen = Array.from({ length }, (_, at) => truth?.data[at * size + i] ?? null);
    const ahead = now?.foreseen[i] ?? [];
    const told = (now?.explained[i] ?? []).map((value, at) => value ?? ahead[at] ?? null);
    return [
      { label: name, tone: i, values: seen },
      { label: `${name} ′`, tone: i, isDashed: true, values: told },
    ];
  });

function LearnButton({ scene }: { readonly scene: EnergyScene }) {
  const { t } = useVoice();
  const isLearning = scene.state === "learning" || scene.state === "starting";
  if (isLearning)
    return (
      <Button variant="default" onClick={() => freeEnergy.rest()}>
        {t("think.restTraining")}
      </Button>
    );
  return (
    <Button onClick={() => void freeEnergy.learn()}>
      {t(scene.curve.length > 0 ? "think.goOn" : "think.trainPvrnn")}
    </Button>
  );
}

/** The window moves along while it plays; each observation waits for the one before. */
function WindowButtons() {
  const { t } = useVoice();
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return;
    let goes = true;
    const move = async () => {
      while (goes) {
        await freeEnergy.observe();
        const { now, length, state } = freeEnergy.scene();
        if (state !== "resting" || (now?.at ?? 0) + 1 >= length) setPlaying(false);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    };
    void move();
    return () => {
      goes = false;
    };
  }, [isPlaying]);
  return (
    <>
      <Button variant="default" onClick={() => setPlaying(!isPlaying)}>
        {t(isPlaying ? "think.pause" : "think.moveWindow")}
      </Button>
      <Button variant="default" disabled={isPlaying} onClick={() => void freeEnergy.observe()}>
        {t("think.oneFrame")}
      </Button>
    </>
  );
}

function MetaPrior() {
  const { t } = useVoice();
  const { metaScale } = useFreeEnergy();
  const [power, setPower] = useState(Math.log10(metaScale));
  const shown = 10 ** power;
  return (
    <div className="think-eyes">
      <span className="field-title">
        {t("think.metaPrior", { times: shown >= 1 ? shown.toFixed(0) : shown.toPrecision(1) })}
      </span>
      <Slider
        min={-2}
        max={3}
        step={0.5}
        value={power}
        label={null}
        thumbLabel={t("think.metaPriorLabel")}
        onChange={setPower}
        onChangeEnd={(value) => void freeEnergy.weigh(10 ** value)}
      />
      <p className="muted small">{t("think.metaPriorHint")}</p>
    </div>
  );
}

function Window({ scene }: { readonly scene: EnergyScene }) {
  const { t } = useVoice();
  const { now, length } = scene;
  const frames = useMemo(() => Array.from({ length }, (_, i) => i + 1), [length]);
  const energy = useMemo(() => (now ? energyLines(now, t) : []), [now, t]);
  const joints = useMemo(() => jointLines(scene), [scene]);
  if (!now) return <p className="muted small">{t("think.windowHint", { window: regression.window })}</p>;
  const band = [now.window[0] + 1, now.window[1] + 1] as const;
  return (
    <div className="two">
      <div className="stack">
        <h3>{t("think.window")}</h3>
        <Lines x={frames} lines={joints} band={band} now={now.at + 1} height={220} label={t("think.window")} />
        <Legend lines={joints.filter(({ isDashed }) => !isDashed)} />
        <p className="muted small">{t("think.windowSeen")}</p>
      </div>
      <div className="stack">
        <h3>{t("think.energyFrames")}</h3>
        <Lines
          x={frames}
          lines={energy}
          band={band}
          now={now.at + 1}
          height={220}
          isLog
          label={t("think.energyFrames")}
        />
        <Legend lines={energy} />
        <p className="muted small" data-window={now.at}>
          {t("think.descent", {
            iterations: regression.iterations,
            from: (now.descent[0] ?? 0).toPrecision(3),
            to: (now.descent.at(-1) ?? 0).toPrecision(3),
          })}
        </p>
      </div>
    </div>
  );
}

/** PV-RNN: what its free energy is made of, and error regression at work. */
export function FreeEnergyPanel() {
  const { t } = useVoice();
  const scene = useFreeEnergy();
  const { curve, trouble, state } = scene;
  const steps = useMemo(() => curve.map(({ step }) => step), [curve]);
  const lines = useMemo(() => curveLines(scene, t), [scene, t]);
  return (
    <Panel title={t("think.pvrnn")}>
      <p className="muted small">{t("think.pvrnnHint")}</p>
      <div className="line wrap">
        <LearnButton scene={scene} />
        {state === "resting" ? <WindowButtons /> : null}
      </div>
      {trouble === null ? null : (
        <p role="alert" className="trouble">
          {trouble}
        </p>
      )}
      <MetaPrior />
      {curve.length > 0 ? (
        <>
          <h3>{t("think.energyCurve", { step: curve.length })}</h3>
          <Lines x={steps} lines={lines} isLog height={180} label={t("think.energyCurve", { step: curve.length })} />
          <Legend lines={lines} />
        </>
      ) : null}
      {state === "resting" ? <Window scene={scene} /> : null}
    </Panel>
  );
}
