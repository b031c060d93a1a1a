import { Button } from "@mantine/core";
import { savedModelEnding } from "@sakiyomi/learn";
import { useMemo } from "react";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { wantedDevice } from "./engine.ts";
import { Legend, type Line, Lines } from "./lines.tsx";
import type { Scene } from "./thinking.ts";
import { thinking } from "./use-thinking.ts";

function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

const save = async (kind: string): Promise<void> => {
  const bytes = await thinking.file();
  if (bytes) download(bytes, `${kind}${savedModelEnding}`);
};

function Buttons({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  const { training, curve, model, isBusy } = scene;
  const isRunning = training === "running" || training === "starting";
  const go = t(training === "resting" ? "think.goOn" : "think.train");
  return (
    <div className="line wrap">
      {isRunning ? (
        <Button variant="default" onClick={() => void thinking.rest()}>
          {t("think.restTraining")}
        </Button>
      ) : (
        <Button disabled={isBusy && curve.length === 0} onClick={() => void thinking.train()}>
          {go}
        </Button>
      )}
      {training === "none" ? null : (
        <Button variant="default" onClick={() => void thinking.stop()}>
          {t("think.stop")}
        </Button>
      )}
      {model?.name == null && curve.length > 0 && !isRunning ? (
        <Button variant="default" onClick={() => void save(model?.kind ?? "toy")}>
          {t("think.save")}
        </Button>
      ) : null}
    </div>
  );
}

/** The typical step of the last ones: the first step of all also plans the runtime's memory. */
const tookOf = ({ curve }: Scene): number => {
  const last = curve.slice(-15).map(({ took }) => took);
  return last.toSorted((a, b) => a - b)[Math.floor(last.length / 2)] ?? 0;
};

/** The runtime is chosen once for a page, so the way to the other one loads the page again. */
function DeviceChoice() {
  const { t } = useVoice();
  if (wantedDevice() === "webgpu") return <a href="?device=wasm">{t("think.useWasm")}</a>;
  return "gpu" in navigator ? <a href="?device=webgpu">{t("think.useGpu")}</a> : null;
}

export function TrainingPanel({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  const { curve, training } = scene;
  const steps = useMemo(() => curve.map(({ step }) => step), [curve]);
  const lines = useMemo((): readonly Line[] => {
    const parts = Object.keys(curve[0]?.parts ?? {});
    const named = (name: string) =>
      name === "image" ? t("think.image") : name === "points" ? t("think.points") : t("think.body");
    return [
      { label: t("think.loss"), tone: 5, values: curve.map(({ loss }) => loss) },
      ...parts.map((name, i) => ({
        label: named(name),
        tone: i,
        values: curve.map((one) => one.parts[name] || null),
      })),
    ];
  }, [curve, t]);
  const last = curve.at(-1);
  return (
    <Panel title={t("think.training")}>
      <p className="muted small">
        {t("think.trainingHint")} {t(crossOriginIsolated ? "think.threads" : "think.oneThread")} <DeviceChoice />
      </p>
      <Buttons scene={scene} />
      {last ? (
        <>
          <p className="think-step" role="status" data-step={last.step} data-loss={last.loss}>
            {t("think.step", { step: last.step, loss: last.loss.toExponential(2), ms: Math.round(tookOf(scene)) })}
          </p>
          <Lines x={steps} lines={lines} isLog height={200} label={t("think.curve")} />
          <Legend lines={lines} />
        </>
      ) : null}
      {training === "starting" ? <p role="status">{t("think.starting")}</p> : null}
    </Panel>
  );
}
